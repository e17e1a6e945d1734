package ui

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// secretsOf are the secrets of an environment, and the token of its property
// service if there is one.
func (r *rig) secretsOf(environment string) []string {
	var out []string
	for _, e := range r.box.Environments() {
		if e.Name == environment {
			out = append(out, e.APIKey, e.ClientSecret)
		}
	}
	if token := r.value(environment, "streaming-property"); token != "" {
		out = append(out, token)
	}
	return out
}

func TestCallAsCURL(t *testing.T) {
	inRig(t, setup{options: func(o *Options) { o.Program = []string{"gatehouse", "--config", "/a b/c.toml"}; o.Sandbox = false }}, func(r *rig) {
		r.press("Y")
		r.expect("CALL AS CURL", "as built", "for sh, bash, zsh", `-H "Authorization: Bearer $(gatehouse --config '/a b/c.toml' token QA property)"`,
			"QA)/collections/product?page=1&rows=100", "No secret stands in the line")
		if n := len(r.wire.sightings(nil)); n != 0 {
			t.Errorf("%d requests left", n)
		}
		r.press("y")
		r.expect("Copied the call for sh, bash, zsh: the rig.")
		if len(r.copied) != 1 || r.copied[0] != r.m.curl.text || !strings.HasPrefix(r.copied[0], "curl -q ") {
			t.Errorf("copied %q", r.copied)
		}
		r.press("f")
		r.expect("for fish", "set -l token (gatehouse --config '/a b/c.toml' token QA property)", `"Authorization: Bearer $token"`)
		r.press("esc")
		r.expectNot("CALL AS CURL")
		r.press("Y")
		r.expect("for fish") // the choice stays
	})
}

// TestCallAsCURLIsRevealedByASecondKey: the line holds the secrets after v only,
// and no more once the screen was left.
func TestCallAsCURLIsRevealedByASecondKey(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("Y")
		r.expectNot(r.secretsOf("QA")...)
		r.press("v")
		r.wait(time.Second)
		secrets := r.secretsOf("QA")
		r.expect(secrets[2], secrets[0], "whoever reads it can use it")
		r.expectNot(secrets[1], "gatehouse token")
		if n := len(r.wire.sightings(isToken)); n != 1 {
			t.Errorf("%d token requests", n)
		}
		r.press("y", "v")
		r.expectNot(secrets...)
		if !strings.Contains(r.copied[0], secrets[2]) {
			t.Errorf("copied %q", r.copied)
		}
		for _, leave := range [][]string{{"esc"}, {"o"}, {"t", "esc"}, {"q"}} {
			r.press("v")
			r.wait(time.Second)
			r.expect(secrets[2])
			r.press(leave...)
			r.expectNot(secrets...)
			r.press("Y")
			r.expect("CALL AS CURL")
			r.expectNot(secrets...)
		}
	})
}

// TestCallAsCURLOfAGuardedEnvironment asks for its name before it reveals.
func TestCallAsCURLOfAGuardedEnvironment(t *testing.T) {
	inRig(t, setup{environment: "Production"}, func(r *rig) {
		r.press("o", "down", "down", "Y")
		r.expect("Production is guarded, and curl asks nobody: this POST changes something there.")
		r.press("v")
		r.expect("GUARDED", "Type its name to reveal: Production", "enter reveal")
		r.text("staging")
		r.press("enter")
		r.expect(`That is not "Production". Nothing was shown.`)
		if n := len(r.wire.sightings(nil)); n != 0 {
			t.Errorf("%d requests left", n)
		}
		r.press("esc", "v")
		r.text("Production")
		r.press("enter")
		r.wait(time.Second)
		secrets := r.secretsOf("Production")
		r.expect(secrets[2], secrets[0])
		if got := r.writes(); len(got) != 0 {
			t.Errorf("writes left: %v", got)
		}
	})
}

// TestCallAsCURLOfAnAnswer is of what was sent, whatever the builder shows now.
func TestCallAsCURLOfAnAnswer(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send()
		r.press("b", "down", "enter")
		r.text("7")
		r.press("esc", "Y")
		r.expect("page=17", "as built")
		r.press("esc", "v", "Y")
		r.expect("page=1&", "as sent")
		r.expectNot("page=17")
	})
}

func TestCallAsCURLOfATokenRequest(t *testing.T) {
	for style, want := range map[gateway.AuthStyle]string{
		gateway.AuthForm:  `--data-urlencode "client_secret=${GATEHOUSE_CLIENT_SECRET:?the client secret of QA, a literal}"`,
		gateway.AuthQuery: "&client_secret=${GATEHOUSE_CLIENT_SECRET:?",
		gateway.AuthBasic: `--user "${GATEHOUSE_CLIENT_ID:?the client id of QA, a literal, escaped as in a URL}:$`,
	} {
		inRig(t, setup{width: 200, height: 50, change: func(d *gateway.Directory) { d.Environments[0].AuthStyle = style }}, func(r *rig) {
			r.press("t", "Y")
			if !strings.Contains(r.m.curl.text, want) {
				t.Errorf("%s: no %s in\n%s", style, want, r.m.curl.text)
			}
			r.expect("the token request", "-X POST", "/streaming-property/v1/oauth2/token", "No secret stands in the line")
			r.press("v")
			r.expect("A client secret is not shown: put it into the variable that the line names.")
			r.expectNot(r.secretsOf("QA")...)
		})
	}
}

