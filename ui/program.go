package ui

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/charmbracelet/bubbles/cursor"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"gatehouse/ui/display"
	"gatehouse/ui/keyboard"
	"gatehouse/ui/theme"
)

// cursorStatic is a cursor that does not blink.
const cursorStatic = cursor.CursorStatic

// TerminalClipboard is the way of [Options.Copy] that no answer comes from.
const TerminalClipboard = "OSC 52"

// framesPerSecond is Bubble Tea's limit: a key reaches its frame in half the
// time that its default of 60 gives.
const framesPerSecond = 120

// Run shows the explorer, or a file, on the process's terminal until the user quits or ctx
// ends. It restores the terminal on every way out: quit, signal, panic.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	terminal := display.NewTerminal(os.Stdout)
	if o.Keys == nil {
		o.Keys = os.Stdin
	}
	defer restore(terminal, o.Keys)()
	if o.Now == nil {
		o.Now = time.Now
	}
	o.terminal = func(text string) error { return terminal.Copy(text, o.Tmux) }
	if o.Copy == nil {
		o.Copy = func(text string, terminal func(string) error) (string, error) {
			return TerminalClipboard, terminal(text)
		}
	}
	if o.NoColor {
		theme.KeepAttributes()
	}
	if o.AskGround {
		o.ask = terminal.AskBackground
	}
	signals := newSignals()
	defer signals.stop()
	ending := newEnding(ctx)
	defer ending.begin(nil)
	o.lend, o.left = signals.lend(ending), ending.keep
	var files unfinished
	o.whole = files.write
	defer entitle(terminal, o.Sandbox)()
	catcher := &catcher{model: newModel(ctx, o)}
	var p *tea.Program
	keys := keyboard.NewReader(o.Keys, keyboard.Options{Background: func(c keyboard.Colour) { p.Send(groundOf(c)) }})
	p = tea.NewProgram(catcher,
		tea.WithContext(ctx), tea.WithInput(input{keys, catcher}), tea.WithOutput(terminal), tea.WithAltScreen(),
		tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
	catcher.kill = p.Kill

	var got os.Signal // that told the program to quit, nil if none did
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case got = <-signals.sent:
		case got = <-signals.typed:
		case <-keys.Gone():
			got = syscall.SIGHUP // as the system has it for most programs
		case <-terminal.Gone():
			got = syscall.SIGHUP
		case <-ctx.Done():
			return
		}
		ending.begin(SignalError{Signal: got})
		p.Quit()
	}()
	err := catcher.run(p)
	cancel()
	<-done
	files.wait()
	if fault := catcher.fault(); fault != nil {
		return fault
	}
	if got != nil {
		return SignalError{Signal: got, Left: ending.left}
	}
	return err
}

// entitle names the terminal's window, of which nothing is said but the program
// and that it works on the sandbox, and gives what takes the name away again.
func entitle(terminal *display.Terminal, sandbox bool) func() {
	title := "gatehouse"
	if sandbox {
		title += " SANDBOX"
	}
	_ = terminal.SetTitle(title) // a window without a name is no reason to stop
	return func() { _ = terminal.SetTitle("") }
}

// input is the keyboard, of which a panic ends the program like any other: Bubble
// Tea reads it in a goroutine of its own.
type input struct {
	*keyboard.Reader
	catcher *catcher
}

func (i input) Read(p []byte) (int, error) {
	defer i.catcher.catch()
	return i.Reader.Read(p)
}

// restore remembers how the terminal is and gives what puts it back. Bubble
// Tea does so itself unless it fails before its loop; then this does.
func restore(terminal *display.Terminal, keys *os.File) func() {
	before, err := term.GetState(keys.Fd())
	return func() {
		_ = terminal.Restore() // a terminal that is gone needs nothing
		if err == nil {
			_ = term.Restore(keys.Fd(), before)
		}
	}
}

// SignalError says that a signal ended the program, SIGHUP also where its
// terminal went away without one.
type SignalError struct {
	Signal os.Signal
	Left   string // the file that a program of the user's had changed, "" for none
}

func (e SignalError) Error() string {
	if e.Left != "" {
		return fmt.Sprintf("ended by %s; what was changed is kept in %s", e.Signal, e.Left)
	}
	return fmt.Sprintf("ended by %s", e.Signal)
}
