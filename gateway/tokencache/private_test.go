//go:build unix

package tokencache

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestS2Private makes the file and its folder under the loosest umask.
func TestS2Private(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	folder := filepath.Join(t.TempDir(), "a", "gatehouse")
	c := New(filepath.Join(folder, "tokens.json"))
	key := keyOf("https://qa.example")
	unlock, err := c.Lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, key, fakeToken("fake-token"))
	names, err := os.ReadDir(folder)
	if err != nil || len(names) != 2 { // the file, and the lock that is held
		t.Errorf("%v, %v", names, err)
	}
	for _, path := range []string{c.path, folder, filepath.Dir(folder)} {
		info, err := os.Lstat(path)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	for _, n := range names {
		if info, err := n.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", n, info.Mode(), err)
		}
	}
	unlock()
	wantTidy(t, c.path)
}

// TestS2Refused puts into the way what may not be used. Each is named with the
// cure, and stays as it was; a run goes on in memory.
func TestS2Refused(t *testing.T) {
	e := newEndpoint(t)
	bait := filepath.Join(t.TempDir(), "bait")
	for name, c := range map[string]struct {
		plant func(t *testing.T, path string) error
		want  string
	}{
		"link": {func(t *testing.T, path string) error {
			return errors.Join(os.WriteFile(bait, []byte("bait"), 0o600), os.Symlink(bait, path))
		}, "is a symbolic link; remove the link"},
		"link to nothing": {func(t *testing.T, path string) error { return os.Symlink(bait+"-none", path) }, "is a symbolic link"},
		"loose file": {func(t *testing.T, path string) error {
			return errors.Join(os.WriteFile(path, []byte("{}"), 0o600), os.Chmod(path, 0o640))
		}, "can be used by others (mode 0640); chmod 600 "},
		"folder in its place": {func(t *testing.T, path string) error { return os.Mkdir(path, 0o700) }, "is not a file; move it away"},
		"pipe":                {func(t *testing.T, path string) error { return syscall.Mkfifo(path, 0o600) }, "is not a plain file"},
		"loose folder":        {func(t *testing.T, path string) error { return os.Chmod(filepath.Dir(path), 0o755) }, "can be used by others (mode 0755); chmod 700 "},
		"linked folder": {func(t *testing.T, path string) error {
			folder := filepath.Dir(path)
			return errors.Join(os.Rename(folder, folder+"2"), os.Symlink(folder+"2", folder))
		}, "is a symbolic link"},
		"linked lock": {func(t *testing.T, path string) error { return os.Symlink(bait+"-lock", path+".lock") }, ".lock is a symbolic link"},
		"foreign file": {func(t *testing.T, path string) error {
			if os.Getuid() != 0 {
				t.Skip("only root can give a file away")
			}
			return errors.Join(os.WriteFile(path, []byte("{}"), 0o600), os.Chown(path, 12345, 12345))
		}, "belongs to another user"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gatehouse", "tokens.json")
			if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := c.plant(t, path); err != nil {
				t.Fatal(err)
			}
			tokens := newTokens(New(path), e.url, fakeSecret)
			first, err := tokens.Get(t.Context(), target)
			if err != nil {
				t.Fatal(err)
			}
			if trouble := tokens.StoreTrouble(); trouble == nil || !strings.Contains(trouble.Error(), c.want) {
				t.Errorf("said: %v\nwant: %s", trouble, c.want)
			}
			second, err := tokens.Get(t.Context(), target)
			if err != nil || second.Token != first.Token {
				t.Errorf("it does not go on in memory: %v", err)
			}
			if text, err := os.ReadFile(bait); err == nil && string(text) != "bait" {
				t.Errorf("the link was followed: %s", text)
			}
			for _, made := range []string{bait + "-none", bait + "-lock"} {
				if _, err := os.Lstat(made); err == nil {
					t.Errorf("a link was followed and made %s", made)
				}
			}
		})
	}
}
