package ui

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

// bodyDiff is what differs between two bodies: of the answer in the viewer, or
// the file, and of another one.
type bodyDiff struct {
	on     bool // there is one
	id     int  // of the last work: older outcomes are dropped
	sides  [2]party
	key    string // by which lists are paired, "" for one found in them
	keys   []jsonview.ListKey
	ignore []ignoring

	work   *comparing // under way, nil for none
	behind int        // bytes of it that were behind it at the last look
	since  time.Time  // when the first wait began
	halted bool       // it was cancelled: nothing begins by itself
	stale  bool       // result is of other sides or rules

	result *jsonview.Comparison // nil before the first
	groups [][]int32            // of each summary the differences
	rows   []diffRow            // all that can be shown
	group  int                  // the opened one, noGroup for none
	at     int                  // the row under the cursor
	before int                  // ... in the list of groups, while one is open
	top    int                  // first line of a difference in full
}

// party is one of the two bodies that are compared.
type party struct {
	name     string            // of the request, or the file's
	media    string            // content type, "" if none is stated
	target   gateway.Target    // none of a file
	exchange *gateway.Exchange // nil of a file, and before there is an answer
	own      bool              // a file that was opened for this
	body     *gateway.Body     // nil before there is an answer
	awaits   int               // the number of the send whose answer it will be
	fault    error             // why there will be none
	doc      jsonview.Document // of the whole body, nil before it was laid out
}

// diffRow is a row of the list: a difference, or a group of many at alike
// paths.
type diffRow struct {
	group      int // index into Summaries, noGroup for a difference
	difference int // index into List
}

// noGroup stands for no group.
const noGroup = -1

// Differences at alike paths become one row where there are many.
const (
	manyRows  = 40 // from which on there are groups
	leastSame = 4  // in a group
)

// ofAnswer is the body of an answer.
func ofAnswer(a answer) party {
	e := a.exchange
	return party{name: a.name, media: e.Header.Get("Content-Type"), target: e.Target, exchange: e, body: e.Body}
}

// ofFile is a file that was opened to be compared with.
func ofFile(f File) party {
	p := party{name: f.Name, media: f.Media, body: f.Body, own: true}
	if p.name == "" {
		p.name = pipeName
	}
	return p
}

// shown is the body that the viewer shows.
func (m *model) shown() party {
	if r := m.file; r != nil {
		return party{name: r.name, media: r.media, body: r.body}
	}
	return ofAnswer(m.response().answer())
}

// state is what is there of the body.
func (p *party) state() gateway.BodyState {
	if p.body == nil {
		return gateway.BodyState{}
	}
	return p.body.State()
}

// mute reports that nothing has come of a file so far: of a pipe that nobody
// writes to.
func (p *party) mute() bool {
	if p.body == nil || p.target.Environment != "" {
		return false
	}
	s := p.body.State()
	return !s.Done && len(s.Bytes) == 0
}

// beginBodyDiff compares what the viewer shows with another body.
func (m *model) beginBodyDiff(other party) {
	m.leave(inBodies)
	m.endBodyDiff()
	m.bodyDiff = bodyDiff{on: true, id: m.bodyDiff.id + 1, since: m.now, group: noGroup}
	m.bodyDiff.sides = [2]party{leftSide: m.shown(), rightSide: other}
	m.open(atBodyDiff)
}

// has reports whether an answer is one of the two.
func (d *bodyDiff) has(e *gateway.Exchange) bool {
	return slices.ContainsFunc(d.sides[:], func(p party) bool { return p.exchange == e })
}

// bodyBytes is how much memory the bodies hold, or take, that are there for this
// only.
func (d *bodyDiff) bodyBytes(of func(gateway.BodyState) int) int {
	n := 0
	for i := range d.sides {
		if d.sides[i].own {
			n += of(d.sides[i].state())
		}
	}
	return n
}

// endBodyDiff forgets the comparison, and ends what goes on for it.
func (m *model) endBodyDiff() {
	d := &m.bodyDiff
	d.stop()
	for i := range d.sides {
		p := &d.sides[i]
		if p.own {
			p.body.Cancel()
		}
		if s := m.sending[p.target]; s != nil && p.awaits == s.id {
			s.cancel()
		}
	}
	*d = bodyDiff{id: d.id + 1, group: noGroup}
}

// stop ends the work that is under way; its outcome will be dropped.
func (d *bodyDiff) stop() {
	if d.work != nil {
		d.work.cancel()
		d.work = nil
	}
	d.id++
}

