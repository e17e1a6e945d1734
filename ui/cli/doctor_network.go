package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// Limits beyond which the doctor warns.
const (
	certificateSoon = 14 * 24 * time.Hour
	skewNotable     = 30 * time.Second
	skewWrong       = 5 * time.Minute
)

// network looks at the way to an environment.
func (d *doctor) network(ctx context.Context, e *gateway.Environment) []finding {
	r := gateway.Reach(ctx, d.session.gate, e)
	out := []finding{nameFinding(&r), proxyFinding(&r, e)}
	if f, ok := handshakeFinding(&r, e); ok {
		out = append(out, skipped(subjectNetwork, "answer", "not asked: the server is not believed to be the right one", "tls, below"), f)
	} else {
		out = append(out, answerFinding(&r))
	}
	if r.Err == nil {
		out = append(out, tlsFinding(&r, e, d.Now()), clockFinding(&r))
	}
	for i := range out {
		out[i] = out[i].of(e.Name)
	}
	return out
}

func nameFinding(r *gateway.Reachability) finding {
	switch {
	case r.ProxyErr != nil:
		return skipped(subjectNetwork, "name", "not looked up: which proxy does so is not known", "proxy, below")
	case r.LookupErr != nil:
		return found(subjectNetwork, "name", resultFail, errorText(r.LookupErr), adviceOf(r.LookupErr))
	case r.Name == "":
		return found(subjectNetwork, "name", resultOK, r.Host+" needs no looking up", "")
	case r.Proxy != "":
		return found(subjectNetwork, "name", resultOK, r.Name+", the proxy, is found; it looks up "+r.Host+" itself", "")
	}
	return found(subjectNetwork, "name", resultOK, fmt.Sprintf("%s is found (%s)", r.Name, addresses(r)), "")
}

func addresses(r *gateway.Reachability) string {
	if len(r.Addresses) == 1 {
		return r.Addresses[0].String()
	}
	return fmt.Sprintf("%d addresses", len(r.Addresses))
}

func proxyFinding(r *gateway.Reachability, e *gateway.Environment) finding {
	from := "HTTPS_PROXY"
	if e.Proxy != "" {
		from = "proxy of " + e.Name
	}
	switch {
	case r.ProxyErr != nil:
		return found(subjectNetwork, "proxy", resultFail, r.ProxyErr.Error(), "correct "+from+`, or write proxy = "none"`)
	case r.Proxy != "" && r.LookupErr != nil:
		return skipped(subjectNetwork, "proxy", "not tried: "+r.Proxy+" ("+from+") is not found", "name, above")
	case r.AtProxy():
		return found(subjectNetwork, "proxy", resultFail, r.Proxy+" ("+from+") lets nothing through: "+errorText(r.Err), adviceOf(r.Err))
	case r.Proxy != "":
		return found(subjectNetwork, "proxy", resultOK, "by "+r.Proxy+" ("+from+")", "")
	case e.Proxy == gateway.NoProxy:
		return found(subjectNetwork, "proxy", resultOK, `none: proxy = "none"`, "")
	}
	return found(subjectNetwork, "proxy", resultOK, "none applies", "")
}

func answerFinding(r *gateway.Reachability) finding {
	switch {
	case r.LookupErr != nil:
		return skipped(subjectNetwork, "answer", "not asked: "+r.Name+" is not found", "name, above")
	case r.AtProxy():
		return skipped(subjectNetwork, "answer", "not asked: the proxy is in the way", "proxy, above")
	case r.Err != nil:
		return found(subjectNetwork, "answer", resultFail, errorText(r.Err), adviceOf(r.Err))
	}
	return found(subjectNetwork, "answer", resultOK, fmt.Sprintf("%s answers (%d without credentials)", r.Host, r.Status), "")
}

// handshakeFinding is for a server that was reached and not believed.
func handshakeFinding(r *gateway.Reachability, e *gateway.Environment) (finding, bool) {
	var unbelieved *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	if !errors.As(r.Err, &unbelieved) && !errors.As(r.Err, &alert) && !errors.As(r.Err, &record) {
		return finding{}, false
	}
	detail := errorText(r.Err)
	if e.CAFile != "" {
		detail += "; trusted are the system's authorities and those of " + e.CAFile
	}
	return found(subjectNetwork, "tls", resultFail, detail, adviceOf(r.Err)), true
}

