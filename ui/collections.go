package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
)

// collections is what the screens of property definition collections remember.
// They show the chosen environment: what was read of another one is dropped.
type collections struct {
	environment string
	kind        int     // index into catalog.ItemTypes
	shelves     []shelf // by item type
	table       table   // the collection that was opened
	definition  definition
}

// shelf is what is known of the collections of one item type.
type shelf struct {
	reading
	itemType string
	list     []catalog.Collection // newest first, as read so far
	total    int                  // as the server states it; -1 if it does not
	next     int                  // the page to read next; 0 at the end
	unread   int                  // entries that have no id, and are not in list
	at       int                  // the collection under the cursor
}

// chosen is the collection under the cursor, nil if there is none.
func (s *shelf) chosen() *catalog.Collection {
	if s.at < 0 || s.at >= len(s.list) {
		return nil
	}
	return &s.list[s.at]
}

// take adds a page to what is known.
func (s *shelf) take(page catalog.Listing) {
	known := make(map[string]bool, len(s.list)+len(page.Collections))
	for _, c := range s.list {
		known[c.ID] = true
	}
	for _, c := range page.Collections {
		if c.ItemType = s.itemType; !known[c.ID] {
			known[c.ID] = true
			s.list = append(s.list, c)
		}
	}
	s.total = page.Total
	s.unread += page.Unread
	s.next = 0
	if page.HasNext && len(page.Collections) > 0 && page.Page < catalog.MostPages {
		s.next = page.NextPage
	}
}

func newShelves() []shelf {
	out := make([]shelf, len(catalog.ItemTypes))
	for i, itemType := range catalog.ItemTypes {
		out[i] = shelf{itemType: itemType, total: -1}
	}
	return out
}

// shelf is the one of the chosen item type.
func (c *collections) shelf() *shelf { return &c.shelves[c.kind] }

// readings are all that may be under way for the screens.
func (c *collections) readings() []*reading {
	out := []*reading{&c.table.reading}
	for i := range c.shelves {
		out = append(out, &c.shelves[i].reading)
	}
	return out
}

// openCollections goes to the screen of item types, and from there back to the
// explorer.
func (m *model) openCollections(intent) tea.Cmd {
	m.builder.commit()
	at := m.place()
	m.above = nil
	if at&(atTypes|atCollections) == 0 {
		m.choose(m.find(m.propertyTarget()))
		m.open(atTypes)
	}
	return nil
}

// propertyTarget is where the screens read and write.
func (m *model) propertyTarget() gateway.Target {
	return gateway.Target{Environment: m.currentEnvironment().Name, Service: catalog.Service}
}

// whyNoCollections says why there are no collections to be shown.
func whyNoCollections(m *model) string {
	if !slices.ContainsFunc(m.dir.Services, func(s gateway.Service) bool { return s.Name == catalog.Service }) {
		return "The configuration has no service " + catalog.Service + ", which knows the collections."
	}
	return ""
}

// settleCollections keeps the screens true to what is chosen: of another
// environment everything is read anew, and another service has no collections.
func (m *model) settleCollections() {
	c := &m.collections
	if m.currentService().Name != catalog.Service {
		m.leave(inCatalog | atForm)
	}
	if c.environment == m.currentEnvironment().Name {
		return
	}
	m.forgetCollections()
	m.leave((inCatalog | atForm) &^ (atTypes | atCollections))
}

// forgetCollections drops all that was read, and ends what is being read.
func (m *model) forgetCollections() {
	for _, r := range append(m.collections.readings(), m.compare.readings()...) {
		r.stop()
	}
	m.collections = collections{environment: m.currentEnvironment().Name, kind: m.collections.kind, shelves: newShelves()}
	m.compare = compare{}
}

// leave closes the screens of a set, wherever they stand among those above the
// explorer, and a dialog that was asking for one of them.
func (m *model) leave(screens place) {
	if m.confirm.then == doSubmitNow {
		screens |= atConfirm
	}
	m.above = slices.DeleteFunc(m.above, func(p place) bool { return p&screens != 0 })
}

