package ui

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
)

// formatCharacters are the characters of the category Cf, which have no shape,
// turn text round or hide it, in groups that one name holds: all of them in long
// runs, else every fourth group, which is more than bar E2 asks for.
func formatCharacters() (groups [][]rune, n int) {
	var all []rune
	for _, t := range unicode.Cf.R16 {
		for r := rune(t.Lo); r <= rune(t.Hi); r += rune(t.Stride) {
			all = append(all, r)
		}
	}
	for _, t := range unicode.Cf.R32 {
		for r := rune(t.Lo); r <= rune(t.Hi); r += rune(t.Stride) {
			all = append(all, r)
		}
	}
	every := 4
	switch {
	case long():
		every = 1
	case underRace:
		every = 40
	}
	i := 0
	for g := range slices.Chunk(all, 2) {
		if i++; i%every == 0 {
			groups = append(groups, g)
			n += len(g)
		}
	}
	return groups, n
}

// boxed is the text within the box that lies on the screen, on one line.
func (r *rig) boxed() string {
	var text strings.Builder
	from, to := -1, -1
	for _, row := range strings.Split(r.screen(), "\n") {
		if left, _, ok := strings.Cut(row, "╭"); ok && from < 0 {
			from = ansi.StringWidth(left) + 1
			before, _, _ := strings.Cut(row, "╮")
			to = ansi.StringWidth(before)
		} else if from >= 0 {
			text.WriteString(strings.TrimSpace(ansi.Cut(row, from, to)))
		}
		if strings.Contains(row, "╰") {
			break
		}
	}
	return text.String()
}

// dialogs are the ways to a question that names something of somebody else's,
// and the place that it is then at.
var dialogs = []struct {
	name string
	keys []string
	at   place
}{
	{"before a write", []string{"f5"}, atConfirm},
	{"a wrong name", []string{"f5", "x", "enter"}, atConfirm},
	{"before secrets are shown", []string{"Y", "v"}, atConfirm},
	{"a token is pasted", []string{"t", "P"}, atPrompt},
	{"a form", []string{"c", "n"}, atForm},
	{"a collection is published", []string{"c", "tab", "P"}, atForm},
	{"a collection is deleted", []string{"c", "tab", "D"}, atForm},
	{"a property is removed", []string{"c", "tab", "enter", "D"}, atForm},
	{"the name of a form's environment", []string{"c", "tab", "P", "enter", "enter"}, atConfirm},
}

// TestE2DialogsShowFormatCharacters opens every question about an environment
// and about a collection whose names hold format characters: each of them is
// drawn as a mark, none as itself.
func TestE2DialogsShowFormatCharacters(t *testing.T) {
	groups, n := formatCharacters()
	cells := 0
	for _, group := range groups {
		name := "P"
		for _, r := range group {
			name += string(r) + "q"
		}
		change := func(d *gateway.Directory) {
			e := *d.Environments[2]
			e.Name = name
			d.Environments[2] = &e
		}
		inRig(t, setup{environment: name, change: change, width: 240, height: 50}, func(r *rig) {
			r.answerCollections(func(w http.ResponseWriter, req *http.Request) bool {
				w.Header().Set("Content-Type", "application/json")
				text, _ := json.Marshal("c" + name)
				one := fmt.Sprintf(`{"id":7,"name":%s,"status":"open","propertyDefinitions":[{"name":%[1]s,"kind":"custom"}]}`, text)
				if !strings.HasSuffix(req.URL.Path, "/7") {
					one = `{"collections":[` + one + `]}`
				}
				fmt.Fprint(w, one)
				return true
			})
			for _, d := range dialogs {
				r.operation("Create a collection")
				for _, key := range d.keys {
					r.press(key)
					r.wait(time.Second)
				}
				if r.m.place() != d.at {
					t.Fatalf("%s: it is not asked\n%s", d.name, r.screen())
				}
				box := r.boxed()
				for _, c := range group {
					cells++
					if strings.ContainsRune(r.screen(), c) || !strings.Contains(box, fmt.Sprintf("<U+%04X>", c)) {
						t.Errorf("%s: %U is not seen as a mark in\n%s", d.name, c, box)
					}
				}
				r.m.above = nil
			}
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("E2: %d format characters in %d dialogs, %d cells", n, len(dialogs), cells)
}
