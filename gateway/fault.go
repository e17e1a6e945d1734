package gateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// fault is what went wrong on the way, in plain words.
type fault struct {
	text    string
	advice  string
	connect bool   // before any request could be written
	refused bool   // net/http itself would not send such a request
	proxy   bool   // it was the proxy that could not be reached
	host    string // where it happened, "" for the request's own host
}

// faultOf names an error of net/http. The second result is false for one that
// says nothing more than that the exchange ended.
func faultOf(err error) (fault, bool) {
	for _, name := range []func(error) (fault, bool){proxyFault, lookupFault, tlsFault, socketFault, protocolFault} {
		if f, ok := name(err); ok {
			return f, true
		}
	}
	return fault{}, false
}

func proxyFault(err error) (fault, bool) {
	var setting *proxySettingError
	if errors.As(err, &setting) {
		advice := "correct it; nothing was sent"
		if setting.variable != "" {
			advice = `correct it, or write proxy = "none" for this environment; nothing was sent`
		}
		return fault{text: setting.Error(), advice: advice, connect: true}, true
	}
	var tunnel *tunnelError
	if errors.As(err, &tunnel) {
		f := fault{connect: true, host: tunnel.proxy,
			text:   fmt.Sprintf("the proxy answered %d %s to the request for a tunnel", tunnel.status, http.StatusText(tunnel.status)),
			advice: "ask who runs the proxy whether it lets this host through, or set proxy = \"none\""}
		if tunnel.status == http.StatusProxyAuthRequired {
			f.advice = "the proxy wants credentials: http://user:password@host:port"
		}
		return f, true
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "proxyconnect" {
		inner, known := faultOf(op.Err)
		if !known {
			inner.text = "it could not be reached"
		}
		return fault{text: "the proxy: " + inner.text, advice: "check proxy in the settings and HTTPS_PROXY", connect: true, proxy: true}, true
	}
	if strings.Contains(err.Error(), "socks connect") {
		return fault{text: "the SOCKS proxy made no connection", advice: "check proxy in the settings and HTTPS_PROXY", connect: true, proxy: true}, true
	}
	return fault{}, false
}

func lookupFault(err error) (fault, bool) {
	if errors.Is(err, errNotLoopback) {
		return fault{text: "localhost leads to an address that is not this machine's", advice: "check the hosts file, or write 127.0.0.1", connect: true}, true
	}
	var dns *net.DNSError
	if !errors.As(err, &dns) {
		return fault{}, false
	}
	f := fault{connect: true, advice: "check base_url, network and VPN"}
	switch {
	case dns.IsNotFound:
		f.text = fmt.Sprintf("no host is known by the name %s", dns.Name)
	case dns.IsTimeout:
		f.text = fmt.Sprintf("looking up the name %s took too long", dns.Name)
	default:
		f.text = fmt.Sprintf("looking up the name %s failed", dns.Name)
	}
	return f, true
}

func tlsFault(err error) (fault, bool) {
	if f, ok := certificateFault(err); ok {
		f.connect = true
		return f, true
	}
	var alert tls.AlertError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/":
		return fault{text: "the server speaks plain http where https was expected", advice: "check scheme and port in base_url", connect: true}, true
	case errors.As(err, &record):
		return fault{text: "the server does not speak TLS on this port", advice: "check scheme and port in base_url", connect: true}, true
	case errors.As(err, &alert):
		return fault{text: "the server broke off the TLS handshake: " + alert.Error(), advice: "it may want another TLS version or a client certificate", connect: true}, true
	case strings.Contains(err.Error(), "unsupported protocol version"), strings.Contains(err.Error(), "protocol version not supported"):
		return fault{text: "the server offers only TLS versions older than 1.2", advice: "they are not safe; the server must be updated", connect: true}, true
	case strings.Contains(err.Error(), "TLS handshake timeout"):
		return fault{text: "the TLS handshake took too long", advice: "check network and proxy", connect: true}, true
	case strings.HasPrefix(err.Error(), "tls: "), strings.Contains(err.Error(), "remote error: tls: "):
		return fault{text: "the TLS handshake failed", advice: "the server offers nothing that is safe to accept", connect: true}, true
	}
	return fault{}, false
}

