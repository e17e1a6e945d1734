package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// handing is a body that is handed to a program of the user's as a file: to a
// pager the lines that show, made fit for a terminal as here, for not every
// pager holds back what a server may have put into them; to an editor the bytes,
// or the pretty lines in their place where these show.
type handing struct {
	words    []string // of the program's command line
	variable string   // that it can be set by
	name     string   // of the file
	body     []byte
	format   jsonview.Format // to be laid out in
	exact    bool            // not laid out
	safe     bool            // made fit for a terminal
}

// page hands the lines of the body that is read to the user's pager.
func (m *model) page(intent) tea.Cmd {
	r := m.reader()
	h := r.handing(m.o.Pager, "PAGER")
	h.safe = true
	switch {
	case r.mode == modeHex:
		h.format = jsonview.Binary
	case r.mode == modePlain:
		h.format = jsonview.Text
	}
	if h.format != jsonview.JSON && h.format != jsonview.JSONLines {
		h.name = strings.TrimSuffix(h.name, filepath.Ext(h.name)) + ".txt"
	}
	return m.startHanding(h, false)
}

// openCopy hands a copy of the body that is read to the user's editor.
func (m *model) openCopy(intent) tea.Cmd {
	r := m.reader()
	h := r.handing(m.o.Editor, "EDITOR")
	h.exact = r.mode != modePretty || !r.isJSON()
	return m.startHanding(h, false)
}

func (r *reader) handing(program, variable string) handing {
	return handing{words: strings.Fields(program), variable: variable, name: r.fileName(), body: r.body.State().Bytes, format: r.format}
}

// startHanding has the file written, unless another is being written still.
func (m *model) startHanding(h handing, force bool) tea.Cmd {
	if m.writing.busy() {
		m.say(sayWarn, m.writing.what+" is still being written: ctrl+c stops it.")
		return nil
	}
	ctx, _ := m.writing.start(m.ctx, "a copy for "+h.words[0], m.now)
	m.say(sayNote, "Writing a copy for "+h.words[0]+" … ctrl+c stops it.")
	return m.writeCopy(ctx, h, force)
}

// handed starts the program, unless a known secret is in the body: that asks
// first.
func (m *model) handed(msg handedMsg) tea.Cmd {
	m.writing.end()
	h := msg.handing
	switch {
	case msg.held:
		m.message.clear()
		cmd := m.ask("THE BODY HOLDS A SECRET", "", doHandHeld,
			"A token, API key or client secret of this run is in it. Write yes to hand it to "+h.words[0]+" all the same, in a file that only you can read and that is removed after.")
		m.prompt.handing = h
		return cmd
	case errors.Is(msg.err, context.Canceled):
		m.say(sayNote, h.words[0]+" was not started: it was stopped.")
		return nil
	case msg.err != nil:
		m.say(sayBad, h.words[0]+" was not started: "+msg.err.Error()+". "+h.variable+" names another.")
		return nil
	}
	m.message.clear()
	return m.hand(staying(h.words), msg.path, takeBack(h.words[0], msg.path, msg.as))
}

// handHeld hands over a body with a known secret in it when the user wrote so.
func (m *model) handHeld(it intent) tea.Cmd {
	if it.text != "yes" {
		return nil
	}
	h := m.prompt.handing
	m.close()
	return m.startHanding(h, true)
}

// returned says what became of a program.
func (m *model) returned(msg returnedMsg) {
	switch {
	case msg.err != nil && msg.kept != "":
		m.say(sayBad, msg.program+": "+msg.err.Error()+". Its file is still there: "+msg.kept)
	case msg.err != nil:
		m.say(sayWarn, msg.program+" ended with a fault: "+msg.err.Error()+".")
	case msg.kept != "":
		m.say(sayNote, msg.program+" changed its copy, which is kept: "+msg.kept+". The body here stays as it came.")
	}
}

// write writes the file.
func (h handing) write(ctx context.Context, w io.Writer) error {
	if h.exact {
		_, err := writeBytes(ctx, w, h.body)
		return err
	}
	if !h.safe {
		_, err := writeLines(ctx, w, h.body, h.format)
		return err
	}
	safe := &safeWriter{to: w}
	_, err := writeLines(ctx, safe, h.body, h.format)
	return errors.Join(err, safe.flush())
}

// safeWriter makes the lines that are written to it fit for a terminal. A line
// longer than longestLine is taken in parts.
type safeWriter struct {
	to   io.Writer
	held []byte // the beginning of a line
}

const longestLine = 64 << 10

func (s *safeWriter) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		i := bytes.LastIndexByte(p, '\n') + 1
		if i == 0 {
			s.held = append(s.held, p...)
			p = nil
			if len(s.held) < longestLine {
				break
			}
			if err := s.put(s.held[:wholeRunes(s.held)]); err != nil {
				return 0, err
			}
			s.held = append([]byte(nil), s.held[wholeRunes(s.held):]...)
			break
		}
		s.held = append(s.held, p[:i]...)
		if err := s.put(s.held); err != nil {
			return 0, err
		}
		s.held, p = s.held[:0], p[i:]
	}
	return n, nil
}

func (s *safeWriter) flush() error { return s.put(s.held) }

// put writes whole lines, or a part of one.
func (s *safeWriter) put(b []byte) error {
	if !bytes.ContainsFunc(b, func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c >= 0x7f }) {
		_, err := s.to.Write(b)
		return err
	}
	var out bytes.Buffer
	for line := range bytes.Lines(b) {
		text, ended := bytes.CutSuffix(line, []byte("\n"))
		for i, part := range bytes.Split(text, []byte("\t")) {
			if i > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(display.Line(string(part)))
		}
		if ended {
			out.WriteByte('\n')
		}
	}
	_, err := s.to.Write(out.Bytes())
	return err
}

// wholeRunes is how many bytes of b are no beginning of a character that goes
// on after it.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

func whyNotPage(m *model) string {
	switch reason := whyNothingToHand(m); {
	case reason != "":
		return reason
	case m.o.Pager == "":
		return "No pager is known: set PAGER."
	}
	return ""
}

func whyNotOpenCopy(m *model) string {
	if reason := whyNothingToHand(m); reason != "" {
		return reason
	}
	return whyNoEditor(m)
}

func whyNothingToHand(m *model) string {
	if reason := whyNoReader(m); reason != "" {
		return reason
	}
	if len(m.reader().body.State().Bytes) == 0 {
		return "There is no body to hand to a program."
	}
	return ""
}
