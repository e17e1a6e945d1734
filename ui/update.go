package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// Init orders nothing: the first tick is ordered once a size is known, so that
// nothing comes before the first frame.
func (m *model) Init() tea.Cmd { return nil }

// Update takes one message in. It does no I/O: what takes time is returned as
// a command. The clock is read here, once a message, and nowhere else: all that
// a message changes, and the frame after it, have the same time.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.o.Now()
	cmd := tea.Batch(m.handle(msg), m.readMissing(), m.awaitHead(), m.compareBodies(), m.searchOn())
	m.refresh()
	m.followTour()
	m.measure()
	return m, tea.Batch(cmd, m.noteHeld(), m.orderTick())
}

// measure tells the body that shows how many rows of it do: moving by
// pages and keeping the cursor in sight depend on it.
func (m *model) measure() {
	m.fitGrid()
	if m.file != nil {
		f := m.screenFrame()
		m.file.fitPane(f, f.h-fileHead)
		return
	}
	if slices.Contains(m.above, atWhy) {
		m.inquire()
	}
	l := m.layout(m.width, m.height)
	if l.builder > 0 {
		m.builder.fitArea(l.builderCols, l.builder)
	}
	if r := m.response(); r != nil {
		f := m.pane(atViewer, l.viewerCols, l.viewer)
		r.reader.fitPane(f, l.viewer-len(r.head(f, r.exchange.Body.State())))
	}
}

// sizeOnce has the size asked for once more after the first frame: Bubble Tea
// begins to listen for changes beside that, and may miss the first of them.
func (m *model) sizeOnce() tea.Cmd {
	if m.sized || m.width == 0 {
		return nil
	}
	m.sized = true
	return m.askSize(askAfter)
}

func (m *model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		return tea.Batch(m.askOnce(), m.sizeOnce())
	case groundMsg:
		m.groundTold(msg)
	case tea.KeyMsg:
		return m.keys(msg)
	case tickMsg:
		return m.ticked(msg)
	case sentMsg:
		cmd := m.sent(msg)
		m.noteStore()
		return cmd
	case headMsg:
		return m.indexMore()
	case indexedMsg:
		return m.indexed(msg)
	case heldMsg:
		m.held.busy = false
	case huntedMsg:
		m.hunted(msg)
	case errandMsg:
		m.led(msg)
	case filteringMsg:
		return m.filterBegan(msg)
	case filteredMsg:
		return m.filterOver(msg)
	case tallyMsg:
		return m.counted(msg)
	case fetchedMsg:
		m.fetched(msg)
		m.noteStore()
	case forgottenMsg:
		m.forgotten(msg)
		m.noteStore()
	case checkedMsg:
		m.checked(msg)
		m.noteStore()
	case reloadedMsg:
		m.reloaded(msg)
	case savedMsg:
		m.saved(msg)
	case handedMsg:
		return m.handed(msg)
	case returnedMsg:
		m.returned(msg)
	case bodyFileMsg:
		return m.openEditor(msg)
	case editedMsg:
		m.edited(msg)
	case readMsg:
		m.readOver(msg)
	case comparedMsg:
		m.compare.compared(msg)
	case draftedMsg:
		m.compare.drafts.take(msg)
	case wroteMsg:
		return m.wrote(msg)
	case copyHeldMsg:
		m.copyHeld(msg)
	case bodiesComparedMsg:
		m.compared(msg)
	case fileOpenedMsg:
		m.fileOpened(msg)
	case copiedMsg:
		m.copied(msg)
	case disclosedMsg:
		m.disclosed(msg)
	case gridMsg:
		return m.gridded(msg)
	case arrangedMsg:
		m.arranged(msg)
	default:
		// The messages of bubbles' inputs have unexported types: they belong
		// to the field that is being typed in.
		return m.forward(msg)
	}
	return nil
}

// keys takes keys in one by one. Bubble Tea joins characters that arrive in one
// read, and the text "f5" would then be spelled like the key.
func (m *model) keys(msg tea.KeyMsg) tea.Cmd {
	if msg.Type != tea.KeyRunes || msg.Paste || len(msg.Runes) < 2 {
		return m.key(msg)
	}
	cmds := make([]tea.Cmd, len(msg.Runes))
	for i, c := range msg.Runes {
		one := msg
		one.Runes = []rune{c}
		cmds[i] = m.key(one)
	}
	return tea.Batch(cmds...)
}

// key finds what a key means at the place that has the keys: a binding of the
// table, or something for the pane itself.
func (m *model) key(msg tea.KeyMsg) tea.Cmd {
	if b := m.binding(msg); b != nil {
		if b.why != nil {
			if reason := b.why(m); reason != "" {
				if b.instead != doNothing {
					return m.perform(to(b.instead))
				}
				m.say(sayWarn, reason)
				return nil
			}
		}
		m.message.clear()
		return m.perform(b.intent)
	}
	if !msg.Paste && !m.typing() {
		if where := m.elsewhere(msg.String()); where != "" {
			m.say(sayNote, where)
			return nil
		}
	}
	it, cmd := m.paneKey(msg)
	return tea.Batch(cmd, m.perform(it))
}

// paneKey gives a key to the pane that has the keys.
func (m *model) paneKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	switch m.place() {
	case atServices:
		return m.servicesKey(msg), nil
	case atOperations:
		return m.operations.key(msg)
	case atBuilder:
		return m.builder.key(msg)
	case atViewer:
		return m.viewerKey(msg)
	case atFile:
		return m.file.shown().key(msg)
	case atBoard, atDetail, atReply, atMessage:
		return m.boardKey(msg), nil
	case atHelp:
		return m.helpKey(msg), nil
	case atTypes, atCollections:
		return m.collectionsKey(msg), nil
	case atCollection:
		return m.tableKey(msg)
	case atDefinition:
		return m.definitionKey(msg), nil
	case atCompare:
		return m.compareKey(msg), nil
	case atPair:
		return m.pairKey(msg), nil
	case atDrafts:
		return m.draftsKey(msg), nil
	case atAnswers:
		return m.answersKey(msg), nil
	case atBodyDiff:
		return m.bodyDiffKey(msg), nil
	case atDifference:
		return m.differenceKey(msg), nil
	case atForm:
		return m.form.key(msg)
	case atWhy:
		return m.evidenceKey(msg), nil
	case atCurl:
		return m.curlKey(msg), nil
	case atTable:
		return m.gridKey(msg)
	case atColumns:
		return m.columnsKey(msg), nil
	case atPalette:
		return m.palette.key(msg)
	case atCopy:
		return m.copyKey(msg), nil
	case atConfirm:
		return m.confirm.key(msg)
	case atPrompt:
		return m.prompt.key(msg)
	}
	return intent{}, nil
}

// forward gives a message that is not ours to the field being typed in.
func (m *model) forward(msg tea.Msg) tea.Cmd {
	switch m.place() {
	case atOperations:
		return m.operations.update(msg)
	case atBuilder:
		return m.builder.update(msg)
	case atViewer, atFile:
		r := m.reader()
		switch {
		case r == nil:
		case r.base().filter.line.open:
			return r.base().filter.line.update(msg)
		case r.asking:
			return r.updateSearch(msg)
		}
	case atCollection:
		if m.collections.table.open {
			return m.collections.table.update(msg)
		}
	case atTable:
		if g := m.grid(); g != nil && g.open {
			return m.updateRows(msg)
		}
	case atForm:
		return m.form.update(msg)
	case atPalette:
		return m.palette.update(msg)
	case atConfirm:
		return m.confirm.update(msg)
	case atPrompt:
		return m.prompt.update(msg)
	}
	return nil
}
