//go:build unix

package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// What is written is private from its first moment, whatever the umask.
func TestS2Modes(t *testing.T) {
	cells := 0
	for _, mask := range []int{0, 0o022, 0o077} {
		old := syscall.Umask(mask)
		root := t.TempDir()
		initErr := Init(filepath.Join(root, "i", "config.toml"))
		writeErr := Write(filepath.Join(root, "w", "config.toml"), "", nil)
		// A loose file of our own becomes private when it is replaced.
		loose := filepath.Join(root, "l.toml")
		os.WriteFile(loose, []byte(Marker+"\n"), 0o666)
		looseErr := Write(loose, "", nil)
		syscall.Umask(old)
		if initErr != nil || writeErr != nil || looseErr != nil {
			t.Fatal(initErr, writeErr, looseErr)
		}
		for path, want := range map[string]fs.FileMode{"i": 0o700, "w": 0o700, "i/config.toml": 0o600, "w/config.toml": 0o600, "l.toml": 0o600} {
			cells++
			info, err := os.Lstat(filepath.Join(root, path))
			if err != nil || info.Mode().Perm() != want {
				t.Errorf("umask %03o: %s: %v %v", mask, path, info.Mode(), err)
			}
		}
	}
	t.Logf("%d cells", cells)
}

func TestS2SecretFiles(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "secret")
	if err := os.WriteFile(path, []byte("made-up-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func(path string) error {
		_, err := (&secretFile{path}).Resolve(t.Context())
		return err
	}
	for mode := fs.FileMode(0); mode <= 0o777; mode++ {
		if mode&0o400 == 0 {
			continue
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		want := ""
		if mode&0o077 != 0 {
			want = fmt.Sprintf("read a secret: %s can be used by others (mode %04o): chmod 600 %s", path, mode, path)
		}
		if err := read(path); (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("mode %04o: %v", mode, err)
		}
	}
	link, fifo := filepath.Join(folder, "link"), filepath.Join(folder, "fifo")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{link, fifo, folder, "/dev/null", filepath.Join(folder, "none")} {
		began := time.Now()
		if err := read(bad); err == nil || time.Since(began) > 5*time.Second {
			t.Errorf("%s: %v after %v", bad, err, time.Since(began))
		}
	}
	if os.Getuid() == 0 { // only root can give a file away
		if err := os.WriteFile(filepath.Join(folder, "theirs"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(filepath.Join(folder, "theirs"), 12345, 12345); err != nil {
			t.Fatal(err)
		}
		if err := read(filepath.Join(folder, "theirs")); err == nil {
			t.Error("a file of another user is read")
		}
	}
}
