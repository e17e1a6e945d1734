//go:build !race

package curl

const underRace = false
