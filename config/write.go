package config

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// Marker is the first line of every file that [Write] writes, and how it knows
// one again: only such a file is replaced.
const Marker = "# Written by gatehouse sandbox, and replaced at its next start: edit a copy."

// Literal is one environment of a file written by [Write]: everything is
// written out, secrets too.
type Literal struct {
	Name, BaseURL, Site, APIKey, ClientID, ClientSecret string
	Guarded                                             bool
}

// Write writes a complete file with mode 0600: whole, by rename, or not at
// all. Comment lines stand at its head. A file that is there already is
// replaced only if Write wrote it: fs.ErrExist is otherwise in the error's
// chain.
func Write(path, comment string, environments []Literal) error {
	if err := replaceable(path); err != nil {
		return fmt.Errorf("write a configuration: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the configuration: %w", err)
	}
	if err := replace(path, render(comment, environments)); err != nil {
		return fmt.Errorf("write a configuration: %w", err)
	}
	return nil
}

// replaceable refuses a path where something stands that Write did not write.
func replaceable(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	refusal := &fs.PathError{Op: "replace", Path: path, Err: errNotOurs}
	if !info.Mode().IsRegular() {
		return refusal
	}
	f, err := openNoFollow(path)
	if err != nil {
		return err
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n') // a short file is not ours either
	if strings.TrimRight(line, "\r\n") != Marker {
		return refusal
	}
	return nil
}

// errNotOurs refuses to replace a user's own file.
var errNotOurs = fmt.Errorf("%w and was not written by gatehouse sandbox: name another file", fs.ErrExist)

// replace puts data at path by way of a file beside it.
func replace(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".config-*.toml") // 0600, O_EXCL
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename last through a crash, where folders can be synced.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

func render(comment string, environments []Literal) []byte {
	var b strings.Builder
	b.WriteString(Marker + "\n")
	for line := range strings.Lines(comment) {
		b.WriteString(strings.TrimRight("# "+plainLine(line), " ") + "\n")
	}
	for _, e := range environments {
		b.WriteString("\n[[environment]]\n")
		for _, pair := range []struct{ key, value string }{
			{"name", e.Name}, {"base_url", e.BaseURL}, {"site", e.Site},
			{"api_key", e.APIKey}, {"client_id", e.ClientID}, {"client_secret", e.ClientSecret},
		} {
			if pair.value != "" {
				fmt.Fprintf(&b, "%-13s = %s\n", pair.key, quote(pair.value))
			}
		}
		fmt.Fprintf(&b, "%-13s = %t\n", "guarded", e.Guarded)
	}
	return []byte(b.String())
}

// plainLine leaves out what a TOML comment may not hold.
func plainLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// quote writes a text as a basic string of TOML.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
