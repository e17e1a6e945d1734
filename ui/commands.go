package ui

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/gateway/query"
	"gatehouse/ui/jsonview"
)

// This file holds the commands: the only place of the explorer that does I/O.
// A command gets plain values, changes no state, and answers with a message.

// tick answers after a while.
func (m *model) tick(order int, after time.Duration) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return tickMsg{order} })
}

// askGround asks the terminal for the colour of its ground, after a while. The
// answer, if one ever comes, is a message of its own; a terminal that cannot be
// asked needs none.
func (m *model) askGround(after time.Duration) tea.Cmd {
	ask := m.o.ask
	return tea.Tick(after, func(time.Time) tea.Msg {
		_ = ask()
		return nil
	})
}

// askSize asks for the size of the window, after a while, and answers with it.
func (m *model) askSize(after time.Duration) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return tea.WindowSize()() })
}

// send sends a request and answers when its head is there.
func (m *model) send(ctx context.Context, id int, t gateway.Target, r gateway.Request) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg {
		return sentMsg{id, client.Send(ctx, t, r)}
	}
}

// renew sends a request with a token that is obtained for it.
func (m *model) renew(ctx context.Context, id int, t gateway.Target, r gateway.Request) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg { return sentMsg{id, client.Renew(ctx, t, r)} }
}

// resend sends an exchange's request once more with a new token.
func (m *model) resend(ctx context.Context, id int, e *gateway.Exchange) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg { return sentMsg{id, client.Resend(ctx, e)} }
}

// read sends a GET of the collection screens, waits for the whole answer and
// takes it apart.
func (m *model) read(ctx context.Context, id int, t gateway.Target, operation string, r gateway.Request) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg {
		msg := readMsg{id: id, exchange: client.Send(ctx, t, r)}
		body := msg.exchange.Body.Wait().Bytes
		switch {
		case !arrived(msg.exchange):
		case operation == catalog.OperationList:
			msg.listing, msg.shape = catalog.DecodeCollections(body)
		default:
			msg.collection, msg.shape = catalog.DecodeCollection(body)
		}
		return msg
	}
}

// diff compares two collections.
func (m *model) diff(id int, l, r catalog.Collection) tea.Cmd {
	return func() tea.Msg { return comparedMsg{id, compareCollections(l, r)} }
}

// draft makes the requests that would make one collection the same as another.
func (m *model) draft(id int, into, other catalog.Collection, itemType string) tea.Cmd {
	return func() tea.Msg {
		return draftedMsg{id, catalog.Drafts(catalog.Diff(into, other), into, itemType)}
	}
}

// write sends the request of a form and waits for the whole answer.
func (m *model) write(ctx context.Context, id int, t gateway.Target, r gateway.Request) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg {
		e := client.Send(ctx, t, r)
		e.Body.Wait()
		return wroteMsg{id, e}
	}
}

// fetch obtains a new token.
func (m *model) fetch(ctx context.Context, t gateway.Target) tea.Cmd {
	tokens := m.o.Tokens
	return func() tea.Msg {
		_, err := tokens.Refresh(ctx, t)
		return fetchedMsg{t, err}
	}
}

// forget drops a token here and in the file that runs share.
func (m *model) forget(t gateway.Target) tea.Cmd {
	tokens := m.o.Tokens
	return func() tea.Msg {
		tokens.Forget(t)
		return forgottenMsg{t}
	}
}

// check proves a token by one call.
func (m *model) check(ctx context.Context, t gateway.Target) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg { return checkedMsg{client.Check(ctx, t)} }
}

// reload reads the configuration again.
func (m *model) reload() tea.Cmd {
	read := m.o.Reload
	return func() tea.Msg {
		settings, err := read()
		return reloadedMsg{settings, err}
	}
}

// copy hands a text to the clipboard.
func (m *model) copy(what, text string) tea.Cmd {
	put, terminal := m.o.Copy, m.o.terminal
	return func() tea.Msg {
		way, err := put(text, terminal)
		return copiedMsg{what, way, err}
	}
}

