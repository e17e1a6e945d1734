package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// asked is the search that is being typed.
type asked struct {
	from   int    // offset from which on hits are looked for
	past   int    // entry of the past searches that shows, their number for none
	draft  string // what was typed before one of them was brought back
	kept   bool   // enter was pressed, and it is not known yet whether the text is a pattern
	before search // what esc goes back to
	sight  sight
}

// sight is what of a body shows.
type sight struct {
	line, seek, top, topAt, left int
	index                        jsonview.Index
	folds                        *jsonview.Folds
}

// sight is what shows now, with the folds as they are.
func (r *reader) sight() sight {
	l := r.layout()
	s := sight{r.line, r.seek, r.top, r.topAt, r.left, l.index, nil}
	if l.folds != nil {
		s.folds = l.folds.Copy()
	}
	return s
}

// goBack shows again what showed before. Where the body was laid out anew since
// then, the folds stay as they are.
func (r *reader) goBack(s sight) {
	l := r.layout()
	r.line, r.seek, r.top, r.topAt, r.left = s.line, s.seek, s.top, s.topAt, s.left
	if doc, ok := l.doc.(*jsonview.Snapshot); ok && s.folds != nil && s.index == l.index {
		l.folds = s.folds.Copy()
		l.folds.See(doc)
	}
	r.clamp()
}

// pastSearch is a search of this run.
type pastSearch struct {
	text string
	kind jsonview.PatternKind
}

// pastSearches are those of all bodies, the last one last.
type pastSearches struct {
	list []pastSearch
	kind jsonview.PatternKind // the last one chosen
}

// mostSearches is how many searches are remembered.
const mostSearches = 100

// add remembers a search, once.
func (p *pastSearches) add(s pastSearch) {
	p.list = append(slices.DeleteFunc(p.list, func(old pastSearch) bool { return old == s }), s)
	p.list = p.list[max(0, len(p.list)-mostSearches):]
}

// askSearch types a search in the body, forwards or backwards.
func (m *model) askSearch(it intent) tea.Cmd {
	r := m.toReader()
	if r.asking {
		r.leave()
	}
	r.asking = true
	r.asked = asked{from: r.offset(), past: len(r.past.list), before: r.search, sight: r.sight()}
	r.search.back, r.input.Prompt = false, "/"
	if it.do == doSearchAskBack {
		r.search.back, r.input.Prompt = true, "?"
	}
	r.input.Reset()
	r.typed()
	return r.input.Focus()
}

// searchKey is a key in the line where a search is typed.
func (r *reader) searchKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	switch key := msg.String(); {
	case msg.Paste:
	case key == "enter":
		return intent{do: doSearchKeep}, nil
	case key == "up":
		r.recall(r.asked.past - 1)
		return intent{}, nil
	case key == "down":
		r.recall(r.asked.past + 1)
		return intent{}, nil
	}
	return intent{}, r.updateSearch(msg)
}

func (r *reader) updateSearch(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	r.input, cmd = r.input.Update(msg)
	if r.input.Value() != r.search.text {
		r.typed()
	}
	return cmd
}

// recall brings one of the past searches back; after the last one comes what was
// being typed.
func (r *reader) recall(past int) {
	list := r.past.list
	if past < 0 || past > len(list) {
		return
	}
	if r.asked.past == len(list) {
		r.asked.draft = r.input.Value()
	}
	r.asked.past = past
	text := r.asked.draft
	if past < len(list) {
		text, r.past.kind = list[past].text, list[past].kind
	}
	r.input.SetValue(text)
	r.input.CursorEnd()
	r.typed()
}

// typed begins to look for what is in the line now. While nothing is, all is as
// it was before.
func (r *reader) typed() {
	r.interrupt()
	r.asked.kept = false
	back, text := r.search.back, r.input.Value()
	if text == "" {
		r.search = r.asked.before
		r.search.text, r.search.kind, r.search.back, r.search.goal = "", r.past.kind, back, goal{}
		r.goBack(r.asked.sight)
		return
	}
	s := &r.search
	s.text, s.kind, s.fault, s.halted = text, r.past.kind, nil, false
	s.goal = goal{from: r.asked.from, back: back, steps: 1}
}

// searchOtherwise takes what is being typed for another kind of pattern.
func (m *model) searchOtherwise(intent) tea.Cmd {
	r := m.reader()
	r.past.kind = jsonview.PatternKind(wrap(int(r.past.kind)+1, len(kindNames)))
	r.typed()
	return nil
}

func whyNotAsking(m *model) string {
	if r := m.reader(); r == nil || !r.asking {
		return "This is for a search that is being typed: / asks for one."
	}
	return ""
}

// keepSearch ends the typing of a search and stays where it led. A text that is
// no pattern stays to be mended, and an empty one stands for the last search.
func (m *model) keepSearch(intent) tea.Cmd {
	r := m.reader()
	if r == nil || !r.asking {
		return nil
	}
	s := &r.search
	switch {
	case s.text == "":
		return m.repeatSearch(r)
	case s.fault != nil:
		r.asked.kept = false
		return nil
	case !s.known():
		r.asked.kept = true
		return nil
	}
	r.endAsking()
	r.past.add(pastSearch{s.text, s.kind})
	if s.goal.told = s.goal.steps > 0; !s.goal.told {
		m.tellSearch(r)
	}
	return nil
}

// repeatSearch goes to the next hit of the last search, in the direction that
// was asked for now.
func (m *model) repeatSearch(r *reader) tea.Cmd {
	back := r.search.back
	r.leave()
	if n := len(r.past.list); r.search.text == "" && n > 0 {
		r.search = search{text: r.past.list[n-1].text, kind: r.past.list[n-1].kind}
	}
	r.search.back = back
	return m.nextHit(intent{do: doSearch})
}

// endAsking takes the line away where a search is typed.
func (r *reader) endAsking() {
	r.asking, r.asked = false, asked{}
	r.input.Blur()
	r.input.Reset()
}

// forgetAsked goes back to where one was before a search was typed.
func (r *reader) forgetAsked() {
	r.interrupt()
	r.search = r.asked.before
	r.goBack(r.asked.sight)
	r.endAsking()
}
