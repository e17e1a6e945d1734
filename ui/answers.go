package ui

import (
	"bytes"
	"slices"
	"time"

	"gatehouse/gateway"
)

// answer is one answer of this run, kept so that another can be compared with
// it: those that the viewer shows, and those whose place another one took.
type answer struct {
	id       int // of the send
	name     string
	exchange *gateway.Exchange
}

// mostPast is how many answers are kept whose place another one took.
const mostPast = 50

// answer is the response without what the viewer adds to it.
func (r *response) answer() answer { return answer{r.id, r.name, r.exchange} }

// same reports whether two answers are to the same request to the same target.
func (a answer) same(b answer) bool {
	x, y := a.exchange, b.exchange
	return x.Target == y.Target && x.Sent.Method == y.Sent.Method && x.Sent.URL == y.Sent.URL && bytes.Equal(x.Request.Body, y.Request.Body)
}

// began is when the request was sent.
func (a answer) began() time.Time { return a.exchange.Started }

// retire takes an answer out of the viewer. It can still be compared with;
// nothing more of it is received.
func (m *model) retire(r *response) {
	r.drop()
	if r.exchange.Status != 0 {
		m.past = slices.Insert(m.past, 0, r.answer())
	}
}

// unretire takes an answer that the viewer is to show out of the past ones.
func (m *model) unretire(e *gateway.Exchange) {
	m.past = slices.DeleteFunc(m.past, func(a answer) bool { return a.exchange == e })
}

// answers are all that are kept, the newest first.
func (m *model) answers() []answer {
	out := slices.Clone(m.past)
	for _, r := range m.responses {
		if r.exchange.Status != 0 {
			out = append(out, r.answer())
		}
	}
	slices.SortFunc(out, func(a, b answer) int { return b.id - a.id })
	return out
}

// previous is the answer before one to the same request, false if none is kept.
func (m *model) previous(of answer) (answer, bool) {
	all := m.answers()
	i := slices.IndexFunc(all, func(a answer) bool { return a.id < of.id && a.same(of) })
	if i < 0 {
		return answer{}, false
	}
	return all[i], true
}

// dropPast lets go of the oldest answers that nobody shows or compares, while
// there are too many or all together take more memory than one body may.
func (m *model) dropPast() {
	most := max(m.dir.BodyLimit, gateway.DefaultBodyLimit)
	for i := len(m.past) - 1; i >= 0 && (len(m.past) > mostPast || int64(m.bodyBytes(taken)) > most); i-- {
		if !m.bodyDiff.has(m.past[i].exchange) {
			m.past = slices.Delete(m.past, i, i+1)
		}
	}
}

// bodyBytes is how many bytes of memory all bodies hold, or take.
func (m *model) bodyBytes(of func(gateway.BodyState) int) int {
	n := 0
	for _, r := range m.readers() {
		n += of(r.body.State())
	}
	for _, a := range m.past {
		n += of(a.exchange.Body.State())
	}
	return n + m.bodyDiff.bodyBytes(of)
}
