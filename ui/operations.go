package ui

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// typedRequest is the entry at the end of every service's operations: method
// and path are typed.
const typedRequest = "Any method and path"

// operations is the pane of the chosen service's operations. A filter helps to
// find one; the chosen operation stays the chosen one until enter.
type operations struct {
	all    []gateway.Operation
	name   string // of the chosen operation
	shown  []int  // indexes into all, by the filter
	at     int    // index into shown
	filter textinput.Model
	open   bool // the filter is being typed
}

// show lists other operations and chooses the one of that name, or the first.
func (p *operations) show(all []gateway.Operation, name string) {
	p.filter = newInput("/")
	p.all = withTyped(all)
	p.name = p.all[0].Name
	p.choose(name)
}

// withTyped is a service's operations with the one whose method and path are
// typed.
func withTyped(all []gateway.Operation) []gateway.Operation {
	return append(all[:len(all):len(all)], gateway.Operation{Name: typedRequest, Method: "GET", Path: "/", Mark: gateway.Configured})
}

// chosen is the chosen operation.
func (p *operations) chosen() gateway.Operation {
	for _, o := range p.all {
		if o.Name == p.name {
			return o
		}
	}
	return gateway.Operation{}
}

// choose chooses an operation by its name, if there is one of that name, and
// ends the filter.
func (p *operations) choose(name string) {
	p.open = false
	p.filter.Reset()
	p.filter.Blur()
	p.sift()
	if i := slices.IndexFunc(p.all, func(o gateway.Operation) bool { return o.Name == name }); i >= 0 {
		p.name = name
	}
	p.at = slices.IndexFunc(p.all, func(o gateway.Operation) bool { return o.Name == p.name })
}

func (p *operations) typing() bool { return p.open }

// back leaves the filter. It reports whether there was one.
func (p *operations) back() bool {
	if !p.open {
		return false
	}
	p.choose(p.name)
	return true
}

func (p *operations) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if p.open {
		return p.filterKey(msg)
	}
	at := p.at
	switch msg.String() {
	case "up", "k":
		at--
	case "down", "j":
		at++
	case "g", "home", "pgup":
		at = 0
	case "G", "end", "pgdown":
		at = len(p.all) - 1
	}
	if at = max(0, min(at, len(p.all)-1)); at == p.at {
		return intent{}, nil
	}
	p.choose(p.all[at].Name)
	return to(doShowDraft), nil
}

func (p *operations) filterKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	if !msg.Paste {
		switch msg.String() {
		case "enter":
			if len(p.shown) == 0 {
				return intent{}, nil
			}
			p.choose(p.all[p.shown[p.at]].Name)
			return to(doBuild), nil
		case "up":
			p.at = max(0, p.at-1)
			return intent{}, nil
		case "down":
			p.at = max(0, min(len(p.shown)-1, p.at+1))
			return intent{}, nil
		}
	}
	cmd := p.update(msg)
	p.sift()
	p.at = 0
	return intent{}, cmd
}

func (p *operations) update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	p.filter, cmd = p.filter.Update(msg)
	return cmd
}

// sift applies the filter: to name, method and path.
func (p *operations) sift() {
	words := make([]string, len(p.all))
	for i, o := range p.all {
		words[i] = o.Name + " " + o.Method + " " + o.Path
	}
	p.shown = nil
	for _, h := range rank(p.filter.Value(), words) {
		p.shown = append(p.shown, h.index)
	}
}

func (p *operations) view(f frame) []string {
	head := ""
	if p.open {
		head = drawInput(p.filter, max(4, f.w-16))
	}
	lines := []string{f.heading("OPERATIONS", head)}
	if len(p.shown) == 0 {
		return append(lines, "", "  "+f.Faint.Render("Nothing fits."), "  "+f.Faint.Render("esc shows all again, and"), "  "+f.Faint.Render("nothing was changed."))
	}
	first := scrolled(p.at, len(p.shown), f.h-1)
	for i := first; i < len(p.shown) && len(lines) < f.h; i++ {
		o := p.all[p.shown[i]]
		style := f.Plain
		switch {
		case i == p.at:
			style = f.Strong
		case o.Name == typedRequest:
			style = f.Faint
		}
		lines = append(lines, f.bar(i == p.at)+f.method(o.Method)+style.Render(display.Cut(display.Line(o.Name), f.w-9)))
	}
	return lines
}

// method is a request method in a column of seven, with a colour by what it may
// do: reading, writing, deleting.
func (f frame) method(name string) string {
	return f.methodStyle(name).Render(display.Fit(display.Line(name), 6)) + " "
}

func (f frame) methodStyle(name string) lipgloss.Style {
	switch name {
	case "GET", "HEAD", "OPTIONS":
		return f.Faint
	case "DELETE":
		return f.Bad
	}
	return f.Warn
}

// drawInput draws a one-line field w columns wide. Its window moves so that the
// cursor is in sight whatever the width was before.
func drawInput(in textinput.Model, w int) string {
	in.Width = max(1, w)
	in.SetCursor(in.Position())
	return in.View()
}

// fieldLimit is the most characters a one-line field takes: it lays all of them
// out anew for every key.
const fieldLimit = 16 << 10

// tooLong says that a paste does not fit into a field, "" for one that does: a
// part of it would be worse than nothing.
func tooLong(msg tea.KeyMsg, in textinput.Model) string {
	if msg.Paste && len(msg.Runes)+len([]rune(in.Value())) > fieldLimit {
		return fmt.Sprintf("nothing was pasted: a field takes %d characters", fieldLimit)
	}
	return ""
}

// newInput makes a one-line field whose cursor does not blink: a blinking one
// would keep an idle program drawing.
func newInput(prompt string) textinput.Model {
	in := textinput.New()
	in.Prompt = prompt
	in.Cursor.SetMode(cursorStatic)
	in.CharLimit = fieldLimit
	in.KeyMap.Paste.SetEnabled(false)
	return in
}
