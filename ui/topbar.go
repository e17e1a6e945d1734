package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// Columns of the bar that are no tab: the gap before the facts, and that with
// the signs that there are more tabs.
const (
	barGap    = 3
	tabsSpare = 7
)

// topbar draws the two rows that stand on every screen: the environments as
// tabs, whose site and key it is, whether writes are allowed, and a rule whose
// weight and colour are the environment's own. Those of a file name the file.
func (m *model) topbar(w int) []string {
	if m.file != nil {
		return m.fileBar(w)
	}
	th := m.theme()
	name := th.Strong.Render("gatehouse")
	if w < 80 {
		name = th.Strong.Render("gh")
	}
	left := "  " + name + "  "
	if m.o.Sandbox {
		left += th.Sandbox.Render(" SANDBOX ") + "  "
	}
	facts := m.facts()
	right := ""
	room := w - ansi.StringWidth(left)
	for len(facts) > 0 {
		if right = strings.Join(facts, " · "); room-display.Width(right) >= m.tabsWidth()+tabsSpare || len(facts) == 1 {
			break
		}
		facts = facts[1:]
	}
	tabs := m.tabs(room - display.Width(right) - barGap)
	return []string{
		spread(left+tabs, th.Faint.Render(right)+" ", w),
		m.rule(w),
	}
}

// facts are what the bar says of the environment, the dispensable first.
func (m *model) facts() []string {
	e := m.currentEnvironment()
	var out []string
	if e.Site != "" {
		out = append(out, display.Line(e.Site))
	}
	if e.NeedsAPIKey() {
		out = append(out, m.keyFact(e))
	}
	writes := "writes allowed"
	switch {
	case e.ReadOnly:
		writes = "read only"
	case e.Guarded:
		writes = "writes ask"
	}
	if e.Style() == gateway.AuthQuery {
		writes = "secret in URL · " + writes
	}
	return append(out, writes)
}

func (m *model) keyFact(e *gateway.Environment) string {
	if e.APIKey == nil {
		return "no API key"
	}
	if key, ok := m.o.Vault.Peek(e.APIKey); ok {
		return "key " + display.Line(key.Mask())
	}
	return "key " + display.Line(e.APIKey.String())
}

// tabs draws as many environments as fit around the chosen one, which stands
// in brackets.
func (m *model) tabs(room int) string {
	th := m.theme()
	first, last := m.environment, m.environment
	width := func() int {
		n := 0
		for i := first; i <= last; i++ {
			n += m.tabWidth(i)
		}
		return n + tabsSpare - barGap
	}
	for grown := true; grown; {
		grown = false
		if last+1 < len(m.dir.Environments) {
			if last++; width() <= room {
				grown = true
			} else {
				last--
			}
		}
		if first > 0 {
			if first--; width() <= room {
				grown = true
			} else {
				first++
			}
		}
	}
	var out strings.Builder
	if first > 0 {
		out.WriteString(th.Faint.Render("‹ "))
	}
	for i := first; i <= last; i++ {
		name := display.Line(m.dir.Environments[i].Name)
		if i == m.environment {
			out.WriteString(th.Chosen.Render("["+name+"]") + " ")
		} else {
			out.WriteString(" " + m.themes[i].Accent.Render(name) + "  ")
		}
	}
	if last < len(m.dir.Environments)-1 {
		out.WriteString(th.Faint.Render("›"))
	}
	return out.String()
}

func (m *model) tabWidth(i int) int {
	return display.Width(display.Line(m.dir.Environments[i].Name)) + 3
}

func (m *model) tabsWidth() int {
	n := 0
	for i := range m.dir.Environments {
		n += m.tabWidth(i)
	}
	return n
}

// rule is a line of the environment's own colour and weight: thin where writes
// are free, heavy and named where they are not.
func (m *model) rule(w int) string {
	e, th := m.currentEnvironment(), m.theme()
	if !e.Guarded && !e.ReadOnly {
		return th.Accent.Render(strings.Repeat("─", w))
	}
	word := " " + strings.ToUpper(display.Line(e.Name)) + " IS GUARDED "
	if e.ReadOnly {
		word = " " + strings.ToUpper(display.Line(e.Name)) + " IS READ ONLY "
	}
	word = display.Cut(word, max(0, w-6))
	return th.Accent.Render("━━━━" + word + strings.Repeat("━", max(0, w-4-display.Width(word))))
}
