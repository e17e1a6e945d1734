package cli

import (
	"context"
	"errors"
	"os"
	"syscall"

	"gatehouse/gateway"
	"gatehouse/ui"
)

// The exit statuses of every command.
const (
	exitOK          = 0
	exitFailed      = 1 // no answer, or something here went wrong
	exitUsage       = 2 // the command line or the configuration is wrong
	exitClientError = 4 // the answer was 4xx
	exitServerError = 5 // the answer was 5xx
	exitNoToken     = 6 // no token could be had
	exitGuarded     = 7 // the guard refused to send

	exitDifferent  = 1 // of diff and compare: what was compared differs
	exitUncompared = 2 // of these: whatever kept it from comparing

	exitSignal = 128 // plus the number of the signal that ended it, as shells have it
)

// exit is how a command ends when it does not end well.
type exit struct {
	status int
	err    error // nil when all there is to say was said already
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// usage marks an error as one of the command line or the configuration.
func usage(err error) error { return &exit{exitUsage, err} }

// exitStatus is the status that an error of a command stands for. What the
// configuration package says is marked by usage where it is called.
func exitStatus(err error) int {
	var (
		ended *exit
		token *gateway.TokenError
		guard *gateway.GuardError
		field *gateway.FieldError
		quit  ui.SignalError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &ended):
		return ended.status
	case errors.As(err, &token):
		if errors.Is(token.Err, context.Canceled) {
			return exitFailed
		}
		return exitNoToken
	case errors.As(err, &guard):
		return exitGuarded
	case errors.As(err, &field):
		return exitUsage
	case errors.As(err, &quit):
		if n, ok := quit.Signal.(syscall.Signal); ok {
			return exitSignal + int(n)
		}
	}
	return exitFailed
}

// endedBy is how a command ends that a signal came upon. What was done all the
// same stays done: a sandbox ends so, and a comparison may just have been written.
func endedBy(by os.Signal, err error) error {
	n, ok := by.(syscall.Signal)
	if err == nil || !ok || errors.Is(err, errDifferent) {
		return err
	}
	var ended *exit
	if errors.As(err, &ended) {
		err = ended.err
	}
	return &exit{exitSignal + int(n), err}
}

// answerStatus is the exit status that the status of an answer stands for, 0
// for no answer.
func answerStatus(httpStatus int) int {
	switch {
	case httpStatus >= 500, httpStatus > 0 && !gateway.ValidStatus(httpStatus):
		return exitServerError
	case httpStatus >= 400:
		return exitClientError
	}
	return exitOK
}
