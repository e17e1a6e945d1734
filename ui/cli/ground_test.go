package cli

import (
	"testing"

	"gatehouse/ui/theme"
)

// TestGround: the configuration decides, then the terminal, then COLORFGBG.
func TestGround(t *testing.T) {
	for _, c := range []struct {
		configured, colorfgbg, term, noColor string
		want                                 theme.Ground
		ask                                  bool
	}{
		{"dark", "0;15", "xterm-256color", "", theme.Dark, false},
		{"light", "15;0", "xterm-256color", "", theme.Light, false},
		{"", "", "xterm-256color", "", theme.Dark, true},
		{"", "15;0", "xterm", "", theme.Dark, true},
		{"", "0;15", "xterm", "", theme.Light, true},
		{"", "0;default;15", "rxvt", "", theme.Light, true},
		{"", "12;8", "xterm", "", theme.Dark, true},
		{"", "0;7", "xterm", "", theme.Light, true},
		{"", "15", "xterm", "", theme.Dark, true},
		{"", "0;x", "xterm", "", theme.Dark, true},
		{"", "0;99", "xterm", "", theme.Dark, true},
		{"", "0;15", "tmux-256color", "", theme.Light, false},
		{"", "", "screen.xterm-256color", "", theme.Dark, false},
		{"", "", "dumb", "", theme.Dark, false},
		{"", "", "linux", "", theme.Dark, false},
		{"", "", "", "", theme.Dark, false},
		{"", "", "xterm-256color", "1", theme.Dark, false},
	} {
		values := map[string]string{"COLORFGBG": c.colorfgbg, "TERM": c.term, "NO_COLOR": c.noColor}
		a := &app{World: World{Getenv: func(name string) string { return values[name] }}}
		if ground, ask := a.ground(c.configured); ground != c.want || ask != c.ask {
			t.Errorf("theme %q, %v: %s, asked: %v", c.configured, values, ground, ask)
		}
	}
}
