package ui

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// definition is what the screen of one property definition remembers. It shows
// the one under the cursor of the table.
type definition struct {
	raw bool // as JSON text, not as elements
	top int
}

func (m *model) openDefinition(intent) tea.Cmd {
	m.collections.definition = definition{}
	m.open(atDefinition)
	return nil
}

func (m *model) rawDefinition(intent) tea.Cmd {
	d := &m.collections.definition
	d.raw, d.top = !d.raw, 0
	return nil
}

func (m *model) definitionKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	p := &m.collections.definition
	p.top = scrollKey(msg, p.top, len(m.definitionLines(f)), f.h-screenHead)
	return intent{}
}

func (m *model) definitionView(f frame) []string {
	t := &m.collections.table
	d := t.chosen()
	if d == nil {
		return []string{f.heading("PROPERTY", ""), "", "  " + f.Plain.Render("It is gone from this collection. ") + f.Key.Render("esc") + f.Faint.Render(" goes back to the table.")}
	}
	where := "in collection " + foreign(m.o.Redactor, t.collection.ID) + ", " + m.stateWord(t.collection)
	return m.scrolledFrom(f, m.collections.definition.top, f.heading("PROPERTY", f.Strong.Render(display.Cut(foreign(m.o.Redactor, nameOf(*d)), f.w-40))+"  "+f.Faint.Render(where)), m.definitionLines(f))
}

// scrolledFrom draws lines below a heading, from the line that shows first.
func (m *model) scrolledFrom(f frame, top int, heading string, lines []string) []string {
	return append([]string{heading, ""}, lines[topLine(top, len(lines), f.h-screenHead):]...)
}

// definitionLines are every element of the definition and whether it may be
// changed, or the definition as the server sent it.
func (m *model) definitionLines(f frame) []string {
	t := &m.collections.table
	d := t.chosen()
	if d == nil {
		return nil
	}
	if m.collections.definition.raw {
		return m.rawLines(f, d.Raw)
	}
	var lines []string
	for _, line := range wrapped(aboutKind(d.Kind), f.w-4) {
		lines = append(lines, "  "+f.Plain.Render(line))
	}
	if f.h < 28 {
		lines = append(lines, "")
	}
	one := func(value string) []catalog.Setting { return []catalog.Setting{{Value: value}} }
	for _, e := range append([]catalog.Setting{
		{Name: catalog.ElementName, Value: d.Name}, {Name: catalog.ElementKind, Value: string(d.Kind)},
		{Name: catalog.ElementDataType, Value: d.DataType}, {Name: catalog.ElementStyle, Value: d.ValueStyle},
	}, d.Other...) {
		lines = append(lines, m.elementLines(f, t.collection, *d, e.Name, one(e.Value))...)
	}
	lines = append(lines, m.elementLines(f, t.collection, *d, catalog.ElementSearch, d.Search)...)
	lines = append(append(lines, m.elementLines(f, t.collection, *d, catalog.ElementScoped, d.Scoped)...), "")
	for _, line := range wrapped(restsOn, f.w-4) {
		lines = append(lines, "  "+f.Fainter.Render(line))
	}
	return lines
}

// elementLabel is the column of the names of elements.
const elementLabel = 24

// elementLines draw one element, its members if it has some, and whether it may
// be changed.
func (m *model) elementLines(f frame, c catalog.Collection, d catalog.Definition, name string, members []catalog.Setting) []string {
	var lines []string
	label := display.Fit(foreign(m.o.Redactor, name), elementLabel-2)
	add := func(value string) {
		lines = append(lines, "  "+f.Strong.Render(display.Pad(label, elementLabel))+value)
		label = ""
	}
	for _, s := range members {
		value := foreign(m.o.Redactor, catalog.Plain(s.Value))
		if s.Name != "" {
			add(f.Plain.Render(display.Fit(foreign(m.o.Redactor, s.Name), 14)) + f.Accent.Render(display.Cut(value, max(8, f.w-elementLabel-20))))
			continue
		}
		for _, part := range wrapped(value, f.w-elementLabel-4) {
			add(f.Accent.Render(part))
		}
	}
	if len(members) == 0 {
		add(f.Faint.Render("not stated"))
	}
	may, why := mayChange(c, d, name)
	style, sign := f.Good, "✓ "
	if !may {
		style, sign = f.Faint, "✗ "
	}
	for _, line := range wrapped(foreign(m.o.Redactor, why), f.w-elementLabel-6) {
		add(style.Render(sign) + f.Faint.Render(line))
		sign = "  "
	}
	if f.h < 28 {
		return lines
	}
	return append([]string{""}, lines...)
}

// rawLines are a JSON value as sent, its members on lines of their own.
func (m *model) rawLines(f frame, raw json.RawMessage) []string {
	text, rest := beginning(m.o.Redactor.Text(indented(raw)))
	var lines []string
	for _, line := range display.Text(text) {
		for _, part := range wrapped(line, f.w-4) {
			lines = append(lines, "  "+part)
		}
	}
	if rest > 0 {
		lines = append(lines, "", "  "+f.Faint.Render("… and "+words.Size(int64(rest))+" more, in the viewer: ")+f.Key.Render("v"))
	}
	return lines
}

// mostNested is how deep a value goes at most that is indented: the indentation
// of a deeper one may be a thousand times as long as the value.
const mostNested = 32

// indented is a JSON value with its members on lines of their own, or as it is
// where that would be too much.
func indented(raw json.RawMessage) string {
	var pretty bytes.Buffer
	if len(raw) > mostDrawn || nesting(raw) > mostNested || json.Indent(&pretty, raw, "", "  ") != nil {
		return string(raw)
	}
	return pretty.String()
}

// nesting is how many arrays and objects of a JSON value lie within each other
// at most.
func nesting(raw json.RawMessage) int {
	depth, most, quoted := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[', c == '{':
			depth++
			most = max(most, depth)
		case c == ']', c == '}':
			depth--
		}
	}
	return most
}

// aboutKind says who defines a property of a kind, and who fills it.
func aboutKind(k catalog.Kind) string {
	switch k {
	case catalog.Canonical:
		return "Canonical: the vendor defines it, you fill it. Some are required by the vendor's products."
	case catalog.Derived:
		return "Derived: the vendor defines it, and its applications fill it. It must not be sent at ingest."
	case catalog.Custom:
		return "Custom: you define it and fill it."
	}
	return "Its kind is none that is documented: canonical, derived or custom."
}

// mayChange says whether an element of a definition may be changed, and why;
// what that rests on stands in brackets.
func mayChange(c catalog.Collection, d catalog.Definition, element string) (bool, string) {
	advice := catalog.AdviceChange(c, d.Name, element)
	switch {
	case len(advice) == 0 && slices.Contains([]string{catalog.ElementSearch, catalog.ElementStyle, catalog.ElementScoped}, element):
		return true, "may be changed, whatever the kind (documented)"
	case len(advice) == 0:
		return true, "may be changed: the property is yours (convention)"
	}
	rests, _, _ := strings.Cut(advice[0].Source, ":")
	switch {
	case element == catalog.ElementKind:
		return false, "fixed: no request changes a kind (" + rests + ")"
	case c.Published() && advice[0].Source == catalog.SourceConvention:
		return false, "fixed, as the collection is published (" + rests + ")"
	}
	return false, "fixed, as the property is " + string(d.Kind) + " (" + rests + ")"
}

// restsOn says what the words in brackets mean.
const restsOn = "documented: by the vendor's page Streaming Property Service · convention: likely, but not public"
