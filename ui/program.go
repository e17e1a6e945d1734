package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/bubbles/cursor"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/theme"
)

// cursorStatic is a cursor that does not blink.
const cursorStatic = cursor.CursorStatic

// framesPerSecond is Bubble Tea's limit: a key reaches its frame in half the
// time that its default of 60 gives.
const framesPerSecond = 120

// Run shows the explorer on the process's terminal until the user quits or ctx
// ends. It restores the terminal on every way out: quit, signal, panic.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	terminal := display.NewTerminal(os.Stdout)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Copy == nil {
		o.Copy = terminal.Copy
	}
	if o.NoColor {
		theme.KeepAttributes()
	}
	m := newModel(ctx, o)
	p := tea.NewProgram(m,
		tea.WithContext(ctx), tea.WithOutput(terminal), tea.WithAltScreen(),
		tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler())

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	var got os.Signal
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case got = <-signals:
			p.Quit()
		case <-ctx.Done():
		}
	}()
	_, err := p.Run()
	cancel()
	<-done
	if got != nil {
		return SignalError{got}
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		return fmt.Errorf("gatehouse stopped on a fault of its own; the terminal was restored: %w", err)
	}
	return err
}

// SignalError says that a signal ended the program.
type SignalError struct{ Signal os.Signal }

func (e SignalError) Error() string { return fmt.Sprintf("ended by %s", e.Signal) }
