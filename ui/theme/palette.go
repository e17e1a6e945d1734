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

var dark = palette{
	ink:     Accent{TrueColor: "#14161c", ANSI256: "234", ANSI: "0"},
	faint:   Accent{TrueColor: "#a0a8ba", ANSI256: "248", ANSI: "7"},
	fainter: Accent{TrueColor: "#7f879b", ANSI256: "245", ANSI: "8"},
	stamp:   Accent{TrueColor: "#384052", ANSI256: "238", ANSI: "8"},
	onStamp: Accent{TrueColor: "#dfe3ec", ANSI256: "254", ANSI: "15"},
	good:    Accent{TrueColor: "#7fd88f", ANSI256: "114", ANSI: "10"},
	warn:    Accent{TrueColor: "#f0b866", ANSI256: "215", ANSI: "11"},
	bad:     Accent{TrueColor: "#ff7b72", ANSI256: "210", ANSI: "9"},
	busy:    Accent{TrueColor: "#79c0ff", ANSI256: "117", ANSI: "12"},

	key:     Accent{TrueColor: "#8ab4f8", ANSI256: "111", ANSI: "12"},
	text:    Accent{TrueColor: "#a8d8a0", ANSI256: "151", ANSI: "10"},
	number:  Accent{TrueColor: "#f0b866", ANSI256: "215", ANSI: "11"},
	literal: Accent{TrueColor: "#c4a7e7", ANSI256: "183", ANSI: "13"},

	guarded: Accent{TrueColor: "#ff6b6b", ANSI256: "203", ANSI: "9"},
	accents: []Accent{
		{TrueColor: "#4fd1c5", ANSI256: "80", ANSI: "14"},
		{TrueColor: "#f6c177", ANSI256: "222", ANSI: "11"},
		{TrueColor: "#8ab4f8", ANSI256: "111", ANSI: "12"},
		{TrueColor: "#c4a7e7", ANSI256: "183", ANSI: "13"},
		{TrueColor: "#9ccf8a", ANSI256: "114", ANSI: "10"},
	},
}

// Of the sixteen colours, only black, red, blue, magenta and dark grey can be
// read on white in most terminals; words and signs tell the rest.
var light = palette{
	ink:     Accent{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
	faint:   Accent{TrueColor: "#565e6c", ANSI256: "240", ANSI: "8"},
	fainter: Accent{TrueColor: "#697181", ANSI256: "242", ANSI: "8"},
	stamp:   Accent{TrueColor: "#d9dee8", ANSI256: "253", ANSI: "7"},
	onStamp: Accent{TrueColor: "#2a303b", ANSI256: "236", ANSI: "0"},
	good:    Accent{TrueColor: "#1a7433", ANSI256: "22", ANSI: "0"},
	warn:    Accent{TrueColor: "#8a5300", ANSI256: "94", ANSI: "5"},
	bad:     Accent{TrueColor: "#bf2430", ANSI256: "124", ANSI: "1"},
	busy:    Accent{TrueColor: "#0b5fbd", ANSI256: "25", ANSI: "4"},

	key:     Accent{TrueColor: "#0b4fa8", ANSI256: "25", ANSI: "4"},
	text:    Accent{TrueColor: "#1a6b3c", ANSI256: "22", ANSI: "0"},
	number:  Accent{TrueColor: "#8a4600", ANSI256: "94", ANSI: "5"},
	literal: Accent{TrueColor: "#7a3eb1", ANSI256: "91", ANSI: "5"},

	guarded: Accent{TrueColor: "#c81e1e", ANSI256: "160", ANSI: "1"},
	accents: []Accent{
		{TrueColor: "#0b6f66", ANSI256: "23", ANSI: "4"},
		{TrueColor: "#8f5600", ANSI256: "94", ANSI: "5"},
		{TrueColor: "#1f5fc9", ANSI256: "26", ANSI: "4"},
		{TrueColor: "#7a3eb1", ANSI256: "91", ANSI: "5"},
		{TrueColor: "#3a6d13", ANSI256: "22", ANSI: "0"},
	},
}
