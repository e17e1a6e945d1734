//go:build race

package curl

// underRace says that the race detector is on. It has nothing to find in
// processes of shells and of curl: a tenth of them is enough.
const underRace = true
