package ui

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
)

// FaultError says that the program panicked; the terminal was restored. Its
// text is free of what a server or the user wrote.
type FaultError struct {
	What  string // what the runtime says, or the type of the value that was thrown
	Stack string // of the goroutine that panicked; to be cleaned before it is shown
}

func (e *FaultError) Error() string {
	return "gatehouse stopped on a fault of its own (" + e.What + "); the terminal was restored"
}

// faultOf describes the value of a panic, in the function that recovered it.
// The words of a value that is not the runtime's are left out: they may be made
// of anything.
func faultOf(value any) *FaultError {
	what := fmt.Sprintf("a panic of type %T", value)
	if err, ok := value.(runtime.Error); ok {
		what = err.Error()
	}
	return &FaultError{What: what, Stack: string(debug.Stack())}
}

// catcher is a model that turns a panic of another, or of a command of that, into
// the end of the program. Bubble Tea's own net prints what was thrown as it is,
// past the filter of the terminal.
type catcher struct {
	model tea.Model
	kill  func() // ends the program; it is not called before the program runs

	mu    sync.Mutex
	first *FaultError // later ones follow from it
}

func (c *catcher) Init() (cmd tea.Cmd) {
	defer c.catch()
	return c.command(c.model.Init())
}

func (c *catcher) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = c
	if c.fault() != nil {
		return next, nil
	}
	defer c.catch()
	var inner tea.Cmd
	c.model, inner = c.model.Update(msg)
	return next, c.command(inner)
}

func (c *catcher) View() (frame string) {
	if c.fault() != nil {
		return ""
	}
	defer c.catch()
	return c.model.View()
}

// command makes a command of the model one that cannot panic, and with it the
// commands of a batch that it gives.
func (c *catcher) command(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer c.catch()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			caught := make(tea.BatchMsg, len(batch))
			for i, cmd := range batch {
				caught[i] = c.command(cmd)
			}
			return caught
		}
		return msg
	}
}

// catch is deferred: it keeps what was thrown and ends the program.
func (c *catcher) catch() {
	if value := recover(); value != nil {
		c.keep(faultOf(value))
		c.kill()
	}
}

// run runs the program. What panics in the program itself, or in what it calls
// when an editor has ended, comes through here.
func (c *catcher) run(p *tea.Program) error {
	defer c.catch()
	_, err := p.Run()
	return err
}

func (c *catcher) keep(fault *FaultError) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil {
		c.first = fault
	}
}

// fault is the first panic, nil if there was none.
func (c *catcher) fault() *FaultError {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first
}