// answered takes the answer that a side waits for, and reports whether one did.
func (d *bodyDiff) answered(a answer) (awaited bool) {
	for i := range d.sides {
		p := &d.sides[i]
		if p.awaits == 0 || p.awaits != a.id {
			continue
		}
		p.awaits, awaited = 0, true
		if a.exchange.Status == 0 {
			p.exchange, p.fault = a.exchange, a.exchange.Err
			continue
		}
		*p = ofAnswer(a)
	}
	return awaited
}

// compareBodies brings the comparison on, as far as it does not wait for
// something: it begins once both bodies are there, and ends when nobody can come
// back to it.
func (m *model) compareBodies() tea.Cmd {
	d := &m.bodyDiff
	if !d.on {
		return nil
	}
	if !slices.Contains(m.above, atBodyDiff) && !slices.Contains(m.origin.above, atBodyDiff) {
		m.endBodyDiff()
		return nil
	}
	if d.work != nil {
		d.behind = int(d.work.behind.Load())
		return nil
	}
	if d.halted || d.result != nil && !d.stale || !m.bothThere() {
		return nil
	}
	return m.startComparing()
}

// bothThere reports whether both bodies are there whole, and laid out as far as
// somebody does that already.
func (m *model) bothThere() bool {
	for i := range m.bodyDiff.sides {
		p := &m.bodyDiff.sides[i]
		if p.body == nil || !p.body.State().Done {
			return false
		}
		if p.doc == nil {
			if p.doc = m.laidOut(p.body); p.doc == nil && m.layingOut(p.body) {
				return false
			}
		}
	}
	return true
}

// startComparing compares in the background.
func (m *model) startComparing() tea.Cmd {
	d := &m.bodyDiff
	ctx, cancel := context.WithCancel(m.ctx)
	d.id++
	w := &comparing{ctx: ctx, cancel: cancel, id: d.id, behind: new(atomic.Int64), rules: d.rules()}
	for i := range d.sides {
		p := &d.sides[i]
		w.sides[i] = laying{p.doc, p.media, p.body.State().Bytes}
		w.all += w.sides[i].work()
	}
	w.all += len(w.sides[leftSide].body)
	d.work, d.behind = w, 0
	return func() tea.Msg { return w.run() }
}

// rules say what counts as a difference.
func (d *bodyDiff) rules() jsonview.Rules {
	r := jsonview.Rules{Keys: d.keys, ByPosition: d.key == byPosition}
	for _, one := range d.ignore {
		r.Ignore = append(r.Ignore, one.pattern)
	}
	return r
}

// compared takes what differs. The cursor stays where it was, as far as there
// still is such a row, and the opened group stays open while it is one.
func (m *model) compared(msg bodiesComparedMsg) {
	d := &m.bodyDiff
	if d.work == nil || msg.id != d.id {
		return
	}
	d.work.cancel()
	d.work, d.stale = nil, false
	for i := range d.sides {
		d.sides[i].doc = msg.docs[i]
	}
	opened := noGroup
	if d.group != noGroup {
		path := d.result.Summaries[d.group].Path
		opened = slices.IndexFunc(msg.result.Summaries, func(s jsonview.Summary) bool { return s.Path == path })
		if opened < 0 || len(msg.groups[opened]) == 0 {
			opened, d.at = noGroup, d.before
		}
	}
	d.result, d.groups, d.group = msg.result, msg.groups, opened
	d.list(msg.rows)
}

// list takes rows, and keeps the cursor among them.
func (d *bodyDiff) list(rows []diffRow) {
	d.rows = rows
	d.at = max(0, min(d.at, d.count()-1))
}

// count is how many rows show: all, or those of the opened group.
func (d *bodyDiff) count() int {
	if d.group == noGroup {
		return len(d.rows)
	}
	return len(d.groups[d.group])
}

// row is the row of a number that is below count.
func (d *bodyDiff) row(i int) diffRow {
	if d.group == noGroup {
		return d.rows[i]
	}
	return diffRow{noGroup, int(d.groups[d.group][i])}
}

// chosen is the difference under the cursor, nil if it is on none.
func (d *bodyDiff) chosen() *jsonview.Difference {
	if d.result == nil || d.at >= d.count() {
		return nil
	}
	if r := d.row(d.at); r.group == noGroup {
		return &d.result.List[r.difference]
	}
	return nil
}

// chosenGroup is the group under the cursor, noGroup for none.
func (d *bodyDiff) chosenGroup() int {
	if d.at >= d.count() {
		return noGroup
	}
	return d.row(d.at).group
}
