package ui

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// faulty is a model whose functions are a test's own; nil ones do nothing.
type faulty struct {
	init   func() tea.Cmd
	update func(tea.Msg) tea.Cmd
	view   func() string
}

func (f *faulty) Init() tea.Cmd {
	if f.init == nil {
		return nil
	}
	return f.init()
}

func (f *faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if f.update == nil {
		return f, nil
	}
	return f, f.update(msg)
}

func (f *faulty) View() string {
	if f.view == nil {
		return ""
	}
	return f.view()
}

// TestPanicsEndTheProgram panics wherever Bubble Tea calls the model: the
// program ends, and what was thrown is written nowhere.
func TestPanicsEndTheProgram(t *testing.T) {
	const thrown = "words of a server"
	throws := func() tea.Msg { panic(thrown) }
	harmless := func() tea.Msg { return "done" }
	for _, c := range []struct {
		name  string
		model faulty
	}{
		{"Init", faulty{init: func() tea.Cmd { panic(thrown) }}},
		{"View", faulty{view: func() string { panic(thrown) }}},
		{"a command", faulty{init: func() tea.Cmd { return throws }}},
		{"a command of a batch", faulty{init: func() tea.Cmd { return tea.Batch(harmless, throws) }}},
		{"a batch in a batch", faulty{init: func() tea.Cmd { return tea.Batch(harmless, tea.Batch(harmless, throws)) }}},
		{"Update", faulty{init: func() tea.Cmd { return harmless }, update: func(tea.Msg) tea.Cmd { panic(thrown) }}},
		{"a command of Update", faulty{init: func() tea.Cmd { return harmless }, update: func(tea.Msg) tea.Cmd { return throws }}},
		{"View at the end", faulty{
			init:   func() tea.Cmd { return harmless },
			update: func(tea.Msg) tea.Cmd { return tea.Quit },
			view:   func() string { panic(thrown) },
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			catcher := &catcher{model: &c.model}
			p := tea.NewProgram(catcher, tea.WithContext(t.Context()), tea.WithInput(nil), tea.WithOutput(&out),
				tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
			catcher.kill = p.Kill
			_ = catcher.run(p) // that it was killed
			fault := catcher.fault()
			if fault == nil {
				t.Fatal("no fault is known")
			}
			if fault.What != "a panic of type string" || !strings.Contains(fault.Stack, "fault_test.go:") {
				t.Errorf("it is %q at\n%s", fault.What, fault.Stack)
			}
			if strings.Contains(out.String()+fault.Error()+fault.Stack, thrown) {
				t.Error("what was thrown is repeated")
			}
		})
	}
}

// TestFaultOfTheRuntime has the words of the runtime, which are its own.
func TestFaultOfTheRuntime(t *testing.T) {
	var none []int
	catcher := &catcher{model: &faulty{view: func() string { return string(rune(none[len(none)])) }}, kill: func() {}}
	if frame := catcher.View(); frame != "" {
		t.Errorf("a frame: %q", frame)
	}
	if got := catcher.fault(); got == nil || !strings.Contains(got.Error(), "index out of range [0]") {
		t.Errorf("%v", got)
	}
}

// TestFaultOfTheProgram is one outside the model: the first one counts.
func TestFaultOfTheProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	catcher := &catcher{model: &faulty{}}
	p := tea.NewProgram(catcher, tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(brokenOutput{}), tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
	catcher.kill = p.Kill
	if err := catcher.run(p); catcher.fault() == nil {
		t.Errorf("no fault is known, the error is %v", err)
	}
	var fault *FaultError
	if err := error(catcher.fault()); !errors.As(err, &fault) {
		t.Errorf("%v", err)
	}
}

// brokenOutput panics as nothing should.
type brokenOutput struct{}

func (brokenOutput) Write([]byte) (int, error) { panic("out of order") }

// TestPanicOfTheKeyboardEndsTheProgram reads from a keyboard that panics.
func TestPanicOfTheKeyboardEndsTheProgram(t *testing.T) {
	killed := 0
	c := &catcher{kill: func() { killed++ }}
	if n, err := (input{nil, c}).Read(make([]byte, 256)); n != 0 || err != nil {
		t.Errorf("read %d, %v", n, err)
	}
	if c.fault() == nil || killed != 1 {
		t.Errorf("fault %v, killed %d times", c.fault(), killed)
	}
}