// readMissing begins to read what the screens on show need and have not asked
// for yet. What failed is not asked for again by itself.
func (m *model) readMissing() tea.Cmd {
	if !slices.ContainsFunc(m.above, func(p place) bool { return p&inCatalog != 0 }) {
		return nil
	}
	m.settleCollections()
	var cmds []tea.Cmd
	for _, p := range m.above {
		switch p {
		case atTypes:
			for i := range m.collections.shelves {
				if s := &m.collections.shelves[i]; !s.begun() {
					cmds = append(cmds, m.readPage(&s.reading, m.propertyTarget(), s.itemType, 1))
				}
			}
		case atCollection:
			if t := &m.collections.table; !t.begun() {
				cmds = append(cmds, m.readCollection(&t.reading, m.propertyTarget(), t.collection))
			}
		case atCompare:
			cmds = append(cmds, m.readSides())
		}
	}
	return tea.Batch(cmds...)
}

// collectionsKey moves the cursor through item types or collections; from the
// last collection it goes on to the next page.
func (m *model) collectionsKey(msg tea.KeyMsg) intent {
	c, key := &m.collections, msg.String()
	if slices.Contains([]string{"tab", "left", "right", "h", "l"}, key) {
		if m.place() == atTypes && key != "left" && key != "h" {
			return to(doEnterType)
		}
		if m.place() == atCollections && key != "right" && key != "l" {
			m.close()
		}
		return intent{}
	}
	page := m.collectionRows(m.screenFrame())
	if m.place() == atTypes {
		c.kind = cursorKey(key, c.kind, len(c.shelves), page)
		return intent{}
	}
	s := c.shelf()
	before := s.at
	s.at = cursorKey(key, s.at, len(s.list), page)
	if s.at == before && s.at == len(s.list)-1 && slices.Contains([]string{"down", "j", "pgdown", " ", "G", "end"}, key) && s.next > 0 {
		return to(doMoreRows)
	}
	return intent{}
}

// cursorKey moves a cursor through n rows of which a page shows.
func cursorKey(key string, at, n, page int) int {
	switch key {
	case "up", "k":
		at--
	case "down", "j":
		at++
	case "pgup", "ctrl+b":
		at -= max(1, page-1)
	case "pgdown", "ctrl+f", " ":
		at += max(1, page-1)
	case "g", "home":
		at = 0
	case "G", "end":
		at = n - 1
	}
	return max(0, min(at, n-1))
}

func (m *model) enterType(intent) tea.Cmd {
	m.open(atCollections)
	return nil
}

// moreRows reads the next page of the chosen item type.
func (m *model) moreRows(intent) tea.Cmd {
	s := m.collections.shelf()
	if s.busy() || s.next == 0 {
		return nil
	}
	return m.readPage(&s.reading, m.propertyTarget(), s.itemType, s.next)
}

// readAgain forgets what the screen shows, so that it is read anew.
func (m *model) readAgain(intent) tea.Cmd {
	c := &m.collections
	switch m.place() {
	case atTypes, atCollections:
		c.readLists()
	case atCollection, atDefinition:
		c.table.stop()
		if c.table.gone() {
			c.readLists()
			m.leave(atCollection | atDefinition)
		}
		c.table.reading = reading{}
	case atCompare, atPair, atDrafts:
		m.leave(atPair | atDrafts)
		m.compare.again()
	}
	return nil
}

// readLists forgets the lists of every item type, so that they are read anew.
func (c *collections) readLists() {
	at := c.shelf().at
	for i := range c.shelves {
		c.shelves[i].stop()
	}
	c.shelves = newShelves()
	c.shelf().at = at
}

func whyNoMoreRows(m *model) string {
	if m.place()&(atTypes|atCollections) == 0 || len(m.collections.shelves) == 0 {
		return "This is for the list of collections: c opens it."
	}
	switch s := m.collections.shelf(); {
	case s.busy():
		return "The collections of " + s.itemType + " are being read: ctrl+c cancels."
	case s.next == 0:
		return "All collections of " + s.itemType + " that the server lists are here."
	}
	return ""
}
