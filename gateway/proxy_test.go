package gateway

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
)

// tunnelProxy answers CONNECT with a status, and with 200 joins the caller to
// target. It counts the requests for a tunnel and keeps the last credentials.
type tunnelProxy struct {
	address     string
	asked       atomic.Int64
	credentials atomic.Value
}

func newTunnelProxy(t testing.TB, status int, target string) *tunnelProxy {
	p := &tunnelProxy{}
	p.credentials.Store("")
	base := plainServer(t, func(c net.Conn) {
		r := bufio.NewReader(c)
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		p.asked.Add(1)
		p.credentials.Store(req.Header.Get("Proxy-Authorization"))
		fmt.Fprintf(c, "HTTP/1.1 %d fake-canary\r\nContent-Length: 0\r\n\r\n", status)
		if status != http.StatusOK {
			return
		}
		onward, err := net.Dial("tcp", target)
		if err != nil {
			return
		}
		defer onward.Close()
		go func() { io.Copy(onward, r); onward.(*net.TCPConn).CloseWrite() }()
		io.Copy(c, onward)
	})
	p.address = strings.TrimPrefix(base, "http://")
	return p
}

// The server is reached by a name that only the proxy knows.
const beyondProxy = "https://gateway.example.test:8443"

func TestProxyOfTheEnvironment(t *testing.T) {
	ca := newTestCA(t)
	server := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{ca.issue(t, nil)}})
	proxy := newTunnelProxy(t, http.StatusOK, strings.TrimPrefix(server, "https://"))
	redactor := NewRedactor()
	gate := newNetworkGate(t, GateOptions{Redactor: redactor})
	env := &Environment{Name: "QA", BaseURL: beyondProxy, CAFile: ca.file, Proxy: "http://someone:fake-proxy-pass@" + proxy.address}
	got, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", beyondProxy+"/x", ""))
	gate.CloseIdle()
	if err != nil || got != "ok HTTP/2.0" || proxy.asked.Load() != 1 {
		t.Errorf("%q, %v, %d tunnels", got, err, proxy.asked.Load())
	}
	pair := base64.StdEncoding.EncodeToString([]byte("someone:fake-proxy-pass"))
	if proxy.credentials.Load() != "Basic "+pair {
		t.Errorf("the proxy got %q", proxy.credentials.Load())
	}
	if text := redactor.Text("fake-proxy-pass " + pair); strings.Contains(text, "fake") || strings.Contains(text, pair) {
		t.Errorf("proxy credentials are not known to the redactor: %s", text)
	}
}

