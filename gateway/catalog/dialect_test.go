package catalog

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"gatehouse/gateway/sandbox"
)

// answers is a sandbox's QA, called without a network.
type answers struct {
	t       *testing.T
	handler http.Handler
	env     sandbox.Environment
	token   string
}

func play(t *testing.T, dialect string) answers {
	t.Helper()
	box := sandbox.New(sandbox.Options{Dialect: dialect, Seed: 1})
	a := answers{t: t, handler: box.Handler(), env: box.Environments()[0]}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {a.env.ClientID}, "client_secret": {a.env.ClientSecret}}
	r := httptest.NewRequest("POST", a.env.BaseURL+"/"+Service+"/v1/oauth2/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var reply struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(a.do(r), &reply); err != nil || reply.Token == "" {
		t.Fatalf("no token: %v", err)
	}
	a.token = reply.Token
	return a
}

func (a answers) do(r *http.Request) []byte {
	a.t.Helper()
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != http.StatusOK {
		a.t.Fatalf("%s: %d %v %s", r.URL, w.Code, err, body)
	}
	return body
}

func (a answers) get(path string) []byte {
	a.t.Helper()
	r := httptest.NewRequest("GET", a.env.BaseURL+"/"+Service+"/v1/"+a.env.APIKey+path, nil)
	r.Header.Set("Authorization", "Bearer "+a.token)
	return a.do(r)
}

// TestSandboxAnswers are read whole in the likely dialect, every item type and
// every collection of it; of the other one each says why it is not.
func TestSandboxAnswers(t *testing.T) {
	box, read := play(t, sandbox.DialectConvention), 0
	for _, itemType := range ItemTypes {
		l, err := DecodeCollections(box.get("/collections/" + itemType + "?rows=2"))
		if err != nil || len(l.Collections) == 0 || l.Unread > 0 || l.Total < len(l.Collections) || l.HasNext != (l.Total > 2) {
			t.Fatalf("%s: %+v %v", itemType, l, err)
		}
		for _, short := range l.Collections {
			c, err := DecodeCollection(box.get("/collections/" + itemType + "/" + short.ID))
			if err != nil || c.ID != short.ID || c.ItemType != itemType || c.Created.IsZero() || c.Updated.IsZero() || len(c.Other) > 0 || c.Size == 0 {
				t.Fatalf("%s %s: %+v %v", itemType, short.ID, c, err)
			}
			for _, d := range c.Definitions {
				if read++; d.Name == "" || d.DataType == "" || d.ValueStyle == "" || d.Search == nil || d.Scoped == nil || len(d.Other) > 0 {
					t.Errorf("%s %s: %+v", itemType, short.ID, d)
				}
			}
			if changes := Diff(short, c); changes != nil {
				t.Errorf("%s %s: listed otherwise than shown: %+v", itemType, short.ID, changes)
			}
		}
	}
	if read < 100 {
		t.Errorf("only %d definitions were read", read)
	}

	other := play(t, sandbox.DialectOther)
	for path, want := range map[string]string{
		"product": "an object with the members paging and schemas", "category": "a bare list", "region": "an HTML page",
		"referenceContent": "an object with the members", "assortments": "an object with the members", "visibility": "an object with the members",
	} {
		if _, err := DecodeCollections(other.get("/collections/" + path)); err == nil || !strings.HasPrefix(err.Error(), "The answer is "+want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := DecodeCollection(other.get("/collections/product/1022")); err == nil || !strings.Contains(err.Error(), "not an object with a member propertyDefinitions") {
		t.Errorf("%v", err)
	}
}
