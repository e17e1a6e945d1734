package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway/catalog"
)

// table is one collection as a table of its property definitions.
type table struct {
	reading
	collection catalog.Collection
	shown      []int // indexes of the definitions that show, in their order
	at         int   // index into shown
	filter     textinput.Model
	open       bool         // the filter is being typed
	kind       catalog.Kind // the only kind that shows, "" for all
	column     column       // what it is sorted by
	reverse    bool
	next       string // the definition to go to once it is there, "" for none
}

// column is one column of the table.
type column int

// The columns in their order. As sent is none that shows: it sorts nothing.
const (
	asSent column = iota
	byName
	byKind
	byType
	byStyle
	byStored
	bySearched
	byFiltered
	byScoped
	columnCount
)

// flags are the search settings that have a column: the element and its member,
// the words above the column where there is room and where there is little, and
// what the setting is for.
var flags = []struct {
	column          column
	element, member string
	long, short     string
	note            string
}{
	{byStored, catalog.ElementSearch, "storable", "stored", "sto", "Find keeps it"},
	{bySearched, catalog.ElementSearch, "searchable", "searched", "sea", "Find searches it"},
	{byFiltered, catalog.ElementSearch, "filterable", "filtered", "fil", "Find filters by it"},
	{byScoped, catalog.ElementScoped, "enabled", "scoped", "sco", "scoped actions can be limited by it"},
}

// kinds are what the table can be narrowed to, in the order of the key.
var kinds = []catalog.Kind{"", catalog.Canonical, catalog.Derived, catalog.Custom}

// setting is the value of a setting as JSON text, "" where the definition has
// none.
func setting(d catalog.Definition, element, member string) string {
	list := d.Search
	if element == catalog.ElementScoped {
		list = d.Scoped
	}
	value, _ := catalog.Lookup(list, member)
	return value
}

// openCollection shows the collection under the cursor as a table. What the
// listing told of it shows until the collection itself is there.
func (m *model) openCollection(intent) tea.Cmd {
	c := m.collections.shelf().chosen()
	if c == nil {
		return nil
	}
	m.collections.table.stop()
	m.collections.table = table{collection: *c, filter: newInput("/"), column: asSent}
	m.collections.table.sift()
	m.open(atCollection)
	return nil
}

// take shows what was read; the cursor stays on its definition.
func (t *table) take(c catalog.Collection) {
	chosen := ""
	if d := t.chosen(); d != nil {
		chosen = d.Name
	}
	if c.ItemType = t.collection.ItemType; c.ID == "" {
		c.ID = t.collection.ID
	}
	if t.next != "" && c.Find(t.next) != nil {
		chosen, t.next = t.next, ""
	}
	t.collection = c
	t.sift()
	t.find(chosen)
}

// find puts the cursor on the definition of a name, if it shows.
func (t *table) find(name string) {
	for i, n := range t.shown {
		if t.collection.Definitions[n].Name == name {
			t.at = i
		}
	}
}

// chosen is the definition under the cursor, nil if there is none.
func (t *table) chosen() *catalog.Definition {
	if t.at < 0 || t.at >= len(t.shown) {
		return nil
	}
	return &t.collection.Definitions[t.shown[t.at]]
}

