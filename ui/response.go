package ui

import (
	"context"
	"time"

	"gatehouse/gateway"
)

// page is one of the viewer's pages.
type page int

// The viewer's pages, in the order of the arrow keys. Why is there only when
// there is something to explain.
const (
	pageWhy page = iota
	pageBody
	pageHeaders
	pageTiming
	pageAttempts
	pageCount
)

// response is one answer as the viewer shows it: the exchange, its pages, and
// the reader of its body.
type response struct {
	id       int    // of the send
	name     string // what was sent, in short
	exchange *gateway.Exchange
	waited   time.Duration      // from the key to the head, or to the failure
	release  context.CancelFunc // ends the send's context

	page   page
	why    *gateway.Explanation // nil when there is nothing to explain
	whyOf  whyState
	lists  [pageCount]int // first line of the pages that are lists
	reader *reader        // of the body
}

// newResponse makes what the viewer shows of an exchange, with a reader of its
// own.
func (m *model) newResponse(id int, name string, e *gateway.Exchange, release context.CancelFunc) *response {
	r := &response{id: id, name: name, exchange: e, release: release, page: pageBody, whyOf: whyState{bytes: -1}}
	r.reader = m.newReader(answerSource(name, e))
	r.explain(e.Body.State())
	if r.explained() {
		r.page = pageWhy
	}
	return r
}

// answerSource is the body of an exchange as a reader takes it.
func answerSource(name string, e *gateway.Exchange) source {
	return source{
		name: name, request: e.Target.Service + " " + name, media: e.Header.Get("Content-Type"), body: e.Body,
		coming: "The body is on its way.", none: noBody(e), limit: "body_limit in the configuration allows more",
	}
}

// drop ends what still goes on for an answer that nobody will see again.
func (r *response) drop() {
	r.reader.drop()
	if r.release != nil {
		r.release()
	}
}

// follow takes note of how far the body has come: what it tells may explain the
// answer, and its end is the end of the send.
func (r *response) follow() {
	state := r.exchange.Body.State()
	r.explain(state)
	if state.Done && r.release != nil {
		r.release()
		r.release = nil
	}
}

// turn goes to another page.
func (r *response) turn(step int) {
	r.page = page(wrap(int(r.page)+step, int(pageCount)))
	if r.page == pageWhy && !r.explained() {
		r.page = page(wrap(int(r.page)+step, int(pageCount)))
	}
}
