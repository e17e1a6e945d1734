// Package config reads gatehouse's TOML file and explains what is wrong with
// it. It makes a [gateway.Directory]; it resolves no secret and opens no
// connection.
package config

import (
	"gatehouse/gateway"
)

// File is a configuration file that was read and found right.
type File struct {
	Path      string
	Directory *gateway.Directory
}

// Load reads a configuration file. The error is an *Error naming file, line,
// key and fix, or fs.ErrNotExist in its chain.
func Load(path string) (*File, error) { panic("contract") }

// Documented is a directory of the documented services with the embedded
// operations, and no environments.
func Documented() *gateway.Directory { panic("contract") }

// Init writes a commented first file with mode 0600, making its folder (0700)
// when needed. It never replaces a file: fs.ErrExist is then in the error's
// chain.
func Init(path string) error { panic("contract") }

// Literal is one environment of a file written by [Write]: everything is
// written out, secrets too.
type Literal struct {
	Name, BaseURL, Site, APIKey, ClientID, ClientSecret string
	Guarded                                             bool
}

// Write writes a complete file with mode 0600: whole, by rename, or not at
// all. Comment lines stand at its head.
func Write(path, comment string, environments []Literal) error { panic("contract") }

// Locations are the places gatehouse reads and writes.
type Locations struct {
	Config string // the configuration file
}

// Places finds the default locations: $XDG_CONFIG_HOME/gatehouse/config.toml,
// or the platform's own folder for user configuration.
func Places() (Locations, error) { panic("contract") }
