package cli

import (
	"context"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"gatehouse/config"
	"gatehouse/ui"
)

// World is all that a command touches outside the process. Tests hand in one
// of their own, so that no test meets the files of the person who runs it.
type World struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	// StdinTerminal and StdoutTerminal report that a person sits there: the
	// explorer needs both, and text from a server is cleaned on its way out.
	StdinTerminal, StdoutTerminal bool
	// Keyboard opens the terminal of the process for keys, where the standard
	// input is none.
	Keyboard func() (*os.File, error)
	// StderrTerminal reports that one sees stderr: how far something is, is
	// shown there only.
	StderrTerminal bool

	// Size is that of the terminal, false where none is known.
	Size func() (width, height int, ok bool)

	Now     func() time.Time
	Version string // "" for what the build information says
	Getenv  func(name string) string

	Places  func() (config.Locations, error)              // where files are by default
	Explore func(ctx context.Context, o ui.Options) error // shows the explorer

	// Transport carries requests in the place of the network; nil for the
	// network. All rules of the gate hold before it.
	Transport http.RoundTripper
}

// System is the World of this process. The version is the one that was linked
// in, "" if none was.
func System(version string) World {
	return World{
		Stdin:          os.Stdin,
		Stdout:         os.Stdout,
		Stderr:         os.Stderr,
		StdinTerminal:  term.IsTerminal(os.Stdin.Fd()),
		StdoutTerminal: term.IsTerminal(os.Stdout.Fd()),
		StderrTerminal: term.IsTerminal(os.Stderr.Fd()),
		Keyboard:       keyboard,
		Size:           terminalSize,
		Now:            time.Now,
		Version:        version,
		Getenv:         os.Getenv,
		Places:         config.Places,
		Explore:        showExplorer,
	}
}

func terminalSize() (width, height int, ok bool) {
	width, height, err := term.GetSize(os.Stdout.Fd())
	return width, height, err == nil
}
