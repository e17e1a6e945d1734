package jsonview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naiveFolds is the reference: each container is folded or not as it was last told, or by the
// rule of the innermost container around it that has one.
type naiveFolds struct {
	lines []naiveLine
	rules map[int]int  // by opening line, -1 for the document
	told  map[int]bool // by opening line
}

func newNaiveFolds() *naiveFolds {
	return &naiveFolds{rules: map[int]int{-1: unfolded}, told: map[int]bool{}}
}

func (f *naiveFolds) opens(line int) bool {
	return line+1 < len(f.lines) && f.lines[line+1].depth > f.lines[line].depth
}

// container is the line that opens the container of an opening or closing line, else -1.
func (f *naiveFolds) container(line int) int {
	if f.lines[line].closes {
		open := line - 1
		for f.lines[open].depth != f.lines[line].depth {
			open--
		}
		return open
	}
	if !f.opens(line) {
		return -1
	}
	return line
}

// end is the closing line, or the number of lines when there is none.
func (f *naiveFolds) end(line int) int {
	end := line + 1
	for end < len(f.lines) && f.lines[end].depth > f.lines[line].depth {
		end++
	}
	return end
}

func (f *naiveFolds) folded(line int) bool {
	if folded, ok := f.told[line]; ok {
		return folded
	}
	rule := f.rules[-1]
	for _, l := range append(slices.Clone(f.lines[line].path), line) {
		if r, ok := f.rules[l]; ok {
			rule = r
		}
	}
	return f.lines[line].depth >= rule
}

// hiddenBy is the outermost folded container that hides a line, else -1.
func (f *naiveFolds) hiddenBy(line int) int {
	around := slices.Clone(f.lines[line].path)
	if f.lines[line].closes {
		around = append(around, f.container(line))
	}
	for _, l := range around {
		if f.folded(l) {
			return l
		}
	}
	return -1
}

func (f *naiveFolds) setRule(line, rule int) {
	for l := line; l < f.end(line); l++ {
		delete(f.told, l)
		delete(f.rules, l)
	}
	f.rules[line] = rule
}

func (f *naiveFolds) foldTo(depth int) {
	f.rules, f.told = map[int]int{-1: max(depth, 0)}, map[int]bool{}
}

func (f *naiveFolds) reveal(line int) {
	for l := f.hiddenBy(line); l >= 0; l = f.hiddenBy(line) {
		f.told[l] = false
	}
}

// text is what a folded row shows.
func (f *naiveFolds) text(line int) string {
	end := f.end(line)
	elements := 0
	for l := line + 1; l < end; l++ {
		if f.lines[l].depth == f.lines[line].depth+1 {
			elements = int(f.lines[l].ord) + 1
		}
	}
	plural := func(n int, word string) string {
		if n != 1 {
			word += "s"
		}
		return fmt.Sprint(n, " ", word)
	}
	word := "item"
	if text := string(f.lines[line+1].text); strings.HasPrefix(text, `"`) {
		if tokens, _ := naiveTokens("   " + text); len(tokens) > 1 && tokens[1] == ":" {
			word = "key"
		}
	}
	counts := plural(elements, word)
	if inside := end - line - 1; inside != elements {
		counts += ", " + plural(inside, "line")
	}
	text := string(f.lines[line].text) + " … " + counts + " "
	if end < len(f.lines) {
		text += string(f.lines[end].text)
	}
	return text
}

// change makes one random change to folds and reference alike, and says which.
func change(f *Folds, ref *naiveFolds, r *rand.Rand) string {
	line := r.IntN(len(ref.lines)+2) - 1
	inside := line >= 0 && line < len(ref.lines)
	at := -1
	if inside {
		at = ref.container(line)
	}
	switch op := r.IntN(12); {
	case op < 4:
		if f.Toggle(line) != (at >= 0) {
			return fmt.Sprintf("toggle of %d is not %v:", line, at >= 0)
		}
		if at >= 0 {
			ref.told[at] = !ref.folded(at)
		}
		return fmt.Sprint("toggle ", line)
	case op < 6:
		f.Fold(line)
		if at >= 0 {
			ref.told[at] = true
		}
		return fmt.Sprint("fold ", line)
	case op < 7:
		f.Unfold(line)
		if at >= 0 {
			ref.told[at] = false
		}
		return fmt.Sprint("unfold ", line)
	case op < 8:
		f.FoldTree(line)
		if at >= 0 {
			ref.setRule(at, ref.lines[at].depth)
		}
		return fmt.Sprint("fold tree ", line)
	case op < 9:
		f.UnfoldTree(line)
		if at >= 0 {
			ref.setRule(at, unfolded)
		}
		return fmt.Sprint("unfold tree ", line)
	case op < 10 && inside:
		f.Reveal(line)
		ref.reveal(line)
		return fmt.Sprint("reveal ", line)
	case op < 11:
		depth := r.IntN(25) - 1
		f.FoldTo(depth)
		ref.foldTo(depth)
		return fmt.Sprint("fold to ", depth)
	default:
		f.UnfoldAll()
		ref.foldTo(unfolded)
		return "unfold all"
	}
}