// copyOf hands a part of a body to the clipboard. One that holds a known secret
// is copied only when forced.
func (m *model) copyOf(what, text string, force bool) tea.Cmd {
	redactor, copied := m.o.Redactor, m.copy(what, text)
	return func() tea.Msg {
		if !force && redactor.Contains([]byte(text)) {
			return copyHeldMsg{what, text}
		}
		return copied()
	}
}

// disclose obtains the secrets of a call and gives it with their values.
func (m *model) disclose(ctx context.Context, id int, t gateway.Target, r gateway.Request) tea.Cmd {
	client := m.o.Client
	return func() tea.Msg {
		out, err := client.Disclose(ctx, t, r)
		return disclosedMsg{id, t, out, err}
	}
}

// save writes a body to a new file that only the user can read. A body that
// holds a known secret is written only when forced.
func (m *model) save(ctx context.Context, s saving, force bool) tea.Cmd {
	redactor, whole := m.o.Redactor, m.o.whole
	return func() tea.Msg {
		if !force { // else it was looked for before the yes
			if err := placeFor(s.path); err != nil {
				return savedMsg{saving: s, err: err}
			}
		}
		if s.make != nil {
			var err error
			if s.body, err = s.make(ctx); err != nil {
				return savedMsg{saving: s, err: err}
			}
			s.make = nil
		}
		if !force && redactor.Contains(s.body) {
			return savedMsg{saving: s, held: true}
		}
		msg := savedMsg{saving: s}
		msg.err = whole(func() error {
			return writeNew(s.path, func(w io.Writer) (err error) {
				msg.n, err = s.write(ctx, w)
				return err
			})
		})
		return msg
	}
}

// filter starts a filter on a body. Its results are a body of their own, which
// grows while they come.
func (m *model) filter(ctx context.Context, id int, body []byte, f *query.Filter) tea.Cmd {
	run := m.o.Filter
	return func() tea.Msg {
		limit := query.DefaultLimits(len(body)).Result
		return filteringMsg{id, gateway.ReadBody(ctx, run(ctx, body, f), gateway.BodyOptions{Limit: limit})}
	}
}

// awaitFilter answers when no more results will come.
func (m *model) awaitFilter(id int, results *gateway.Body) tea.Cmd {
	return func() tea.Msg {
		results.Wait()
		return filteredMsg{id}
	}
}

// writeCopy writes a copy of a body for a program that can be started. One that
// holds a known secret is written only when forced.
func (m *model) writeCopy(ctx context.Context, h handing, force bool) tea.Cmd {
	redactor, whole := m.o.Redactor, m.o.whole
	return func() tea.Msg {
		msg := handedMsg{handing: h, err: lookUp(h.words[0])}
		if msg.err == nil && !force && redactor.Contains(h.body) {
			msg.held = true
			return msg
		}
		if msg.err == nil {
			msg.err = whole(func() (err error) {
				msg.path, msg.as, err = copyFile(ctx, h)
				return err
			})
		}
		return msg
	}
}

// openFile opens a file to compare with.
func (m *model) openFile(id int, path string) tea.Cmd {
	ctx, open := m.ctx, m.o.OpenFile
	return func() tea.Msg {
		file, err := open(ctx, path)
		return fileOpenedMsg{id, file, err}
	}
}

// copyComparison hands all differences of a comparison to the clipboard.
func (m *model) copyComparison(c *jsonview.Comparison, only [2]string) tea.Cmd {
	return func() tea.Msg { return m.copyOf("the differences", string(asText(c, only)), false)() }
}

// tellHeld tells how much memory the bodies hold.
func (m *model) tellHeld(bytes int) tea.Cmd {
	tell := m.o.Held
	return func() tea.Msg {
		tell(bytes)
		return heldMsg{}
	}
}

// placeFor says why no new file can be created there, as far as a look tells:
// nobody is to be asked, nor anything made, for a file that cannot be.
func placeFor(path string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return &fs.PathError{Op: "open", Path: path, Err: fs.ErrExist}
	}
	if errors.Is(err, fs.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(path))
	}
	return err
}

// writeNew creates a file with mode 0600 and has it filled; an existing one, or
// a link, stays as it is. What could not be written whole is taken away again.
func writeNew(path string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := fill(f); err != nil {
		return errors.Join(err, f.Close(), os.Remove(path))
	}
	return f.Close()
}
