package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// tokenExchange is one token request: what it needs, from settings that do not
// change under it.
type tokenExchange struct {
	target Target
	env    *Environment
	home   home
	vault  *Vault
	gate   http.RoundTripper
	values *values // nil where nobody asks what became of the token

	store       Store       // nil for none; see share
	noteTrouble func(error) // takes what went wrong with it, or nil
	demand      demand
	refused     Secret // a token of this value was refused
}

// tokenOutcome is how a token request ended: with a token or an error.
type tokenOutcome struct {
	token *Token
	err   *TokenError
	// failures and retryAt are those of all runs that share a store, zero
	// without one.
	failures int
	retryAt  time.Time
}

// run resolves the credentials and obtains a token with them, from the store
// if there is one, or by one request. Every token is known to the redactor
// before run returns it.
func (x *tokenExchange) run(ctx context.Context) tokenOutcome {
	id, secret, err := x.credentials(ctx)
	if err != nil {
		return tokenOutcome{err: err}
	}
	if x.store != nil {
		return x.share(ctx, id, secret)
	}
	return x.ask(ctx, id, secret)
}

// ask asks the endpoint once and reads the answer.
func (x *tokenExchange) ask(ctx context.Context, id, secret Secret) tokenOutcome {
	reply, found, err := x.post(ctx, id, secret)
	if err != nil {
		return tokenOutcome{err: err}
	}
	for _, s := range found.credentials(reply.Body) {
		x.vault.redactor.Learn(s)
	}
	token, err := x.judge(reply, found)
	x.remember(token)
	return tokenOutcome{token: token, err: err}
}

// remember notes whose token this is, nil for none: sent elsewhere, it will be
// known again.
func (x *tokenExchange) remember(t *Token) {
	if t != nil && x.values != nil {
		x.values.obtained(x.target, t)
	}
}

// credentials resolves the environment's client id and secret.
func (x *tokenExchange) credentials(ctx context.Context) (id, secret Secret, failure *TokenError) {
	id, err := x.vault.Get(ctx, x.env.ClientID)
	if err != nil {
		return "", "", x.noCredentials("client_id", err)
	}
	secret, err = x.vault.Get(ctx, x.env.ClientSecret)
	if err != nil {
		return "", "", x.noCredentials("client_secret", err)
	}
	if x.env.Style() == AuthBasic {
		escapedID, escapedSecret := basicCredentials(id, secret)
		x.vault.redactor.LearnPair(id, secret)
		x.vault.redactor.LearnPair(Secret(escapedID), Secret(escapedSecret))
	}
	return id, secret, nil
}

// post sends the token request and reads the answer. It takes at most the
// environment's WaitLimit.
func (x *tokenExchange) post(ctx context.Context, id, secret Secret) (*Reply, content, *TokenError) {
	ctx, cancel := context.WithTimeout(ctx, x.env.WaitLimit())
	defer cancel()
	call := WithCall(ctx, Call{Environment: x.env, Service: x.target.Service, token: true})
	req, err := newTokenRequest(call, x.home.tokenURL, x.env.Style(), id, secret)
	if err != nil {
		return nil, content{}, x.badEndpoint(err)
	}
	sent := time.Now()
	resp, err := x.gate.RoundTrip(req)
	if err != nil {
		return nil, content{}, x.unreached(ctx, err)
	}
	defer resp.Body.Close()
	// One byte more than is kept tells a body that is too long.
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxTokenReply+1))
	arrived := time.Now()
	found := readContent(resp.Header, body)
	reply := &Reply{
		Status:    resp.StatusCode,
		Header:    resp.Header.Clone(),
		Body:      body[:min(len(body), MaxTokenReply)],
		SentAt:    sent,
		Took:      arrived.Sub(sent),
		Style:     x.env.Style(),
		ClockSkew: clockSkew(resp.Header, sent, arrived),
	}
	if err != nil && found.shape != ShapeOversize {
		return nil, content{}, x.brokenOff(ctx, reply, err)
	}
	return reply, found, nil
}

// clockSkew is how far the server's clock is ahead of ours, to the second;
// zero if it does not say. Date is cut to whole seconds, and was written at
// some moment between sending and arrival.
func clockSkew(header http.Header, sent, arrived time.Time) time.Duration {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	theirs := date.Add(time.Second / 2)
	ours := sent.Round(0).Add(arrived.Sub(sent) / 2)
	return theirs.Sub(ours).Round(time.Second)
}

