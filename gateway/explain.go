package gateway

// Explanation is what the evidence says about a refusal or failure.
type Explanation struct {
	Cause    string   // one sentence: what is the matter
	Evidence []string // what that rests on, our words and the server's, the latter not yet cleaned
	Try      []string // what to do, the likeliest first
}

// Explain reads the evidence of an exchange that did not succeed. The second
// result is false when there is nothing to explain. It is a pure function of
// the exchange and the body that has arrived.
func (e *Exchange) Explain() (Explanation, bool) { panic("contract") }

// Explain says the same of a token request.
func (e *TokenError) Explain() Explanation { panic("contract") }
