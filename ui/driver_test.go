package ui

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
)

// press presses keys, named as Bubble Tea names them.
func (r *rig) press(keys ...string) {
	for _, k := range keys {
		r.deliver(keyMsg(k))
		r.settle()
	}
}

// text types a text, a key at a time.
func (r *rig) text(s string) {
	for _, c := range s {
		r.press(string(c))
	}
}

// paste pastes a text as a terminal with bracketed paste does.
func (r *rig) paste(s string) {
	r.deliver(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s), Paste: true})
	r.settle()
}

func (r *rig) resize(w, h int) {
	r.deliver(tea.WindowSizeMsg{Width: w, Height: h})
	r.settle()
}

// send presses F5 and waits for the answer.
func (r *rig) send() {
	r.press("f5")
	r.wait(2 * time.Second)
}

// screen is what is on the screen, without styles.
func (r *rig) screen() string { return ansi.Strip(r.frame) }

func (r *rig) expect(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.screen(), text) {
			r.t.Fatalf("no %q on\n%s", text, r.screen())
		}
	}
}

func (r *rig) expectNot(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		if strings.Contains(r.screen(), text) {
			r.t.Fatalf("%q is on\n%s", text, r.screen())
		}
	}
}

// goTo chooses an environment and a service by keys alone.
func (r *rig) goTo(environment, service string) {
	r.t.Helper()
	at := r.m.target()
	for range len(r.m.dir.Environments) {
		if at = r.m.target(); at.Environment == environment {
			break
		}
		r.press("e")
	}
	for range len(r.m.dir.Services) {
		if at = r.m.target(); at.Service == service {
			break
		}
		r.press("s")
	}
	if want := (gateway.Target{Environment: environment, Service: service}); at != want {
		r.t.Fatalf("e and s led to %s, not to %s", at, want)
	}
}

// keyMsg is the message of a key by its name.
func keyMsg(name string) tea.KeyMsg {
	if t, ok := keyTypes[name]; ok {
		k := tea.KeyMsg{Type: t}
		if t == tea.KeySpace {
			k.Runes = []rune{' '}
		}
		return k
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// keyTypes are the keys that are not characters, by name.
var keyTypes = func() map[string]tea.KeyType {
	out := map[string]tea.KeyType{}
	for t := tea.KeyType(-100); t < 128; t++ {
		if name := (tea.Key{Type: t}).String(); t != tea.KeyRunes && name != "" {
			out[name] = t
		}
	}
	return out
}()

// lines are the rows of a frame without styles, trailing space taken away.
func lines(frame string) []string {
	rows := strings.Split(ansi.Strip(frame), "\n")
	for i, row := range rows {
		rows[i] = strings.TrimRight(row, " ")
	}
	return slices.Clip(rows)
}

func teaSize(w, h int) tea.Msg { return tea.WindowSizeMsg{Width: w, Height: h} }
