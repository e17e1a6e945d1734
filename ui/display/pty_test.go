//go:build !windows

package display_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/creack/pty"

	"gatehouse/ui/display"
)

// screen is a program that shows one text and quits after it was resized.
type screen struct {
	text   string
	sizes  []tea.WindowSizeMsg
	resize func()
}

func (s screen) Init() tea.Cmd { return nil }

func (s screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	size, ok := msg.(tea.WindowSizeMsg)
	if !ok {
		return s, nil
	}
	s.sizes = append(s.sizes, size)
	if len(s.sizes) == 1 {
		s.resize()
		return s, nil
	}
	// The quit comes after the frame of this size.
	return s, tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return tea.QuitMsg{} })
}

func (s screen) View() string {
	if len(s.sizes) == 0 {
		return ""
	}
	title := lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("208")).Render("title")
	return title + "\n" + s.text + "\nlast row"
}

// run shows text by Bubble Tea in a pseudo-terminal.
func run(t *testing.T, text string) (sizes []tea.WindowSizeMsg, out string, terminal *display.Terminal) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	setSize := func(cols, rows uint16) {
		if err := pty.Setsize(tty, &pty.Winsize{Cols: cols, Rows: rows}); err != nil {
			t.Error(err)
		}
	}
	setSize(100, 30)
	written := make(chan string)
	go func() {
		var all bytes.Buffer
		_, _ = all.ReadFrom(master) // ends with an error when the last tty is closed
		written <- all.String()
	}()

	terminal = display.NewTerminal(tty)
	var program *tea.Program
	model := screen{text: text, resize: func() {
		setSize(61, 17)
		// The pseudo-terminal is not the one that controls this process, so no
		// signal tells Bubble Tea; ask for the size as the signal would.
		go program.Send(tea.WindowSize()())
	}}
	program = tea.NewProgram(model, tea.WithInput(tty), tea.WithOutput(terminal), tea.WithAltScreen(),
		tea.WithMouseCellMotion(), tea.WithReportFocus(), tea.WithFPS(120), tea.WithoutSignalHandler())
	kill := time.AfterFunc(10*time.Second, program.Kill)
	defer kill.Stop()
	last, err := program.Run()
	if err != nil {
		t.Errorf("no second window size came: %v", err)
	}
	if err := terminal.Restore(); err != nil {
		t.Error(err)
	}
	tty.Close()
	if s, ok := last.(screen); ok {
		sizes = s.sizes
	}
	return sizes, <-written, terminal
}

func TestWindowSizeArrivesThroughTerminal(t *testing.T) {
	sizes, out, terminal := run(t, display.Line("body \x1b]0;owned\x07"))
	if len(sizes) != 2 || sizes[0] != (tea.WindowSizeMsg{Width: 100, Height: 30}) || sizes[1] != (tea.WindowSizeMsg{Width: 61, Height: 17}) {
		t.Errorf("window sizes %v", sizes)
	}
	if terminal.Blocked() != 0 {
		t.Errorf("%d blocked of our own stream %q", terminal.Blocked(), out)
	}
	for _, want := range []string{"\x1b[?1049h\x1b[?7l", "title", "body ␛]0;owned␇", "last row", "\x1b[?7h\x1b[?1049l", "\x1b[?25h"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in %q", want, out)
		}
	}
	if i := strings.LastIndex(out, "\x1b[?1049l"); strings.Contains(out[i:], "\x1b[0m") {
		t.Errorf("Restore had something left to do after a clean end: %q", out[i:])
	}
}

func TestE1UncleanedViewIsStoppedAtTheTerminal(t *testing.T) {
	_, out, terminal := run(t, "body \x1b]0;owned\x07\x1b]52;c;AAAA\x07\x1b[c\u009b6n\u202e\x1b[8mhidden")
	if terminal.Blocked() == 0 {
		t.Error("nothing was counted")
	}
	for _, bad := range []string{"\x1b]", "\x1b[c", "\u009b", "\u202e", "\x1b[8m", "owned"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q reached the terminal: %q", bad, out)
		}
	}
	if !strings.Contains(out, "last row") {
		t.Errorf("the rest of the frame is missing: %q", out)
	}
}

var _ interface {
	Read([]byte) (int, error)
	Write([]byte) (int, error)
	Close() error
	Fd() uintptr
} = (*display.Terminal)(nil)
