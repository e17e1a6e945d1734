package cli

import (
	"slices"
	"strings"

	"gatehouse/ui"
)

// way is one means to fill a clipboard: a program that reads the text from its
// standard input, or, without one, the terminal.
type way struct {
	name  string   // as a person knows it
	argv  []string // nil for the terminal
	utf16 bool     // the program reads UTF-16, not UTF-8
}

var terminalWay = way{name: ui.TerminalClipboard}

// place is what decides where a clipboard is: variables of the process
// environment, the system, and the programs there are.
type place struct {
	getenv func(name string) string
	system string // as of runtime.GOOS
	found  func(program string) bool
}

// clipboardWays are the ways to the clipboard of the person at the terminal,
// the one to try first in front. Over SSH the programs of this machine fill a
// clipboard that nobody sees, and succeed: there only the terminal is asked.
func clipboardWays(p place) []way {
	var out []way
	add := func(here bool, w way) {
		if here && p.found(w.argv[0]) {
			out = append(out, w)
		}
	}
	// tmux hands it on to the terminal, whatever it allows programs within it.
	add(p.set("TMUX"), way{name: "tmux", argv: []string{"tmux", "load-buffer", "-w", "-"}})
	if p.set("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT") {
		return append(out, terminalWay)
	}
	var local []way
	out, local = nil, out
	add(p.system == "darwin", way{name: "pbcopy", argv: []string{"pbcopy"}})
	add(p.set("TERMUX_VERSION"), way{name: "termux-clipboard-set", argv: []string{"termux-clipboard-set"}})
	add(p.system == "windows" || p.set("WSL_DISTRO_NAME"), way{name: "clip.exe", argv: []string{"clip.exe"}, utf16: true})
	add(p.set("WAYLAND_DISPLAY"), way{name: "wl-copy", argv: []string{"wl-copy"}})
	add(p.set("DISPLAY"), way{name: "xclip", argv: []string{"xclip", "-selection", "clipboard", "-in"}})
	add(p.set("DISPLAY"), way{name: "xsel", argv: []string{"xsel", "--clipboard", "--input"}})
	return append(append(out, local...), terminalWay)
}

// set reports whether any of the variables is set to something.
func (p place) set(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return p.getenv(name) != "" })
}

// passedOn are the variables that a clipboard's program needs. It gets no
// others: any of them may hold a secret.
var passedOn = []string{
	"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TERM",
	"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
	"TMUX", "TMUX_PANE", "TMUX_TMPDIR", "PREFIX", "TERMUX_VERSION", "LD_PRELOAD", "ANDROID_DATA", "ANDROID_ROOT",
	"SYSTEMROOT", "SystemRoot", "WSL_DISTRO_NAME", "WSL_INTEROP",
	"__CF_USER_TEXT_ENCODING",
}

// clipboardEnvironment keeps of a process environment what is passed on.
func clipboardEnvironment(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return !slices.Contains(passedOn, name)
	})
}
