//go:build race

package gateway

// underRace makes tests that only take long do less.
const underRace = true
