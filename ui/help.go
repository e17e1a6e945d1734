package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
)

// help is the screen of every key, made from the bindings table.
type help struct {
	at  place // the place it was asked from: its keys stand first
	top int
}

func (m *model) openHelp(intent) tea.Cmd {
	if m.place() == atHelp {
		m.close()
		return nil
	}
	m.help = help{at: m.place()}
	m.open(atHelp)
	return nil
}

// helpKey scrolls the help screen.
func (m *model) helpKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	m.help.top = scrollKey(msg, m.help.top, len(m.help.lines(f, m.table)), f.h-screenHead)
	return intent{}
}

// scrollKey moves the first line of a text of n lines, of which h show.
func scrollKey(msg tea.KeyMsg, top, n, h int) int {
	top = topLine(top, n, h)
	switch msg.String() {
	case "up", "k":
		top--
	case "down", "j":
		top++
	case "pgup":
		top -= h - 1
	case "pgdown", " ":
		top += h - 1
	case "g", "home":
		top = 0
	case "G", "end":
		top = n
	}
	return topLine(top, n, h)
}

// topLine is the first line to show of a text of n lines in h rows.
func topLine(top, n, h int) int { return max(0, min(top, n-max(1, h))) }

func (p *help) view(f frame, table []binding, tour bool) []string {
	lines := p.lines(f, table)
	rows := f.h - screenHead
	top := topLine(p.top, len(lines), rows)
	note := ": finds everything by name"
	if tour {
		note += ", and the tour"
	}
	if len(lines) > rows {
		note += fmt.Sprintf("  ·  ↓ lines %d to %d of %d", top+1, top+rows, len(lines))
	}
	return append([]string{f.heading("HELP", f.Faint.Render(note)), ""}, lines[top:]...)
}

// The widths of the help screen's parts.
const (
	helpKeyColumns = 11
	helpColumns    = 37 // the narrowest column of keys with their labels
	helpMost       = 3  // columns beside each other
)

// lines lists the bindings in columns: first those that are only for the place
// help was asked from, then the others in their groups, bright where they work
// at that place.
func (p *help) lines(f frame, table []binding) []string {
	n := max(1, min(helpMost, f.w/helpColumns))
	w := f.w / n
	own := func(b binding) bool { return b.distance(p.at) == ownRow }
	blocks := [][]string{p.block(f, w, table, p.at.here(), own)}
	for _, g := range groups {
		blocks = append(blocks, p.block(f, w, table, g, func(b binding) bool { return b.group == g && !own(b) }))
	}
	blocks = slices.DeleteFunc(blocks, func(b []string) bool { return b == nil })
	return columns(blocks, n, w)
}

// block draws the rows that are wanted below a title; nil when there are none.
// The place that most of them are for stands in the title.
func (p *help) block(f frame, w int, table []binding, title string, wanted func(binding) bool) []string {
	var rows []binding
	for _, b := range table {
		if wanted(b) {
			rows = append(rows, b)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	at := p.most(rows)
	head := f.Strong.Render(strings.ToUpper(title[:1]) + title[1:])
	if at != " ("+strings.ToLower(title)+")" {
		head += f.Faint.Render(at)
	}
	out := []string{"  " + head}
	for _, b := range rows {
		key, label, text := f.Fainter, f.Faint, b.inFull()
		if b.in&p.at != 0 {
			key, label = f.Key, f.Plain
		} else if where := p.where(b); where != at {
			text += where
		}
		lead := key.Render(display.Pad(b.helpKeys(), helpKeyColumns))
		for _, line := range display.Wrap(text, w-helpKeyColumns-4) {
			out = append(out, "  "+lead+" "+label.Render(line))
			lead = strings.Repeat(" ", helpKeyColumns)
		}
	}
	return append(out, "")
}

// most is the place that more than half of some rows are for, as where writes
// it; "" when there is none, or help was asked from there.
func (p *help) most(rows []binding) string {
	count := map[string]int{}
	for _, b := range rows {
		where := p.where(b)
		if b.in&p.at != 0 {
			continue
		}
		if count[where]++; 2*count[where] > len(rows) {
			return where
		}
	}
	return ""
}

// where names the place of a key that means different things in different
// places.
func (p *help) where(b binding) string {
	names := map[place]string{
		atServices: "services", atOperations: "operations", atBuilder: "builder", atViewer: "viewer", inBody: "viewer",
		atBoard: "token board", inTokens: "tokens", inScreens: "screens", atCurl: "call as cURL", atTable: "table", atColumns: "columns of a table",
	}
	if name := names[b.in]; name != "" {
		return " (" + name + ")"
	}
	again := func(other binding) bool {
		return other.group == b.group && other.helpKeys() == b.helpKeys() && other.in != b.in
	}
	if b.group != groupCatalog || !slices.ContainsFunc(bindings, again) {
		return ""
	}
	var in []string
	for _, n := range catalogNames {
		if b.in&n.in != 0 {
			in = append(in, n.name)
		}
	}
	return " (" + strings.Join(in, ", ") + ")"
}

// catalogNames are the screens of collections in a word or two.
var catalogNames = []struct {
	in   place
	name string
}{
	{atTypes, "item types"}, {atCollections, "list"}, {atCollection, "table"}, {atDefinition, "property"},
	{atCompare, "comparison"}, {atPair, "compared property"}, {atDrafts, "drafts"}, {atForm, "form"},
}

func (b binding) helpKeys() string {
	if b.shown != "" {
		return b.shown
	}
	out := b.keys[0]
	for _, k := range b.keys[1:] {
		out += " " + k
	}
	return out
}

// inFull is what a binding does, as the help screen says it.
func (b binding) inFull() string {
	if b.help != "" {
		return b.help
	}
	return b.label
}

// columns sets blocks, in their order, into n columns of w cells and of about
// the same height.
func columns(blocks [][]string, n, w int) []string {
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	set := make([][]string, n)
	at, height := 0, 0
	for _, b := range blocks {
		// A block begins a column when more than half of it would stand beyond
		// the end of the one before.
		if at+1 < n && height > 0 && height+len(b)/2 > (at+1)*total/n {
			at++
		}
		set[at] = append(set[at], b...)
		height += len(b)
	}
	tallest := 0
	for _, column := range set {
		tallest = max(tallest, len(column))
	}
	out := make([]string, tallest)
	for _, column := range set {
		for i, line := range fill(column, w, tallest) {
			out[i] += line
		}
	}
	return out
}