// TestCallAsCURLThatCannotBe shows a fault at its field, or says which part
// holds a secret.
func TestCallAsCURLThatCannotBe(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("o", "down", "Y")
		r.expect("There is no line for this yet.", "has no value, and the path needs one")
		if r.m.place() != atBuilder {
			t.Error("the builder has not the keys")
		}
	})
	inRig(t, setup{}, func(r *rig) {
		playHeldSecret(r)
		r.expect("There is no line for this call. body: a token or secret of this run stands in it")
		r.press("y")
		r.expect("There is no line to copy or save.")
		r.press("v")
		r.wait(time.Second)
		r.expect(r.secretsOf("QA")[1])
	})
}

// TestRevealThatFails says why, and shows nothing.
func TestRevealThatFails(t *testing.T) {
	s := setup{}
	wrongSecrets(&s)
	inRig(t, s, func(r *rig) {
		r.press("Y", "v")
		r.wait(time.Second)
		r.expect("Nothing is revealed.", "$(gatehouse token QA property)")
	})
	inRig(t, setup{}, func(r *rig) { // left, or cancelled, before it is there
		r.wire.instead = func(_ http.ResponseWriter, req *http.Request) bool { <-req.Context().Done(); return true }
		r.press("Y", "v", "v")
		r.expect("is being fetched: ctrl+c cancels.")
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expect("Cancelled: nothing is revealed.")
		r.wire.instead = nil
		r.press("v", "esc")
		r.wait(time.Second)
		r.press("Y")
		r.expectNot(r.secretsOf("QA")...)
	})
}

func TestCallAsCURLAfterReload(t *testing.T) {
	inRig(t, reloading(func(d *gateway.Directory) { d.Environments[0].BaseURL = "http://127.0.0.2:1" }, nil), func(r *rig) {
		r.press("Y", "v")
		r.wait(time.Second)
		secrets := r.secretsOf("QA")
		r.expect(secrets[2])
		r.press("ctrl+r")
		r.wait(time.Second)
		r.expect("http://127.0.0.2:1/")
		r.expectNot(secrets...)
	})
}

// TestReloadWhileRevealing: what was asked for before the file guarded the
// environment does not show afterwards.
func TestReloadWhileRevealing(t *testing.T) {
	inRig(t, reloading(func(d *gateway.Directory) { d.Environments[0].Guarded = true }, nil), func(r *rig) {
		r.press("Y", "v")
		r.deliver(r.m.reload()())
		r.wait(time.Second)
		r.expect("CALL AS CURL", "QA IS GUARDED")
		r.expectNot(r.secretsOf("QA")...)
	})
}

func TestSaveTheCall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "call.sh")
	inRig(t, setup{}, func(r *rig) {
		save := func() {
			r.press("w", "ctrl+u")
			r.text(path)
			r.press("enter")
		}
		r.press("Y", "w")
		r.expect("SAVE THE CALL", "call-property.sh")
		r.press("esc")
		save()
		got, err := os.ReadFile(path)
		if err != nil || string(got) != r.m.curl.text+"\n" {
			t.Errorf("saved %q, %v", got, err)
		}
		path += "2"
		r.press("v")
		r.wait(time.Second)
		save()
		r.expect("HOLDS A SECRET")
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("it was saved before yes: %v", err)
		}
		r.text("yes")
		r.press("enter")
		if got, _ := os.ReadFile(path); !strings.Contains(string(got), r.secretsOf("QA")[2]) {
			t.Errorf("saved %q", got)
		}
	})
}

// TestCopyThatIsTooLong names the other way.
func TestCopyThatIsTooLong(t *testing.T) {
	inRig(t, setup{options: func(o *Options) {
		o.Copy = func(text string, _ func(string) error) (string, error) {
			return "", errors.New("80000 bytes are more than the 74000 a terminal takes; save it to a file instead")
		}
	}}, func(r *rig) {
		r.press("Y", "y")
		r.expect("Not copied: 80000 bytes are more than the 74000 a terminal takes; save it to a file instead")
	})
}

// TestNoClipboardIsRead: the key by which the fields of the library start a
// clipboard's program does nothing of the kind, in any field.
func TestNoClipboardIsRead(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"xclip", "xsel", "wl-paste", "wl-copy", "termux-clipboard-get", "pbpaste"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n: >\""+folder+"/ran\"\necho pasted\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	for _, field := range [][]string{{"b", "enter"}, {"b", "up", "enter"}, {"o", "down", "down", "enter", "right", "right", "enter"}, {"o", "/"}, {":"}} {
		inRig(t, setup{}, func(r *rig) {
			r.press(field...)
			if !r.m.typing() {
				t.Fatalf("%v leads to no field", field)
			}
			r.press("ctrl+v")
			r.wait(time.Second)
			r.expect("gatehouse reads no clipboard.")
			r.expectNot("pasted")
			if !r.m.typing() {
				t.Errorf("%v: the field was left", field)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(folder, "ran")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a clipboard's program was started")
	}
}
