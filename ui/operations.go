package ui

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"gatehouse/gateway"
	"gatehouse/ui/display"
)

// typedRequest is the entry at the end of every service's operations: method
// and path are typed.
const typedRequest = "Any method and path"

// operations is the pane of the chosen service's operations, with a filter.
type operations struct {
	all    []gateway.Operation
	shown  []int // indexes into all, by the filter
	at     int   // index into shown
	filter textinput.Model
	open   bool // the filter is being typed
}

// show lists other operations and chooses the one of that name, or the first.
func (p *operations) show(all []gateway.Operation, name string) {
	if p.filter.Prompt == "" {
		p.filter = newInput("/")
	}
	p.all = append(all[:len(all):len(all)], gateway.Operation{Name: typedRequest, Method: "GET", Path: "/", Mark: gateway.Configured})
	p.open = false
	p.filter.Reset()
	p.sift()
	p.choose(name)
}

// chosen is the operation under the cursor.
func (p *operations) chosen() gateway.Operation {
	if len(p.shown) == 0 {
		if len(p.all) == 0 {
			return gateway.Operation{}
		}
		return p.all[len(p.all)-1]
	}
	return p.all[p.shown[p.at]]
}

// choose puts the cursor on an operation by its name, or on the first.
func (p *operations) choose(name string) {
	p.at = 0
	for i, n := range p.shown {
		if p.all[n].Name == name {
			p.at = i
		}
	}
}

func (p *operations) typing() bool { return p.open }

// back leaves the filter, then clears it. It reports whether there was one.
func (p *operations) back() bool {
	if !p.open && p.filter.Value() == "" {
		return false
	}
	name := p.chosen().Name
	p.open = false
	p.filter.Reset()
	p.filter.Blur()
	p.sift()
	p.choose(name)
	return true
}

func (p *operations) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if p.open {
		return p.filterKey(msg)
	}
	at := p.at
	switch msg.String() {
	case "up", "k":
		p.at = max(0, p.at-1)
	case "down", "j":
		p.at = min(len(p.shown)-1, p.at+1)
	case "g", "home", "pgup":
		p.at = 0
	case "G", "end", "pgdown":
		p.at = len(p.shown) - 1
	case "/":
		p.open = true
		return intent{}, p.filter.Focus()
	}
	if p.at = max(0, p.at); p.at != at {
		return to(doShowDraft), nil
	}
	return intent{}, nil
}

func (p *operations) filterKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	switch msg.String() {
	case "enter":
		p.open = false
		p.filter.Blur()
		return to(doBuilder), nil
	case "up":
		p.at = max(0, p.at-1)
		return to(doShowDraft), nil
	case "down":
		p.at = max(0, min(len(p.shown)-1, p.at+1))
		return to(doShowDraft), nil
	}
	cmd := p.update(msg)
	p.sift()
	p.at = 0
	return to(doShowDraft), cmd
}

func (p *operations) update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	p.filter, cmd = p.filter.Update(msg)
	return cmd
}

// sift applies the filter: best matches first. Typing a method or a path finds
// operations too.
func (p *operations) sift() {
	p.shown = p.shown[:0]
	typed := strings.TrimSpace(p.filter.Value())
	if typed == "" {
		for i := range p.all {
			p.shown = append(p.shown, i)
		}
		return
	}
	words := make([]string, len(p.all))
	for i, o := range p.all {
		words[i] = o.Name + " " + o.Method + " " + o.Path
	}
	for _, match := range fuzzy.Find(typed, words) {
		p.shown = append(p.shown, match.Index)
	}
}

func (p *operations) view(f frame) []string {
	head := ""
	if p.open || p.filter.Value() != "" {
		head = drawInput(&p.filter, max(4, f.w-16))
	}
	lines := []string{f.heading("OPERATIONS", head)}
	if len(p.shown) == 0 {
		return append(lines, "", "  "+f.Faint.Render("Nothing fits."), "  "+f.Faint.Render("esc shows all again."))
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
	style := f.Warn
	switch name {
	case "GET", "HEAD", "OPTIONS":
		style = f.Faint
	case "DELETE":
		style = f.Bad
	}
	return style.Render(display.Fit(display.Line(name), 6)) + " "
}

// drawInput draws a one-line field w columns wide. Its window moves so that the
// cursor is in sight whatever the width was before.
func drawInput(in *textinput.Model, w int) string {
	in.Width = max(1, w)
	in.SetCursor(in.Position())
	return in.View()
}

// newInput makes a one-line field whose cursor does not blink: a blinking one
// would keep an idle program drawing.
func newInput(prompt string) textinput.Model {
	in := textinput.New()
	in.Prompt = prompt
	in.Cursor.SetMode(cursorStatic)
	return in
}
