package ui

import (
	"bytes"
	"cmp"
	"strings"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
)

// search is what is looked for in a body. A pattern without capitals ignores
// the case of ASCII letters.
type search struct {
	id      int // of the last command; an older one's answer is dropped
	pattern string
	at      int // offset of the present match, -1 when there is none
}

// foundMsg is the outcome of a search.
type foundMsg struct {
	response, id int
	at           int  // offset, -1 for nothing found
	wrapped      bool // beyond the end and on from the other one
}

func (r *response) searchKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	if msg.String() == "enter" && !msg.Paste {
		r.asking = false
		r.input.Blur()
		// An empty one repeats the last search, as in less.
		return intent{do: doSearch, text: cmp.Or(r.input.Value(), r.search.pattern)}, nil
	}
	return intent{}, r.updateSearch(msg)
}

func (r *response) updateSearch(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	r.input, cmd = r.input.Update(msg)
	return cmd
}

// startSearch looks for a pattern from the cursor on, or from the present match
// on; backwards when asked. It runs as a command: the body may be large.
func (m *model) startSearch(it intent) tea.Cmd {
	r := m.response()
	if it.text == "" {
		m.say(sayNote, "Nothing to search for: / asks.")
		return nil
	}
	from, next := r.offset(), false
	if r.search.pattern == it.text && r.search.at >= 0 {
		from, next = r.search.at, true
	}
	r.search = search{id: r.search.id + 1, pattern: it.text, at: r.search.at}
	ask := quest{r.id, r.search.id, r.exchange.Body.State().Bytes, it.text, from, next, it.do == doSearchBack}
	return func() tea.Msg { return ask.run() }
}

// quest is one search: the command's part.
type quest struct {
	response, id int
	body         []byte
	pattern      string
	from         int
	next         bool // the match at from itself does not count
	back         bool
}

func (q quest) run() tea.Msg {
	msg := foundMsg{response: q.response, id: q.id}
	find := matcher(q.pattern)
	from := min(q.from, len(q.body))
	if q.back {
		msg.at = lastMatch(find, q.body[:from])
		if msg.at < 0 {
			msg.at, msg.wrapped = lastMatch(find, q.body), true
		}
	} else {
		if q.next {
			from = min(from+1, len(q.body))
		}
		if msg.at = find(q.body[from:]); msg.at >= 0 {
			msg.at += from
		} else {
			msg.at, msg.wrapped = find(q.body), true
		}
	}
	return msg
}

// matcher finds the first match of a pattern in some bytes.
func matcher(pattern string) func([]byte) int {
	if strings.ContainsFunc(pattern, unicode.IsUpper) {
		return func(b []byte) int { return bytes.Index(b, []byte(pattern)) }
	}
	low := []byte(strings.ToLower(pattern))
	return func(b []byte) int { return indexFold(b, low) }
}

// foldWindow is how many bytes are lowered at a time.
const foldWindow = 64 << 10

// indexFold is bytes.Index for a lowered pattern, without the case of ASCII
// letters. It lowers one window after another, which overlap by the pattern.
func indexFold(b, low []byte) int {
	window := make([]byte, 0, foldWindow+len(low))
	for start := 0; start < len(b); start += foldWindow {
		window = window[:0]
		for _, c := range b[start:min(len(b), start+foldWindow+len(low)-1)] {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			window = append(window, c)
		}
		if i := bytes.Index(window, low); i >= 0 {
			return start + i
		}
	}
	return -1
}

// lastMatch is the last match in b, found by halves from its end.
func lastMatch(find func([]byte) int, b []byte) int {
	for end, step := len(b), foldWindow; end > 0; step *= 2 {
		start := max(0, end-step)
		last := -1
		for at := start; at < len(b); {
			i := find(b[at:])
			if i < 0 {
				break
			}
			last = at + i
			at = last + 1
		}
		if last >= 0 || start == 0 {
			return last
		}
	}
	return -1
}

// found takes the outcome of a search: the cursor goes to it.
func (m *model) found(msg foundMsg) {
	for _, r := range m.responses {
		if r.id != msg.response || r.search.id != msg.id {
			continue
		}
		r.search.at = msg.at
		switch {
		case msg.at < 0:
			m.say(sayWarn, "Not found: "+r.search.pattern)
			return
		case msg.wrapped:
			m.say(sayNote, "Searched on from the other end.")
		}
		r.goTo(msg.at)
	}
}
