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
	Fainter lipgloss.Style // line numbers, separators, what is switched off

	Heading lipgloss.Style // of a pane
	Focused lipgloss.Style // the heading of the pane that has the keys
	Key     lipgloss.Style // a key in footer and help
	Sandbox lipgloss.Style // the word SANDBOX, a stamp in no environment's colour

	Good lipgloss.Style
	Warn lipgloss.Style
	Bad  lipgloss.Style
	Busy lipgloss.Style

	Mark  lipgloss.Style // what stands for a character that cannot be shown
	Match lipgloss.Style // what a search found in a body
	Here  lipgloss.Style // ... and where of that the reader is
	Hit   lipgloss.Style // what was typed, in the names of a list

	JSONKey     lipgloss.Style
	JSONString  lipgloss.Style
	JSONNumber  lipgloss.Style
	JSONLiteral lipgloss.Style
	JSONPunct   lipgloss.Style
	JSONFault   lipgloss.Style
}

// New makes the theme of an environment in colour, for a terminal of the given
// ground.
func New(accent Accent, ground Ground) *Theme {
	p := ground.palette()
	fg := func(c lipgloss.TerminalColor) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	return &Theme{
		Accent: fg(accent), Chosen: fg(p.ink).Background(accent).Bold(true),
		Plain: lipgloss.NewStyle(), Strong: lipgloss.NewStyle().Bold(true),
		Faint: fg(p.faint), Fainter: fg(p.fainter),
		Heading: fg(p.faint).Bold(true), Focused: fg(accent).Bold(true),
		Key: fg(accent), Sandbox: fg(p.onStamp).Background(p.stamp).Bold(true),
		Good: fg(p.good), Warn: fg(p.warn), Bad: fg(p.bad), Busy: fg(p.busy),
		Mark: fg(p.ink).Background(p.bad), Match: fg(p.warn).Underline(true), Here: fg(p.ink).Background(p.warn).Bold(true), Hit: fg(accent).Bold(true).Underline(true),
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
		Heading: plain, Focused: bold.Underline(true), Key: bold, Sandbox: bold.Reverse(true),
		Good: plain, Warn: bold, Bad: bold, Busy: plain,
		Mark: reverse, Match: bold.Underline(true), Here: bold.Reverse(true), Hit: bold.Underline(true),
		JSONKey: bold, JSONString: plain, JSONNumber: plain, JSONLiteral: plain,
		JSONPunct: plain, JSONFault: under,
	}
}

// ansi is termenv's number for sixteen colours.
const ansi = 2

// KeepAttributes makes bold, underline and reverse come out although NO_COLOR
// is set: lipgloss would drop them together with the colours.
func KeepAttributes() { lipgloss.SetColorProfile(ansi) }
