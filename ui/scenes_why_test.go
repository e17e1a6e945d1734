package ui

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"gatehouse/gateway"
)

// playUpload sends items to the active snapshot of the chosen environment.
func playUpload(r *rig) {
	r.press("o", "down", "enter", "down", "enter")
	r.text("1007")
	r.press("enter")
	r.send()
}

// playOtherToken uploads with the token of another service, pasted.
func playOtherToken(r *rig) {
	r.wire.strays = true
	environment := r.m.target().Environment
	r.goTo(environment, "streaming-property")
	r.press("t", "f")
	r.wait(12 * time.Second)
	value := r.value(environment, "streaming-property")
	r.press("down", "down", "P")
	r.paste(value)
	r.press("enter", "esc")
	playUpload(r)
}

// playOwnHeader writes an Authorization header.
func playOwnHeader(r *rig) {
	r.press("b", "up", "enter")
	r.text("custom")
	r.press("enter", "enter")
	r.text("Bearer made-up-token-0001")
	r.press("enter", "up")
}

// wrongKeys gives each environment an API key that nobody has.
func wrongKeys(s *setup) {
	inner := s.change
	s.change = func(d *gateway.Directory) {
		if inner != nil {
			inner(d)
		}
		for _, e := range d.Environments {
			e.APIKey = gateway.NewLiteral("not-the-key-of-" + strings.ToLower(e.Name))
		}
	}
}

// proxyPage answers calls like a proxy that wants somebody to sign in.
func proxyPage(w http.ResponseWriter, req *http.Request) bool {
	if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
		return false
	}
	w.Header().Set("Content-Type", "text/html")
	w.Header().Set("Server", "fake-proxy/1.0")
	w.Header().Set("Via", "1.1 proxy.corp.example")
	w.Header().Set("Date", time.Now().Add(-7*time.Minute).UTC().Format(http.TimeFormat))
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprint(w, "<!doctype html><title>Sign in</title>")
	return true
}

// refuseConnection is a network in which nothing listens.
func refuseConnection(*http.Request) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}
