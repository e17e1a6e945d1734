package gateway

import (
	"fmt"
	"strings"
)

// GuardReason says why the guard refuses a request.
type GuardReason string

// The reasons of a [GuardError].
const (
	GuardReadOnly GuardReason = "read_only" // the environment allows no writes
	GuardConfirm  GuardReason = "confirm"   // the environment's name must be typed
	GuardWrong    GuardReason = "wrong"     // another name was typed
)

// GuardError is a request that the gate refuses to let out.
type GuardError struct {
	Environment string
	Method      string
	Reason      GuardReason
}

// Error says what was refused, for which environment, and what to do.
func (e *GuardError) Error() string {
	refused := fmt.Sprintf("%s to %s was not sent: ", e.Method, e.Environment)
	switch e.Reason {
	case GuardReadOnly:
		return refused + "the environment is read-only (read_only in its settings)"
	case GuardWrong:
		return refused + fmt.Sprintf("the environment is guarded and another name was given; confirm with exactly %q", e.Environment)
	default:
		return refused + fmt.Sprintf("the environment is guarded; confirm with its name, %q", e.Environment)
	}
}

// Guard is the gate's own rule, to be asked before a request is sent: nil if
// the request would be let out. The name is compared exactly. That an
// environment is read-only weighs more than any confirmation.
func Guard(e *Environment, method string, safety Safety, confirmed string) *GuardError {
	refusal := &GuardError{Environment: e.Name, Method: strings.ToUpper(method)}
	switch {
	case safety.Safe(method):
		return nil
	case e.ReadOnly:
		refusal.Reason = GuardReadOnly
	case !e.Guarded || confirmed == e.Name && confirmed != "":
		return nil
	case confirmed == "":
		refusal.Reason = GuardConfirm
	default:
		refusal.Reason = GuardWrong
	}
	return refusal
}
