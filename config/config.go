// Package config reads gatehouse's TOML file and explains what is wrong with
// it. It makes a [gateway.Directory]; it resolves no secret and opens no
// connection.
package config

import (
	_ "embed"
	"fmt"
	"io"
	"path/filepath"

	"gatehouse/gateway"
)

// maxFile is the most bytes a configuration file may have.
const maxFile = 4 << 20

// File is a configuration file that was read and found right.
type File struct {
	Path      string
	Directory *gateway.Directory
	Theme     string // "dark" or "light": the colours of the screen; "" when the file leaves it to the terminal
}

// operations is the table of what the documented services are known, or
// likely, to answer.
//
//go:embed operations.toml
var operations []byte

// Load reads a configuration file. The error holds one *Error for each fault,
// naming file, line, key and fix (see [Errors]), or has fs.ErrNotExist in its
// chain.
func Load(path string) (*File, error) {
	f, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	defer f.Close()
	if err := checkRegular(f); err != nil {
		return nil, &Error{File: path, Fault: err.Error(), Fix: "name a file such as config.toml"}
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	if len(data) > maxFile {
		return nil, &Error{File: path, Fault: "is larger than 4 MiB", Fix: "name the configuration file"}
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the folder of %s: %w", path, err)
	}
	file, literal, faults := parse(data, path, filepath.Dir(absolute), Documented())
	if literal != nil {
		if err := checkPrivate(f, path); err != nil {
			faults = append(faults, &Error{File: path, Line: literal.line, Table: literal.table, Key: literal.key,
				Fault: "a secret is written here, and the file " + err.fault,
				Fix:   err.fix + ", or write \"env:NAME\" in place of the secret"})
		}
	}
	if err := faults.sorted(); err != nil {
		return nil, err
	}
	return file, nil
}

// Documented is a directory of the documented services with the embedded
// operations, and no environments.
func Documented() *gateway.Directory {
	dir, faults := documented()
	if len(faults) > 0 {
		panic("embedded " + faults.Error()) // a test reads the same bytes
	}
	return dir
}

// documented reads the embedded operations through the checks that a user's
// own pass.
func documented() (*gateway.Directory, Errors) {
	dir := &gateway.Directory{Services: gateway.DocumentedServices()}
	doc := &document{file: "operations.toml"}
	if top := doc.read(operations); top != nil {
		readOperations(top, dir, "")
		top.finish()
	}
	return dir, doc.faults
}

// parse reads the text of a user's file that stands in folder, and puts what
// it holds into dir. Beside the file it returns the first secret that is
// written out in the text for a host off loopback, nil if there is none.
func parse(data []byte, file, folder string, dir *gateway.Directory) (*File, *literal, Errors) {
	doc := &document{file: file}
	top := doc.read(data)
	if top == nil {
		return nil, nil, doc.faults
	}
	dir.BodyLimit = top.size("body_limit")
	theme := top.choice("theme", "auto", "dark", "light")
	if theme == "auto" {
		theme = ""
	}
	readServices(top, dir)
	readOperations(top, dir, gateway.Configured)
	environments := &environments{folder: folder}
	dir.Environments = environments.read(top)
	top.finish()
	if len(dir.Environments) == 0 && len(doc.faults) == 0 {
		top.fault("", "there is no environment", "add [[environment]] with name and base_url, or start from the file that gatehouse init writes")
	}
	return &File{Path: file, Directory: dir, Theme: theme}, environments.literal, doc.faults
}
