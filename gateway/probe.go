package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// Probe is what can be told of the way to an environment without credentials:
// by looking up its name, and by one HEAD of its base URL through the gate. Any
// answer proves the way.
type Probe struct {
	Host string // host and port of the base URL

	// Name is what was looked up: the host, or that of the proxy, which looks
	// up the host itself; "" when the host is written as an address.
	Name      string
	Addresses []netip.Addr
	LookupErr error // a *TransportError

	Proxy    string // host and port, "" for a direct connection
	ProxyErr error  // the setting cannot be read

	Status int                  // of the answer, zero for none
	TLS    *tls.ConnectionState // nil without an answer, and for plain http
	// Skew is how far the server's clock is ahead, if Dated: the answer had a
	// Date header.
	Skew  time.Duration
	Dated bool
	Err   error // why no answer came: as RoundTrip of a gate has it, nil if one did
}

// Look probes an environment. It takes at most the environment's WaitLimit.
func Look(ctx context.Context, gate *Gate, e *Environment) Probe {
	ctx, cancel := context.WithTimeout(ctx, e.WaitLimit())
	defer cancel()
	p := Probe{Host: hostOf(e.BaseURL)}
	base, err := parseBaseURL(e.BaseURL)
	if err != nil {
		p.Err = err
		return p
	}
	proxy, err := proxyFor(e.Proxy, base, gate.options.Redactor)
	if err != nil {
		p.ProxyErr, p.Err = err, err
		return p
	}
	host := base.Hostname()
	if proxy != nil {
		p.Proxy, host = proxy.Host, proxy.Hostname()
	}
	p.lookup(ctx, host)
	if p.LookupErr == nil {
		p.ask(ctx, gate, e, base)
	} else {
		p.Err = p.LookupErr
	}
	return p
}

// lookup asks for the addresses of a host, unless it is one.
func (p *Probe) lookup(ctx context.Context, host string) {
	if _, err := netip.ParseAddr(host); err == nil {
		return
	}
	p.Name = host
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err == nil {
		for _, a := range addresses {
			p.Addresses = append(p.Addresses, a.Unmap())
		}
		return
	}
	f, known := faultOf(err)
	if !known {
		f = fault{text: "looking up the name failed", advice: "check network and VPN"}
	}
	p.LookupErr = &TransportError{Stage: StageConnect, Host: host, Fault: f.text, Advice: f.advice, Err: &cause{err: err}}
}

// ask sends the one request.
func (p *Probe) ask(ctx context.Context, gate *Gate, e *Environment, base *url.URL) {
	ctx = WithCall(ctx, Call{Environment: e})
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, base.JoinPath("/").String(), nil)
	if err != nil {
		p.Err = errors.New("no request can be made of base_url")
		return
	}
	sent := time.Now()
	resp, err := gate.RoundTrip(req)
	if err != nil {
		p.Err = err
		return
	}
	defer resp.Body.Close()
	p.Status, p.TLS = resp.StatusCode, resp.TLS
	p.Dated = resp.Header.Get("Date") != ""
	p.Skew = clockSkew(resp.Header, sent, time.Now())
}

// AtProxy reports whether it was the proxy that let the request down.
func (p *Probe) AtProxy() bool {
	if p.ProxyErr != nil {
		return true
	}
	var t *TransportError
	return p.Proxy != "" && errors.As(p.Err, &t) && t.Stage == StageConnect && (t.Host == p.Proxy || p.LookupErr != nil)
}
