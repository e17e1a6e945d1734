package tokencache

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Fault says why the file cannot be used, and the cure. Tokens are then kept
// in memory.
type Fault struct {
	Path, Fault, Fix string
}

// Error is one line.
func (f *Fault) Error() string {
	return fmt.Sprintf("token cache: %s %s; %s", f.Path, f.Fault, f.Fix)
}

// damage is a file that holds no tokens any more.
type damage struct{ path, fault string }

func (d *damage) Error() string {
	return fmt.Sprintf("token cache: %s was damaged (%s) and is begun anew; the tokens in it are lost, new ones will be obtained", d.path, d.fault)
}

func isDamage(err error) bool {
	var d *damage
	return errors.As(err, &d)
}

// read reads the file, nil if there is none. A file that others can use, or
// that somebody else made, is a *Fault; one that cannot be understood is
// damaged.
func read(path string) (*contents, error) {
	f, err := openNoFollow(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileFault(path, "cannot be opened", err)
	}
	defer f.Close()
	if err := checkPrivate(f, path, 0o600); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxBytes+2))
	if err != nil {
		return nil, fileFault(path, "cannot be read", err)
	}
	if len(text) > maxBytes+1 {
		return nil, &damage{path, "it is too large"}
	}
	var kept contents
	if err := json.Unmarshal(text, &kept); err != nil {
		return nil, &damage{path, "it is not whole"}
	}
	switch {
	case kept.Version > version:
		return nil, &Fault{path, "was written by a newer gatehouse", "run that one, or remove the file"}
	case kept.Version != version || len(kept.Salt) < 16:
		return nil, &damage{path, "it is no token cache"}
	}
	return &kept, nil
}

// write puts text at path by way of a file beside it. The caller holds the
// file's lock, so that what is left of an earlier write is nobody's.
func write(path string, text []byte) (err error) {
	beside := path + ".new"
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileFault(beside, "cannot be removed", err)
	}
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fileFault(beside, "cannot be made", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(beside)
		}
	}()
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fileFault(beside, "cannot be written", err)
	}
	if err = os.Rename(beside, path); err != nil {
		return fileFault(path, "cannot be replaced", err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename last through a crash, where folders can be synced.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return fileFault(folder, "cannot be opened", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return fileFault(folder, "cannot be synced", err)
	}
	return nil
}

// makeFolder makes a folder that is the user's alone, or checks one that is
// there.
func makeFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fileFault(folder, "cannot be made", err)
	}
	return checkFolder(folder)
}

// checkFolder refuses a folder that is not the user's alone. One that is not
// there yet is fine.
func checkFolder(folder string) error {
	f, err := openNoFollow(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fileFault(folder, "cannot be opened", err)
	}
	defer f.Close()
	return checkPrivate(f, folder, 0o700)
}

// checkPrivate refuses an open file or folder that is not of the kind that its
// widest mode, 0600 or 0700, stands for, that others can use, or that somebody
// else made.
func checkPrivate(f *os.File, path string, widest fs.FileMode) error {
	info, err := f.Stat()
	if err != nil {
		return fileFault(path, "cannot be examined", err)
	}
	folder := widest == 0o700
	switch mode := info.Mode(); {
	case folder != mode.IsDir():
		return &Fault{path, "is not a " + kind(folder), "move it away"}
	case !folder && !mode.IsRegular():
		return &Fault{path, "is not a plain file", "move it away"}
	case !ownedByUser(info):
		return &Fault{path, "belongs to another user", "move it away; gatehouse makes its own"}
	case modesCount && mode.Perm()&^widest != 0:
		return &Fault{path, fmt.Sprintf("can be used by others (mode %04o)", mode.Perm()), fmt.Sprintf("chmod %o %s, or remove it", widest, path)}
	}
	return nil
}

func kind(folder bool) string {
	if folder {
		return "folder"
	}
	return "file"
}

// fileFault is what the system says of a path.
func fileFault(path, fault string, err error) *Fault {
	var e *fs.PathError
	if errors.As(err, &e) {
		err = e.Err
	}
	if isLink(err) {
		return &Fault{path, "is a symbolic link", "remove the link: tokens are not written through one"}
	}
	return &Fault{path, fault + " (" + err.Error() + ")", "make it possible, or set token_cache = false"}
}
