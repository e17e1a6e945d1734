// Package words writes durations, sizes and counts for people: the screen and
// the command line say the same thing the same way. What it writes of its own
// is ASCII.
package words

import (
	"fmt"
	"path/filepath"
	"strconv"
	"time"
)

const day = 24 * time.Hour

// Took writes how long something took, to about three digits: 0.4 ms, 142 ms,
// 1.25 s, 12.3 s, and from a minute on as [Left] does. It rounds to the nearest;
// less than nothing counts as nothing.
func Took(d time.Duration) string {
	d = max(0, d)
	switch {
	case d.Round(time.Millisecond/10) < time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	case d.Round(time.Millisecond) < time.Second:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond)/time.Millisecond)
	case d.Round(time.Second/100) < 10*time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d.Round(time.Second/10) < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return Left(d.Round(time.Second))
}

// Left writes a length of time in its two largest units, rounded down, so that
// a token never seems to live longer than it does: 12s, 14m02s, 7h58m, 3d04h.
// Less than nothing is 0s.
func Left(d time.Duration) string {
	d = max(0, d)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	case d < day:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dd%02dh", d/day, d%day/time.Hour)
}

// Age writes how long ago something was in its largest unit, rounded down: 12s,
// 14m, 7h, 61d. From a minute on it stays true for a minute. What is to come is
// 0s.
func Age(d time.Duration) string {
	d = max(0, d)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dd", d/day)
}

// Ago is [Age] in a sentence: just now, 12s ago, 3m ago, 2h ago, 4d ago.
func Ago(d time.Duration) string {
	if d < time.Second {
		return "just now"
	}
	return Age(d) + " ago"
}

// Seconds writes a time that is passing, in tenths of a second that are over:
// 3.4s, and from a minute on as [Left] does. Less than nothing is 0.0s.
func Seconds(d time.Duration) string {
	if d >= time.Minute {
		return Left(d)
	}
	tenths := max(0, d) / (time.Second / 10)
	return fmt.Sprintf("%d.%ds", tenths/10, tenths%10)
}

// sizeUnits are what [Size] counts in, the largest last.
var sizeUnits = []struct {
	bytes    float64
	decimals int
	name     string
}{
	{1e3, 1, "kB"},
	{1e6, 1, "MB"},
	{1e9, 2, "GB"},
}

// Size writes a number of bytes in powers of a thousand, rounded to the
// nearest: 999 B, 1.0 kB, 12.4 MB, 3.00 GB. What would round to 1000.0 of a
// unit is one of the next.
func Size(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	last := len(sizeUnits) - 1
	for _, unit := range sizeUnits[:last] {
		if value := float64(n) / unit.bytes; value < 999.95 {
			return fmt.Sprintf("%.*f %s", unit.decimals, value, unit.name)
		}
	}
	unit := sizeUnits[last]
	return fmt.Sprintf("%.*f %s", unit.decimals, float64(n)/unit.bytes, unit.name)
}

// Times writes which of several times it is: first time, second time, third
// time, 4th time, 21st time.
func Times(n int) string { return ordinal(n) + " time" }

func ordinal(n int) string {
	switch n {
	case 1:
		return "first"
	case 2:
		return "second"
	case 3:
		return "third"
	}
	ending := "th"
	if n/10%10 != 1 { // 11th, 112th
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, ending)
}

// Grouped writes a number that may be large: 812, 1024, 4 734 604.
func Grouped(n int) string {
	digits := strconv.Itoa(n)
	if len(digits) < 5 {
		return digits
	}
	out := digits[:(len(digits)-1)%3+1]
	for rest := digits[len(out):]; rest != ""; rest = rest[3:] {
		out += " " + rest[:3]
	}
	return out
}

// Count writes how many there are: 1 property, 12 properties, 20 000 properties.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Grouped(n) + " " + many
}

// FilesApart is how two files are called beside each other: by their last names
// if those differ, else by the paths as given.
func FilesApart(a, b string) [2]string {
	if x, y := filepath.Base(a), filepath.Base(b); x != y {
		return [2]string{x, y}
	}
	return [2]string{a, b}
}