func tlsFinding(r *gateway.Reachability, e *gateway.Environment, now time.Time) finding {
	if u, err := url.Parse(e.BaseURL); err == nil && u.Scheme == "http" {
		return found(subjectNetwork, "tls", resultOK, "plain http, which stays on this machine", "")
	}
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 || len(r.TLS.VerifiedChains) == 0 {
		return found(subjectNetwork, "tls", resultFail, "the answer came without a certificate", "this is a fault of the program")
	}
	chain := r.TLS.VerifiedChains[0]
	ends := chain[0].NotAfter
	for _, c := range chain {
		if c.NotAfter.Before(ends) {
			ends = c.NotAfter
		}
	}
	left := ends.Sub(now)
	detail := fmt.Sprintf("%s, certificate until %s, signed by %q", tls.VersionName(r.TLS.Version), ends.UTC().Format(time.DateOnly), chain[len(chain)-1].Subject.CommonName)
	if e.CAFile != "" {
		detail += "; ca_file is trusted too"
	}
	if left < certificateSoon {
		return found(subjectNetwork, "tls", resultWarn, detail+": that is in "+words.Left(left), "whoever runs the server must replace it by then")
	}
	return found(subjectNetwork, "tls", resultOK, detail, "")
}

func clockFinding(r *gateway.Reachability) finding {
	const fix = "set this machine's clock by the network; if it is right, tell whoever runs the server"
	if !r.Dated {
		return found(subjectNetwork, "clock", resultWarn, "the answer has no Date: the clocks cannot be compared", "nothing, unless tokens expire early or late")
	}
	side := "ahead of"
	if r.Skew < 0 {
		side = "behind"
	}
	detail := fmt.Sprintf("the server's clock is %s %s ours", words.Left(r.Skew.Abs()), side)
	switch skew := r.Skew.Abs(); {
	case skew >= skewWrong:
		return found(subjectNetwork, "clock", resultFail, detail, fix)
	case skew >= skewNotable:
		return found(subjectNetwork, "clock", resultWarn, detail, fix)
	case skew < 2*time.Second:
		detail = "the server's is the same as ours"
	}
	return found(subjectNetwork, "clock", resultOK, detail, "")
}

// atOnce is how many tokens of one environment are asked for at a time.
const atOnce = 5

// obstacle is what stands in the way of an environment's token requests, as
// the checks before have found it. The zero value is nothing.
type obstacle struct{ what, see string }

// obstacleOf looks for an obstacle among the findings so far.
func (d *doctor) obstacleOf(environment string) obstacle {
	answered := false
	for _, f := range d.report {
		switch {
		case f.where() != environment:
		case f.Subject == subjectSecrets && f.Result == resultFail && f.Check != "api_key":
			return obstacle{"there is no " + f.Check, "secrets, above"}
		case f.Subject == subjectNetwork && f.Check == "answer":
			answered = f.Result == resultOK
		}
	}
	if !answered {
		return obstacle{"the environment gives no answer", "network, above"}
	}
	return obstacle{}
}

// tokens obtains a token of every service of an environment.
func (d *doctor) tokens(ctx context.Context, e *gateway.Environment) []finding {
	services := d.session.dir.Services
	out := make([]finding, len(services))
	inWay := d.obstacleOf(e.Name)
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i, s := range services {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			out[i] = d.exchange(ctx, gateway.Target{Environment: e.Name, Service: s.Name}, inWay).of(e.Name).at(s.Name)
		})
	}
	all.Wait()
	return out
}

func (d *doctor) exchange(ctx context.Context, target gateway.Target, inWay obstacle) finding {
	if inWay != (obstacle{}) {
		return skipped(subjectTokens, "exchange", "not tried: "+inWay.what, inWay.see)
	}
	grant, err := d.session.tokens.Get(ctx, target)
	var refusal *gateway.TokenError
	switch {
	case errors.As(err, &refusal):
		detail := refusal.Fault
		if refusal.HTTPStatus != 0 {
			detail = fmt.Sprintf("HTTP %d: %s", refusal.HTTPStatus, detail)
		}
		if refusal.Description != "" {
			detail += fmt.Sprintf("; the server says %q", refusal.Description)
		}
		return found(subjectTokens, "exchange", resultFail, detail, refusal.Advice)
	case err != nil:
		return found(subjectTokens, "exchange", resultFail, err.Error(), "run it again")
	}
	t := grant.Token
	detail := badge(d.session.tokens.State(target).Status(d.Now()))
	if t.FromStore {
		return found(subjectTokens, "exchange", resultOK, detail+", from the token cache", "")
	}
	if t.Reply != nil {
		detail += ", obtained in " + words.Took(t.Reply.Took)
	}
	if t.LifetimeNote != "" {
		detail += "; " + t.LifetimeNote
	}
	return found(subjectTokens, "exchange", resultOK, detail, "")
}

// adviceOf is what an error says is to be done.
func adviceOf(err error) string {
	var t *gateway.TransportError
	if errors.As(err, &t) && t.Advice != "" {
		return t.Advice
	}
	return "check base_url, network and proxy"
}
