package gateway

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
func (e *GuardError) Error() string { panic("contract") }

// Guard is the gate's own rule, to be asked before a request is sent: nil if
// the request would be let out. The name is compared exactly.
func Guard(e *Environment, method string, safety Safety, confirmed string) *GuardError {
	panic("contract")
}
