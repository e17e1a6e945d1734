//go:build unix

package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// issued are the access tokens that passed a proxy before the sandbox.
type issued struct {
	mu     sync.Mutex
	tokens []string
}

// before serves as a proxy in front of a sandbox environment and notes the
// tokens it issues.
func (i *issued) before(t *testing.T, base string) string {
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = transport
	proxy.ModifyResponse = func(r *http.Response) error {
		if !strings.HasSuffix(r.Request.URL.Path, "/oauth2/token") {
			return nil
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var reply struct {
			AccessToken string `json:"access_token"`
		}
		if json.Unmarshal(body, &reply) == nil && reply.AccessToken != "" {
			i.mu.Lock()
			defer i.mu.Unlock()
			i.tokens = append(i.tokens, reply.AccessToken)
		}
		return nil
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(func() { server.Close(); transport.CloseIdleConnections() })
	return server.URL
}

// echo is a server that repeats all that it is sent, refuses every token
// request, and says what it got in its header too.
func echo(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said := strings.Join([]string{r.Header.Get("Authorization"), string(body), r.URL.Path}, " ")
		w.Header().Set("X-Echo", said)
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="`+strings.ReplaceAll(said, `"`, "'")+`"`)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client", "error_description": "got " + said})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// closedPort is an address at which nothing listens.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// spellings are the ways in which a secret may be written. A pair of Basic
// credentials is written in one way only.
func spellings(secret string) map[string]string {
	if pair, ok := strings.CutPrefix(secret, "Basic pair of "); ok {
		return map[string]string{"as Basic credentials": base64.StdEncoding.EncodeToString([]byte(pair))}
	}
	quoted, _ := json.Marshal(secret)
	return map[string]string{
		"raw":            secret,
		"in a URL":       url.QueryEscape(secret),
		"in a path":      url.PathEscape(secret),
		"in base64":      base64.StdEncoding.EncodeToString([]byte(secret)),
		"in URL base64":  base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"in hex":         hex.EncodeToString([]byte(secret)),
		"in HEX":         strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"in JSON":        strings.Trim(string(quoted), `"`),
		"its first part": secret[:12],
	}
}
