//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// leastKeys is how many keys the 99th percentile of a frame is told from.
const leastKeys = 200

// BenchmarkOpen is the real program on a pseudo-terminal of 120x36, with the
// documents of samples as a file, through a pipe and from a server on loopback.
// What is reported is measured by what is on the screen, from the key or the
// first byte on, with the emulator that reads it on the same machine:
//
//	go test ./ui/cli -run '^$' -bench BenchmarkOpen -benchtime 1x
//
// Every metric is the median of the runs, of which -benchtime says how many;
// those of keys are percentiles of all keys of all runs.
func BenchmarkOpen(b *testing.B) {
	for _, s := range samples() {
		b.Run(s.name, func(b *testing.B) {
			path := s.make(b, b.TempDir())
			change(b, path)
			b.Run("file", func(b *testing.B) { measured(b, s, func(o *observed) { o.fromFile(path) }) })
			b.Run("pipe", func(b *testing.B) { measured(b, s, func(o *observed) { o.fromPipe(path) }) })
			b.Run("loopback", func(b *testing.B) { measured(b, s, func(o *observed) { o.fromServer(path) }) })
			b.Run("arriving", func(b *testing.B) { measured(b, s, func(o *observed) { o.arriving(path) }) })
		})
	}
}

// observed is what was seen of one document, over all runs.
type observed struct {
	b      *testing.B
	sample sample
	names  []string // of the metrics, in the order of the first run
	seen   map[string]times
	peaks  map[string][]int64 // of memory, in bytes
}

func measured(b *testing.B, s sample, run func(*observed)) {
	o := &observed{b: b, sample: s, seen: map[string]times{}, peaks: map[string][]int64{}}
	binary(b, "")
	for b.Loop() {
		run(o)
	}
	b.ReportMetric(0, "ns/op") // a run has parts that wait
	for _, name := range o.names {
		all := o.seen[name]
		if strings.HasPrefix(name, "key-") {
			b.ReportMetric(milliseconds(all.at(0.5)), name+"-p50-ms")
			b.ReportMetric(milliseconds(all.at(0.99)), name+"-p99-ms")
			continue
		}
		b.ReportMetric(milliseconds(all.at(0.5)), name+"-ms")
	}
	for name, all := range o.peaks {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2])/1e6, name+"-peak-MB")
	}
}

// note takes a measurement down.
func (o *observed) note(name string, took time.Duration) {
	if o.seen[name] == nil {
		o.names = append(o.names, name)
	}
	o.seen[name] = append(o.seen[name], took)
}

var screenOf36 = window{120, 36}

// fromFile opens a file and uses all that the viewer has.
func (o *observed) fromFile(path string) {
	cmd := exec.Command(binary(o.b, ""), "open", filepath.Base(path))
	_, cmd.Env = newHome(o.b)
	cmd.Dir = filepath.Dir(path)
	began := time.Now()
	c := start(o.b, screenOf36, cmd)
	o.arrives(c, began)
	o.steps(c)
	o.compare(c, path, "d")
	o.keys(c)
	o.leave(c)
}

// fromPipe is the same through a pipe that gives as fast as it is read.
func (o *observed) fromPipe(path string) {
	c, to := piped(o.b, screenOf36)
	c.waitFor("Waiting for the first bytes.")
	data := o.read(path)
	began := time.Now()
	go func() {
		_, _ = to.Write(data) // what cannot be written will not be seen
		_ = to.Close()
	}()
	o.arrives(c, began)
	o.steps(c)
	o.compare(c, path, "d")
	o.leave(c)
}

// fromServer sends a request for it in the explorer.
func (o *observed) fromServer(path string) {
	data, media := o.read(path), "application/json"
	if filepath.Ext(path) == ".jsonl" {
		media = "application/jsonl"
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":3600}`, fakeToken)
			return
		}
		w.Header().Set("Content-Type", media)
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(data)
	}))
	defer server.Close()
	c := explore(o.b, screenOf36, testEnvironment(server.URL))
	c.press("v", "z")
	c.waitGone("OPERATIONS")
	began := time.Now()
	c.press(keyF5)
	o.arrives(c, began)
	o.steps(c)
	o.compare(c, path, "d", "f")
	o.leave(c)
}

// arriving presses keys while the body comes: a piece of it before each of them.
func (o *observed) arriving(path string) {
	c, to := piped(o.b, screenOf36)
	c.waitFor("Waiting for the first bytes.")
	data := o.read(path)
	first := min(len(data)/2, 64<<10)
	pieces, done := make(chan []byte, leastKeys+1), make(chan struct{})
	go func() {
		defer close(done)
		defer to.Close()
		for p := range pieces {
			if _, err := to.Write(p); err != nil {
				return
			}
		}
	}()
	pieces <- data[:first]
	c.stands("the first lines", func(s standing) bool { return s.lines > 1 })
	rest := data[first:]
	for i := range leastKeys {
		n := len(rest) / (leastKeys - i)
		pieces <- rest[:n]
		rest = rest[n:]
		o.note("key-arriving", c.moved(o.sample.keys[i%len(o.sample.keys)]))
	}
	close(pieces)
	c.stands("the end of the body", func(s standing) bool { return s.whole })
	<-done
	o.leave(c)
}

