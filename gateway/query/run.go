package query

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/itchyny/gojq"
)

// FailedError is a filter that gave up on a value of the body, with an error
// in the words of jq. The results that came before it are right.
type FailedError struct {
	Element int // the number of the list's element, from 0; -1 if it was not run on elements
	Reason  string
}

func (e *FailedError) Error() string {
	where := ""
	if e.Element >= 0 {
		where = fmt.Sprintf(" on element %d of the list", e.Element)
	}
	return "the filter failed" + where + ": " + e.Reason
}

// Run runs a filter on each value of a body, which has one, or several as JSON
// Lines have, and writes the results as JSON: one on a line, or for a filter
// such as map(...) a list with one element on a line. Objects and lists that
// pass the filter whole are written as they were sent, without white space.
//
// The error is nil or one of [BodyError], [FailedError], a [LimitError] of the
// result, what out said, or that of ctx. Memory is not bounded here and neither
// is the time of a single step, see [Process].
func Run(ctx context.Context, f *Filter, body string, out io.Writer, resultLimit int64) error {
	d := newDecoder(body)
	r := &run{ctx: ctx, filter: f, decoder: d, writer: newWriter(out, resultLimit, f, d)}
	err := r.values()
	if flushed := r.writer.out.Flush(); err == nil {
		err = flushed
	}
	return err
}

// run is one run of a filter.
type run struct {
	ctx     context.Context
	filter  *Filter
	decoder *decoder
	writer  *writer
}

// values runs the filter on one value after the other.
func (r *run) values() error {
	const byteOrderMark = "\ufeff"
	if strings.HasPrefix(r.decoder.body, byteOrderMark) {
		r.decoder.pos = len(byteOrderMark)
	}
	for r.decoder.space() {
		if err := r.value(); err != nil {
			return err
		}
	}
	return nil
}

// value runs the filter on the value that is next.
func (r *run) value() error {
	d, shape := r.decoder, &r.filter.shape
	start := d.pos
	if len(shape.path) == 0 {
		if shape.each && d.sees('[') {
			return r.elements()
		}
		return r.on(r.filter.whole)
	}
	found, err := d.follow(shape.path)
	if err != nil && d.pos < len(d.body) {
		return err
	}
	behind := d.pos
	switch {
	case found < 0 && err != nil:
		return err
	case found < 0 || shape.list && d.body[found] != '[':
		d.pos = start
		return r.on(r.filter.whole)
	}
	d.pos = found
	if shape.each {
		err = cmp.Or(r.elements(), err)
	} else {
		err = cmp.Or(r.on(shape.rest), err)
	}
	d.pos = behind
	return err
}

// on runs code on the value that is next, as a whole.
func (r *run) on(code *gojq.Code) error {
	v, err := r.decoder.next()
	if err != nil {
		return err
	}
	return r.results(code, v, -1, func(v any) error { return r.writer.result("", v, "\n") })
}

// elements runs the rest of the filter on each element of the list that is
// next.
func (r *run) elements() error {
	d, w, shape := r.decoder, r.writer, &r.filter.shape
	before, behind := "", "\n"
	if shape.collect {
		before, behind = "[\n  ", ""
	}
	d.pos++
	for n := 0; !d.takes(']'); n++ {
		if n > 0 && !d.takes(',') {
			return d.fail("a comma or ] was expected")
		}
		v, err := d.next()
		if err != nil {
			return err
		}
		err = r.results(shape.rest, v, n, func(v any) error {
			err := w.result(before, v, behind)
			if shape.collect {
				before = ",\n  "
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	switch {
	case !shape.collect:
		return nil
	case strings.HasPrefix(before, "["):
		return w.text("[]\n")
	}
	return w.text("\n]\n")
}

// results hands the results of code on a value on.
func (r *run) results(code *gojq.Code, v any, element int, each func(any) error) error {
	// The decoder knows the parts of v by their addresses. A filter may be done
	// with them long before it ends, and then others could take their place.
	defer runtime.KeepAlive(v)
	for results := code.RunWithContext(r.ctx, v); ; {
		result, more := results.Next()
		if !more {
			return nil
		}
		if err, failed := result.(error); failed {
			if r.ctx.Err() != nil {
				return r.ctx.Err()
			}
			return &FailedError{element, reason(err)}
		}
		if err := each(result); err != nil {
			return err
		}
	}
}

// reason are the words of an error of gojq, which may quote any value.
func reason(err error) string {
	const most = 500
	text := strings.ToValidUTF8(err.Error(), "\uFFFD")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
