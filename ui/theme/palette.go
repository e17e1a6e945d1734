package theme

import "github.com/charmbracelet/lipgloss"

// Ground says which of two grounds a terminal writes on. Its colour is the
// terminal's own: a theme never paints it.
type Ground int

// The grounds. Dark is what is assumed of a terminal that says nothing.
const (
	Dark Ground = iota
	Light
)

// Other is the ground that g is not.
func (g Ground) Other() Ground { return Light - g }

func (g Ground) String() string {
	if g == Light {
		return "light"
	}
	return "dark"
}

// Accent is the colour of one environment at each depth of colour.
type Accent = lipgloss.CompleteColor

// AccentOf is the accent of the n-th environment on a ground: red for a guarded
// one, and for the others the next of a short list that repeats.
func AccentOf(n int, isGuarded bool, ground Ground) Accent {
	p := ground.palette()
	if isGuarded {
		return p.guarded
	}
	return p.accents[n%len(p.accents)]
}

// palette holds the colours of one ground. All but the accents are the same in
// every environment.
type palette struct {
	ink     Accent // on a coloured ground
	faint   Accent
	fainter Accent
	stamp   Accent // a ground near the terminal's own
	onStamp Accent
	good    Accent
	warn    Accent
	bad     Accent
	busy    Accent

	key, text, number, literal Accent // of JSON

	guarded Accent // kept for guarded environments
	accents []Accent
}

func (g Ground) palette() *palette {
	if g == Light {
		return &light
	}
	return &dark
}

// color is one colour at each depth.
func color(rgb, of256, of16 string) Accent {
	return Accent{TrueColor: rgb, ANSI256: of256, ANSI: of16}
}

var dark = palette{
	ink:     color("#14161c", "234", "0"),
	faint:   color("#a0a8ba", "248", "7"),
	fainter: color("#7f879b", "245", "8"),
	stamp:   color("#384052", "238", "8"),
	onStamp: color("#dfe3ec", "254", "15"),
	good:    color("#7fd88f", "114", "10"),
	warn:    color("#f0b866", "215", "11"),
	bad:     color("#ff7b72", "210", "9"),
	busy:    color("#79c0ff", "117", "12"),

	key:     color("#8ab4f8", "111", "12"),
	text:    color("#a8d8a0", "151", "10"),
	number:  color("#f0b866", "215", "11"),
	literal: color("#c4a7e7", "183", "13"),

	guarded: color("#ff6b6b", "203", "9"),
	accents: []Accent{
		color("#4fd1c5", "80", "14"),
		color("#f6c177", "222", "11"),
		color("#8ab4f8", "111", "12"),
		color("#c4a7e7", "183", "13"),
		color("#9ccf8a", "114", "10"),
	},
}

// Of the sixteen colours, only black, red, blue, magenta and dark grey can be
// read on white in most terminals; words and signs tell the rest.
var light = palette{
	ink:     color("#ffffff", "231", "15"),
	faint:   color("#565e6c", "240", "8"),
	fainter: color("#697181", "242", "8"),
	stamp:   color("#d9dee8", "253", "7"),
	onStamp: color("#2a303b", "236", "0"),
	good:    color("#1a7433", "22", "0"),
	warn:    color("#8a5300", "94", "5"),
	bad:     color("#bf2430", "124", "1"),
	busy:    color("#0b5fbd", "25", "4"),

	key:     color("#0b4fa8", "25", "4"),
	text:    color("#1a6b3c", "22", "0"),
	number:  color("#8a4600", "94", "5"),
	literal: color("#7a3eb1", "91", "5"),

	guarded: color("#c81e1e", "160", "1"),
	accents: []Accent{
		color("#0b6f66", "23", "4"),
		color("#8f5600", "94", "5"),
		color("#1f5fc9", "26", "4"),
		color("#7a3eb1", "91", "5"),
		color("#3a6d13", "22", "0"),
	},
}
