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
	p := gateway.Look(ctx, d.session.gate, e)
	out := []finding{nameFinding(&p), proxyFinding(&p, e), answerFinding(&p)}
	if p.Err == nil {
		out = append(out, tlsFinding(&p, e, d.Now()), clockFinding(&p))
	} else if f, ok := handshakeFinding(&p, e); ok {
		out = append(out, f)
	}
	for i := range out {
		out[i] = out[i].of(e.Name)
	}
	return out
}

func nameFinding(p *gateway.Probe) finding {
	switch {
	case p.LookupErr != nil:
		return found(subjectNetwork, "name", resultFail, errorText(p.LookupErr), adviceOf(p.LookupErr))
	case p.Name == "":
		return found(subjectNetwork, "name", resultOK, p.Host+" needs no looking up", "")
	case p.Proxy != "":
		return found(subjectNetwork, "name", resultOK, p.Name+", the proxy, is found; it looks up "+p.Host+" itself", "")
	}
	return found(subjectNetwork, "name", resultOK, fmt.Sprintf("%s is found (%s)", p.Name, addresses(p)), "")
}

func addresses(p *gateway.Probe) string {
	if len(p.Addresses) == 1 {
		return p.Addresses[0].String()
	}
	return fmt.Sprintf("%d addresses", len(p.Addresses))
}

func proxyFinding(p *gateway.Probe, e *gateway.Environment) finding {
	from := "HTTPS_PROXY"
	if e.Proxy != "" {
		from = "proxy of " + e.Name
	}
	switch {
	case p.ProxyErr != nil:
		return found(subjectNetwork, "proxy", resultFail, p.ProxyErr.Error(), "correct "+from+`, or write proxy = "none"`)
	case p.AtProxy():
		return found(subjectNetwork, "proxy", resultFail, p.Proxy+" ("+from+") lets nothing through: "+errorText(p.Err), adviceOf(p.Err))
	case p.Proxy != "":
		return found(subjectNetwork, "proxy", resultOK, "by "+p.Proxy+" ("+from+")", "")
	case e.Proxy == gateway.NoProxy:
		return found(subjectNetwork, "proxy", resultOK, `none: proxy = "none"`, "")
	}
	return found(subjectNetwork, "proxy", resultOK, "none applies", "")
}

func answerFinding(p *gateway.Probe) finding {
	switch {
	case p.LookupErr != nil:
		return found(subjectNetwork, "answer", resultFail, "not asked: "+p.Name+" is not found", "see name, above")
	case p.AtProxy():
		return found(subjectNetwork, "answer", resultFail, "not asked: the proxy is in the way", "see proxy, above")
	case p.Err != nil:
		return found(subjectNetwork, "answer", resultFail, errorText(p.Err), adviceOf(p.Err))
	}
	return found(subjectNetwork, "answer", resultOK, fmt.Sprintf("%s answers (%d without credentials)", p.Host, p.Status), "")
}

// handshakeFinding is for a server that was reached and not believed.
func handshakeFinding(p *gateway.Probe, e *gateway.Environment) (finding, bool) {
	var unbelieved *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	if !errors.As(p.Err, &unbelieved) && !errors.As(p.Err, &alert) && !errors.As(p.Err, &record) {
		return finding{}, false
	}
	detail := errorText(p.Err)
	if e.CAFile != "" {
		detail += "; trusted are the system's authorities and those of " + e.CAFile
	}
	return found(subjectNetwork, "tls", resultFail, detail, adviceOf(p.Err)), true
}

func tlsFinding(p *gateway.Probe, e *gateway.Environment, now time.Time) finding {
	if u, err := url.Parse(e.BaseURL); err == nil && u.Scheme == "http" {
		return found(subjectNetwork, "tls", resultOK, "plain http, which stays on this machine", "")
	}
	if p.TLS == nil || len(p.TLS.PeerCertificates) == 0 || len(p.TLS.VerifiedChains) == 0 {
		return found(subjectNetwork, "tls", resultFail, "the answer came without a certificate", "this is a fault of the program")
	}
	chain := p.TLS.VerifiedChains[0]
	ends := chain[0].NotAfter
	for _, c := range chain {
		if c.NotAfter.Before(ends) {
			ends = c.NotAfter
		}
	}
	left := ends.Sub(now)
	detail := fmt.Sprintf("%s, certificate until %s, signed by %q", tls.VersionName(p.TLS.Version), ends.UTC().Format(time.DateOnly), chain[len(chain)-1].Subject.CommonName)
	if e.CAFile != "" {
		detail += "; ca_file is trusted too"
	}
	if left < certificateSoon {
		return found(subjectNetwork, "tls", resultWarn, detail+": that is in "+words.Left(left), "whoever runs the server must replace it by then")
	}
	return found(subjectNetwork, "tls", resultOK, detail, "")
}

func clockFinding(p *gateway.Probe) finding {
	const fix = "set this machine's clock by the network; if it is right, tell whoever runs the server"
	if !p.Dated {
		return found(subjectNetwork, "clock", resultWarn, "the answer has no Date: the clocks cannot be compared", "nothing, unless tokens expire early or late")
	}
	side := "ahead of"
	if p.Skew < 0 {
		side = "behind"
	}
	detail := fmt.Sprintf("the server's clock is %s %s ours", words.Left(p.Skew.Abs()), side)
	switch skew := p.Skew.Abs(); {
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

// tokens obtains a token of every service of an environment.
func (d *doctor) tokens(ctx context.Context, e *gateway.Environment, reached bool) []finding {
	services := d.session.dir.Services
	out := make([]finding, len(services))
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i, s := range services {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			out[i] = d.exchange(ctx, gateway.Target{Environment: e.Name, Service: s.Name}, reached).of(e.Name).at(s.Name)
		})
	}
	all.Wait()
	return out
}

func (d *doctor) exchange(ctx context.Context, target gateway.Target, reached bool) finding {
	if !reached {
		return found(subjectTokens, "exchange", resultFail, "not tried: the environment gives no answer", "see network, above")
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