// arrives waits for the first lines, and for all of them.
func (o *observed) arrives(c *console, began time.Time) {
	c.stands("the first lines", func(s standing) bool { return s.lines > 0 })
	o.note("first", time.Since(began))
	c.stands("the end of the body", func(s standing) bool { return s.whole })
	o.note("all", time.Since(began))
}

// steps goes to the end, searches for what is there, and folds.
func (o *observed) steps(c *console) {
	lines := c.now().lines
	atEnd := func() bool { s, ok := c.standing(); return ok && s.line == lines }
	atTop := func() bool { s, ok := c.standing(); return ok && s.line == 1 }
	found := func() bool { s, ok := c.standing(); return ok && 2*s.line > lines } // not a hit of what is half typed
	folded := func() bool { return c.shows("▸") }
	unfolded := func() bool { return !c.shows("▸") }
	o.note("end", c.took("the last line", atEnd, "G"))
	o.note("top", c.took("the first line", atTop, "g"))
	o.note("search", c.took("the last record", found, "/", lastWords, keyEnter))
	o.note("fold-all", c.took("all of it folded", folded, "-"))
	o.note("unfold-all", c.took("all of it unfolded", unfolded, "0"))
	o.peak(c, "read")
	for i, filter := range o.sample.filters {
		o.filter(c, []string{"filter-elements", "filter-whole"}[i], filter)
	}
}

// filter runs a jq filter, with keys among its results as long as they come, and
// goes back.
func (o *observed) filter(c *console, name, filter string) {
	over := func() bool {
		s, ok := c.standing()
		return ok && s.whole && c.shows("goes back") && c.shows(" result") && !c.shows("so far")
	}
	began := time.Now()
	c.press("f", keyCtrlU, filter, keyEnter)
	for i := 0; name == "filter-elements"; i++ {
		c.wait("some results", func() bool { s, ok := c.standing(); return over() || ok && c.shows("so far") && s.lines > 100 })
		if c.seen(over) {
			break
		}
		o.note("key-filtering", c.moved(o.sample.keys[i%len(o.sample.keys)]))
	}
	c.wait("the end of the filter", over)
	o.note(name, time.Since(began))
	c.press(keyEscape)
	c.waitGone("goes back")
}

// changed is what the name of the copy ends with in which the last value differs.
const changed = ".changed"

// change makes a copy of a file with another last value.
func change(b *testing.B, path string) {
	data, err := os.ReadFile(path)
	if err == nil {
		at := bytes.LastIndex(data, []byte(lastWords))
		err = os.WriteFile(path+changed, bytes.Join([][]byte{data[:at], data[at+len(lastWords):]}, []byte("changed")), 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// compare compares it with its changed copy, by the keys that ask for a file,
// and goes back.
func (o *observed) compare(c *console, path string, ask ...string) {
	c.press(ask...)
	c.waitFor("COMPARE WITH A FILE")
	c.press(keyCtrlU)
	o.note("compare", c.took("the one difference", func() bool { return c.shows("1 changed") }, path+changed, keyEnter))
	c.press(keyEscape)
	c.waitGone("1 changed")
}

// keys takes many of them to their frames: moving, folding and unfolding all,
// and typing what is searched for.
func (o *observed) keys(c *console) {
	c.took("the first line", func() bool { s, ok := c.standing(); return ok && s.line == 1 }, "g")
	for i := range leastKeys {
		o.note("key-moving", c.moved(o.sample.keys[i%len(o.sample.keys)]))
	}
	for i := range leastKeys {
		if i%2 == 0 {
			o.note("key-folding", c.took("all of it folded", func() bool { return c.shows("▸") }, "-"))
			continue
		}
		o.note("key-folding", c.took("all of it unfolded", func() bool { return !c.shows("▸") }, "0"))
	}
	c.press("/")
	typed := ""
	for i := range leastKeys {
		key, next := "\x7f", ""
		if n := i % (2 * len(lastWords)); n < len(lastWords) {
			key, next = lastWords[n:n+1], lastWords[:n+1]
		} else {
			next = lastWords[:2*len(lastWords)-1-n]
		}
		before, after := "/"+typed, "/"+next
		o.note("key-searching", c.took("what was typed", func() bool {
			return c.shows(after) && (len(after) > len(before) || !c.shows(before))
		}, key))
		typed = next
	}
}

// peak notes the most memory that the program has had so far.
func (o *observed) peak(c *console, name string) {
	o.peaks[name] = append(o.peaks[name], memory(o.b, c.cmd.Process.Pid, "VmHWM"))
}

// leave ends the program.
func (o *observed) leave(c *console) {
	o.peak(c, "all")
	c.close()
}

func (o *observed) read(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		o.b.Fatal(err)
	}
	return data
}
