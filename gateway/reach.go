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

// Reachability is what can be told of the way to an environment without
// credentials: by looking up its name, and by one HEAD of its base URL through
// the gate. Any answer proves the way.
type Reachability struct {
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

// Reach tries the way to an environment. It takes at most the environment's WaitLimit.
func Reach(ctx context.Context, gate *Gate, e *Environment) Reachability {
	ctx, cancel := context.WithTimeout(ctx, e.WaitLimit())
	defer cancel()
	r := Reachability{Host: hostOf(e.BaseURL)}
	base, err := parseBaseURL(e.BaseURL)
	if err != nil {
		r.Err = err
		return r
	}
	proxy, err := proxyFor(e.Proxy, base, gate.options.Redactor)
	if err != nil {
		r.ProxyErr, r.Err = err, err
		return r
	}
	host := base.Hostname()
	if proxy != nil {
		r.Proxy, host = proxy.Host, proxy.Hostname()
	}
	r.lookup(ctx, host)
	if r.LookupErr == nil {
		r.ask(ctx, gate, e, base)
	} else {
		r.Err = r.LookupErr
	}
	return r
}

// lookup asks for the addresses of a host, unless it is one.
func (r *Reachability) lookup(ctx context.Context, host string) {
	if _, err := netip.ParseAddr(host); err == nil {
		return
	}
	r.Name = host
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err == nil {
		for _, a := range addresses {
			r.Addresses = append(r.Addresses, a.Unmap())
		}
		return
	}
	f, known := faultOf(err)
	if !known {
		f = fault{text: "looking up the name failed", advice: "check network and VPN"}
	}
	r.LookupErr = &TransportError{Stage: StageConnect, Host: host, Fault: f.text, Advice: f.advice, Err: &cause{err, errors.Is(err, context.Canceled)}}
}

// ask sends the one request.
func (r *Reachability) ask(ctx context.Context, gate *Gate, e *Environment, base *url.URL) {
	ctx = WithCall(ctx, Call{Environment: e})
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, base.JoinPath("/").String(), nil)
	if err != nil {
		r.Err = errors.New("no request can be made of base_url")
		return
	}
	sent := time.Now()
	resp, err := gate.RoundTrip(req)
	if err != nil {
		r.Err = err
		return
	}
	defer resp.Body.Close()
	r.Status, r.TLS = resp.StatusCode, resp.TLS
	r.Dated = resp.Header.Get("Date") != ""
	r.Skew = clockSkew(resp.Header, sent, time.Now())
}

// AtProxy reports whether it was the proxy that let the request down.
func (r *Reachability) AtProxy() bool {
	if r.ProxyErr != nil {
		return true
	}
	var t *TransportError
	return r.Proxy != "" && errors.As(r.Err, &t) && t.Stage == StageConnect && (t.Host == r.Proxy || r.LookupErr != nil)
}
