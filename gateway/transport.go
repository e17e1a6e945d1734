package gateway

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"syscall"
	"time"
)

// Limits of a connection. A response head larger than maxHeadBytes is refused.
const (
	dialTimeout  = 15 * time.Second
	tlsTimeout   = 15 * time.Second
	idleTimeout  = 30 * time.Second // below what servers keep, so that we close first
	maxHeadBytes = 1 << 20
)

// transportKey is all that transports differ by. The CA file counts with its
// time and size, so that a corrected file is read without a restart.
type transportKey struct {
	proxy   string
	caFile  string
	caTime  time.Time
	caBytes int64
}

// network is the transport of an environment, made when it is first needed and
// kept: it holds the connections.
func (g *Gate) network(e *Environment) (*http.Transport, error) {
	key := transportKey{proxy: e.Proxy, caFile: e.CAFile}
	if e.CAFile != "" {
		info, err := os.Stat(e.CAFile)
		if err != nil {
			return nil, caFault(e, fileFault(err))
		}
		key.caTime, key.caBytes = info.ModTime(), info.Size()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if t := g.transports[key]; t != nil {
		return t, nil
	}
	roots, err := rootsWith(e)
	if err != nil {
		return nil, err
	}
	t := newTransport(roots, func(req *http.Request) (*url.URL, error) {
		return proxyFor(key.proxy, req.URL, g.options.Redactor)
	})
	g.transports[key] = t
	return t, nil
}

func newTransport(roots *x509.CertPool, proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	return &http.Transport{
		Proxy:                  proxy,
		OnProxyConnectResponse: checkTunnel,
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12, VerifyConnection: checkKeys},
		TLSHandshakeTimeout:    tlsTimeout,
		DisableCompression:     true, // the gate asks for what its decoders can do
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        idleTimeout,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: maxHeadBytes,
	}
}

// leastRSA is the fewest bits of an RSA key that a certificate may have: public
// authorities have signed no shorter ones since 2014. crypto/tls takes 1024.
const leastRSA = 2048

// weakKeyError is a certificate whose key is too short.
type weakKeyError struct{ bits int }

func (e *weakKeyError) Error() string {
	return fmt.Sprintf("the certificate has an RSA key of %d bits, and %d are the least that is safe", e.bits, leastRSA)
}

// checkKeys looks at the certificates that a server sent, but for a root, which
// is trusted for other reasons than its signature.
func checkKeys(state tls.ConnectionState) error {
	for i, c := range state.PeerCertificates {
		if key, ok := c.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < leastRSA && (i == 0 || !signedByItself(c)) {
			return &weakKeyError{key.N.BitLen()}
		}
	}
	return nil
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	return dialerFor(address).DialContext(ctx, network, address)
}

// dialerFor makes the dialer of an address. The name localhost must lead to a
// loopback address: a hosts file or a resolver may say otherwise, and plain
// http is allowed to it.
func dialerFor(address string) *net.Dialer {
	d := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}
	if host, _, err := net.SplitHostPort(address); err == nil && isLocalhost(host) {
		d.Control = onlyLoopback
	}
	return d
}

// errNotLoopback is localhost leading away from this machine.
var errNotLoopback = errors.New("localhost does not lead to a loopback address")

// onlyLoopback runs after the name was resolved and before the connection.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(address)
	if err != nil || !addr.Addr().Unmap().IsLoopback() {
		return errNotLoopback
	}
	return nil
}

// rootsWith are the system's root certificates and those of the environment's
// CA file; nil, which means the system's, if there is none.
func rootsWith(e *Environment) (*x509.CertPool, error) {
	if e.CAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(e.CAFile)
	if err != nil {
		return nil, caFault(e, fileFault(err))
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, caFault(e, "it holds no certificate in PEM form")
	}
	return roots, nil
}

func caFault(e *Environment, fault string) *TransportError {
	return &TransportError{
		Stage:  StageGate,
		Host:   hostOf(e.BaseURL),
		Fault:  fmt.Sprintf("the ca_file of %s, %s, cannot be used: %s", e.Name, e.CAFile, fault),
		Advice: "correct ca_file in the settings, or the file",
	}
}

// fileFault is the reason of a file error without the path.
func fileFault(err error) string {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err.Error()
	}
	return err.Error()
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
