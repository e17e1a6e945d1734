package ui

import (
	"slices"
	"strings"

	"gatehouse/gateway"
)

// place is where the keys go: a pane of the explorer, or a screen or dialog
// above it. Bindings name the places they work in as a set of bits.
type place uint32

const (
	atServices place = 1 << iota
	atOperations
	atBuilder
	atViewer
	atBoard   // the token board
	atDetail  // one token in full
	atReply   // the raw reply of a token endpoint
	atHelp    // every key
	atPalette // commands
	atConfirm // a write to a guarded environment
	atPrompt  // one line of text, such as a file name
	atMessage // the last message in full
	atWhy     // why a call or token was refused

	atTypes       // item types, with the collections of the chosen one
	atCollections // the collections of one item type
	atCollection  // one collection as a table of its definitions
	atDefinition  // one property definition in full
	atForm        // a request to the collections, typed into a dialog
	atCompare     // an item type in two environments
	atPair        // one property of a comparison, on both sides
	atDrafts      // the requests that would make them the same
	atCurl        // a call as a cURL command line

	atFile // a file or a pipe, which has the place of the explorer

	atCopy // what of a line of a body is copied

	atTable   // a list of a body as a table
	atColumns // which of its columns show

	atAnswers    // what a body can be compared with
	atBodyDiff   // what differs between two bodies
	atDifference // one difference between two bodies in full
)

// Sets of places that bindings share.
const (
	inBody     = atViewer | atFile // where a body is read
	inExplorer = atServices | atOperations | atBuilder | atViewer
	inTokens   = atBoard | atDetail
	inScreens  = atBoard | atDetail | atReply | atHelp | atMessage | atWhy | atCurl | inCatalog | inBodies | atTable
	everywhere = inExplorer | atFile | inScreens | atPalette | atConfirm | atPrompt | atForm | atCopy | atColumns
	inGrid     = atTable | atColumns
	// inCatalog are the screens of collections; inLists are those that show
	// the chosen environment and can change it.
	inLists   = atTypes | atCollections | atCollection | atDefinition
	inCatalog = inLists | atCompare | atPair | atDrafts
	// inBodies are the screens that compare bodies.
	inBodies = atAnswers | atBodyDiff | atDifference
	// inView are the places that show the chosen target and can change it.
	inView = inExplorer | inTokens
)

// panes are the panes of the explorer in the order of the tab key.
var panes = []place{atServices, atOperations, atBuilder, atViewer}

// place is where the keys go now: the topmost screen, or the focused pane.
func (m *model) place() place {
	if n := len(m.above); n > 0 {
		return m.above[n-1]
	}
	return m.focus
}

// origin is where a draft in the builder came from: the screens that were
// above the explorer, and the target that was chosen.
type origin struct {
	above  []place // nil for none
	target gateway.Target
}

// screens are the screens above the explorer, without dialogs.
func (m *model) screens() origin {
	above := slices.DeleteFunc(slices.Clone(m.above), func(p place) bool { return p&inScreens == 0 })
	return origin{above, m.target()}
}

// toOrigin goes back to the screens that a draft came from.
func (m *model) toOrigin() {
	o := m.origin
	m.above, m.origin = o.above, origin{}
	if m.file != nil {
		return
	}
	m.choose(m.find(o.target))
	if m.focus = atOperations; slices.Contains(o.above, atBodyDiff) {
		m.focus = atViewer
	}
}

// open puts a screen or dialog on top of what is shown.
func (m *model) open(p place) {
	if p&inScreens != 0 {
		m.origin = origin{}
	}
	if m.place() != p {
		m.above = append(m.above, p)
	}
}

// close takes the topmost screen or dialog away, and what a dialog held.
func (m *model) close() {
	switch m.place() {
	case atPalette:
		m.palette = palette{}
	case atConfirm:
		m.confirm = confirm{}
	case atPrompt:
		if r := m.reader(); r != nil && r.errand.asked != "" {
			r.errand.end() // which the prompt waits for
		}
		m.prompt = prompt{}
	case atCopy:
		m.copying = copying{}
	case atCurl: // what was revealed is forgotten
		m.curl = curlScreen{id: m.curl.id, shell: m.curl.shell}
	}
	if n := len(m.above); n > 0 {
		m.above = m.above[:n-1]
	}
}

// typing reports whether keys are text of a field now.
func (m *model) typing() bool {
	switch m.place() {
	case atPalette, atConfirm, atPrompt, atForm:
		return true
	case atCollection:
		return m.collections.table.open
	case atTable:
		return m.grid() != nil && m.grid().open
	case atOperations:
		return m.operations.typing()
	case atBuilder:
		return m.builder.typing()
	case atViewer, atFile:
		if r := m.reader(); r != nil {
			return r.typing()
		}
	}
	return false
}

// kind is the set of places that a person takes for one: the explorer, the
// tokens, the collections.
func (p place) kind() place {
	for _, set := range []place{inExplorer, inTokens | atReply, inCatalog | atForm, inBodies} {
		if p&set != 0 {
			return set
		}
	}
	return p
}

// placeNames are the places as a person calls them.
var placeNames = []struct {
	in   place
	name string
}{
	{atServices, "the services"}, {atOperations, "the operations"}, {atBuilder, "the builder"}, {atViewer, "the viewer"},
	{atTypes, "the item types"}, {atCollections, "the list of collections"}, {atCollection, "a collection"}, {atDefinition, "a property"},
	{atCompare, "a comparison"}, {atPair, "a compared property"}, {atDrafts, "its drafts"},
	{atBoard, "the token board"}, {atDetail, "a token's screen"}, {atReply, "a raw reply"}, {atHelp, "the help"}, {atWhy, "the screen Why"},
	{atCurl, "the cURL screen"},
	{atTable, "a list as a table"}, {atColumns, "its columns"},
	{atAnswers, "the list of what to compare with"}, {atBodyDiff, "a comparison of bodies"}, {atDifference, "a difference in full"},
}

// here names a place as the title of its own actions.
func (p place) here() string {
	if name := p.String(); name != "" {
		return "in " + name
	}
	return "here"
}

// String names the places of a set.
func (p place) String() string {
	var names []string
	for _, n := range placeNames {
		if p&n.in != 0 {
			names = append(names, n.name)
		}
	}
	return listed(names)
}

// listed are names in a sentence.
func listed(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
