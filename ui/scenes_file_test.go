package ui

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gatehouse/gateway"
	"gatehouse/gateway/encoding"
)

// withFile has a file read in the place of the explorer. The rig cancels what of
// it is still to come.
func withFile(name string, from func() io.ReadCloser, o gateway.BodyOptions) func(*setup) {
	return func(s *setup) {
		s.options = func(all *Options) {
			o.Detect, o.Decoders = encoding.Detect, encoding.Decoders()
			*all = Options{
				File:     &File{Name: name, Limit: "--limit reads more", Body: gateway.ReadBody(context.Background(), from(), o)},
				Redactor: all.Redactor, Filter: all.Filter, NoColor: all.NoColor, Now: all.Now, Held: all.Held,
			}
		}
	}
}

// withText is reading of a text that is there at once.
func withText(name, text string, o gateway.BodyOptions) func(*setup) {
	return withFile(name, func() io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }, o)
}

// drip gives pieces of a text, the first at once and each other one after a
// while, and its end only when it is closed.
type drip struct {
	pieces []string
	every  time.Duration
	begun  bool
	closed chan struct{}
}

func newDrip(every time.Duration, pieces ...string) *drip {
	return &drip{pieces: pieces, every: every, closed: make(chan struct{})}
}

func (d *drip) Read(p []byte) (int, error) {
	if d.begun {
		select {
		case <-time.After(d.every):
		case <-d.closed:
		}
	}
	d.begun = true
	if len(d.pieces) == 0 {
		<-d.closed
		return 0, io.EOF
	}
	n := copy(p, d.pieces[0])
	d.pieces = d.pieces[1:]
	return n, nil
}

func (d *drip) Close() error { close(d.closed); return nil }

// orders is a JSON text of n records.
func orders(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"id":%d,"name":"order %d","lines":[%d,2.50,1e3],"open":true,"note":null}`, i, i, i%7))
	}
	return `{"orders":[` + strings.Join(all, ",") + "]}\n"
}

// notes is a JSON text with long lines.
func notes() string {
	long := strings.Repeat("Everything that is to be said about this order, and then some. ", 4)
	return fmt.Sprintf(`{"orders":[{"id":1,"note":%q},{"id":2,"note":"größe %s","tags":["漢字 %s"]},{"id":3,"note":null}]}`, long, long, strings.Repeat("カタカナ", 30))
}

// slowly gives the beginning of a text at once, and the rest bit by bit.
func slowly(text string, first int) func() io.ReadCloser {
	return func() io.ReadCloser {
		pieces := []string{text[:first]}
		for rest := range slices.Chunk([]byte(text[first:]), 60) {
			pieces = append(pieces, string(rest))
		}
		return newDrip(100*time.Millisecond, pieces...)
	}
}

// fileScenes are the states of a file that is read in the place of the
// explorer. No environment is theirs: they are played once.
var fileScenes = []scene{
	{name: "file", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("down", "down", "down", "down")
	}},
	{name: "file-loading", in: "QA", set: withFile("/var/spool/export/orders.json", slowly(orders(300), 2500), gateway.BodyOptions{Expected: 22_300}), play: func(r *rig) {
		r.wait(2 * time.Second)
	}},
	{name: "file-stopped", in: "QA", set: withFile("orders.json", slowly(orders(300), 2500), gateway.BodyOptions{Expected: 22_300}), play: func(r *rig) {
		r.wait(2 * time.Second)
		r.press("ctrl+c")
		r.wait(time.Second)
	}},
	{name: "file-empty", in: "QA", set: withText("empty.json", "", gateway.BodyOptions{}), play: func(r *rig) { r.wait(time.Second) }},
	{name: "file-cut", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{Limit: 1000}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("G")
	}},
	{name: "file-bytes", in: "QA", set: withText("picture.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x01\x00"+strings.Repeat("\x00\xff\x1b[2J", 200), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
	}},
	{name: "file-damaged", in: "QA", set: withText("orders.json.gz", "\x1f\x8b\x08 no more than a beginning", gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
	}},
	{name: "file-fault", in: "QA", set: withText("half.json", orders(3)[:120], gateway.BodyOptions{}), play: func(r *rig) { r.wait(time.Second) }},
	{name: "file-search", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("/")
		r.text("order 2")
		r.press("enter", "n")
	}},
	{name: "file-searching", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("/")
		r.text("order 2")
	}},
	{name: "file-searching-back", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("G", "?")
		r.text("order 2")
	}},
	{name: "file-searching-fault", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("/", "ctrl+t", "ctrl+t")
		r.text(`order [0-`)
	}},
	{name: "file-searching-none", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("/")
		r.text("invoice")
	}},
	{name: "file-folded", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("2", "down", "down", "down", "right", "down", "down", "down")
	}},
	{name: "file-wrapped", in: "QA", set: withText("notes.json", notes(), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("\\", "down", "down", "down")
	}},
	{name: "file-copying", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("down", "y")
	}},
	{name: "file-copying-text", in: "QA", set: withText("notes.txt", "first line\nsecond line\n", gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("y")
	}},
	{name: "file-going", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("#")
		r.text("$.orders[7].id")
	}},
	{name: "file-going-fault", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("#")
		r.text("5000")
		r.press("enter")
	}},
	{name: "file-looking", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.start(r.m.file.send(r.m.ctx, r.m.now, `the next "total"`, func(ctx context.Context) (int, string) {
			<-ctx.Done()
			return 0, ""
		}))
		r.press("down")
	}},
	{name: "file-saving", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("w")
	}},
	{name: "file-help", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) { r.press("f1") }},
	{name: "file-palette", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) { r.press(":") }},
	{name: "file-message", in: "QA", set: withText("orders.json", orders(300), gateway.BodyOptions{}), play: func(r *rig) { r.press("esc", "m") }},
	{name: "pipe-waiting", in: "QA", set: withFile("", func() io.ReadCloser { return newDrip(time.Hour) }, gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
	}},
	{name: "pipe-paused", in: "QA", set: withFile("", func() io.ReadCloser { return newDrip(time.Hour, "first line\nsecond line\n") }, gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(2 * time.Second)
	}},
}

func init() { scenes = append(scenes, fileScenes...) }