// certificateFault says why a certificate was not accepted.
func certificateFault(err error) (fault, bool) {
	var weak *weakKeyError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var roots x509.SystemRootsError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &weak):
		return fault{text: weak.Error(), advice: "whoever runs the server must replace it"}, true
	case errors.As(err, &unknown) && signedByItself(unknown.Cert):
		return fault{text: "the certificate is signed by itself and not by an authority that is known here",
			advice: "if it is meant to be, name its PEM file in ca_file"}, true
	case errors.As(err, &unknown):
		return fault{text: "the certificate is signed by an authority that is not known here",
			advice: "if the network has its own authority, name its PEM file in ca_file"}, true
	case errors.As(err, &host):
		return fault{text: "the certificate is for another host: " + certificateNames(host.Certificate),
			advice: "check base_url; do not send credentials there"}, true
	case errors.As(err, &invalid):
		return invalidCertificate(invalid), true
	case errors.As(err, &roots):
		return fault{text: "the system's root certificates cannot be read", advice: "name a PEM file in ca_file"}, true
	case errors.As(err, &verify):
		return fault{text: "the certificate could not be verified", advice: "it may use a key or signature that is too weak"}, true
	}
	return fault{}, false
}

func signedByItself(c *x509.Certificate) bool {
	return c != nil && bytes.Equal(c.RawSubject, c.RawIssuer) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

func invalidCertificate(e x509.CertificateInvalidError) fault {
	f := fault{text: "the certificate is not valid", advice: "whoever runs the server must replace it"}
	switch e.Reason {
	case x509.Expired:
		f.text = fmt.Sprintf("the certificate is valid from %s to %s, and now is outside of that",
			e.Cert.NotBefore.UTC().Format(time.DateOnly), e.Cert.NotAfter.UTC().Format(time.DateOnly))
		f.advice = "check this machine's clock; otherwise the server needs a new certificate"
	case x509.IncompatibleUsage:
		f.text = "the certificate is not meant for servers"
	case x509.NotAuthorizedToSign:
		f.text = "the certificate is signed by one that may not sign others"
	case x509.NameMismatch, x509.CANotAuthorizedForThisName, x509.NameConstraintsWithoutSANs:
		f.text = "the certificate's signer may not sign for this name"
	}
	return f
}

// certificateNames quotes the first names of a certificate: they come from the
// server.
func certificateNames(c *x509.Certificate) string {
	names := append([]string{}, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "it names none"
	}
	const shown = 3
	text := fmt.Sprintf("%.200q", names[:min(len(names), shown)])
	if len(names) > shown {
		text += fmt.Sprintf(" and %d more", len(names)-shown)
	}
	return text
}

func socketFault(err error) (fault, bool) {
	var op *net.OpError
	dialling := errors.As(err, &op) && op.Op == "dial"
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault{text: "connection refused: nothing listens there", advice: "check host and port in base_url", connect: true}, true
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return fault{text: "there is no route to the host", advice: "check network and VPN", connect: true}, true
	case errors.Is(err, os.ErrDeadlineExceeded), dialling && op.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return fault{text: "the time ran out", advice: "check network, VPN and proxy", connect: dialling}, true
	case dialling:
		return fault{text: "no connection could be made", advice: "check base_url, network and VPN", connect: true}, true
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return fault{text: "the other side reset the connection before an answer came", advice: "whether the request was acted on is not known"}, true
	case brokenOff(err), strings.Contains(err.Error(), "server closed idle connection"):
		return fault{text: "the other side closed the connection before an answer came", advice: "whether the request was acted on is not known"}, true
	}
	return fault{}, false
}

// brokenOff reports whether the other side ended the connection.
func brokenOff(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

// protocolFault names what net/http has no error types for.
func protocolFault(err error) (fault, bool) {
	text := err.Error()
	has := func(part string) bool { return strings.Contains(text, part) }
	switch {
	case has("response headers exceeded"), has("headers too large"), has("header list larger"):
		return fault{text: fmt.Sprintf("the answer's head is larger than %d bytes", maxHeadBytes), advice: "no server should send that much"}, true
	case has("malformed HTTP"), has("malformed MIME"), has("invalid header"), has("Content-Length"), has("transfer encoding"):
		if strings.HasPrefix(text, "net/http: invalid") {
			return fault{text: "a header of the request is not valid in HTTP", advice: "check header names and values", refused: true}, true
		}
		return fault{text: "the answer is not valid HTTP", advice: "check host and port in base_url: something else may listen there"}, true
	case has("net/http: invalid method"):
		return fault{text: "the method is not valid in HTTP", advice: "use letters only", refused: true}, true
	case has("GOAWAY"):
		return fault{text: "the server ended the HTTP/2 connection before it took the request", advice: "send it again"}, true
	case has("stream error"), has("connection error"):
		return fault{text: "the server broke off the HTTP/2 exchange", advice: "whether the request was acted on is not known"}, true
	}
	return fault{}, false
}
