package ui

import (
	"io"
	"net/http"
	"strings"
	"time"

	"gatehouse/gateway"
)

// playBodyDiff compares a body with that of the next environment.
func playBodyDiff(r *rig, left, right string) {
	own := r.m.currentEnvironment().BaseURL
	r.answering(func(w http.ResponseWriter, req *http.Request) {
		text := right
		if strings.HasSuffix(own, "://"+req.Host) {
			text = left
		}
		body("application/json", text)(w, req)
	})
	r.send()
	r.press("v", "d", "enter")
	r.wait(2 * time.Second)
}

// longLeft and longRight differ in values too long for one row, and in names
// that are foreign.
const (
	longLeft  = `{"text":"a long text that fits into no column of the screen, however wide it is: one two three four five six seven eight","漢字":{"a":1,"b":[1,2,3]},"\u001b[31m":1}`
	longRight = `{"text":"a long text that fits into no column of the screen, however wide it is: one two three four five six seven nine","漢字":{"a":1,"b":[1,2,4]},"\u001b[31m":2,"new":{"a":{"b":{"c":"deep"}},"list":[1,2,3,{"x":null}]}}`
)

// bodyDiffScenes are the states of comparing bodies.
var bodyDiffScenes = []scene{
	{name: "compare-with", play: func(r *rig) {
		r.send()
		r.press("o", "down", "enter")
		r.send()
		r.press("o", "up")
		r.send()
		r.press("v", "d")
	}},
	{name: "compare-with-write", in: "QA", play: func(r *rig) {
		r.press("o", "down", "down")
		r.send()
		r.press("v", "d")
	}},
	{name: "bodies", play: func(r *rig) { playBodyDiff(r, leftBody, rightBody) }},
	{name: "bodies-ignored", play: func(r *rig) {
		playBodyDiff(r, leftBody, rightBody)
		r.press("x", "down")
	}},
	{name: "bodies-long", play: func(r *rig) { playBodyDiff(r, longLeft, longRight) }},
	{name: "bodies-many", play: func(r *rig) { playBodyDiff(r, many(500, 1), many(500, 2)) }},
	{name: "bodies-group", play: func(r *rig) {
		playBodyDiff(r, many(500, 1), many(500, 2))
		r.press("enter", "down", "down")
	}},
	{name: "bodies-same", play: func(r *rig) { playBodyDiff(r, leftBody, leftBody) }},
	{name: "bodies-broken", play: func(r *rig) { playBodyDiff(r, leftBody, rightBody[:60]) }},
	{name: "bodies-key", play: func(r *rig) {
		playBodyDiff(r, leftBody, rightBody)
		r.press("K")
		r.text("$.items")
		r.press("enter")
	}},
	{name: "difference", play: func(r *rig) {
		playBodyDiff(r, longLeft, longRight)
		r.press("G", "enter")
	}},
	{name: "bodies-waiting", play: func(r *rig) {
		r.send()
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			_, _ = io.WriteString(w, leftBody[:40])
			w.(http.Flusher).Flush()
			<-req.Context().Done()
		})
		r.press("v", "d", "enter")
		r.wait(2100 * time.Millisecond)
	}},
	{name: "bodies-failed", play: func(r *rig) {
		r.send()
		r.wire.broken = refuseConnection
		r.press("v", "d", "enter")
		r.wait(2 * time.Second)
	}},
	{name: "file-bodies", in: "QA", set: func(s *setup) {
		withText("orders.json", orders(30), gateway.BodyOptions{})(s)
		withRival(strings.Replace(orders(30), "order 7", "order seven", 1))(s)
	}, play: func(r *rig) {
		r.wait(time.Second)
		r.press("d")
		r.text("other.json")
		r.press("enter")
		r.wait(time.Second)
	}},
}

func init() { scenes = append(scenes, bodyDiffScenes...) }
