package gateway

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// CheckBaseURL reports what is wrong with the base URL of an environment, nil
// if nothing is: https, or http where the host is written as 127.x.y.z, [::1]
// or localhost; a host in ASCII, no user information, no query and no
// fragment. Settings and gate share this one rule. The error never repeats
// the URL, which may hold a password.
func CheckBaseURL(raw string) error {
	_, err := parseBaseURL(raw)
	return err
}

func parseBaseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errors.New("it cannot be read as a URL: " + parseFault(err))
	}
	switch {
	case u.User != nil:
		return nil, errors.New("it holds a user name or password before an @; credentials have their own settings")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("it must begin with https://")
	case u.Opaque != "" || u.Hostname() == "":
		return nil, errors.New("it names no host")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(raw, "#"):
		return nil, errors.New("it must end before any ? or #")
	}
	if err := checkHost(u); err != nil {
		return nil, err
	}
	if u.Scheme == "http" && !plainAllowed(u.Hostname()) {
		return nil, fmt.Errorf("plain http would send credentials readable by anyone on the way to %q; use https, "+
			"or a loopback host written as 127.0.0.1, [::1] or localhost", u.Hostname())
	}
	return u, nil
}

// parseFault is the reason of a url.Parse error without the URL itself.
func parseFault(err error) string {
	var e *url.Error
	if errors.As(err, &e) && !strings.ContainsAny(e.Err.Error(), `"`) {
		return e.Err.Error()
	}
	return "a character stands where it may not"
}

// checkHost refuses hosts that another reader of the URL could take for a
// different one: net/http maps full-width digits and look-alikes to ASCII.
func checkHost(u *url.URL) error {
	host := u.Hostname()
	for _, c := range []byte(host) {
		if c <= ' ' || c >= 0x7f {
			return errors.New("its host holds characters outside ASCII; write an international name in its xn-- form")
		}
	}
	port := u.Port()
	if port == "" && !strings.HasSuffix(u.Host, ":") {
		return nil
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return errors.New("its port is not a number from 1 to 65535")
	}
	return nil
}

// plainAllowed reports whether plain http may go to a host: a loopback address
// in its usual spelling, or localhost, whose address the dialer checks.
// Other spellings of loopback are refused, since resolvers disagree on them.
func plainAllowed(host string) bool {
	if isLocalhost(host) {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback() && !addr.Is4In6() && addr.Zone() == "" && addr.String() == host
}

func isLocalhost(host string) bool { return strings.EqualFold(host, "localhost") }

// isLoopbackHost reports whether a host is loopback in any spelling that is
// read the same everywhere: such a host is never asked for through a proxy.
func isLoopbackHost(host string) bool {
	if isLocalhost(host) {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// sameOrigin reports whether two URLs have the same scheme, host and port
// (RFC 6454 section 4).
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}
