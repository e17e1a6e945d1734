package jsonview

import (
	"slices"
	"strings"
)

// forms is every way to spell a plain pattern, as bytes, where these are few. Each begins with
// lead, which ends before the first colon and the first place where they differ.
type forms struct {
	all   []needle // best first; none when they are many
	lead  *needle
	tight tightness
}

// tightness tells where a hit is the same bytes in the body as on the line.
type tightness uint8

const (
	loose      tightness = iota // nowhere in JSON: it may reach across tokens
	untilFault                  // in JSON before its first fault, save for whitespace next to colons
	solid                       // anywhere: it lies within a token
)

// manyForms is how many ways to spell a pattern are worth trying one after the other.
const manyForms = 16

func newForms(text string, fold bool) forms {
	all, lead := []string{""}, -1
	times := func(choices ...string) {
		if lead < 0 && (len(choices) > 1 || strings.HasPrefix(choices[0], ":")) {
			lead = len(all[0])
		}
		var longer []string
		for _, head := range all {
			for _, choice := range choices {
				longer = append(longer, head+choice)
			}
		}
		all = longer
	}
	for rest := text; rest != "" && len(all) <= manyForms; {
		before := len(rest) - len(strings.TrimLeft(rest, " \t"))
		r := []rune(rest[before:])
		switch {
		case len(r) > 0 && r[0] == ':':
			if before > 0 {
				times(rest[:before], "")
			}
			times(":")
			rest = rest[before+1:]
			after := len(rest) - len(strings.TrimLeft(rest, " \t"))
			times(afterColonChoices(rest[:after], rest[after:] == "")...)
			rest = rest[after:]
		case before > 0:
			times(rest[:before])
			rest = rest[before:]
		case r[0] == '/':
			times("/", `\/`)
			rest = rest[1:]
		case r[0] == '\n' || r[0] == '\r' || escaped(r[0]) != nil:
			return forms{}
		default:
			times(string(r[:1]))
			rest = rest[1:]
		}
	}
	if lead < 0 {
		lead = len(text)
	}
	if lead == 0 || len(all) > manyForms {
		return forms{}
	}
	f := forms{lead: newNeedle(text[:lead], fold), tight: tightnessOf(text)}
	for _, form := range all {
		f.all = append(f.all, *newNeedle(form, fold))
	}
	return f
}

// afterColonChoices is what may follow a colon that has blanks after it in the pattern.
func afterColonChoices(blanks string, last bool) []string {
	choices := []string{" ", ""}
	if last && blanks == "" {
		return choices[1:]
	}
	if blanks != "" && blanks != " " {
		choices = slices.Insert(choices, 0, blanks)
	}
	return choices
}

func tightnessOf(text string) tightness {
	switch {
	case strings.ContainsAny(text, "{}[],\t"), strings.Trim(text, " ") != text:
		return loose
	case strings.ContainsAny(text, ": \""):
		// Other tokens do not stand side by side but in a faulty document.
		return untilFault
	}
	return solid
}

// single tells whether there is one form, and no whitespace to mind.
func (f *forms) single() bool { return len(f.all) == 1 && len(f.all[0].text) == len(f.lead.text) }

// at is the length of the best form at the start of b, 0 when there is none.
func (f *forms) at(b []byte) int {
	for i := range f.all {
		if form := &f.all[i]; len(form.text) <= len(b) && form.matches(b) {
			return len(form.text)
		}
	}
	return 0
}

// nearlyAt tells whether some form would be at the start of b but for whitespace next to colons.
func (f *forms) nearlyAt(b []byte) bool {
	return slices.ContainsFunc(f.all, func(form needle) bool {
		p := 0
		for i := 0; i < len(form.text); i++ {
			c := form.text[i]
			if c == ' ' && i > 0 && form.text[i-1] == ':' {
				continue
			}
			if c == ':' || c == ' ' {
				p = spaceEnd(b, p)
			}
			if c == ' ' {
				continue
			}
			if p >= len(b) || b[p] != c && b[p] != form.capital(c) {
				return false
			}
			if p++; c == ':' {
				p = spaceEnd(b, p)
			}
		}
		return true
	})
}