// judge makes a token of an answer, or says why it cannot.
func (x *tokenExchange) judge(reply *Reply, found content) (*Token, *TokenError) {
	switch {
	case reply.Status/100 == 3:
		return nil, x.redirected(reply, found)
	case reply.Status/100 != 2:
		return nil, x.refusedBy(reply, found)
	case found.shape != ShapeObject:
		return nil, x.notAReply(reply, found)
	case found.hasError():
		return nil, x.refusedBy(reply, found)
	}
	value, fault := found.accessToken()
	if fault == "" {
		fault = found.tokenTypeFault()
	}
	if fault != "" {
		return nil, x.unusable(reply, found, fault)
	}
	t := &Token{
		Value:      value,
		Type:       found.text("token_type"),
		ObtainedAt: reply.SentAt.Add(reply.Took),
		Reply:      reply,
		home:       x.home,
	}
	stated, note := expiresIn(found.members)
	t.LifetimeNote = note
	x.live(t, stated, stated > 0)
	return t, nil
}

// live gives a token its lifetime: the stated one, or what the settings assume.
func (x *tokenExchange) live(t *Token, lifetime time.Duration, stated bool) {
	switch {
	case stated:
		t.Lifetime, t.LifetimeSource = lifetime, LifetimeStated
	case x.env.AssumedLifetime > 0:
		t.Lifetime, t.LifetimeSource = min(x.env.AssumedLifetime, longestLifetime), LifetimeAssumed
	default:
		t.Lifetime, t.LifetimeSource = 0, LifetimeNotStated
	}
}

// failure makes a TokenError. Reply and found are those of the answer, if
// there was one.
func (x *tokenExchange) failure(stage Stage, reply *Reply, found content, fault, advice string) *TokenError {
	e := &TokenError{
		Target:   x.target,
		Stage:    stage,
		Endpoint: x.home.shownURL(),
		Style:    x.env.Style(),
		Shape:    found.shape,
		Fault:    fault,
		Advice:   x.fill(advice),
		At:       time.Now(),
		Reply:    reply,
	}
	if reply != nil {
		e.HTTPStatus = reply.Status
		e.Advice = joinSentences(e.Advice, skewAdvice(reply.ClockSkew))
	}
	return e
}

func (x *tokenExchange) noCredentials(name string, err error) *TokenError {
	e := x.failure(StageCredentials, nil, content{}, name+": "+err.Error(), adviceCredentials)
	e.Err = err
	return e
}

func (x *tokenExchange) badEndpoint(err error) *TokenError {
	e := x.failure(StageGate, nil, content{}, err.Error(), adviceEndpoint)
	e.Err = err
	return e
}

// unreached says why no answer came. Only what the gate says is repeated: any
// other error may print the URL, which holds the secret in the query style.
func (x *tokenExchange) unreached(ctx context.Context, err error) *TokenError {
	e := x.failure(StageConnect, nil, content{}, "the token endpoint could not be reached", adviceConnect)
	e.Err = withoutURL(err)
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	if late {
		e.Stage, e.Fault, e.Advice = StageAnswer, "no answer came in time", x.fill(adviceTimeout)
	}
	if refusal, ok := errors.AsType[*GuardError](err); ok {
		e.Stage, e.Fault, e.Advice = StageGate, refusal.Error(), ""
	} else if fault, ok := errors.AsType[*TransportError](err); ok {
		e.Stage, e.Fault, e.Advice = fault.Stage, fault.Fault, fault.Advice
		if fault.Host != "" {
			e.Fault = fault.Host + ": " + fault.Fault
		}
	}
	if late {
		e.Fault += fmt.Sprintf(" (the limit is %s)", x.env.WaitLimit())
	}
	return e
}

// brokenOff is an answer whose body ended in an error.
func (x *tokenExchange) brokenOff(ctx context.Context, reply *Reply, err error) *TokenError {
	fault := fmt.Sprintf("the answer broke off after %d bytes", len(reply.Body))
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		fault = fmt.Sprintf("the answer was not whole within %s: %d bytes came", x.env.WaitLimit(), len(reply.Body))
	}
	e := x.failure(StageAnswer, reply, content{}, fault, adviceTimeout)
	e.Err = withoutURL(err)
	return e
}

// withoutURL is the cause beneath a *url.Error, whose text is the whole URL.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}
