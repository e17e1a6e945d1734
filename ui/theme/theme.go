// Package theme is the palette of the explorer and the styles made of it.
//
// It imports lipgloss and nothing else, and must stay so: Bubble Tea's own
// package init asks the terminal for its background colour and can wait five
// seconds for an answer that never comes. The init below answers in its place,
// and runs before it only because this package is ready early and its import
// path sorts before Bubble Tea's.
package theme

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }

// Theme holds the styles of one environment's screens. Styles carry colour and
// weight only, never a width, a border or a space.
type Theme struct {
	Accent  lipgloss.Style // the environment's own colour
	Chosen  lipgloss.Style // the environment's name in the bar: its colour, reversed
	Plain   lipgloss.Style // ordinary text
	Strong  lipgloss.Style // what the eye should find first
	Faint   lipgloss.Style // labels and explanations
	Fainter lipgloss.Style // rules and what is switched off

	Heading lipgloss.Style // of a pane
	Focused lipgloss.Style // the heading of the pane that has the keys
	Key     lipgloss.Style // a key in footer and help
	Sandbox lipgloss.Style // the word SANDBOX

	Good lipgloss.Style
	Warn lipgloss.Style
	Bad  lipgloss.Style
	Busy lipgloss.Style

	Mark  lipgloss.Style // what stands for a character that cannot be shown
	Match lipgloss.Style // what a search or filter found

	JSONKey     lipgloss.Style
	JSONString  lipgloss.Style
	JSONNumber  lipgloss.Style
	JSONLiteral lipgloss.Style
	JSONPunct   lipgloss.Style
	JSONFault   lipgloss.Style
}

// Accent is the colour of one environment at each depth of colour.
type Accent = lipgloss.CompleteColor

// The accents of environments: production's red is kept for guarded ones.
var (
	guarded = Accent{TrueColor: "#ff6b6b", ANSI256: "203", ANSI: "9"}
	accents = []Accent{
		{TrueColor: "#4fd1c5", ANSI256: "80", ANSI: "14"},
		{TrueColor: "#f6c177", ANSI256: "222", ANSI: "11"},
		{TrueColor: "#8ab4f8", ANSI256: "111", ANSI: "12"},
		{TrueColor: "#c4a7e7", ANSI256: "183", ANSI: "13"},
		{TrueColor: "#9ccf8a", ANSI256: "114", ANSI: "10"},
	}
)

// AccentOf is the accent of the n-th environment: red for a guarded one, and
// for the others the next of a short list that repeats.
func AccentOf(n int, isGuarded bool) Accent {
	if isGuarded {
		return guarded
	}
	return accents[n%len(accents)]
}

// New makes the theme of an environment in colour.
func New(accent Accent) *Theme {
	p := dark
	fg := func(c lipgloss.TerminalColor) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	return &Theme{
		Accent: fg(accent), Chosen: fg(p.ink).Background(accent).Bold(true),
		Plain: lipgloss.NewStyle(), Strong: lipgloss.NewStyle().Bold(true),
		Faint: fg(p.faint), Fainter: fg(p.fainter),
		Heading: fg(p.faint).Bold(true), Focused: fg(accent).Bold(true),
		Key: fg(accent), Sandbox: fg(p.warn).Bold(true),
		Good: fg(p.good), Warn: fg(p.warn), Bad: fg(p.bad), Busy: fg(p.busy),
		Mark: fg(p.ink).Background(p.bad), Match: fg(p.ink).Background(p.warn),
		JSONKey: fg(p.key), JSONString: fg(p.text), JSONNumber: fg(p.number), JSONLiteral: fg(p.literal),
		JSONPunct: fg(p.fainter), JSONFault: fg(p.bad).Underline(true),
	}
}

// NewMono makes a theme without colour (NO_COLOR): weight, underline and
// reverse carry what colour would have.
func NewMono() *Theme {
	plain := lipgloss.NewStyle()
	bold, reverse, under := plain.Bold(true), plain.Reverse(true), plain.Underline(true)
	return &Theme{
		Accent: bold, Chosen: bold.Reverse(true),
		Plain: plain, Strong: bold, Faint: plain, Fainter: plain,
		Heading: plain, Focused: bold.Underline(true), Key: bold, Sandbox: bold,
		Good: plain, Warn: bold, Bad: bold, Busy: plain,
		Mark: reverse, Match: reverse,
		JSONKey: bold, JSONString: plain, JSONNumber: plain, JSONLiteral: plain,
		JSONPunct: plain, JSONFault: under,
	}
}

// palette holds the colours that are the same in every environment.
type palette struct {
	ink                                   lipgloss.TerminalColor // on a coloured ground
	faint, fainter, good, warn, bad, busy lipgloss.TerminalColor
	key, text, number, literal            lipgloss.TerminalColor
}

var dark = palette{
	ink:     Accent{TrueColor: "#14161c", ANSI256: "234", ANSI: "0"},
	faint:   Accent{TrueColor: "#8b93a7", ANSI256: "246", ANSI: "7"},
	fainter: Accent{TrueColor: "#596174", ANSI256: "241", ANSI: "8"},
	good:    Accent{TrueColor: "#7fd88f", ANSI256: "114", ANSI: "10"},
	warn:    Accent{TrueColor: "#f0b866", ANSI256: "215", ANSI: "11"},
	bad:     Accent{TrueColor: "#ff7b72", ANSI256: "210", ANSI: "9"},
	busy:    Accent{TrueColor: "#79c0ff", ANSI256: "117", ANSI: "12"},
	key:     Accent{TrueColor: "#8ab4f8", ANSI256: "111", ANSI: "12"},
	text:    Accent{TrueColor: "#a8d8a0", ANSI256: "151", ANSI: "10"},
	number:  Accent{TrueColor: "#f0b866", ANSI256: "215", ANSI: "11"},
	literal: Accent{TrueColor: "#c4a7e7", ANSI256: "183", ANSI: "13"},
}

// ansi is termenv's number for sixteen colours.
const ansi = 2

// KeepAttributes makes bold, underline and reverse come out although NO_COLOR
// is set: lipgloss would drop them together with the colours.
func KeepAttributes() { lipgloss.SetColorProfile(ansi) }
