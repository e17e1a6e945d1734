package cli

import (
	"fmt"
	"strings"
)

// The sizes of a terminal that the explorer is made for.
const (
	smallestWidth, smallestHeight = 60, 15
	goodWidth, goodHeight         = 80, 24
)

// terminal looks at what the explorer needs of the terminal, without asking
// it: its answers would come in as typed keys.
func (d *doctor) terminal() []finding {
	var out []finding
	add := func(check string, r result, detail, fix string) {
		out = append(out, found(subjectTerminal, check, r, detail, fix))
	}
	if d.StdinTerminal && d.StdoutTerminal {
		add("terminal", resultOK, "input and output are one", "")
	} else {
		add("terminal", resultWarn, "input or output is not one here: the explorer needs it, the commands do not", "run gatehouse without a pipe to see the explorer")
	}
	kind := d.Getenv("TERM")
	if kind == "" || kind == "dumb" {
		add("kind", resultFail, "TERM says that the terminal can do nothing", "export TERM=xterm-256color, or what your terminal is")
	} else {
		add("kind", resultOK, "TERM="+kind, "")
	}
	d.colour(kind, add)
	d.characters(add)
	d.size(add)
	d.clipboard(kind, add)
	if kind == "linux" || kind == "dumb" {
		add("paste", resultWarn, "this kind of terminal does not mark what is pasted: a pasted line break counts as a key", "paste into files, or use another terminal")
	} else {
		add("paste", resultOK, "bracketed paste is assumed: pasted text is never taken for keys", "")
	}
	return out
}

func (d *doctor) colour(kind string, add func(check string, r result, detail, fix string)) {
	depth := strings.ToLower(d.Getenv("COLORTERM"))
	switch {
	case d.Getenv("NO_COLOR") != "":
		add("colour", resultOK, "NO_COLOR is set: weight and words in the place of colour", "")
	case depth == "truecolor" || depth == "24bit":
		add("colour", resultOK, "16 million (COLORTERM="+depth+")", "")
	case strings.Contains(kind, "256color"):
		add("colour", resultOK, "256: the nearest are taken", "")
	default:
		add("colour", resultWarn, "16 or fewer as far as the environment says: environments differ by words and frame alone", "export COLORTERM=truecolor if the terminal has more")
	}
}

// characters goes by the first of the variables that says anything, as the
// system does.
func (d *doctor) characters(add func(check string, r result, detail, fix string)) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		value := d.Getenv(name)
		if value == "" {
			continue
		}
		if plain := strings.ReplaceAll(strings.ToLower(value), "-", ""); strings.Contains(plain, "utf8") {
			add("characters", resultOK, "UTF-8 ("+name+"="+value+")", "")
			return
		}
		add("characters", resultWarn, name+"="+value+" is not UTF-8: frames and signs may be drawn wrongly", "export "+name+"=C.UTF-8")
		return
	}
	add("characters", resultWarn, "no locale is set, so that UTF-8 is only hoped for", "export LANG=C.UTF-8")
}

func (d *doctor) size(add func(check string, r result, detail, fix string)) {
	w, h, ok := d.Size()
	size := fmt.Sprintf("%d columns by %d rows", w, h)
	switch {
	case !ok:
		add("size", resultWarn, "not known: the output is no terminal", "run it without a pipe")
	case w < smallestWidth || h < smallestHeight:
		add("size", resultFail, size+" is too small to draw the explorer", fmt.Sprintf("make it at least %d by %d; %d by %d shows everything", smallestWidth, smallestHeight, goodWidth, goodHeight))
	case w < goodWidth || h < goodHeight:
		add("size", resultWarn, size+": panes take turns", fmt.Sprintf("%d by %d shows everything", goodWidth, goodHeight))
	default:
		add("size", resultOK, size, "")
	}
}

// clipboard says which way a copied text takes first. Nothing tells whether it
// came there: OSC 52 has no answer that could be waited for.
func (d *doctor) clipboard(kind string, add func(check string, r result, detail, fix string)) {
	switch first := d.clipboardWays()[0]; {
	case first.name == "tmux" || first.argv == nil && d.Getenv("TMUX") != "":
		add("clipboard", resultWarn, "by tmux, which passes it on to the terminal only when told to", "tmux set -g set-clipboard on")
	case first.argv != nil:
		add("clipboard", resultOK, "by "+first.name, "")
	case kind == "linux" || kind == "dumb":
		add("clipboard", resultWarn, "this kind of terminal has none that could be reached", "use another terminal, or save instead of copying")
	case d.Getenv("STY") != "":
		add("clipboard", resultWarn, "GNU screen passes nothing on to the terminal's clipboard", "use tmux, or copy outside of screen")
	default:
		add("clipboard", resultOK, "by "+first.name+", where the terminal allows it", "")
	}
}
