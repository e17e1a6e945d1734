package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
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
	proxy, err := chosenProxy(setting, target)
	if err != nil {
		return nil, err
	}
	if proxy != nil && proxy.User != nil {
		password, _ := proxy.User.Password()
		r.Learn(Secret(password))
		r.LearnPair(Secret(proxy.User.Username()), Secret(password))
	}
	return proxy, nil
}

// chosenProxy is the proxy that the environment's setting names, or else the
// variables of the process.
func chosenProxy(setting string, target *url.URL) (*url.URL, error) {
	if setting != "" {
		proxy, err := parseProxy(setting)
		if err != nil {
			return nil, &proxySettingError{}
		}
		return proxy, nil
	}
	if err := checkProxyVariable(); err != nil {
		return nil, err
	}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target})
	if err != nil {
		return nil, &proxySettingError{"HTTPS_PROXY"}
	}
	return proxy, nil
}

// checkProxyVariable refuses a variable that cannot be read, whatever NO_PROXY
// says: net/http takes one for none, and would send directly what is meant for
// a proxy. Plain http goes to loopback alone, so that HTTP_PROXY never applies.
func checkProxyVariable() error {
	for _, variable := range []string{"HTTPS_PROXY", "https_proxy"} {
		value := os.Getenv(variable)
		if value == "" {
			continue
		}
		if !strings.Contains(value, "://") {
			value = "http://" + value
		}
		if _, err := parseProxy(value); err != nil {
			return &proxySettingError{variable}
		}
		return nil // the first that is set counts
	}
	return nil
}

// proxySettingError is a proxy setting that cannot be read. It does not hold
// the setting.
type proxySettingError struct {
	variable string // of the process; "" for the environment's own setting
}

func (e *proxySettingError) Error() string {
	if e.variable == "" {
		return "the proxy setting cannot be read as a URL"
	}
	return e.variable + " cannot be read as a URL"
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
