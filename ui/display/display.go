// Package display is the one way from a server's bytes to a terminal.
//
// Two things stand between what a server sent and the screen. [Spans], [Line],
// [Text] and [Wrap] turn bytes into text that is safe to print: what a reader
// can read passes unchanged, and everything else (control characters, bidi and
// invisible characters, invalid UTF-8) is drawn as a visible mark. Behind them
// a [Terminal] lets only the escape sequences of this program's own screen out,
// whatever got into a frame.
//
// Widths are counted in columns as github.com/charmbracelet/x/ansi counts them,
// because Bubble Tea and lipgloss lay frames out by that count.
//
// Safe text holds no byte below 0x20, no DEL, no C1 control, no bidi control and
// no invalid UTF-8. It is a fixed point: cleaning it again changes nothing.
// Styles are added after cleaning; a styled string must not be cleaned, as its
// escape sequences would become marks.
package display

import "strings"

// tabStop is the distance between two tab stops, in columns.
const tabStop = 4

// Span is a run of cells of one kind.
type Span struct {
	// Text is safe to print.
	Text string
	// Mark says that Text stands for bytes that cannot be printed, and should
	// be drawn in another style: a body may hold a literal "␛" or "\xff" too.
	// Without Mark, Text equals the raw bytes From to To.
	Mark bool
	// Cols is the width of Text.
	Cols int
	// From and To are byte offsets in the input. A mark stands for one
	// character or one invalid byte.
	From, To int
}

// Spans appends to dst what fits into cols columns of raw, beginning at byte
// from, and returns it with the offset of the first byte not shown: len(raw) at
// the end. A grapheme that would be cut by the right edge is left for the next
// call. Each call makes progress when cols is at least 1 and bytes are left: a
// mark or a wide character that is alone too wide is cut to the columns there are.
//
// Line breaks are the caller's: one inside raw is shown as a mark. A tab is a
// mark that reaches to the next tab stop, counted from the first column drawn.
// Spans reads a few bytes beyond what it shows and no further, so its cost
// depends on cols and not on len(raw).
func Spans(dst []Span, raw []byte, from, cols int) ([]Span, int) {
	from = max(from, 0)
	used := 0
	for from < len(raw) && used < cols {
		end := min(len(raw), from+cols-used+lookahead)
		w := window{
			text: string(raw[from:end]),
			from: from,
			last: end == len(raw),
			used: used,
			cols: cols,
		}
		var full bool
		dst, full = w.draw(dst)
		from, used = from+w.at, w.used
		if full {
			break
		}
	}
	return dst, from
}

// window is a short stretch of a long input on its way into spans.
type window struct {
	text string
	from int  // offset of text in the input
	last bool // the input ends with text
	at   int  // bytes of text drawn so far
	used int  // columns drawn so far
	cols int  // columns there are
}

// draw appends the spans of the window. It stops early where the next grapheme
// might reach beyond the window, and reports true when the columns are full.
func (w *window) draw(dst []Span) ([]Span, bool) {
	start, startCols := w.at, w.used
	flush := func() {
		if w.at > start {
			dst = append(dst, Span{
				Text: w.text[start:w.at], Cols: w.used - startCols,
				From: w.from + start, To: w.from + w.at,
			})
		}
	}
	for w.at < len(w.text) && w.used < w.cols {
		if n := plainPrefix(w.text[w.at:], w.cols-w.used); n > 0 {
			w.at += n
			w.used += n
			continue
		}
		if !w.last && len(w.text)-w.at < lookahead {
			break
		}
		c := next(w.text[w.at:])
		if w.text[w.at] == '\t' {
			c = tab(w.used, w.cols)
		}
		if c.cols > w.cols-w.used {
			if w.used > 0 {
				flush()
				return dst, true
			}
			c = c.cutTo(w.cols)
		}
		if !c.mark {
			w.at += c.size
			w.used += c.cols
			continue
		}
		flush()
		from := w.from + w.at
		dst = append(dst, Span{Text: c.text, Mark: true, Cols: c.cols, From: from, To: from + c.size})
		w.at += c.size
		w.used += c.cols
		start, startCols = w.at, w.used
	}
	flush()
	return dst, w.used >= w.cols
}

// tab is the cell of a tab drawn at column used of cols.
func tab(used, cols int) cell {
	width := min(tabStop-used%tabStop, cols-used)
	return cell{text: "␉" + strings.Repeat(" ", width-1), size: 1, cols: width, mark: true}
}

// Line returns s as one line of safe text: headings, header values, error texts.
// Line breaks and tabs become marks like every other control character: ␊, ␛,
// <U+202E>, \xff.
func Line(s string) string {
	n := plainPrefix(s, len(s))
	if n == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	appendLine(&b, s)
	return b.String()
}

// appendLine adds s to b by the rules of [Line].
func appendLine(b *strings.Builder, s string) {
	for s != "" {
		n := plainPrefix(s, len(s))
		b.WriteString(s[:n])
		if s = s[n:]; s == "" {
			return
		}
		c := next(s)
		b.WriteString(c.text)
		s = s[c.size:]
	}
}

// Text returns s as lines of safe text. LF and CRLF end a line, tabs become
// spaces up to the next stop of four columns, and the rest is as in [Line]. A
// line break at the very end adds no empty line; the empty string has no lines.
func Text(s string) []string {
	var lines []string
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		line = strings.TrimSuffix(line, "\r")
		lines = append(lines, expandTabs(line))
	}
	return lines
}

// expandTabs is [Line] with tabs as layout.
func expandTabs(s string) string {
	if !strings.Contains(s, "\t") {
		return Line(s)
	}
	var b strings.Builder
	cols := 0
	for i, part := range strings.Split(s, "\t") {
		if i > 0 {
			width := tabStop - cols%tabStop
			b.WriteString("    "[:width])
			cols += width
		}
		part = Line(part)
		b.WriteString(part)
		cols += Width(part)
	}
	return b.String()
}
