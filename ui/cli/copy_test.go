//go:build unix

package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// programs makes a folder of shell scripts by their names the whole PATH.
func programs(t *testing.T, scripts map[string]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	return folder
}

// TestCopyByPrograms goes from one that fails to one that works, which gets the
// text on its standard input and nothing that is secret.
func TestCopyByPrograms(t *testing.T) {
	const secret = "made-up-token-0123456789"
	t.Setenv("QA_CLIENT_SECRET", "made-up-secret-of-the-environment")
	folder := programs(t, map[string]string{
		"wl-copy": "exit 1",
		"xclip":   "PATH=/bin:/usr/bin\ncd \"${0%/*}\"\ncat >text\nenv >environ\necho \"$@\" >arguments\n",
		"xsel":    "exit 3",
	})
	r := newRig(t)
	r.environ = map[string]string{"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
	a := &app{World: r.world}
	way, err := a.copy(secret, func(string) error { t.Error("the terminal was asked"); return nil })
	if way != "xclip" || err != nil {
		t.Errorf("by %q, %v", way, err)
	}
	for name, want := range map[string]string{"text": secret, "arguments": "-selection clipboard -in\n"} {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if environ, err := os.ReadFile(filepath.Join(folder, "environ")); err != nil || strings.Contains(string(environ), "SECRET") || !strings.Contains(string(environ), "PATH=") {
		t.Errorf("its environment: %q, %v", environ, err)
	}
}

// TestCopyByTheTerminal: when no program takes the text, the terminal does; and
// when it does not either, every reason is said.
func TestCopyByTheTerminal(t *testing.T) {
	programs(t, map[string]string{"wl-copy": "exec /bin/sleep 60"})
	r := newRig(t)
	r.environ = map[string]string{"WAYLAND_DISPLAY": "wayland-0"}
	a := &app{World: r.world}
	sent := ""
	way, err := a.copy("text", func(text string) error { sent = text; return nil })
	if way != "OSC 52" || err != nil || sent != "text" {
		t.Errorf("by %q, %v, sent %q", way, err, sent)
	}
	_, err = a.copy("text", func(string) error { return errors.New("too long for it") })
	if err == nil || err.Error() != "wl-copy did not take it within 2s; too long for it" {
		t.Errorf("%v", err)
	}
	if _, err = a.copy("", func(string) error { return nil }); err == nil {
		t.Error("an empty text was copied")
	}
}
