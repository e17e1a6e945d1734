package ui

import (
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

// lend runs a program that has the screen meanwhile, and hears of no typed
// signal until it has ended.
func (s signals) lend(run func() error) error {
	unheard := make(chan os.Signal, 1) // or else the system would end this process
	signal.Notify(unheard, typedSignals...)
	signal.Stop(s.typed)
	defer func() {
		// Stop waits for what is on its way, so that the signal that ended the
		// program is not heard after all.
		last := make(chan os.Signal, 1)
		signal.Notify(last, typedSignals...)
		signal.Stop(last)
		signal.Notify(s.typed, typedSignals...)
		signal.Stop(unheard)
	}()
	return run()
}
