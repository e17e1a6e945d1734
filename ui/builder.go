package ui

import (
	"errors"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textarea"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// tab is one of the builder's pages.
type tab int

// The builder's pages, in the order of the arrow keys.
const (
	tabParameters tab = iota
	tabHeaders
	tabBody
	tabPreview
	tabCount
)

// Rows above the page that the cursor can stand on.
const (
	rowMethod = iota
	rowPath
	rowAuth
	rowFirst // the first row of the page
)

// builder is the pane in which a request is built. It edits the draft it shows.
type builder struct {
	draft *draft
	tab   tab
	row   int
	top   int // first line of body or preview that shows

	input  textinput.Model // of the row that is being typed in
	area   textarea.Model  // of the body
	active editor
	failed fieldFault
	held   gateway.Target // of the send that failed warns of, if it does
}

// editor says which field keys are text of.
type editor int

const (
	editNothing editor = iota
	editRow
	editBody
)

// fieldFault is what stands in the way of sending, at its field.
type fieldFault struct {
	tab   tab
	row   int
	fault string // "" for none
}

// neededEmpty is the fault of a field that is a warning and no more: while it
// shows, the next send to the same target goes out all the same.
const neededEmpty = "is empty"

func newBuilder() builder {
	b := builder{input: newInput(""), area: newArea(), row: rowFirst}
	return b
}

// show shows another draft. What is being typed is taken over first; the page
// stays.
func (p *builder) show(d *draft) {
	if p.draft != nil {
		p.commit()
	}
	p.draft = d
	p.failed = fieldFault{}
	p.row = min(p.row, max(rowFirst, p.last()))
	p.top = 0
}

// typing reports whether keys are text of a field now.
func (p *builder) typing() bool { return p.active != editNothing }

// back leaves the field being typed in and keeps its text. It reports whether
// there was one.
func (p *builder) back() bool {
	if !p.typing() {
		return false
	}
	p.commit()
	return true
}

// entries are the indexes of the draft's entries that the page shows.
func (p *builder) entries() []int {
	var out []int
	names := placeholders(p.draft.path)
	for i, e := range p.draft.entries {
		switch {
		case p.tab == tabHeaders && e.part == partHeader, p.tab == tabParameters && e.part == partQuery,
			p.tab == tabParameters && e.part == partPath && slices.Contains(names, e.name):
			out = append(out, i)
		}
	}
	return out
}

// last is the last row the cursor can stand on: pages of entries end with the
// row that adds one.
func (p *builder) last() int {
	switch p.tab {
	case tabParameters, tabHeaders:
		return rowFirst + len(p.entries())
	}
	return rowFirst
}

// entryAt is the index of the draft's entry at a row, -1 for the row that adds
// one and for rows of other kinds.
func (p *builder) entryAt(row int) int {
	if es := p.entries(); row >= rowFirst && row-rowFirst < len(es) && p.tab <= tabHeaders {
		return es[row-rowFirst]
	}
	return -1
}

func (p *builder) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	switch p.active {
	case editRow:
		return p.rowKey(msg)
	case editBody:
		return intent{}, p.bodyKey(msg)
	}
	switch msg.String() {
	case "left", "h", "[":
		p.turn(-1)
	case "right", "l", "]":
		p.turn(1)
	case "up", "k":
		p.move(-1)
	case "down", "j":
		p.move(1)
	case "pgup":
		p.move(-10)
	case "pgdown":
		p.move(10)
	}
	return intent{}, nil
}

// turn goes to another page.
func (p *builder) turn(step int) {
	p.tab = tab(wrap(int(p.tab)+step, int(tabCount)))
	p.row, p.top = rowFirst, 0
}

// move moves the cursor, or scrolls the body or preview when it stands there.
func (p *builder) move(step int) {
	if p.tab >= tabBody && p.row == rowFirst && (step > 0 || p.top > 0) {
		p.top = max(0, min(p.top+step, p.bodyLines()-1))
		return
	}
	p.row = max(rowMethod, min(p.row+step, p.last()))
}

// bodyLines is at least the number of lines that body and preview have.
func (p *builder) bodyLines() int {
	n := len(p.draft.verdict.starts)
	if p.tab == tabPreview {
		n += len(p.draft.entries) + 12
	}
	return n
}

// adds is the part whose entries the last row of the page adds.
func (p *builder) adds() part {
	if p.tab == tabHeaders {
		return partHeader
	}
	return partQuery
}

// finish takes over what is being typed and reports whether the request can be
// built: if not, it goes to the entry that cannot be read.
func (p *builder) finish() bool {
	if !p.commitAuth() {
		return false
	}
	p.commit()
	for _, t := range []tab{tabParameters, tabHeaders} {
		was := p.tab
		if p.tab = t; p.draft.unfinished[p.adds()] != "" {
			p.row = p.last()
			p.add(p.draft.unfinished[p.adds()])
			return false
		}
		p.tab = was
	}
	return true
}

// drop takes the entry under the cursor out if the user added it, and empties
// it otherwise.
func (p *builder) drop() {
	p.failed = fieldFault{}
	i := p.entryAt(p.row)
	if i < 0 {
		if p.row == p.last() {
			p.draft.unfinished[p.adds()] = ""
		}
		return
	}
	if p.draft.entries[i].own {
		p.draft.entries = slices.Delete(p.draft.entries, i, i+1)
		return
	}
	p.draft.entries[i].value = ""
}

// fault shows at its field why a request cannot be sent, and moves there.
func (p *builder) fault(err error) {
	f, ok := errors.AsType[*gateway.FieldError](err)
	if !ok {
		return
	}
	p.active = editNothing
	p.point(f.Part, f.Name)
	p.failed = fieldFault{tab: p.tab, row: p.row, fault: f.Fault}
}

// point moves to the field of a part of the request that has a name, or to the
// path where there is none of it.
func (p *builder) point(in, name string) {
	p.row, p.top = rowPath, 0
	find := func(parts ...part) {
		i := slices.IndexFunc(p.draft.entries, func(e entry) bool {
			return slices.Contains(parts, e.part) && strings.EqualFold(e.name, name)
		})
		if i >= 0 {
			p.row = rowFirst + slices.Index(p.entries(), i)
		}
	}
	switch in {
	case "method":
		p.row = rowMethod
	case "auth":
		p.row = rowAuth
	case "parameter":
		p.tab = tabParameters
		find(partPath)
	case "query":
		p.tab = tabParameters
		find(partQuery)
	case "header":
		p.tab, p.row = tabHeaders, rowFirst
		find(partHeader)
	case "body":
		p.tab, p.row = tabBody, rowFirst
	}
}

// want is how many rows the pane would fill if it had so many columns.
func (p *builder) want(cols int) int {
	head := p.headRows(cols, longDocFrom)
	switch p.tab {
	case tabBody:
		return head + 1 + max(5, p.bodyLines())
	case tabPreview:
		return head + p.bodyLines()
	}
	return head + p.last() - rowFirst + 1 + p.moreRows(cols)
}
