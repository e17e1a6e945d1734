package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// TestS1SecretDoesNotPrintItself tries every way in which a value is printed
// by accident.
func TestS1SecretDoesNotPrintItself(t *testing.T) {
	const value = "fake-secret-that-must-not-show"
	s := Secret(value)
	type holder struct {
		S *Secret
		M map[string]Secret
		L []Secret
	}
	h := holder{&s, map[string]Secret{"k": s}, []Secret{s}}
	cells := 0
	check := func(how, got string) {
		cells++
		if strings.Contains(got, "fake") || strings.Contains(got, fmt.Sprintf("%x", value)[:12]) {
			t.Errorf("%s shows %q", how, got)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%10s", "%.3s", "%T%v"} {
		args := []any{s}
		if verb == "%T%v" {
			args = []any{s, s}
		}
		check(verb, fmt.Sprintf(verb, args...))
		check(verb+" in a slice", fmt.Sprintf(strings.TrimPrefix(verb, "%T"), []Secret{s}))
	}
	check("holder", fmt.Sprintf("%+v", h.M)+fmt.Sprintf("%#v", h.L))
	b, err := json.Marshal(h)
	check("json", string(b))
	if err != nil {
		t.Error(err)
	}
	var out strings.Builder
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "s", s, "h", h.L)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "s", s, "h", h.L)
	check("slog", out.String())
	check("error", fmt.Errorf("with %v: %w", s, errors.New("x")).Error())
	check("println", fmt.Sprintln(s))
	t.Logf("%d cells", cells)
	if s.Reveal() != value {
		t.Error("Reveal gives another value")
	}
}

func TestSecretMask(t *testing.T) {
	for value, want := range map[Secret]string{
		"":                          "",
		"short":                     redacted,
		"fifteen-chars-x":           redacted,
		"sixteen-chars-xy":          "sixt" + redacted + "s-xy",
		"has a space inside it":     redacted,
		"hat-ümlaut-im-Innern":      redacted,
		"\xff\xfeinvalid-utf-8-xxx": redacted,
		"line\nbreak-in-the-middle": redacted,
	} {
		if got := value.Mask(); got != want {
			t.Errorf("mask of %q is %q, want %q", value.Reveal(), got, want)
		}
	}
}

func TestLiteral(t *testing.T) {
	a, b := NewLiteral("fake-value"), NewLiteral("fake-value")
	if a == b || a.String() != "a literal" {
		t.Error("two literals are one source")
	}
	if v, err := a.Resolve(t.Context()); err != nil || v.Reveal() != "fake-value" {
		t.Errorf("%v, %v", v, err)
	}
	if strings.Contains(fmt.Sprintf("%v %+v %s", a, a, a), "fake") {
		t.Error("a literal prints its value")
	}
}
