package display

import "strings"

// Wrap returns s as rows of safe text at most cols columns wide (at least one).
// Lines end and tabs expand as in [Text]. Rows break at spaces, which are
// dropped there, and inside a word only when it is longer than a row. An empty
// line stays an empty row.
func Wrap(s string, cols int) []string {
	cols = max(cols, 1)
	var rows []string
	for _, line := range Text(s) {
		rows = wrapLine(rows, line, cols)
	}
	return rows
}

// wrapLine appends the rows of one safe line.
func wrapLine(rows []string, line string, cols int) []string {
	for {
		end := rowEnd(line, cols)
		if end == len(line) {
			return append(rows, line)
		}
		if end == 0 { // a wide character and a single column
			rows = append(rows, "~")
			line = line[next(line).size:]
		} else {
			rows = append(rows, strings.TrimRight(line[:end], " "))
			line = trimSpaces(line[end:])
		}
		if line == "" {
			return rows
		}
	}
}

// rowEnd returns where the first row of line ends: after the last word that
// fits, or inside the first one when that is too long.
func rowEnd(line string, cols int) int {
	at, used, wordEnd := 0, 0, 0
	inWord := false
	for at < len(line) {
		c := next(line[at:])
		space := c.text == " " // a space that carries an accent is a letter
		if space && inWord {
			wordEnd = at
		}
		inWord = !space
		if used+c.cols > cols {
			if wordEnd > 0 {
				return wordEnd
			}
			return at
		}
		used += c.cols
		at += c.size
	}
	return at
}

// trimSpaces drops the spaces at the start of s.
func trimSpaces(s string) string {
	for s != "" && next(s).text == " " {
		s = s[1:]
	}
	return s
}

// WrapURL is [Wrap] for a URL: a row that is full ends before the last of
// / ? & = in its second half, if there is one.
func WrapURL(s string, cols int) []string {
	cols = max(cols, 2)
	var rows []string
	line := Line(s)
	for Width(line) > cols {
		at, used, end := 0, 0, 0
		for {
			c := next(line[at:])
			if used+c.cols > cols {
				break
			}
			if used >= cols/2 && strings.Contains("/?&=", c.text) {
				end = at
			}
			used += c.cols
			at += c.size
		}
		if end == 0 {
			end = at
		}
		rows = append(rows, line[:end])
		line = line[end:]
	}
	return append(rows, line)
}
