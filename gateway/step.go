package gateway

import "errors"

// Reason says in one word why a call or a token request did not succeed.
type Reason string

// The reasons of an [Explanation].
const (
	ReasonNone          Reason = ""               // nothing is known to be wrong
	ReasonExpired       Reason = "expired"        // the token's lifetime is over
	ReasonRevoked       Reason = "revoked"        // it was good before, and by its lifetime still should be
	ReasonOtherTarget   Reason = "other_target"   // the token is another service's or environment's
	ReasonUnknownToken  Reason = "unknown_token"  // refused, and why cannot be told
	ReasonNewToken      Reason = "new_token"      // refused although it was new
	ReasonNoToken       Reason = "no_token"       // none was sent
	ReasonTokenLost     Reason = "token_lost"     // one was sent, and did not arrive
	ReasonHeader        Reason = "header"         // an Authorization header that is none
	ReasonUnclear       Reason = "unclear"        // a 401 to a write that does not speak of the token
	ReasonAPIKey        Reason = "api_key"        // the path's API key is not accepted
	ReasonCredentials   Reason = "credentials"    // client credentials missing or not accepted
	ReasonTokenEndpoint Reason = "token_endpoint" // no usable answer from it
	ReasonForbidden     Reason = "forbidden"      // the token is good, but may not do this
	ReasonProxy         Reason = "proxy"          // something in between answered
	ReasonNetwork       Reason = "network"        // no connection, or no answer
	ReasonServer        Reason = "server"         // the service failed or takes no more
	ReasonPath          Reason = "path"           // nothing is there, or it moved
	ReasonMethod        Reason = "method"
	ReasonRequest       Reason = "request" // its fields or body are not accepted
	ReasonField         Reason = "field"   // it could not be sent as it stands
	ReasonGuard         Reason = "guard"   // the environment's own guard
	ReasonCancelled     Reason = "cancelled"
	ReasonBody          Reason = "body" // the answer's body is not whole
)

// StepKind is something a person can do about a refusal with one key.
type StepKind string

// The kinds of a [Step].
const (
	StepRenew   StepKind = "renew"   // obtain a new token and send the request with it
	StepManaged StepKind = "managed" // send the request with the target's own token
	StepSend    StepKind = "send"    // send the request again
	StepFetch   StepKind = "fetch"   // obtain a new token
	StepCheck   StepKind = "check"   // prove the token with a safe call
	StepForget  StepKind = "forget"  // drop the token
	StepTarget  StepKind = "target"  // go to the target whose token this is
	StepEdit    StepKind = "edit"    // go to a field of the request
	StepBody    StepKind = "body"    // look at the answer's body
	StepReply   StepKind = "reply"   // look at the token endpoint's raw reply
	StepReload  StepKind = "reload"  // read the configuration again
	StepCurl    StepKind = "curl"    // the call as a command line
)

// Step is one thing to do.
type Step struct {
	Kind   StepKind
	Target Target // of StepTarget: where the token belongs
	Part   string // of StepEdit: as in a FieldError, or "auth"
	Name   string // of StepEdit: of the field within the part, if it has one
}

// remedies are what to do by reason, the likeliest first.
var remedies = map[Reason][]Step{
	ReasonExpired:       {{Kind: StepRenew}, {Kind: StepFetch}, {Kind: StepForget}},
	ReasonRevoked:       {{Kind: StepRenew}, {Kind: StepFetch}, {Kind: StepForget}},
	ReasonOtherTarget:   {{Kind: StepRenew}, {Kind: StepTarget}, {Kind: StepForget}},
	ReasonUnknownToken:  {{Kind: StepRenew}, {Kind: StepCheck}, {Kind: StepForget}},
	ReasonNewToken:      {{Kind: StepCheck}, {Kind: StepRenew}, {Kind: StepReload}},
	ReasonNoToken:       {{Kind: StepManaged}, {Kind: StepEdit, Part: "auth"}},
	ReasonTokenLost:     {{Kind: StepCheck}, {Kind: StepSend}, {Kind: StepReload}},
	ReasonHeader:        {{Kind: StepManaged}, {Kind: StepEdit, Part: "header", Name: "Authorization"}},
	ReasonUnclear:       {{Kind: StepRenew}, {Kind: StepCheck}},
	ReasonAPIKey:        {{Kind: StepReload}, {Kind: StepSend}, {Kind: StepCheck}},
	ReasonCredentials:   {{Kind: StepReload}, {Kind: StepRenew}, {Kind: StepReply}},
	ReasonTokenEndpoint: {{Kind: StepRenew}, {Kind: StepReply}, {Kind: StepReload}},
	ReasonForbidden:     {{Kind: StepCheck}, {Kind: StepSend}},
	ReasonProxy:         {{Kind: StepBody}, {Kind: StepSend}, {Kind: StepReload}},
	ReasonNetwork:       {{Kind: StepSend}, {Kind: StepReload}},
	ReasonServer:        {{Kind: StepSend}, {Kind: StepBody}},
	ReasonPath:          {{Kind: StepEdit, Part: "path"}, {Kind: StepSend}},
	ReasonMethod:        {{Kind: StepEdit, Part: "method"}, {Kind: StepSend}},
	ReasonRequest:       {{Kind: StepEdit, Part: "body"}, {Kind: StepBody}, {Kind: StepSend}},
	ReasonField:         {{Kind: StepEdit}, {Kind: StepReload}},
	ReasonGuard:         {{Kind: StepSend}},
	ReasonCancelled:     {{Kind: StepSend}},
	ReasonBody:          {{Kind: StepSend}, {Kind: StepBody}},
}

// steps are what can be done about this exchange's refusal. With a header of
// a person's own, the way out is the target's own token.
func (x *explainer) steps(reason Reason) []Step {
	var out []Step
	use := x.e.Token
	var failed *TokenError
	noToken := errors.As(x.e.Err, &failed)
	for _, s := range remedies[reason] {
		switch s.Kind {
		case StepRenew:
			if use.Auth == AuthCustom {
				s.Kind = StepManaged
			}
		case StepSend:
			if noToken { // a mere send may be given the same error without asking
				s.Kind = StepRenew
			}
		case StepFetch, StepCheck:
			if use.Auth != AuthManaged {
				continue
			}
		case StepForget:
			if use.Token == nil || !use.Token.Pasted() {
				continue
			}
		case StepTarget:
			s.Target = use.Known.Target
		case StepEdit:
			var field *FieldError
			if errors.As(x.e.Err, &field) {
				if s.Part, s.Name = field.Part, field.Name; field.Part == partAPIKey {
					continue
				}
			}
		case StepReply:
			if !noToken && !errors.As(x.e.Replay.Err, &failed) || failed.Reply == nil {
				continue
			}
		case StepBody:
			if len(x.body.Bytes) == 0 {
				continue
			}
		}
		out = append(out, s)
	}
	if use.Auth == AuthCustom && (reason == ReasonExpired || reason == ReasonRevoked || reason == ReasonOtherTarget || reason == ReasonUnknownToken) {
		out = append(out, Step{Kind: StepEdit, Part: "header", Name: "Authorization"})
	}
	if len(x.e.Attempts) > 0 {
		out = append(out, Step{Kind: StepCurl})
	}
	return out
}
