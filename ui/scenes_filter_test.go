package ui

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
)

// withFilters has filters run in another way than the rig does.
func withFilters(run query.Runner, set func(*setup)) func(*setup) {
	return func(s *setup) {
		set(s)
		options := s.options
		s.options = func(o *Options) {
			options(o)
			o.Filter = run
		}
	}
}

// endless gives a result every tenth of a second until it is stopped.
func endless(ctx context.Context, _ []byte, _ *query.Filter) io.ReadCloser {
	pieces := make([]string, 10_000)
	for i := range pieces {
		pieces[i] = fmt.Sprintf("{\"n\":%d}\n", i)
	}
	return newDrip(100*time.Millisecond, pieces...)
}

// bounded gives results and ends at a limit.
func bounded(of query.LimitError) query.Runner {
	return func(context.Context, []byte, *query.Filter) io.ReadCloser {
		from, to := io.Pipe()
		go func() {
			_, _ = io.WriteString(to, "1\n2\n3\n")
			to.CloseWithError(&of)
		}()
		return from
	}
}

// filtered types a filter and runs it.
func (r *rig) filtered(text string) {
	r.wait(time.Second)
	r.press("f", "ctrl+u")
	r.text(text)
	r.press("enter")
	r.wait(time.Second)
}

var ordersFile = withText("orders.json", orders(300), gateway.BodyOptions{})

// filterScenes are the states of a filter, in the explorer and in a file.
var filterScenes = []scene{
	{name: "jq", play: func(r *rig) {
		r.send()
		r.press("v")
		r.filtered(".")
	}},
	{name: "jq-typing", play: func(r *rig) {
		r.send()
		r.press("v", "f")
		r.text(".a[]")
	}},
	{name: "jq-wrong", play: func(r *rig) {
		r.send()
		r.press("v", "f")
		r.text(".items[] | selekt(.a) | .name")
	}},
	{name: "jq-failed", play: func(r *rig) {
		r.send()
		r.press("v")
		r.filtered(`1, 2, error("the made-up reason")`)
	}},
	{name: "jq-blank", in: "QA", set: ordersFile, play: func(r *rig) {
		r.wait(time.Second)
		r.press("f")
	}},
	{name: "file-jq", in: "QA", set: ordersFile, play: func(r *rig) {
		r.filtered(".orders[] | {id, lines: (.lines | length)}")
		r.press("down", "down")
	}},
	{name: "file-jq-list", in: "QA", set: ordersFile, play: func(r *rig) { r.filtered(".orders | map(.id)") }},
	{name: "file-jq-none", in: "QA", set: ordersFile, play: func(r *rig) { r.filtered(".orders[] | select(.id > 1000)") }},
	{name: "file-jq-wrong", in: "QA", set: ordersFile, play: func(r *rig) {
		r.wait(time.Second)
		r.press("f")
		r.text(".orders[")
	}},
	{name: "file-jq-edited", in: "QA", set: ordersFile, play: func(r *rig) {
		r.filtered(".orders[].id")
		r.press("f")
		r.text(" * 2")
	}},
	{name: "file-jq-failed", in: "QA", set: ordersFile, play: func(r *rig) { r.filtered(".orders[] | 1 / (2 - .id)") }},
	{name: "file-jq-running", in: "QA", set: withFilters(endless, ordersFile), play: func(r *rig) { r.filtered(".orders[]") }},
	{name: "file-jq-stopped", in: "QA", set: withFilters(endless, ordersFile), play: func(r *rig) {
		r.filtered(".orders | length")
		r.press("ctrl+c")
		r.wait(time.Second)
	}},
	{name: "file-jq-memory", in: "QA", set: withFilters(bounded(query.LimitError{Kind: query.LimitMemory, Bytes: 1 << 30}), ordersFile), play: func(r *rig) {
		r.filtered("[range(1e12)]")
	}},
	{name: "file-jq-size", in: "QA", set: withFilters(bounded(query.LimitError{Kind: query.LimitResult, Bytes: 256 << 20}), ordersFile), play: func(r *rig) {
		r.filtered("repeat(.)")
	}},
	{name: "file-jq-waiting", in: "QA", set: withFile("orders.json", slowly(orders(300), 2500), gateway.BodyOptions{}), play: func(r *rig) {
		r.filtered(".orders[].id")
	}},
	{name: "file-jq-part", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{Limit: 1000}), play: func(r *rig) {
		r.filtered(".orders[].id")
	}},
	{name: "file-jq-hostile", in: "QA", set: withText("a.json", "{\"a\":[\"\u202e\u009b31m\x7f\"]}", gateway.BodyOptions{}), play: func(r *rig) {
		r.filtered(".a[] | ., error")
	}},
	{name: "file-jq-long", in: "QA", set: ordersFile, play: func(r *rig) {
		r.filtered(".orders[] | " + strings.Repeat(`select(.name != "order 漢字") | `, 12) + ".id")
		r.press("f")
		r.text(" | ] ")
	}},
}

func init() { scenes = append(scenes, filterScenes...) }
