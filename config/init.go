package config

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// first is the commented first file.
//
//go:embed first.toml
var first []byte

// Init writes a commented first file with mode 0600, making its folder (0700)
// when needed. It never replaces a file: fs.ErrExist is then in the error's
// chain.
func Init(path string) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the configuration: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write a first configuration: %w: edit that one, or name another by --config", err)
	}
	if err != nil {
		return fmt.Errorf("write a first configuration: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(path) // half a file would be in the way of the next try
		}
	}()
	_, err = f.Write(first)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write a first configuration: %w", err)
	}
	return nil
}
