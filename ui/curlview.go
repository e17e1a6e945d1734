package ui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// curlKey scrolls the line.
func (m *model) curlKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	m.curl.top = scrollKey(msg, m.curl.top, len(m.curlLines(f)), f.h-screenHead)
	return intent{}
}

// curlView draws the line, and below it what to know of it.
func (m *model) curlView(f frame) []string {
	c := &m.curl
	lines := m.curlLines(f)
	top := topLine(c.top, len(lines), f.h-screenHead)
	more := "for " + c.shell.String() + "  ·  " + c.from + "  ·  " + display.Line(c.target.String())
	if len(lines) > f.h-screenHead {
		more += fmt.Sprintf("  ·  line %d of %d", top+1, len(lines))
	}
	return append([]string{f.heading("CALL AS CURL", f.Faint.Render(more)), ""}, lines[top:]...)
}

func (m *model) curlLines(f frame) []string {
	c := &m.curl
	if c.fault != "" {
		var lines []string
		for _, line := range display.Wrap(foreign(m.o.Redactor, "There is no line for this call. "+c.fault+"."), f.w-4) {
			lines = append(lines, f.Bad.Render(line))
		}
		return indent(lines)
	}
	text, rest := beginning(c.text)
	style := f.Plain
	if c.revealed {
		style = f.Warn
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		parts := display.Wrap(display.Line(line), max(20, f.w-10))
		for i, part := range parts {
			if i > 0 {
				part = "    " + part
			}
			part = style.Render(part)
			if i < len(parts)-1 { // the screen breaks it, not the line
				part += f.Fainter.Render(" ↩")
			}
			lines = append(lines, part)
		}
	}
	if rest > 0 {
		lines = append(lines, f.Faint.Render("… and "+words.Grouped(rest)+" bytes more, which are copied and saved, too"))
	}
	lines = append(lines, "")
	for _, n := range m.curlNotes() {
		sign, style := "·", f.Faint
		if n.warns {
			sign, style = "!", f.Warn
		}
		for i, part := range display.Wrap(display.Line(n.text), f.w-6) {
			if i > 0 {
				sign = " "
			}
			lines = append(lines, style.Render(sign+" "+part))
		}
	}
	return indent(lines)
}

// curlNote is a sentence about a line.
type curlNote struct {
	text  string
	warns bool
}

func (m *model) curlNotes() []curlNote {
	c := &m.curl
	var notes []curlNote
	say := func(warns bool, text string) { notes = append(notes, curlNote{text, warns}) }
	switch {
	case c.revealed:
		say(true, "The line holds what is secret: whoever reads it can use it, and shells keep it in their history. v takes it out again.")
	case c.request == nil:
		say(false, "No secret stands in the line: the shell takes client id and client secret from the variables it names.")
	case m.o.Sandbox:
		say(true, "This is the demo, whose tokens no other process knows: v writes this run's token and key out. For a line that fetches its own, start gatehouse sandbox --config-out F and gatehouse --config F.")
	case len(c.out.Placeholders()) > 0:
		say(false, "No secret stands in the line: what it needs is fetched when it runs. v writes it out.")
	}
	if e := m.dir.Environment(c.target.Environment); e != nil && !c.out.Safe {
		switch {
		case e.ReadOnly:
			say(true, fmt.Sprintf("%s is read-only for gatehouse. curl knows nothing of that: this %s changes something there.", e.Name, c.out.Method))
		case e.Guarded:
			say(true, fmt.Sprintf("%s is guarded, and curl asks nobody: this %s changes something there.", e.Name, c.out.Method))
		}
	}
	if c.out.CAFile != "" {
		say(false, "curl trusts the certificates of ca_file alone; gatehouse trusts the system's, too.")
	}
	return notes
}
