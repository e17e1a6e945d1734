package theme

import (
	"fmt"
	"math"
	"strconv"
	"testing"
)

// rgb is a colour as a terminal draws it, components from 0 to 255.
type rgb [3]int

// luminance is its relative luminance (WCAG 2.2, "relative luminance").
func (c rgb) luminance() float64 {
	linear := func(part int) float64 {
		v := float64(part) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// contrast is the ratio of two colours (WCAG 2.2, "contrast ratio").
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func hex(t *testing.T, s string) rgb {
	t.Helper()
	var c rgb
	if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &c[0], &c[1], &c[2]); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return c
}

// xterm16 are xterm's own sixteen colours; others choose theirs.
var xterm16 = [16]rgb{
	{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
	{127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
}

// indexed is a colour of the palette of 256: above the first sixteen, a cube of
// six levels and a ramp of greys.
func indexed(t *testing.T, s string) rgb {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 255 {
		t.Fatalf("%q is no colour of 256", s)
	}
	level := func(i int) int {
		if i == 0 {
			return 0
		}
		return 55 + 40*i
	}
	switch {
	case n < 16:
		return xterm16[n]
	case n < 232:
		n -= 16
		return rgb{level(n / 36), level(n / 6 % 6), level(n % 6)}
	}
	grey := 8 + 10*(n-232)
	return rgb{grey, grey, grey}
}

// named are all colours of a palette that text is written in.
func (p *palette) named() map[string]Accent {
	out := map[string]Accent{
		"faint": p.faint, "fainter": p.fainter, "good": p.good, "warn": p.warn, "bad": p.bad, "busy": p.busy,
		"key": p.key, "text": p.text, "number": p.number, "literal": p.literal, "guarded": p.guarded,
	}
	for i, a := range p.accents {
		out[fmt.Sprint("accent ", i)] = a
	}
	return out
}

// TestContrast holds every colour of text to 4.5:1, what WCAG asks of small
// text at level AA, on grounds that terminals have; the sixteen colours, which
// each terminal draws its own way, to 3:1 as xterm draws them.
func TestContrast(t *testing.T) {
	grounds := map[Ground][]rgb{
		Dark:  {{0, 0, 0}, hex(t, "#14161c"), hex(t, "#1e1e1e")},
		Light: {{255, 255, 255}, hex(t, "#fafafa")},
	}
	least := 21.0
	checked := 0
	check := func(what string, a, b rgb, want float64) {
		checked++
		got := contrast(a, b)
		if want == 4.5 {
			least = min(least, got)
		}
		if got < want {
			t.Errorf("%s: %v on %v is %.2f:1, not %.1f:1", what, a, b, got, want)
		}
	}
	for ground, on := range grounds {
		p := ground.palette()
		for name, c := range p.named() {
			for _, paper := range on {
				check(fmt.Sprint(ground, " ", name), hex(t, c.TrueColor), paper, 4.5)
				check(fmt.Sprint(ground, " ", name, ", 256 colours"), indexed(t, c.ANSI256), paper, 4.5)
			}
			check(fmt.Sprint(ground, " ", name, ", 16 colours"), indexed(t, c.ANSI), on[0], 3)
		}
		check(fmt.Sprint(ground, " stamp"), hex(t, p.onStamp.TrueColor), hex(t, p.stamp.TrueColor), 4.5)
		check(fmt.Sprint(ground, " stamp, 256 colours"), indexed(t, p.onStamp.ANSI256), indexed(t, p.stamp.ANSI256), 4.5)
		check(fmt.Sprint(ground, " stamp, 16 colours"), indexed(t, p.onStamp.ANSI), indexed(t, p.stamp.ANSI), 3)
		for i, c := range append(p.accents[:len(p.accents):len(p.accents)], p.guarded, p.warn, p.bad, p.faint) {
			check(fmt.Sprint(ground, " ink on ", i), hex(t, p.ink.TrueColor), hex(t, c.TrueColor), 4.5)
			check(fmt.Sprint(ground, " ink on ", i, ", 256 colours"), indexed(t, p.ink.ANSI256), indexed(t, c.ANSI256), 4.5)
		}
	}
	t.Logf("%d pairs of colours, the least contrast of text is %.2f:1", checked, least)
}

// TestAccentsDiffer: no two environments next to each other look alike, and
// none but a guarded one is red.
func TestAccentsDiffer(t *testing.T) {
	for _, g := range []Ground{Dark, Light} {
		seen := map[Accent]bool{AccentOf(0, true, g): true}
		for n := range g.palette().accents {
			a := AccentOf(n, false, g)
			if seen[a] {
				t.Errorf("%s: the accent of environment %d is there already", g, n)
			}
			seen[a] = true
			if next := AccentOf(n+1, false, g); a.ANSI == next.ANSI || a.ANSI256 == next.ANSI256 {
				t.Errorf("%s: environments %d and %d are alike", g, n, n+1)
			}
		}
	}
}
