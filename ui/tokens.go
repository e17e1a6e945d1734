package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

func (m *model) openBoard(intent) tea.Cmd {
	if m.place() == atBoard {
		m.close()
		return nil
	}
	m.above, m.board = nil, board{}
	m.open(atBoard)
	return nil
}

func (m *model) fetchToken(intent) tea.Cmd {
	return m.startFetch(m.target())
}

// fetchAll fetches the tokens of every service of one environment.
func (m *model) fetchAll(intent) tea.Cmd {
	m.batch = batch{environment: m.target().Environment}
	var cmds []tea.Cmd
	for _, t := range m.dir.Targets() {
		if t.Environment == m.batch.environment && m.fetching[t] == nil {
			m.batch.under++
			cmds = append(cmds, m.startFetch(t))
		}
	}
	return tea.Batch(cmds...)
}

func (m *model) startFetch(t gateway.Target) tea.Cmd {
	if m.fetching[t] != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.fetching[t] = cancel
	return m.fetch(ctx, t)
}

// batch counts the token requests of "fetch all", so that one message says how
// they ended.
type batch struct {
	environment string
	under       int // under way
	got, failed int
}

// fetched takes the end of a token request.
func (m *model) fetched(msg fetchedMsg) {
	if cancel := m.fetching[msg.target]; cancel != nil {
		cancel()
		delete(m.fetching, msg.target)
	}
	if m.batch.under > 0 && msg.target.Environment == m.batch.environment {
		m.batched(msg.err)
		return
	}
	switch {
	case errors.Is(msg.err, context.Canceled):
		m.say(sayNote, fmt.Sprintf("%s: cancelled.", msg.target))
	case msg.err != nil:
		m.say(sayBad, msg.err.Error())
	default:
		m.say(sayGood, fmt.Sprintf("%s: a new token.", msg.target))
	}
}

func (m *model) batched(err error) {
	b := &m.batch
	b.under--
	if err != nil {
		b.failed++
	} else {
		b.got++
	}
	if b.under > 0 {
		return
	}
	if b.failed > 0 {
		m.say(sayBad, fmt.Sprintf("%s: %d new tokens, %d failed: enter on one says why.", b.environment, b.got, b.failed))
		return
	}
	m.say(sayGood, fmt.Sprintf("%s: %d new tokens.", b.environment, b.got))
}

func (m *model) cancelFetches() bool {
	for _, cancel := range m.fetching {
		cancel()
	}
	return len(m.fetching) > 0
}

func (m *model) forgetToken(intent) tea.Cmd {
	return m.forget(m.target())
}

func (m *model) forgotten(msg forgottenMsg) {
	m.say(sayNote, fmt.Sprintf("%s: forgotten.", msg.target))
}

// noteStore says what went wrong with the token cache, each thing once: tokens
// are obtained and kept in memory all the same.
func (m *model) noteStore() {
	if err := m.o.Tokens.StoreTrouble(); err != nil && err.Error() != m.storeTrouble {
		m.storeTrouble = err.Error()
		m.say(sayWarn, m.storeTrouble+".")
	}
}

// revealToken shows the value of this very token; a newer one is masked again.
func (m *model) revealToken(intent) tea.Cmd {
	token := m.state(m.target()).Token
	if m.board.revealed == token {
		token = nil // masked again
	}
	m.board.revealed = token
	if token != nil && m.place()&(inTokens|atReply) == 0 {
		m.open(atDetail)
	}
	return nil
}

func (m *model) copyToken(intent) tea.Cmd {
	t := m.target()
	token := m.state(t).Token
	if token == nil {
		return nil
	}
	return m.copy(fmt.Sprintf("the token of %s", t), token.Value.Reveal())
}

func (m *model) copied(msg copiedMsg) {
	if msg.err != nil {
		m.say(sayBad, "Not copied: "+msg.err.Error())
		return
	}
	if msg.way == TerminalClipboard {
		m.say(sayGood, fmt.Sprintf("Sent %s to the terminal's clipboard: %s. A terminal says nothing if it does not allow that.", msg.what, msg.way))
		return
	}
	m.say(sayGood, fmt.Sprintf("Copied %s: %s.", msg.what, msg.way))
}

// startReload reads the configuration again; drafts and good tokens stay.
func (m *model) startReload(intent) tea.Cmd { return m.reload() }

func (m *model) reloaded(msg reloadedMsg) {
	if msg.err != nil {
		m.say(sayBad, msg.err.Error())
		return
	}
	if len(msg.settings.Directory.Environments) == 0 {
		m.say(sayBad, "The changed file has no environment: the old settings stay.")
		return
	}
	m.builder.commit()
	target := m.target()
	m.dir = msg.settings.Directory
	m.o.Client.SetDirectory(m.dir)
	m.groundSet(msg.settings.Ground)
	m.setThemes()
	m.environment, m.service = m.find(target)
	m.board, m.origin = board{}, origin{}
	m.forgetCollections()
	m.leaveGone()
	if m.target() != target {
		m.leave(atWhy | inGrid) // which are about an answer of it
	}
	asked := slices.Contains(m.above, atConfirm)
	m.leave(inCatalog&^(atTypes|atCollections) | inBodies | atForm | atConfirm | atPalette) // what they offer is of the old settings
	m.operations.show(m.dir.OperationsOf(m.currentService().Name), m.operations.chosen().Name)
	m.showDraft()
	m.renewCurl()
	read := fmt.Sprintf("Read %s again: %d environments.", m.o.ConfigPath, len(m.dir.Environments))
	switch {
	case m.target() != target:
		m.say(sayWarn, fmt.Sprintf("Now at %s: %s is not in the changed file.", m.target(), target))
	case asked:
		m.say(sayWarn, read+" The question was about the old settings: nothing was sent or shown.")
	default:
		m.say(sayGood, read+" What you typed and good tokens stayed.")
	}
}