// sift applies filter, kind and order.
func (t *table) sift() {
	typed := strings.ToLower(strings.TrimSpace(t.filter.Value()))
	all := t.collection.Definitions
	t.shown = nil
	for i := range all {
		d := &all[i]
		if t.kind != "" && d.Kind != t.kind {
			continue
		}
		if typed == "" || strings.Contains(strings.ToLower(strings.Join([]string{d.Name, string(d.Kind), d.DataType, d.ValueStyle}, " ")), typed) {
			t.shown = append(t.shown, i)
		}
	}
	if t.column != asSent {
		keys := make([]string, len(all))
		for _, i := range t.shown {
			keys[i] = sortKey(t.column, all[i])
		}
		slices.SortStableFunc(t.shown, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	}
	if t.reverse {
		slices.Reverse(t.shown)
	}
	t.at = max(0, min(t.at, len(t.shown)-1))
}

// sortKey is what a definition is sorted by in a column; set flags come first.
func sortKey(by column, d catalog.Definition) string {
	switch by {
	case byName:
		return strings.ToLower(d.Name)
	case byKind:
		return string(d.Kind)
	case byType:
		return d.DataType
	case byStyle:
		return d.ValueStyle
	}
	for _, f := range flags {
		if f.column == by {
			if rank, ok := flagRanks[setting(d, f.element, f.member)]; ok {
				return rank
			}
		}
	}
	return "last"
}

// flagRanks are the sort keys of flags by their values.
var flagRanks = map[string]string{"true": "a", "false": "b"}

// back leaves the filter: while it is typed its text stays, and after that it
// is emptied. It reports whether there was one.
func (t *table) back() bool {
	switch {
	case t.open:
		t.open = false
		t.filter.Blur()
	case t.filter.Value() != "":
		t.filter.Reset()
		t.keep(t.sift)
	default:
		return false
	}
	return true
}

// keep does something to the rows and leaves the cursor on its definition.
func (t *table) keep(change func()) {
	name := ""
	if d := t.chosen(); d != nil {
		name = d.Name
	}
	change()
	t.find(name)
}

// tableKey moves through the definitions, or types the filter.
func (m *model) tableKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	t := &m.collections.table
	if !t.open {
		t.at = cursorKey(msg.String(), t.at, len(t.shown), m.tableRows(m.screenFrame()))
		return intent{}, nil
	}
	if !msg.Paste {
		switch msg.String() {
		case "enter":
			t.back()
			return intent{}, nil
		case "up", "down":
			t.at = cursorKey(msg.String(), t.at, len(t.shown), 0)
			return intent{}, nil
		}
	}
	return intent{}, t.update(msg)
}

func (t *table) update(msg tea.Msg) tea.Cmd {
	before := t.filter.Value()
	var cmd tea.Cmd
	if t.filter, cmd = t.filter.Update(msg); t.filter.Value() != before {
		t.keep(t.sift)
	}
	return cmd
}

func (m *model) filterTable(intent) tea.Cmd {
	m.collections.table.open = true
	return m.collections.table.filter.Focus()
}

func (m *model) nextKind(intent) tea.Cmd {
	t := &m.collections.table
	t.kind = kinds[wrap(slices.Index(kinds, t.kind)+1, len(kinds))]
	t.keep(t.sift)
	return nil
}

func (m *model) nextColumn(intent) tea.Cmd {
	t := &m.collections.table
	t.column = column(wrap(int(t.column)+1, int(columnCount)))
	t.keep(t.sift)
	return nil
}

func (m *model) reverseRows(intent) tea.Cmd {
	t := &m.collections.table
	t.reverse = !t.reverse
	t.keep(t.sift)
	return nil
}

func whyNoTable(m *model) string {
	if m.place()&(atCollection|atDefinition) == 0 {
		return "This is for the table of one collection: c, and enter on one, opens it."
	}
	return ""
}

func whyNoDefinition(m *model) string {
	if reason := whyNoTable(m); reason != "" {
		return reason
	}
	if m.collections.table.chosen() == nil {
		return "There is no property under the cursor."
	}
	return ""
}

func whyNoCollection(m *model) string {
	switch m.place() {
	case atCollection, atDefinition:
		return ""
	case atCollections:
		if m.collections.shelf().chosen() != nil {
			return ""
		}
		return "There is no collection under the cursor."
	}
	return "This is for one collection: c opens the list of them, enter goes into it."
}

func whyNoList(m *model) string {
	if m.place()&inLists == 0 {
		return "This is for the collections: c opens them."
	}
	return ""
}

func whyNoScreen(m *model) string {
	if m.place()&inCatalog == 0 {
		return "This is for the screens of collections: c opens them."
	}
	return ""
}