// compare compares all that folds answer with the reference.
func (f *naiveFolds) compare(t *testing.T, got *Folds, r *rand.Rand) {
	t.Helper()
	var shown []int
	for line := range f.lines {
		by := f.hiddenBy(line)
		if by < 0 {
			shown = append(shown, line)
		}
		row, visible := got.RowOf(line)
		if row != len(shown)-1 || visible != (by < 0) {
			t.Fatalf("line %d has row %d %v, want %d %v", line, row, visible, len(shown)-1, by < 0)
		}
		if l, hidden := got.HiddenBy(line); hidden != (by >= 0) || hidden && l != by {
			t.Fatalf("line %d is hidden by %d %v, want %d", line, l, hidden, by)
		}
		at := f.container(line)
		if folded := got.Folded(line); folded != (at >= 0 && f.folded(at)) {
			t.Fatalf("line %d is folded %v, container %d", line, folded, at)
		}
	}
	if got.Lines() != len(shown) {
		t.Fatalf("%d rows, want %d", got.Lines(), len(shown))
	}
	for row, line := range shown {
		if l := got.LineOf(row); l != line {
			t.Fatalf("row %d is line %d, want %d", row, l, line)
		}
	}
	first, n := r.IntN(len(shown)+2)-1, r.IntN(len(shown)+3)-1
	rows := got.Rows(nil, first, n)
	from := min(max(first, 0), len(shown))
	want := shown[from:min(len(shown), from+max(n, 0))]
	if len(rows) != len(want) {
		t.Fatalf("%d rows from %d on, want %d", len(rows), first, len(want))
	}
	for i, row := range rows {
		l := f.lines[want[i]]
		folded := f.opens(want[i]) && f.folded(want[i])
		if row.Line != want[i] || row.Off != l.off || row.Depth != l.depth || row.Closes != l.closes ||
			row.Opens != f.opens(want[i]) || row.Folded != folded {
			t.Fatalf("row %+v, want line %d %+v folded %v", row, want[i], l, folded)
		}
		text := string(l.text)
		if folded {
			text = f.text(want[i])
		}
		arriving := !got.s.Done() && row.Line == len(f.lines)-1 // the half of an escape is not drawn
		if drawn := textOf(got.s, row); drawn != text && !arriving {
			t.Fatalf("row %+v is %q, want %q", row, drawn, text)
		}
	}
}

// deepBody is brackets and little else, deeper than the levels that blocks count.
func deepBody(r *rand.Rand) string {
	var b strings.Builder
	depth, most := 0, 3+r.IntN(50)
	var closing []string
	for range 20 + r.IntN(100) {
		switch k := r.IntN(5); {
		case k < 2 && depth < most:
			b.WriteString([]string{"[", `{"a":`, `{"b":[`}[r.IntN(3)])
			closing = append(closing, map[byte]string{'[': "]", ':': "}"}[b.String()[b.Len()-1]])
			if strings.HasSuffix(b.String(), `{"b":[`) {
				closing[len(closing)-1] = "]}"
			}
			depth++
		case k < 3 && depth > 0:
			b.WriteString(closing[depth-1] + ",")
			closing = closing[:depth-1]
			depth--
		default:
			b.WriteString("1,")
		}
	}
	if r.IntN(2) == 0 {
		for depth--; depth >= 0; depth-- {
			b.WriteString(closing[depth])
		}
	}
	return b.String()
}

// foldsOfGrowingBody makes random changes while a body arrives, and compares after each.
func foldsOfGrowingBody(t *testing.T, r *rand.Rand, body string, size int) {
	x := newIndexer(JSON, size, markBytes)
	f, ref := NewFolds(x.Snapshot()), newNaiveFolds()
	var log []string
	defer func() {
		if t.Failed() {
			t.Logf("size %d, body %q, changes %q", size, body, log)
		}
	}()
	for fed := 0; ; {
		if fed < len(body) {
			fed += x.Feed([]byte(body), 1+r.IntN(len(body)))
		} else {
			x.Finish()
		}
		f.See(x.Snapshot())
		ref.lines = naive(body[:fed])
		if f.s.Lines() != len(ref.lines) {
			return // the beginning of a byte order mark
		}
		log = append(log, fmt.Sprint("fed ", fed))
		for range 1 + r.IntN(6) {
			ref.compare(t, f, r)
			log = append(log, change(f, ref, r))
		}
		ref.compare(t, f, r)
		if x.done {
			return
		}
	}
}
