//go:build race

package ui

// underRace says that the race detector is on: everything takes ten times as
// long, and what is drawn was tested without it. What runs beside each other
// is tested all the same.
const underRace = true
