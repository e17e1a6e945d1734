package sandbox

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLogHoldsNoSecret: secrets are put wherever a request has room for them;
// no log line holds any.
func TestLogHoldsNoSecret(t *testing.T) {
	var log bytes.Buffer
	s := New(Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	h := s.Handler()
	secrets := []string{"typed-by-hand", base64.StdEncoding.EncodeToString([]byte("fake:fake"))}
	requests := 0
	send := func(method, address, body string, header ...string) string {
		r := httptest.NewRequest(method, address, strings.NewReader(body))
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		requests++
		return w.Body.String()
	}
	for _, e := range s.Environments() {
		reply := send("POST", e.BaseURL+"/streaming-view/v1/oauth2/token?"+grantForm(e), "")
		_, after, _ := strings.Cut(reply, `"access_token":"`)
		token, _, _ := strings.Cut(after, `"`)
		mine := []string{e.APIKey, e.ClientID, e.ClientSecret, token}
		secrets = append(secrets, mine...)
		send("POST", e.BaseURL+"/streaming-view/v1/oauth2/token", grantForm(e), "Content-Type", "application/x-www-form-urlencoded")
		send("GET", e.BaseURL+"/streaming-view/v1/"+e.APIKey+"/region?snapshotId=1002&page=1", "", "Authorization", "Bearer "+token)
		for _, secret := range append(mine, "typed-by-hand") {
			escaped := "%" + strings.ToUpper(hexOf(secret[0])) + secret[1:]
			send("GET", e.BaseURL+"/streaming-view/v1/"+secret+"/x", "", "Authorization", "Basic "+secrets[1])
			send("GET", e.BaseURL+"/streaming-view/v1/"+escaped+"/x", "")
			if secret != "typed-by-hand" { // a word of no shape can only be told by its place
				send("PUT", e.BaseURL+"/streaming-view/v1/"+e.APIKey+"/product/"+secret, secret, "X-Key", secret)
				send("GET", e.BaseURL+"/"+secret+"/v1/"+escaped, "")
				send("GET", e.BaseURL+"/streaming-view/v1/k/product?snapshotId="+secret+"&page="+escaped, "")
			}
			send("GET", e.BaseURL+"/streaming-view/v1/k/x?access_token="+secret+"&Client_Secret="+secret+"&"+secret+"=1", "")
		}
	}
	for _, secret := range secrets {
		if strings.Contains(log.String(), secret) || len(secret) > 8 && strings.Contains(log.String(), secret[1:]) {
			t.Errorf("the log holds %s", secret)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != requests {
		t.Errorf("%d lines for %d requests", lines, requests)
	}
	for _, want := range []string{"env=QA service=streaming-view method=GET", `path="/streaming-view/v1/{apiKey}/region?page=1&snapshotId=1002" status=200 ms=`,
		`path="/streaming-view/v1/oauth2/token?grant_type=client_credentials"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no line with %s", want)
		}
	}
	t.Logf("%d requests, %d secrets", requests, len(secrets))
}

func hexOf(b byte) string { return string("0123456789abcdef"[b>>4]) + string("0123456789abcdef"[b&15]) }
