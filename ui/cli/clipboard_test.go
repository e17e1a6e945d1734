package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestClipboardWays(t *testing.T) {
	all := "tmux pbcopy termux-clipboard-set clip.exe wl-copy xclip xsel"
	for _, c := range []struct {
		system, environ, programs, want string
	}{
		{"linux", "", all, "OSC 52"},
		{"linux", "DISPLAY=:0", all, "xclip xsel OSC 52"},
		{"linux", "DISPLAY=:0", "xsel", "xsel OSC 52"},
		{"linux", "DISPLAY=:0", "", "OSC 52"},
		{"linux", "DISPLAY= WAYLAND_DISPLAY=", all, "OSC 52"},
		{"linux", "DISPLAY=:0 WAYLAND_DISPLAY=wayland-0", all, "wl-copy xclip xsel OSC 52"},
		{"linux", "DISPLAY=:0 TMUX=/tmp/tmux-0/default,1,0", all, "xclip xsel tmux OSC 52"},
		{"linux", "TMUX=/tmp/tmux-0/default,1,0", "xclip", "OSC 52"},
		{"linux", "DISPLAY=localhost:10.0 SSH_CONNECTION=a", all, "OSC 52"},
		{"linux", "WAYLAND_DISPLAY=wayland-0 SSH_TTY=/dev/pts/1", all, "OSC 52"},
		{"linux", "SSH_CLIENT=a TMUX=x", all, "tmux OSC 52"},
		{"linux", "SSH_CLIENT=a TMUX=x", "wl-copy", "OSC 52"},
		{"linux", "WSL_DISTRO_NAME=Debian", all, "clip.exe OSC 52"},
		{"linux", "WSL_DISTRO_NAME=Debian WAYLAND_DISPLAY=wayland-0", "wl-copy", "wl-copy OSC 52"},
		{"android", "TERMUX_VERSION=0.118", all, "termux-clipboard-set OSC 52"},
		{"darwin", "", all, "pbcopy OSC 52"},
		{"darwin", "SSH_CONNECTION=a", all, "OSC 52"},
		{"darwin", "TMUX=x", all, "pbcopy tmux OSC 52"},
		{"windows", "", all, "clip.exe OSC 52"},
	} {
		environ := map[string]string{}
		for _, pair := range strings.Fields(c.environ) {
			name, value, _ := strings.Cut(pair, "=")
			environ[name] = value
		}
		var got []string
		for _, w := range clipboardWays(place{func(name string) string { return environ[name] }, c.system, func(program string) bool { return slices.Contains(strings.Fields(c.programs), program) }}) {
			got = append(got, w.name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s with %q and %q: %v, want %s", c.system, c.environ, c.programs, got, c.want)
		}
	}
}

func TestClipboardEnvironment(t *testing.T) {
	given := []string{"PATH=/bin", "QA_CLIENT_SECRET=made-up", "DISPLAY=:0", "AWS_SECRET_ACCESS_KEY=made-up", "HOME=/h", "PATHS=x"}
	got := clipboardEnvironment(given)
	if want := []string{"PATH=/bin", "DISPLAY=:0", "HOME=/h"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if given[1] != "QA_CLIENT_SECRET=made-up" {
		t.Error("the environment that was given is changed")
	}
}

func TestToUTF16(t *testing.T) {
	if got, want := string(toUTF16("aä😀")), "\xff\xfea\x00\xe4\x00\x3d\xd8\x00\xde"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
