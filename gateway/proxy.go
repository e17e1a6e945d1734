package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// NoProxy is the value of [Environment.Proxy] for direct connections.
const NoProxy = "none"

// CheckProxy reports what is wrong with a value of [Environment.Proxy], nil if
// nothing is. The error never repeats the value, which may hold a password.
func CheckProxy(value string) error {
	if value == "" || value == NoProxy {
		return nil
	}
	_, err := parseProxy(value)
	return err
}

func parseProxy(value string) (*url.URL, error) {
	u, err := url.Parse(value)
	if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		return nil, errors.New(`it must be "none" or a URL such as http://proxy.example:3128 (also https, socks5, socks5h)`)
	}
	if err := checkHost(u); err != nil {
		return nil, err
	}
	return u, nil
}

// proxyFor chooses the proxy of a request: none to loopback, the environment's
// own, or what the variables of the process say. Credentials in its URL become
// known to the redactor before they are used.
func proxyFor(setting string, target *url.URL, r *Redactor) (*url.URL, error) {
	if setting == NoProxy || isLoopbackHost(target.Hostname()) {
		return nil, nil
	}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if setting != "" {
		proxy, err = parseProxy(setting)
	}
	if err != nil {
		return nil, &proxySettingError{own: setting != ""}
	}
	if proxy != nil && proxy.User != nil {
		password, _ := proxy.User.Password()
		r.Learn(Secret(password))
		r.LearnPair(Secret(proxy.User.Username()), Secret(password))
	}
	return proxy, nil
}

// proxySettingError is a proxy setting that cannot be read. It does not hold
// the setting.
type proxySettingError struct {
	own bool // the environment's own, not a variable of the process
}

func (e *proxySettingError) Error() string {
	if e.own {
		return "the proxy setting cannot be read as a URL"
	}
	return "HTTPS_PROXY cannot be read as a URL"
}

// tunnelError is a proxy's refusal to connect further.
type tunnelError struct {
	proxy  string // host and port
	status int
}

func (e *tunnelError) Error() string {
	return fmt.Sprintf("the proxy %s answered %d %s", e.proxy, e.status, http.StatusText(e.status))
}

// checkTunnel gives a proxy's refusal a name.
func checkTunnel(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &tunnelError{proxy: proxy.Host, status: answer.StatusCode}
}
