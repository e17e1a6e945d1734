package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// fileForm is how a body is written to a file.
type fileForm int

// The forms, in the order of the tab key.
const (
	fileExact  fileForm = iota // byte for byte
	filePretty                 // a line for each member and element
)

var fileForms = []string{"exact", "pretty"}

// saving is a text that is to be written to a file.
type saving struct {
	path   string
	body   []byte
	format jsonview.Format
	make   func(context.Context) ([]byte, error) // makes the body before it is written, nil for one that is there
	forms  []fileForm                            // that it can be written in, none for one that has but one
	form   fileForm
	notes  [2]string // said of each form
}

// saveBody is the body of a reader as it can be saved.
func (r *reader) saveBody() saving {
	state := r.body.State()
	s := saving{body: state.Bytes, format: r.format, forms: []fileForm{fileExact}}
	size := words.Size(int64(len(state.Bytes)))
	s.notes[fileExact] = size + ", byte for byte as decoded."
	switch {
	case r.undecoded(state):
		s.notes[fileExact] = size + ", byte for byte as it came: " + r.clean(state.Encoding) + " was not undone."
	case state.Decoded:
		s.notes[fileExact] += fmt.Sprintf(" The %s of %s that came on the wire are not kept.", words.Size(state.Wire), r.clean(state.Encoding))
	}
	if r.known && r.isJSON() {
		s.forms = append(s.forms, filePretty)
		s.notes[filePretty] = "A line for each member and element, as the pretty mode shows it. Names, numbers and escapes stay as sent."
	}
	return s
}

// askSave asks where to save the body that is read, and in which form.
func (m *model) askSave(intent) tea.Cmd {
	r := m.reader()
	state := r.body.State()
	notes := []string{"An existing file is not replaced."}
	if !state.Done {
		notes = append(notes, "The body is still arriving: what is there now is saved.")
	}
	if state.Truncated {
		notes = append(notes, "The body was cut at the limit: the file will be, too.")
	}
	cmd := m.ask(r.saveTitle(), r.fileName(), doSaveTo, notes...)
	m.prompt.saving = r.saveBody() // whatever answers while the name is typed
	return cmd
}

// saveTitle says what is saved: the body, or what a filter made of it.
func (r *reader) saveTitle() string {
	if r.results != nil {
		return "SAVE RESULTS"
	}
	return "SAVE BODY"
}

// turn takes another of the forms there are.
func (s *saving) turn(step int) {
	if n := len(s.forms); n > 0 {
		s.form = s.forms[wrap(int(s.form)+step, n)]
	}
}

// notesAnd are what is to be said of the chosen form, and of saving in any.
func (s *saving) notesAnd(notes []string) []string {
	if note := s.notes[s.form]; note != "" {
		return append([]string{note}, notes...)
	}
	return notes
}

// view draws the forms there are to choose from.
func (s *saving) view(f frame) []string {
	if len(s.forms) < 2 {
		return nil
	}
	out := f.Faint.Render("as  ")
	for _, each := range s.forms {
		if each == s.form {
			out += f.Chosen.Render("["+fileForms[each]+"]") + " "
		} else {
			out += " " + f.Faint.Render(fileForms[each]) + "  "
		}
	}
	return []string{out + f.Key.Render("tab") + f.Faint.Render(" other form"), ""}
}

// saveTo saves what was asked about unless a known secret is in it: that asks
// once more.
func (m *model) saveTo(it intent) tea.Cmd {
	s := m.prompt.saving
	s.path = it.text
	m.close()
	return m.startSaving(s, false)
}

// saveHeld saves a body with a known secret in it when the user wrote so. The
// question comes when the body was searched, perhaps while keys are pressed
// for something else: enter alone must not answer it.
func (m *model) saveHeld(it intent) tea.Cmd {
	if it.text != "yes" {
		return nil
	}
	s := m.prompt.saving
	m.close()
	return m.startSaving(s, true)
}

// startSaving has a file written, unless another is being written still.
func (m *model) startSaving(s saving, force bool) tea.Cmd {
	if m.writing.busy() {
		m.say(sayWarn, m.writing.what+" is still being written: ctrl+c stops it, and then w saves.")
		return nil
	}
	ctx, _ := m.writing.start(m.ctx, s.path, m.now)
	m.say(sayNote, "Saving "+s.path+" … ctrl+c stops it.")
	return m.save(ctx, s, force)
}

func (m *model) saved(msg savedMsg) {
	m.writing.end()
	switch {
	case msg.held:
		m.message.clear()
		m.ask("THE BODY HOLDS A SECRET", "", doSaveHeld,
			"A token, API key or client secret of this run is in it. Write yes to save it all the same, readable by you only, to "+msg.saving.path)
		m.prompt.saving = msg.saving
		m.prompt.saving.forms = nil
	case errors.Is(msg.err, context.Canceled):
		m.say(sayNote, "Not saved: it was stopped, and nothing is left of "+msg.saving.path+".")
	case msg.err != nil:
		m.say(sayBad, "Not saved: "+notSaved(msg.saving.path, msg.err)+". w asks again.")
	default:
		m.say(sayGood, fmt.Sprintf("Saved %s to %s", words.Size(msg.n), msg.saving.path))
	}
}

// notSaved says why a file was not written, and what to do.
func notSaved(path string, err error) string {
	folder := filepath.Dir(path)
	switch {
	case path == "":
		return "a file needs a name"
	case errors.Is(err, fs.ErrExist):
		return "a file, folder or link of that name exists, and is not replaced"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "the name is too long for a file: take a shorter one"
	case errors.Is(err, fs.ErrNotExist) && (folder == "~" || strings.HasPrefix(folder, "~/")):
		return "~ is not read as your home folder here: write its path"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no folder " + folder + ": take one that is there"
	case errors.Is(err, syscall.ENOTDIR):
		return folder + " is no folder: take one"
	case errors.Is(err, fs.ErrPermission):
		return "you may not create files in " + folder + ": take another folder"
	case errors.Is(err, syscall.ENOSPC):
		return "no space left on device, and nothing is left of " + path
	}
	return err.Error()
}

// write writes the text in its form and tells how many bytes that were.
func (s saving) write(ctx context.Context, w io.Writer) (int64, error) {
	if s.form == filePretty {
		return writeLines(ctx, w, s.body, s.format)
	}
	return writeBytes(ctx, w, s.body)
}

// endings are those of the files that bodies are saved to.
var endings = map[jsonview.Format]string{
	jsonview.JSON: ".json", jsonview.JSONLines: ".jsonl", jsonview.HTML: ".html", jsonview.XML: ".xml", jsonview.CSV: ".csv", jsonview.Binary: ".bin",
}

// fileName proposes a name for the saved body.
func (r *reader) fileName() string {
	if r.file != "" {
		return r.file
	}
	name := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return '-'
	}, r.name)
	ending := endings[r.format]
	if ending == "" {
		ending = ".txt"
	}
	return strings.Trim(name, "-") + ending
}
