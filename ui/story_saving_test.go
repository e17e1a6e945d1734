package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSave(t *testing.T) {
	dir := t.TempDir()
	const text = "{\"exact\":  \"bytes\"}\r\n\xff"
	saved := filepath.Join(dir, "body.json")
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("application/json", text))
		r.press("v", "w")
		r.expect("has not answered yet: F5 sends.")
		r.send()
		r.press("w")
		r.expect("SAVE BODY", "list-collections.json", "An existing file is not replaced")
		r.press("ctrl+u")
		r.text(saved)
		r.press("enter")
		r.expect("✓ Saved 22 B to")
		got, err := os.ReadFile(saved)
		info, _ := os.Stat(saved)
		if string(got) != text || err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("saved %q with mode %v (%v)", got, info.Mode(), err)
		}
		r.answering(body("application/json", "another"))
		r.send()
		r.press("w", "ctrl+u")
		r.text(saved)
		r.press("enter")
		r.expect("✗ Not saved", "exists")
		if got, _ := os.ReadFile(saved); string(got) != text {
			t.Errorf("the existing file is now %q", got)
		}
	})
}

// TestSaveAsksAboutSecrets: a body that holds a secret of this run is written
// after a second yes only.
func TestSaveAsksAboutSecrets(t *testing.T) {
	dir := t.TempDir()
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			_ = json.NewEncoder(w).Encode(map[string]string{"echo": req.Header.Get("Authorization")})
		})
		r.send()
		file := filepath.Join(dir, "echo.json")
		r.press("v", "w", "ctrl+u")
		r.text(file)
		r.press("enter")
		r.expect("THE BODY HOLDS A SECRET", "Write yes to")
		r.press("enter")
		r.expect("THE BODY HOLDS A SECRET") // enter alone is no yes
		if _, err := os.Stat(file); err == nil {
			t.Error("it was written before the yes")
		}
		r.press("esc")
		if _, err := os.Stat(file); err == nil {
			t.Error("it was written after a no")
		}
		r.press("w", "ctrl+u")
		r.text(file)
		r.press("enter")
		r.text("yes")
		r.press("enter")
		r.expect("✓ Saved")
		if got, _ := os.ReadFile(file); !bytes.Contains(got, []byte("Bearer ")) {
			t.Errorf("saved %q", got)
		}
	})
}

// TestSavingBelongsToItsAnswer: the answer that was asked about is the one
// that is saved, whatever arrives meanwhile.
func TestSavingBelongsToItsAnswer(t *testing.T) {
	dir := t.TempDir()
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("text/plain", "first"))
		r.send()
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			_ = wait(req.Context(), 2*time.Second)
			fmt.Fprint(w, "second")
		})
		r.press("f5", "v", "w", "ctrl+u")
		file := filepath.Join(dir, "body.txt")
		r.text(file)
		r.wait(5 * time.Second)
		r.press("enter")
		r.wait(time.Second)
		if got, err := os.ReadFile(file); string(got) != "first" {
			t.Errorf("saved %q (%v)\n%s", got, err, r.screen())
		}
	})
}
