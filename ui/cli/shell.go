package cli

import (
	"path/filepath"
	"strings"
)

// started is how a shell starts this run of the program, but for what it is to
// do: the words before the name of a command.
func (a *app) started() string {
	switch {
	case a.demo:
		return "gatehouse --demo"
	case a.configFlag != "":
		return "gatehouse --config " + shellQuote(a.configFlag)
	}
	return "gatehouse"
}

// program are the words by which a shell in any folder starts gatehouse with the
// configuration of this run; nil where its name is enough. No other process
// works on the demo's.
func (a *app) program() []string {
	if a.demo || a.configFlag == "" {
		return nil
	}
	path, err := filepath.Abs(a.configFlag)
	if err != nil {
		path = a.configFlag
	}
	return []string{"gatehouse", "--config", path}
}

// shellQuote makes one word of a POSIX shell of s.
func shellQuote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+:@%,=~", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 && s[0] != '~' {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
