package display

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// ellipsis stands for what was cut away.
const ellipsis = "…"

// ellipsisCols is 2 where the terminal draws ambiguous characters wide
// (RUNEWIDTH_EASTASIAN).
var ellipsisCols = ansi.StringWidth(ellipsis)

// Width returns the columns of a safe string, which may carry styles.
func Width(s string) int {
	if plainPrefix(s, len(s)) == len(s) {
		return len(s)
	}
	return ansi.StringWidth(s)
}

// Pad adds spaces to s until it is cols wide. It neither cuts nor cleans: s is
// safe already, and may carry styles.
func Pad(s string, cols int) string { return pad(s, cols-Width(s)) }

func pad(s string, missing int) string {
	if missing <= 0 {
		return s
	}
	return s + strings.Repeat(" ", missing)
}

// Fit returns s, cleaned as by [Line], in exactly cols columns: cut as by [Cut]
// or padded with spaces.
func Fit(s string, cols int) string {
	s, used := cut(s, cols)
	return pad(s, cols-used)
}

// Cut returns s, cleaned as by [Line], in at most cols columns; when something
// had to go, the last one is "…". It reads no more of s than it shows.
func Cut(s string, cols int) string {
	s, _ = cut(s, cols)
	return s
}

// cut is [Cut] that tells the columns of its result.
func cut(s string, cols int) (string, int) {
	if len(s) <= cols && plainPrefix(s, len(s)) == len(s) {
		return s, len(s)
	}
	if plainPrefix(s, cols+1) > cols {
		return s[:max(0, cols-ellipsisCols)] + cutMark(cols), max(0, cols)
	}
	var b strings.Builder
	used, keep, keepCols := 0, 0, 0 // keep: bytes of b that leave room for the ellipsis
	for s != "" && used <= cols {
		c := next(s)
		b.WriteString(c.text)
		used += c.cols
		if used <= cols-ellipsisCols {
			keep, keepCols = b.Len(), used
		}
		s = s[c.size:]
	}
	if used <= cols {
		return b.String(), used
	}
	return b.String()[:keep] + cutMark(cols), keepCols + min(ellipsisCols, max(0, cols))
}

// CutLeft is [Cut] that keeps the end of s.
func CutLeft(s string, cols int) string {
	s = Line(s)
	excess := Width(s) - cols
	if excess <= 0 {
		return s
	}
	excess += ellipsisCols
	for excess > 0 && s != "" {
		c := next(s)
		excess -= c.cols
		s = s[c.size:]
	}
	return cutMark(cols) + s
}

// CutMiddle is [Cut] that keeps the beginning and the end of s, as suits a path.
func CutMiddle(s string, cols int) string {
	s = Line(s)
	if Width(s) <= cols {
		return s
	}
	left := max(0, (cols-ellipsisCols+1)/2)
	head, used := 0, 0
	for head < len(s) {
		c := next(s[head:])
		if used+c.cols > left {
			break
		}
		used += c.cols
		head += c.size
	}
	return s[:head] + CutLeft(s[head:], cols-used)
}

// cutMark is the ellipsis, or what stands for it in fewer columns.
func cutMark(cols int) string {
	if cols >= ellipsisCols {
		return ellipsis
	}
	return strings.Repeat(".", max(0, cols))
}
