//go:build unix

package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"gatehouse/gateway"
)

// variable is a secret of the process environment.
type variable struct{ name string }

func (v variable) Resolve(context.Context) (gateway.Secret, error) {
	return gateway.Secret(os.Getenv(v.name)), nil
}
func (v variable) String() string { return "env:" + v.name }

// TestEditorSeesNoSecretVariable: an editor's plug-ins have no business with
// the variables that the configuration takes secrets from.
func TestEditorSeesNoSecretVariable(t *testing.T) {
	t.Setenv("MADE_UP_SECRET", "not-a-real-secret")
	t.Setenv("MADE_UP_OTHER", "stays")
	m := &model{dir: &gateway.Directory{Environments: []*gateway.Environment{{Name: "QA", ClientSecret: variable{"MADE_UP_SECRET"}}}}}
	env := m.editorEnvironment()
	if slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, "MADE_UP_SECRET=") }) {
		t.Error("the editor would see the secret")
	}
	if !slices.Contains(env, "MADE_UP_OTHER=stays") {
		t.Error("another variable is gone, too")
	}
}

// TestEditorLeavesAPipe: what is no file any more is not read, which might
// never end.
func TestEditorLeavesAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "body.json")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	msg, _ := readBack(bodyFileMsg{path: path}, "vi", nil).(editedMsg)
	if msg.err == nil || !strings.Contains(msg.err.Error(), path) {
		t.Errorf("%v", msg.err)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Error("what the editor left is gone")
	}
}
