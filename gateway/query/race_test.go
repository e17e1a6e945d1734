//go:build race

package query

// underRace says that the race detector is on.
const underRace = true
