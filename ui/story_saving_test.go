package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

// TestSavingLooksFirst: what cannot be written is said in a sentence and before
// a secret is asked about, and nothing comes of it.
func TestSavingLooksFirst(t *testing.T) {
	dir := t.TempDir()
	there, link := filepath.Join(dir, "there.csv"), filepath.Join(dir, "link.csv")
	if err := os.WriteFile(there, []byte("as it was"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), link); err != nil {
		t.Fatal(err)
	}
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			_ = json.NewEncoder(w).Encode([]map[string]string{{"echo": req.Header.Get("Authorization")}})
		})
		r.send()
		r.press("v")
		for _, title := range []string{"SAVE BODY", "SAVE TABLE"} {
			for i, c := range []struct{ path, want string }{
				{there, "of that name exists, and is not replaced. w asks again."},
				{link, "of that name exists, and is not replaced. w asks again."},
				{"/dev/full", "of that name exists, and is not replaced. w asks again."},
				{filepath.Join(there, "x"), "is no folder"},
				{filepath.Join(dir, "no", "x"), "there is no folder"},
				{filepath.Join(dir, strings.Repeat("n", 300)), "name is too long"},
				{"~/x", "not read as your home folder"},
				{"", "needs a name"},
			} {
				if title == "SAVE TABLE" && i > 0 {
					break // the way is the same from here on
				}
				r.press("w")
				r.expect(title)
				r.press("ctrl+u")
				r.text(c.path)
				r.press("enter")
				r.wait(time.Second)
				if c.path == "" { // the folder is there, so that the secret is asked about first
					r.text("yes")
					r.press("enter")
					r.wait(time.Second)
				}
				if got := strings.Join(strings.Fields(r.screen()), " "); !strings.Contains(got, "Not saved") || !strings.Contains(got, c.want) || strings.Contains(got, "HOLDS A SECRET") {
					t.Errorf("%s to %.60q: want %q\n%s", title, c.path, c.want, r.screen())
				}
			}
			r.press("i")
			r.wait(time.Second)
		}
		got, err := os.ReadFile(there)
		left, _ := os.ReadDir(dir)
		if string(got) != "as it was" || err != nil || len(left) != 2 {
			t.Errorf("%q, %v, %d files", got, err, len(left))
		}
	})
}

// TestTableSaveAsksAboutSecrets, as that of a body does.
func TestTableSaveAsksAboutSecrets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "echo.csv")
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			_ = json.NewEncoder(w).Encode([]map[string]string{{"echo": req.Header.Get("Authorization")}})
		})
		r.send()
		r.press("v", "i")
		r.wait(time.Second)
		r.press("w", "ctrl+u")
		r.text(path)
		r.press("enter")
		r.wait(time.Second)
		r.expect("HOLDS A SECRET", "Write yes to")
		if _, err := os.Lstat(path); err == nil {
			t.Error("it was written before the yes")
		}
		r.text("yes")
		r.press("enter")
		r.wait(time.Second)
		r.expect("✓ Saved")
		if got, err := os.ReadFile(path); !bytes.Contains(got, []byte("Bearer ")) || !bytes.HasPrefix(got, []byte("echo\r\n")) && !bytes.HasPrefix(got, []byte("echo\n")) {
			t.Errorf("saved %q, %v", got, err)
		}
	})
}

// TestFullDiskLeavesNothing: what could be written in part only is taken away.
func TestFullDiskLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full.csv")
	err := writeNew(path, func(w io.Writer) error {
		_, _ = w.Write([]byte("half"))
		return &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
	})
	if got := notSaved(path, err); got != "no space left on device, and nothing is left of "+path {
		t.Error(got)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("a part of it is left")
	}
}
