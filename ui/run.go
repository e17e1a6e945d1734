// Package ui is the Bubble Tea program of gatehouse: a root model, panes as
// plain structs, bindings as data, and one file that does I/O (commands.go).
//
// Data flows one way: a key becomes an intent, an intent a change of state or
// a command, a command's message another change of state, and View draws the
// state. Texts that come from a server reach the screen through ui/display.
package ui

import (
	"context"
	"os"
	"time"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
	"gatehouse/ui/theme"
)

// Settings are what the explorer takes from a configuration that was read again.
type Settings struct {
	Directory *gateway.Directory
	// Ground is what the terminal writes on, if the configuration says so; nil
	// leaves it to the terminal.
	Ground *theme.Ground
}

// Options are what the program works on.
type Options struct {
	// File is read in the place of the explorer. Where it is set, what follows up
	// to Redactor may be nil: no environment is known then.
	File *File
	// Against is what File is compared with at the start; nil for nothing.
	Against *File
	// OpenFile begins to read a file to compare with; its errors are shown. Nil
	// where no files are read.
	OpenFile func(ctx context.Context, path string) (*File, error)

	Directory *gateway.Directory
	Client    *gateway.Client
	Tokens    *gateway.Tokens
	Vault     *gateway.Vault
	Redactor  *gateway.Redactor

	// Reload reads the configuration again; nil where there is none to read.
	Reload func() (Settings, error)
	// Sandbox shows the word SANDBOX on every screen.
	Sandbox bool
	// Tour begins with the tour through the demo.
	Tour bool
	// Environment and Service are chosen at the start, by their exact names;
	// "" for the first of each.
	Environment, Service string
	// ConfigPath is named where the file is spoken of, "" in the demo.
	ConfigPath string
	// Command is how a shell starts this run: it stands before commands shown
	// to the user.
	Command string
	// Program are the words by which a shell in any folder starts gatehouse
	// with the same configuration; nil for its name alone.
	Program []string
	NoColor bool // weight and words in the place of colour
	// Ground is what the terminal is taken to write on at first. With AskGround
	// it is asked for its colour after the first frame, and its answer counts.
	Ground    theme.Ground
	AskGround bool
	Tmux      bool   // the terminal is one of tmux
	Editor    string // command line of the user's editor, "" if none is known
	Pager     string // and of the user's pager

	Now func() time.Time // nil means time.Now
	// Copy puts a text on the clipboard and says by which way; terminal asks
	// the terminal to take it (OSC 52). Nil asks the terminal only.
	Copy func(text string, terminal func(text string) error) (way string, err error)
	// Keys is the terminal that keys are read from; nil for the standard input.
	Keys *os.File
	// Filter runs jq filters on bodies, within [query.DefaultLimits]; nil where
	// none can be run.
	Filter query.Runner
	// Held is told how many bytes of memory the bodies hold, each time that
	// changes, by one call after the other; nil where nobody wants to know.
	Held func(bytes int)

	terminal func(text string) error       // for Copy
	ask      func() error                  // asks the terminal for the colour of its ground
	lend     lending                       // runs a program that has the screen meanwhile
	left     func(path string)             // is told of each file that a program changed and that is kept
	whole    func(file func() error) error // writes a file before the process ends
}
