package query

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"time"
)

// Serve is all that a child process of [Process] does: it reads what it is to
// do from in, which stays open for as long as somebody waits for it, writes the
// results to out and how it ended to words. It bounds the process that it runs
// in, and ends it at a limit. The result is the exit status.
func Serve(in io.Reader, out, words io.Writer) int {
	s := &server{words: words}
	from := bufio.NewReaderSize(in, 64<<10)
	filter, body, err := s.read(from)
	if err != nil {
		return s.say(report{End: endBroken, Reason: err.Error()})
	}
	go func() {
		_, _ = from.ReadByte() // nothing comes: this is the end of who waits
		os.Exit(1)
	}()
	most := s.limits.Result
	if most == 0 { // no limit
		most = math.MaxInt64
	}
	err = Run(context.Background(), filter, body, out, most)
	return s.say(reportOf(err))
}

// server is the state of Serve.
type server struct {
	words  io.Writer
	limits Limits
}

// read takes the order and the body, and sets the limits before the body.
func (s *server) read(from *bufio.Reader) (*Filter, string, error) {
	line, err := from.ReadBytes('\n')
	if err != nil {
		return nil, "", fmt.Errorf("no order came: %w", err)
	}
	var o order
	if err := json.Unmarshal(line, &o); err != nil {
		return nil, "", fmt.Errorf("the order is not one: %w", err)
	}
	s.limits = o.Limits
	s.bound()
	filter, err := Parse(o.Filter)
	if err != nil {
		return nil, "", err
	}
	collect(filter, o.Size)
	var body strings.Builder
	body.Grow(o.Size)
	if _, err := io.CopyN(&body, from, int64(o.Size)); err != nil {
		return nil, "", fmt.Errorf("the body did not come: %w", err)
	}
	return filter, body.String(), nil
}

// bound sets the limits of this process. The collector works harder from nine
// tenths of the memory on; a watch ends the process at all of it, and says so;
// and the system refuses what one step takes beyond that.
func (s *server) bound() {
	if memory := s.limits.Memory; memory > 0 {
		debug.SetMemoryLimit(memory / 10 * 9)
		wall(memory)
		go s.watch(uint64(memory))
	}
	if s.limits.Time > 0 {
		time.AfterFunc(s.limits.Time, func() { os.Exit(s.say(report{End: string(LimitTime)})) })
	}
}

// collect has the collector run earlier where the body is large, which stays
// as long as the process: the usual doubling would double it too. One element at
// a time is nothing beside it, and costs little to collect.
func collect(f *Filter, body int) {
	switch {
	case body < 8<<20:
	case f.ElementWise():
		debug.SetGCPercent(20)
	default:
		debug.SetGCPercent(40)
	}
}

// watch ends the process when it has more memory than it may.
func (s *server) watch(memory uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(10 * time.Millisecond) {
		metrics.Read(sample)
		if sample[0].Value.Uint64()-sample[1].Value.Uint64() > memory {
			os.Exit(s.say(report{End: string(LimitMemory)}))
		}
	}
}

// The ends of a filter besides its limits.
const (
	endWell   = "well"
	endBody   = "body"
	endFailed = "failed"
	endBroken = "broken"
)

// report is the last word of a child.
type report struct {
	End    string
	Place  int    `json:",omitempty"` // an offset in the body, or the number of an element
	Reason string `json:",omitempty"`
}

func (s *server) say(r report) int {
	_ = json.NewEncoder(s.words).Encode(r) // who does not hear it sees the status
	if r.End == endWell {
		return 0
	}
	return 1
}

func reportOf(err error) report {
	var (
		body   *BodyError
		failed *FailedError
		limit  *LimitError
	)
	switch {
	case err == nil:
		return report{End: endWell}
	case errors.As(err, &body):
		return report{endBody, body.Offset, body.Reason}
	case errors.As(err, &failed):
		return report{endFailed, failed.Element, failed.Reason}
	case errors.As(err, &limit):
		return report{End: string(limit.Kind)}
	}
	return report{End: endBroken, Reason: err.Error()}
}

// error is what a report stands for; io.EOF is a good end.
func (r report) error(limits Limits) error {
	switch r.End {
	case endWell:
		return io.EOF
	case endBody:
		return &BodyError{r.Place, r.Reason}
	case endFailed:
		return &FailedError{r.Place, r.Reason}
	case string(LimitMemory):
		return &LimitError{Kind: LimitMemory, Bytes: limits.Memory}
	case string(LimitTime):
		return &LimitError{Kind: LimitTime, Time: limits.Time}
	case string(LimitResult):
		return &LimitError{Kind: LimitResult, Bytes: limits.Result}
	}
	return fmt.Errorf("the filter's process gave up: %s", r.Reason)
}
