package gateway

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Error is one line without URL query and secrets.
func (e *TransportError) Error() string {
	var s strings.Builder
	if e.Host != "" {
		s.WriteString(e.Host + ": ")
	}
	s.WriteString(e.Fault)
	if e.Stage == StageGate {
		s.WriteString("; nothing was sent")
	}
	if e.Advice != "" && !strings.HasSuffix(e.Advice, "nothing was sent") {
		s.WriteString(" (" + e.Advice + ")")
	}
	return s.String()
}

// transportError says what became of a request that got no answer. A cancel
// stays the context's own error. What net/http says may quote the server: it
// is kept for errors.Is and errors.As, but never printed.
func (g *Gate) transportError(req *http.Request, e *Environment, d *delivery, err error) error {
	ctx := req.Context()
	if cause := context.Cause(ctx); cause == context.Canceled {
		return cause
	}
	p := d.progress()
	out := &TransportError{Stage: StageAnswer, Host: req.URL.Host, Err: &cause{errors.Join(ctx.Err(), context.Cause(ctx), err), wasCancelled(ctx)}}
	if limit, ok := errors.AsType[*noHead](context.Cause(ctx)); ok {
		out.Within = limit.within
	}
	f, known := faultOf(err)
	switch {
	case ctx.Err() != nil:
		f = ranOut(p, out.Within)
	case p.again:
		f = fault{text: "the server closed the kept connection while the request was on its way; " +
			"whether it was acted on is not known, and it was not sent again",
			advice: "send it again if that does no harm"}
	case p.securing && !p.connected && !f.proxy && brokenOff(err):
		f = fault{text: "the server broke off the TLS handshake", advice: "it may want another TLS version or a client certificate, or what listens there is no https server", connect: true}
	case !known && p.answered:
		f = fault{text: "the server's answer broke off", advice: "send it again if that does no harm"}
	case !known && p.connected:
		f = fault{text: "the connection ended before an answer came", advice: "whether the request was acted on is not known"}
	case !known:
		f = fault{text: "no connection could be made", advice: "check base_url, network and proxy"}
	}
	// A handler in the place of the network reports no connection: there the
	// kind of fault alone tells the stage.
	if f.connect || !p.connected && g.options.Transport == nil {
		out.Stage = StageConnect
	}
	if f.refused {
		out.Stage = StageGate
	}
	if f.host != "" {
		out.Host = f.host
	} else if f.proxy {
		out.Host = g.proxyHost(req, e, out.Host)
	}
	out.Fault, out.Advice = g.options.Redactor.Text(f.text), f.advice
	return out
}

// ranOut is the fault of a deadline, by how far the request had come.
func ranOut(p progress, within time.Duration) fault {
	inTime := "in time"
	if within > 0 {
		inTime = "within " + inWords(within)
	}
	const advice = "timeout in the environment's settings sets how long to wait"
	switch {
	case p.answered:
		return fault{text: "the answer had begun, but its head did not come " + inTime, advice: advice}
	case p.written:
		return fault{text: "the request was sent, but there was no answer " + inTime, advice: advice}
	case p.connected:
		return fault{text: "the request could not be written " + inTime, advice: advice}
	}
	return fault{text: "no connection was made " + inTime, advice: advice + "; check network, VPN and proxy"}
}

// proxyHost is the proxy that a request went through, or fallback.
func (g *Gate) proxyHost(req *http.Request, e *Environment, fallback string) string {
	proxy, err := proxyFor(e.Proxy, req.URL, g.options.Redactor)
	if err != nil || proxy == nil {
		return fallback
	}
	return proxy.Host
}

// cause keeps an error recognisable without showing its text, which may hold
// what a server sent or a URL.
type cause struct {
	err       error
	cancelled bool
}

func (c *cause) Error() string { return "cause withheld" }
func (c *cause) Is(target error) bool {
	if target == context.Canceled {
		return c.cancelled
	}
	return errors.Is(c.err, target)
}
func (c *cause) As(target any) bool { return errors.As(c.err, target) }

// wasCancelled tells a cancel from a time limit, and from a request that was
// ended here: to net/http all of them are cancels.
func wasCancelled(ctx context.Context) bool {
	return ctx.Err() == context.Canceled && !errors.Is(context.Cause(ctx), context.DeadlineExceeded)
}

// OutOfTime says in short that the time limit ran out.
func (e *TransportError) OutOfTime() string {
	if e.Stage == StageConnect {
		return "no connection within " + inWords(e.Within)
	}
	return "no answer within " + inWords(e.Within)
}
