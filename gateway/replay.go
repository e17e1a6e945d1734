package gateway

import (
	"net/http"
	"strings"
	"time"
)

// settle decides what becomes of the answer to the first attempt: above all
// whether a 401 is worth another token and another attempt.
func (s *sending) settle(grant Grant) error {
	e := s.exchange
	if e.Status != http.StatusUnauthorized || grant.Token == nil {
		s.judge(grant.Token)
		return nil
	}
	state := s.client.tokens.State(e.Target)
	challenge, _ := bearer(e.Header)
	switch {
	case grant.Token.Pasted():
		s.judge(grant.Token)
		e.Replay = Replay{Verdict: ReplayAsk, Why: "the token was pasted, and a pasted one is not replaced by itself: send again with a new one, or forget it"}
	case grant.New:
		s.judge(grant.Token)
		e.Replay = Replay{Verdict: ReplayUseless, Why: "the token was obtained for this very send: another one would hardly do better"}
	case state.Token == grant.Token && state.Refusal.holds(time.Now()):
		e.Replay = Replay{Verdict: ReplayUseless, Why: "this token was refused already when it was new: another one would hardly do better"}
	case e.Request.Safe() || strings.EqualFold(challenge.Param("error"), "invalid_token"):
		return s.replay(grant.Token)
	default:
		e.Replay = Replay{Verdict: ReplayAsk, Why: "the request may change something, and the answer does not say that the token is what was wrong (no invalid_token in its challenge)"}
	}
	return nil
}

// replay sends once more with a new token. The 401 stays the answer if there
// is no new token to be had.
func (s *sending) replay(stale *Token) error {
	e := s.exchange
	s.client.tokens.reject(e.Target, stale, s.name())
	use := e.Token
	grant, err := s.grant()
	if err == nil && !s.fits(grant.Token) {
		e.Token = use
		e.Replay = Replay{Verdict: ReplayUseless, Why: "the settings were changed meanwhile: send again"}
		return nil
	}
	if err != nil {
		e.Replay = Replay{Verdict: ReplayUseless, Why: "no new token could be had: " + err.Error(), Err: err}
		return nil
	}
	if grant.Token == stale {
		e.Replay = Replay{Verdict: ReplayUseless, Why: "this token was refused by another call when it was new: another one would hardly do better"}
		return nil
	}
	keepStart(e.Attempts, e.Body)
	e.Body.Cancel()
	e.Replay = Replay{Verdict: ReplayDone, Why: "the token was refused; sent again with a new one", Refused: use}
	if err := s.chain(grant.Token, "sent again with a new token"); err != nil {
		return err
	}
	if e.Status == http.StatusUnauthorized {
		e.Replay.Why = "the token was refused; sent again with a new one, which was refused as well"
	}
	s.judge(grant.Token)
	return nil
}

// resend is send after a person asked for a new token.
func (s *sending) resend(e *Exchange) error {
	if e.Token.Token != nil {
		s.client.tokens.reject(s.exchange.Target, e.Token.Token, s.name())
	}
	grant, err := s.prepare()
	if err == nil && grant.Token == e.Token.Token {
		// It was kept, because a new one had been refused already, or because
		// it was pasted. A person wants to see another one tried.
		if _, err = s.client.tokens.Refresh(s.ctx, e.Target); err == nil {
			grant, err = s.prepare()
		}
	}
	if err != nil {
		return err
	}
	s.exchange.Replay = Replay{Verdict: ReplayDone, Why: "sent again with a new token because you asked for it"}
	if err := s.chain(grant.Token, "sent again with a new token"); err != nil {
		return err
	}
	s.judge(grant.Token)
	return nil
}

// renew is send with a token obtained for it, because a person asked for one.
// The token is not worth asking for when the request cannot go out.
func (s *sending) renew() error {
	if err := s.assemble(); err != nil {
		return err
	}
	began := time.Now()
	_, err := s.client.tokens.Refresh(s.ctx, s.exchange.Target)
	s.exchange.Token.Wait += time.Since(began)
	if err != nil {
		return err
	}
	s.renewed = true
	return s.send()
}

// judge tells the tokens what the answer says of one that will not be tried
// again.
func (s *sending) judge(token *Token) {
	e := s.exchange
	switch {
	case token == nil:
		if own := bearerValue(s.wire.header); own != "" && e.Status != http.StatusUnauthorized && e.Status < 500 {
			s.client.tokens.values.acceptedBy(e.Target, own, time.Now())
		}
		if e.Status == http.StatusUnauthorized {
			e.Replay = Replay{Verdict: ReplayUseless, Why: "the request went without a token of this program: there is none to renew"}
		}
	case e.Status == http.StatusUnauthorized:
		s.client.tokens.RefusedNew(e.Target, token, Refusal{
			At:       time.Now(),
			TokenAge: e.Token.Age,
			By:       s.name(),
			Words:    s.words(),
		})
	case e.Status < 500: // a server that fails may not have looked at the token
		s.client.tokens.Accepted(e.Target, token)
	}
}

// words are what the server says about a refusal: in its challenge, or else in
// a body that is waited for a moment.
func (s *sending) words() string {
	if challenge, ok := bearer(s.exchange.Header); ok {
		if text := challenge.Param("error_description"); text != "" {
			return s.client.redactor.words(text)
		}
	}
	body := s.exchange.Body.waitShort(startWait)
	return s.client.redactor.words(wordsOf(s.exchange.Header, body).text)
}
