package query

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// bounds are limits of which a hostile filter meets the one soon that it is
// about, however busy the machine is. The race detector has use for more memory
// than any of them.
func bounds(kind LimitKind) Limits {
	l := Limits{Memory: 40 << 20, Time: time.Minute, Result: 64 << 10}
	if underRace {
		l.Memory = 0
	}
	if kind == LimitTime {
		l.Time = 100 * time.Millisecond
	}
	return l
}

// runChild is what a child says of a body.
func runChild(t testing.TB, p *Process, text, body string) (string, error) {
	t.Helper()
	results := p.Run(t.Context(), []byte(body), parse(t, text))
	defer results.Close()
	out, err := io.ReadAll(results)
	return string(out), err
}

// TestHostileFilters lets filters loose that ask for all memory or time there
// is: a limit ends each of them, in its process.
func TestHostileFilters(t *testing.T) {
	for _, c := range []struct {
		name, filter, body string
		want               LimitKind
	}{
		{"a function that calls itself", `def f: f; f`, `1`, LimitTime},
		{"a function that calls itself and keeps", `def f: [f]; f`, `1`, LimitMemory},
		{"a long range as a list", `[range(1e9)]`, `1`, LimitMemory},
		{"a long range on each element", `.[] | [range(1e9)]`, `[1,2]`, LimitMemory},
		{"a long text", `"x" * 1e9`, `1`, LimitMemory},
		{"a text that doubles", `"x" | until(false; . + .)`, `1`, LimitMemory},
		{"a list with one far element", `.[500000000] = 0`, `[]`, LimitMemory},
		{"repeat", `repeat(.)`, `1`, LimitResult},
		{"repeat without a result", `repeat(empty)`, `1`, LimitTime},
		{"recurse without an end", `recurse(.)`, `[1]`, LimitResult},
		{"recurse that grows", `last(recurse([., .]))`, `1`, LimitMemory},
		{"lists of lists", `[.,.]` + strings.Repeat(`|[.,.]`, 40), `1`, LimitResult},
		{"a huge result", `[limit(10000; repeat("xxxxxxxx"))]`, `1`, LimitResult},
	} {
		if underRace && c.want == LimitMemory {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := runChild(t, process(t, bounds(c.want)), c.filter, c.body)
			var limit *LimitError
			if !errors.As(err, &limit) || limit.Kind != c.want {
				t.Errorf("%v, want the %s limit", err, c.want)
			}
		})
	}
}

// TestDeepBody runs filters that go to the bottom of a body.
func TestDeepBody(t *testing.T) {
	levels := 100_000
	if underRace {
		levels = 1000
	}
	deep := strings.Repeat("[", levels) + strings.Repeat("]", levels)
	p := process(t, Limits{Time: time.Minute, Result: 1 << 20})
	for filter, want := range map[string]string{`.`: deep, `.[]`: deep[1 : len(deep)-1], `[.] | sort | length`: "1", `tojson | length`: strconv.Itoa(2 * levels)} {
		if got, err := runChild(t, p, filter, deep); err != nil || got != want+"\n" {
			t.Errorf("%s: %d bytes, %v", filter, len(got), err)
		}
	}
	_, err := all(parse(t, `.`), strings.Repeat("[", maxDepth+1))
	var body *BodyError
	if !errors.As(err, &body) || body.Offset != maxDepth {
		t.Errorf("one level more than may be: %v", err)
	}
}

// TestChildSaysAsMuch compares a child's results and errors with those of this
// process.
func TestChildSaysAsMuch(t *testing.T) {
	p := process(t, DefaultLimits(0))
	for _, c := range []struct{ filter, body string }{
		{`.items[] | {id}`, `{"items":[{"id":1.10},{"id":2}]}`},
		{`map(.id)`, `[{"id":1},{"id":2}]`},
		{`.items[] | .id`, `{"items":[{"id":1},7]}`},
		{`.items[].id`, `{"items":[{"id":1},`},
		{`sort`, `{"a":1}`},
		{`.`, ``},
		{`.`, "\ufeff{} oops"},
	} {
		want, wantErr := all(parse(t, c.filter), c.body)
		got, err := runChild(t, p, c.filter, c.body)
		if got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s on %s:\n got %q, %v\nwant %q, %v", c.filter, c.body, got, err, want, wantErr)
		}
	}
}

// TestSecretsStayBehind looks for a variable of this process in its child, past
// what filters may ask for.
func TestSecretsStayBehind(t *testing.T) {
	t.Setenv("GATEHOUSE_CANARY", "in-the-parent")
	p := process(t, DefaultLimits(0))
	results := p.Run(t.Context(), []byte(strings.Repeat(`{"a":1}`, 1<<16)), parse(t, `.a`))
	defer results.Close()
	if _, err := io.ReadFull(results, make([]byte, 2)); err != nil {
		t.Fatal(err)
	}
	pid := results.(*child).cmd.Process.Pid
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		t.Skip("this system does not show environments")
	}
	if strings.Contains(string(environ), "GATEHOUSE_CANARY") {
		t.Errorf("the environment was handed on: %q", environ)
	}
	words, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || strings.Contains(string(words), ".a") {
		t.Errorf("the filter is in the list of processes: %q, %v", words, err)
	}
}

// TestCancelled ends filters that would run on, by their context and by Close.
func TestCancelled(t *testing.T) {
	p := process(t, Limits{})
	for _, filter := range []string{`def f: f; f`, `repeat(1)`, `last(repeat([1]))`} {
		for _, close := range []bool{true, false} {
			ctx, cancel := context.WithCancel(t.Context())
			results := p.Run(ctx, []byte("1"), parse(t, filter))
			said := make(chan error, 1)
			go func() {
				_, err := io.Copy(io.Discard, results)
				said <- err
			}()
			time.Sleep(20 * time.Millisecond) // it may be at any point
			begun := time.Now()
			if close {
				_ = results.Close()
			} else {
				cancel()
			}
			if err := <-said; !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", filter, err)
			}
			t.Logf("%s: ended after %s", filter, time.Since(begun))
			cancel()
			_ = results.Close()
			if state := results.(*child).cmd.ProcessState; state == nil {
				t.Errorf("%s: the process was not awaited", filter)
			}
		}
	}
}

// TestOrphan lets the one who waits go without a word: the child ends by itself.
func TestOrphan(t *testing.T) {
	in, parent := io.Pipe()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, asChild)
	cmd.Stdin = in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(parent, `{"Filter":"def f: f; f","Size":1}`+"\n1"); err != nil {
		t.Fatal(err)
	}
	_ = parent.Close()
	if err := cmd.Wait(); err == nil {
		t.Error("it ended well")
	}
}

// TestNoProcess says why there is none.
func TestNoProcess(t *testing.T) {
	p := &Process{Path: "/no/such/program"}
	results := p.Run(t.Context(), nil, parse(t, "."))
	defer results.Close()
	if _, err := io.ReadAll(results); err == nil || !strings.Contains(err.Error(), "did not start") {
		t.Errorf("%v", err)
	}
	p = &Process{Path: "/bin/false"}
	results = p.Run(t.Context(), nil, parse(t, "."))
	defer results.Close()
	if _, err := io.ReadAll(results); err == nil || !strings.Contains(err.Error(), "broke off") {
		t.Errorf("%v", err)
	}
}
