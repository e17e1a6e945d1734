package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
)

// TestForeignServer uses token and send against an OAuth 2.0 server that is
// not written here, with token_path and call_prefix set for it, in both
// placements of the credentials that RFC 6749 knows.
func TestForeignServer(t *testing.T) {
	for _, c := range []struct {
		style  string
		client server.ClientInfoHandler
	}{
		{"form", server.ClientFormHandler},
		{"basic", server.ClientBasicHandler},
	} {
		t.Run(c.style, func(t *testing.T) {
			url := foreignServer(t, c.client)
			r := newRig(t)
			r.configure(fmt.Sprintf(`[[environment]]
name = "Foreign"
base_url = %q
client_id = "made-up-client"
client_secret = "made-up-secret-0123456789"
auth_style = %q
token_path = "/oauth/{service}/issue"
call_prefix = "/api"

[[service]]
name = "orders"
`, url, c.style))

			r.want(exitOK, "token", "foreign", "orders", "-o", "json")
			var token tokenJSON
			if err := json.Unmarshal(r.stdout.Bytes(), &token); err != nil {
				t.Fatal(err)
			}
			if token.TokenType != "Bearer" || *token.LifetimeSeconds != 7200 || token.LifetimeSource != "stated" {
				t.Errorf("%+v", token)
			}

			r.want(exitOK, "send", "foreign", "orders", "GET", "/orders?page=2")
			if got, want := r.stdout.String(), "orders of made-up-client, page=2"; got != want {
				t.Errorf("%q, want %q", got, want)
			}
			r.want(exitClientError, "send", "foreign", "orders", "GET", "/orders", "--auth", "none")
		})
	}
}

func TestForeignServerRefuses(t *testing.T) {
	r := newRig(t)
	text := testEnvironment(foreignServer(t, server.ClientFormHandler)) + "\n[[service]]\nname = \"orders\"\n"
	r.configure(strings.NewReplacer("made-up-secret", "made-up-other", `"/token"`, `"/oauth/{service}/issue"`).Replace(text))
	r.want(exitNoToken, "token", "test", "orders")
	if !strings.Contains(r.stderr.String(), "invalid_client") {
		t.Errorf("the server's own code is not told:\n%s", r.stderr.String())
	}
}

// foreignServer issues tokens at /oauth/orders/issue and answers below /api
// who holds one.
func foreignServer(t *testing.T, client server.ClientInfoHandler) string {
	manager := manage.NewDefaultManager()
	manager.MapClientStorage(clients{})
	manager.MapTokenStorage(&grants{})
	issuer := server.NewDefaultServer(manager)
	issuer.SetAllowedGrantType(oauth2.ClientCredentials)
	issuer.SetClientInfoHandler(client)

	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/orders/issue", func(w http.ResponseWriter, r *http.Request) {
		if err := issuer.HandleTokenRequest(w, r); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("GET /api/orders", func(w http.ResponseWriter, r *http.Request) {
		grant, err := issuer.ValidationBearerToken(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		fmt.Fprintf(w, "orders of %s, %s", grant.GetClientID(), r.URL.RawQuery)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

// clients is a store that knows one client.
type clients struct{}

func (clients) GetByID(_ context.Context, id string) (oauth2.ClientInfo, error) {
	if id != "made-up-client" {
		return nil, errors.New("no such client")
	}
	return &models.Client{ID: id, Secret: "made-up-secret-0123456789"}, nil
}

// grants is a store of access tokens; the server asks for nothing else of it
// under client credentials.
type grants struct {
	oauth2.TokenStore
	byAccess sync.Map
}

func (g *grants) Create(_ context.Context, info oauth2.TokenInfo) error {
	g.byAccess.Store(info.GetAccess(), info)
	return nil
}

func (g *grants) GetByAccess(_ context.Context, access string) (oauth2.TokenInfo, error) {
	if info, ok := g.byAccess.Load(access); ok {
		return info.(oauth2.TokenInfo), nil
	}
	return nil, errors.New("no such token")
}
