package cli

import (
	"strconv"
	"strings"

	"gatehouse/ui/theme"
)

// ground tells what the terminal writes on, as far as the configuration and
// the environment know, and whether the terminal is to be asked.
//
// COLORFGBG is set by some terminals: the numbers of the colours of text and
// ground. It may be older than the terminal (tmux, sudo), so the terminal's own
// answer counts more. Terminals that are known not to answer are not asked.
func (a *app) ground(configured string) (ground theme.Ground, ask bool) {
	if set := groundSet(configured); set != nil {
		return *set, false
	}
	return groundOfColors(a.Getenv("COLORFGBG")), a.Getenv("NO_COLOR") == "" && answers(a.Getenv("TERM"))
}

// groundSet is what the configuration's theme says, nil if it leaves it to the
// terminal.
func groundSet(configured string) *theme.Ground {
	for _, g := range []theme.Ground{theme.Dark, theme.Light} {
		if g.String() == configured {
			return &g
		}
	}
	return nil
}

// groundOfColors reads COLORFGBG: "15;0", with a word between in some terminals.
func groundOfColors(s string) theme.Ground {
	i := strings.LastIndexByte(s, ';')
	if i < 0 {
		return theme.Dark
	}
	if n, err := strconv.Atoi(s[i+1:]); err == nil && (n == 7 || n >= 9 && n <= 15) {
		return theme.Light
	}
	return theme.Dark
}

// answers reports whether a terminal of a kind may be asked for its colours:
// within screen and tmux the answer may be that of another one, and a dumb
// terminal, or the console, shows the question.
func answers(term string) bool {
	for _, silent := range []string{"screen", "tmux", "dumb", "linux"} {
		if strings.HasPrefix(term, silent) {
			return false
		}
	}
	return term != ""
}