func TestProxyRefusalsAreNamed(t *testing.T) {
	for status, want := range map[int]string{407: "407 Proxy Authentication Required", 403: "403 Forbidden", 502: "502 Bad Gateway"} {
		proxy := newTunnelProxy(t, status, "")
		checkProxyFault(t, "http://someone:fake-proxy-pass@"+proxy.address, proxy.address, want)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	gone := l.Addr().String()
	checkProxyFault(t, "http://someone:fake-proxy-pass@"+gone, gone, "the proxy: connection refused")
	checkProxyFault(t, "socks5://someone:fake-proxy-pass@"+gone, gone, "proxy")
	checkProxyFault(t, "http://someone:fake-proxy-pass@[broken", "gateway.example.test:8443", "the proxy setting cannot be read")
}

func checkProxyFault(t *testing.T, setting, host, want string) {
	t.Helper()
	gate := newNetworkGate(t, GateOptions{})
	_, err := fetch(gate, newCall(t, Call{Environment: &Environment{Name: "QA", BaseURL: beyondProxy, Proxy: setting}}, "GET", beyondProxy+"/x", ""))
	var failed *TransportError
	if !errors.As(err, &failed) || failed.Stage != StageConnect || failed.Host != host || !strings.Contains(failed.Fault, want) {
		t.Errorf("%v; want %s: %s", err, host, want)
	} else if text := deepText(err); strings.Contains(text, "fake-") {
		t.Errorf("shows the proxy's credentials or words: %s", text)
	}
}

// No proxy stands between this machine and itself, and "none" means none.
func TestProxyIsNotForLoopback(t *testing.T) {
	proxy := newTunnelProxy(t, http.StatusForbidden, "")
	base := plainServer(t, func(c net.Conn) {
		c.Read(make([]byte, 4096))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
	})
	for _, host := range []string{base, strings.Replace(base, "127.0.0.1", "localhost", 1)} {
		gate := newNetworkGate(t, GateOptions{})
		env := &Environment{Name: "QA", BaseURL: host, Proxy: "http://" + proxy.address}
		if got, err := fetch(gate, newCall(t, Call{Environment: env}, "GET", host+"/x", "")); err != nil || got != "ok" {
			t.Errorf("%s: %q, %v", host, got, err)
		}
	}
	if proxy.asked.Load() != 0 {
		t.Error("the proxy was asked for a loopback host")
	}
}

// net/http reads the proxy variables once in a process: the test runs itself
// again with them set.
func TestProxyOfTheProcessEnvironment(t *testing.T) {
	const marker = "GATEHOUSE_TEST_PROXY_SETTING"
	if setting, inner := os.LookupEnv(marker); inner {
		gate := newNetworkGate(t, GateOptions{})
		env := &Environment{Name: "QA", BaseURL: beyondProxy, Proxy: setting}
		req := newCall(t, Call{Environment: env}, "GET", beyondProxy+"/x", "")
		if setting == NoProxy { // a direct connection would leave this machine
			chosen, err := proxyFor(setting, req.URL, nil)
			fmt.Println("result: direct:", chosen == nil, err)
			return
		}
		_, err := fetch(gate, req)
		fmt.Println("result:", err)
		return
	}
	proxy := newTunnelProxy(t, http.StatusForbidden, "")
	for setting, c := range map[string]struct{ variable, want string }{
		"":     {"http://someone:fake-proxy-pass@" + proxy.address, proxy.address + ": the proxy answered 403"},
		"none": {"http://someone:fake-proxy-pass@" + proxy.address, "result: direct: true <nil>"},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestProxyOfTheProcessEnvironment$")
		cmd.Env = append(os.Environ(), marker+"="+setting, "HTTPS_PROXY="+c.variable, "NO_PROXY=", "no_proxy=")
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) || strings.Contains(string(out), "fake-proxy") {
			t.Errorf("proxy %q: %v: %s; want %s", setting, err, out, c.want)
		}
	}
	if proxy.asked.Load() != 1 {
		t.Errorf("%d tunnels asked for, want 1", proxy.asked.Load())
	}
}

// TestProxyVariableThatCannotBeRead: what was meant for a proxy never goes
// directly because the variable that names it is misspelt.
func TestProxyVariableThatCannotBeRead(t *testing.T) {
	env := &Environment{Name: "QA", BaseURL: beyondProxy}
	req := newCall(t, Call{Environment: env}, "GET", beyondProxy+"/x", "")
	for _, variable := range []string{"HTTPS_PROXY", "https_proxy"} {
		for value, ok := range map[string]bool{
			"http://u:fake-%zz@proxy.example": false, "http://[broken": false, "http://proxy.example:port": false, "ftp://proxy.example": false, "proxy example": false,
			"proxy.example:3128": true, "http://u:fake-pass@proxy.example": true, "socks5://127.0.0.1:1080": true,
		} {
			t.Setenv("HTTPS_PROXY", "")
			t.Setenv(variable, value)
			err := checkProxyVariable()
			if (err == nil) != ok || err != nil && (!strings.Contains(err.Error(), variable) || strings.Contains(err.Error(), "fake")) {
				t.Errorf("%s=%s: %v", variable, value, err)
			}
			for _, setting := range []string{NoProxy, "http://127.0.0.1:3128"} {
				if _, err := proxyFor(setting, req.URL, nil); err != nil {
					t.Errorf("%s=%s and proxy = %q: %v", variable, value, setting, err)
				}
			}
			if ok {
				continue
			}
			_, err = fetch(newNetworkGate(t, GateOptions{}), req)
			var failed *TransportError
			if !errors.As(err, &failed) || failed.Stage != StageConnect || !strings.HasSuffix(failed.Advice, "nothing was sent") || !strings.Contains(failed.Fault, variable) {
				t.Errorf("%s=%s: the gate says %v", variable, value, err)
			}
		}
		t.Setenv(variable, "")
	}
}

func TestCheckProxy(t *testing.T) {
	for value, ok := range map[string]bool{
		"": true, "none": true, "http://proxy.example:3128": true, "https://u:p@proxy.example": true, "socks5://127.0.0.1:1080": true, "socks5h://[::1]:1080": true,
		"proxy.example:3128": false, "None": false, "http://": false, "ftp://proxy.example": false, "http://u:fakepass@[broken": false, "http://proxy.example:99999": false,
	} {
		if err := CheckProxy(value); (err == nil) != ok || err != nil && strings.Contains(err.Error(), "fakepass") {
			t.Errorf("%q: %v", value, err)
		}
	}
}
