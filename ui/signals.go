package ui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// signals are those that end the explorer. A terminal sends the typed ones, by
// ctrl+c and ctrl+\, to every program on it; to this one only while another of
// the user's has the screen, and then they are meant for that.
type signals struct{ sent, typed chan os.Signal }

var typedSignals = []os.Signal{syscall.SIGINT, syscall.SIGQUIT}

func newSignals() signals {
	s := signals{make(chan os.Signal, 1), make(chan os.Signal, 1)}
	signal.Notify(s.sent, syscall.SIGTERM, syscall.SIGHUP)
	signal.Notify(s.typed, typedSignals...)
	return s
}

func (s signals) stop() {
	signal.Stop(s.sent)
	signal.Stop(s.typed)
}

// ending is the end of the explorer: it is done as soon as something has begun it.
type ending struct {
	context.Context
	begin context.CancelCauseFunc
	left  string // the file of a program that had to end, too; "" for none
}

func newEnding(ctx context.Context) *ending {
	e := new(ending)
	e.Context, e.begin = context.WithCancelCause(ctx)
	return e
}

// keep notes a file that a program has changed, if nobody will be told of it any
// more on the screen.
func (e *ending) keep(path string) {
	if e.Err() != nil {
		e.left = path
	}
}

// leave hears of no typed signal until what it gives is called.
func (s signals) leave() func() {
	unheard := make(chan os.Signal, 1) // or else the system would end this process
	signal.Notify(unheard, typedSignals...)
	signal.Stop(s.typed)
	return func() {
		// Stop waits for what is on its way, so that the signal that ended the
		// program is not heard after all.
		last := make(chan os.Signal, 1)
		signal.Notify(last, typedSignals...)
		signal.Stop(last)
		signal.Notify(s.typed, typedSignals...)
		signal.Stop(unheard)
	}
}

// signalOf is the signal that the explorer is to end by.
func signalOf(ending context.Context) os.Signal {
	if by, ok := errors.AsType[SignalError](context.Cause(ending)); ok {
		return by.Signal
	}
	return syscall.SIGTERM
}
