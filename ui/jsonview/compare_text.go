package jsonview

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// form is how values of a comparison are shown.
type form uint8

const (
	formJSON form = iota
	formLines
	formBytes
)

// Raw is the value of a difference in either body as sent, nil where there is none. The bytes
// are those of the bodies.
func (c *Comparison) Raw(d Difference) (a, b []byte) {
	if !d.A.None() {
		a = c.a[d.A.From:d.A.To:d.A.To]
	}
	if !d.B.None() {
		b = c.b[d.B.From:d.B.To:d.B.To]
	}
	return a, b
}

// Values are the values of a difference as one line each, "" where there is none: JSON without
// blanks between its tokens, bytes in hex. They are cut after about most bytes, which an ellipsis
// says. Control bytes are spelled as escapes; all else is as sent.
func (c *Comparison) Values(d Difference, most int) (a, b string) {
	x, y := c.Raw(d)
	return c.shown(x, most), c.shown(y, most)
}

func (c *Comparison) shown(raw []byte, most int) string {
	var out []byte
	cut := false
	switch c.form {
	case formJSON:
		out, cut = compact(raw, most)
	case formBytes:
		cut = len(raw) > most/3
		out = fmt.Appendf(nil, "% x", raw[:min(len(raw), most/3)])
	default:
		out = raw[:min(len(raw), most+utf8.UTFMax)]
	}
	if cut = cut || len(out) > most; cut {
		out = out[:runeStart(out, min(most, len(out)))]
	}
	text := oneLine(string(out))
	if cut {
		text += "…"
	}
	return text
}

// compact is JSON without the blanks between tokens, at least its first most bytes, and tells
// whether there is more.
func compact(b []byte, most int) (out []byte, more bool) {
	for p := 0; ; {
		if p = spaceEnd(b, p); p == len(b) {
			return out, false
		}
		if len(out) > most {
			return out, true
		}
		end := min(len(b), p+most+utf8.UTFMax) // a token is not read further than it is shown
		after, _ := tokenEnd(b[:end], p, class[b[p]])
		if class[b[p]] == quote && after < end && b[after-1] != '"' {
			after = end // cut in an escape
		}
		out = append(out, b[p:after]...)
		p = after
	}
}

// oneLine spells control bytes as escapes.
func oneLine(s string) string {
	control := func(r rune) bool { return r < ' ' || r == 0x7f }
	if !strings.ContainsFunc(s, control) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch ch := s[i]; {
		case ch == '\t':
			out.WriteString(`\t`)
		case ch == '\n':
			out.WriteString(`\n`)
		case ch == '\r':
			out.WriteString(`\r`)
		case ch < ' ' || ch == 0x7f:
			fmt.Fprintf(&out, `\u%04x`, ch)
		default:
			out.WriteByte(ch)
		}
	}
	return out.String()
}

// Line is a difference on one line: its kind, its path, and its values, each cut after about
// most bytes.
func (c *Comparison) Line(d Difference, most int) string {
	a, b := c.Values(d, most)
	switch d.Kind {
	case Added:
		a = b
	case Changed:
		a += " -> " + b
	}
	return fmt.Sprintf("%-7s  %s: %s", d.Kind, oneLine(d.Path), a)
}

// Total in words, such as "3 differences: 1 added, 2 changed; 12 ignored".
func (c *Comparison) String() string {
	text := "no differences"
	switch n := c.Total(); {
	case n == 1:
		text = "1 difference: "
	case n > 1:
		text = fmt.Sprintf("%d differences: ", n)
	}
	list := func(parts ...string) string {
		var some []string
		for i := 0; i < len(parts); i += 2 {
			if parts[i] != "0" {
				some = append(some, parts[i]+" "+parts[i+1])
			}
		}
		return strings.Join(some, ", ")
	}
	text += list(fmt.Sprint(c.Added), "added", fmt.Sprint(c.Removed), "removed", fmt.Sprint(c.Changed), "changed")
	if aside := list(fmt.Sprint(c.Ignored), "ignored", fmt.Sprint(c.Moved), "moved"); aside != "" {
		text += "; " + aside
	}
	if c.Partial {
		text += "; not all was compared"
	}
	return text
}

// WriteText writes one difference a line, then how many were not kept, the notes, in the words of
// only what removed and added mean (if there are such and only has words), and the total. Nothing
// but the two bodies, the rules and those words decides what is written.
func (c *Comparison) WriteText(w io.Writer, most int, only [2]string) error {
	out := bufio.NewWriter(w)
	for _, d := range c.List {
		out.WriteString(c.Line(d, most))
		out.WriteByte('\n')
	}
	if more := c.Total() - len(c.List); more > 0 {
		fmt.Fprintf(out, "and %d more\n", more)
	}
	for _, note := range c.Notes {
		fmt.Fprintf(out, "note: %s\n", oneLine(note))
	}
	if c.Added+c.Removed > 0 && only != [2]string{} {
		fmt.Fprintf(out, "removed: %s; added: %s\n", oneLine(only[0]), oneLine(only[1]))
	}
	fmt.Fprintln(out, c.String())
	return out.Flush()
}

// valueJSON is a difference in the JSON form, with a value or a left and a right one.
type valueJSON struct {
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
	Left  any    `json:"left,omitempty"`
	Right any    `json:"right,omitempty"`
}

// totalsJSON are the counts in the JSON form.
type totalsJSON struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Changed int `json:"changed"`
	Ignored int `json:"ignored"`
	Moved   int `json:"moved"`
}

// WriteJSON writes an object with the lists added, removed and changed, their totals, which
// count also what was not kept, and the notes. Values are whole, as JSON; what is no JSON is a
// text.
func (c *Comparison) WriteJSON(w io.Writer) error {
	out := bufio.NewWriter(w)
	encode := func(v any) {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			panic(err) // texts and checked JSON only
		}
		out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	}
	fmt.Fprintf(out, `{"same":%v,"partial":%v`, c.Same(), c.Partial)
	for _, kind := range []DifferenceKind{Added, Removed, Changed} {
		fmt.Fprintf(out, `,"%s":[`, kind)
		comma := ""
		for _, d := range c.List {
			if d.Kind != kind {
				continue
			}
			out.WriteString(comma)
			comma = ","
			a, b := c.Raw(d)
			v := valueJSON{Path: d.Path}
			switch kind {
			case Added:
				v.Value = c.valueJSON(b)
			case Removed:
				v.Value = c.valueJSON(a)
			case Changed:
				v.Left, v.Right = c.valueJSON(a), c.valueJSON(b)
			}
			encode(v)
		}
		out.WriteString("]")
	}
	out.WriteString(`,"totals":`)
	encode(totalsJSON{c.Added, c.Removed, c.Changed, c.Ignored, c.Moved})
	out.WriteString(`,"notes":`)
	encode(append([]string{}, c.Notes...))
	out.WriteString("}\n")
	return out.Flush()
}

func (c *Comparison) valueJSON(raw []byte) any {
	if c.form == formJSON && json.Valid(raw) {
		return json.RawMessage(raw)
	}
	return string(raw)
}
