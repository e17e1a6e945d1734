//go:build ignore

// Html turns a captured terminal screen into a page that a browser draws as the
// terminal would. It reads the output of "tmux capture-pane -e -p" and writes
// the page; on standard output it says what size the window must have:
//
//	html PAGE COLUMNS <SCREEN
//
// It knows the styles that this repository's program uses: bold, faint, italic,
// underline, reverse, and colours of all three kinds.
package main

import (
	"bufio"
	"fmt"
	"html"
	"log"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The size of a cell in CSS pixels. Rows of 1.25 times the letter make the box
// drawing characters of JetBrains Mono join.
const (
	letter     = 15
	cellWidth  = 9.0
	cellHeight = 18.75
	margin     = 16
)

// The terminal's own colours, dark unless the program is told otherwise.
var foreground, background = "#d7dae0", "#11131a"

// named are the 16 colours of the terminal.
var named = [16]string{
	"#1b1e27", "#ff6b6b", "#7fd88f", "#e6c07b", "#6ea8fe", "#c792ea", "#56c8d8", "#c3c8d2",
	"#7d8597", "#ff8787", "#98e6a5", "#f2d492", "#8fbcff", "#d7b0f0", "#7fdbe6", "#f5f6f8",
}

// style is how the next character is drawn.
type style struct {
	fg, bg                                  string // "" for the terminal's own
	bold, faint, italic, underline, inverse bool
}

func main() {
	switch {
	case len(os.Args) == 4 && os.Args[3] == "light":
		foreground, background = "#1f2328", "#ffffff"
	case len(os.Args) != 3:
		log.Fatal("usage: html PAGE COLUMNS [light] <SCREEN")
	}
	columns, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	var (
		page  strings.Builder
		now   style // tmux carries a style over the ends of lines
		rows  int
		lines = bufio.NewScanner(os.Stdin)
	)
	fmt.Fprintf(&page, `<!doctype html><meta charset="utf-8"><style>
html,body{margin:0;background:%s;color:%s}
pre{margin:0;padding:%dpx;font:%dpx/%gpx "JetBrains Mono";font-variant-ligatures:none;white-space:pre}
span{display:inline-block;height:%[5]gpx;vertical-align:top}
</style><pre>`, background, foreground, margin, letter, cellHeight)
	for lines.Scan() {
		line(&page, &now, lines.Text())
		page.WriteByte('\n')
		rows++
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	page.WriteString("</pre>")
	if err := os.WriteFile(os.Args[1], []byte(page.String()), 0o600); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d,%d\n", int(float64(columns)*cellWidth)+2*margin, int(float64(rows)*cellHeight+0.5)+2*margin)
}

// line writes one row of the screen. Every run of one style has the width of its
// cells, so that no character can shift what follows it.
func line(page *strings.Builder, now *style, text string) {
	for text != "" {
		if strings.HasPrefix(text, "\x1b[") {
			end := strings.IndexByte(text, 'm')
			if end < 0 {
				log.Fatalf("a sequence without an end: %q", text)
			}
			now.apply(strings.Split(text[2:end], ";"))
			text = text[end+1:]
			continue
		}
		run := text
		if next := strings.IndexByte(text, 0x1b); next >= 0 {
			run = text[:next]
		}
		text = text[len(run):]
		fmt.Fprintf(page, `<span style="width:%gpx;%s">%s</span>`, float64(utf8.RuneCountInString(run))*cellWidth, now.css(), html.EscapeString(run))
	}
}

// apply takes the parameters of a style sequence in.
func (s *style) apply(params []string) {
	for i := 0; i < len(params); i++ {
		n, _ := strconv.Atoi(params[i]) // an empty one is 0
		switch {
		case n == 0:
			*s = style{}
		case n == 1:
			s.bold = true
		case n == 2:
			s.faint = true
		case n == 3:
			s.italic = true
		case n == 4:
			s.underline = true
		case n == 7:
			s.inverse = true
		case n == 22:
			s.bold, s.faint = false, false
		case n == 23:
			s.italic = false
		case n == 24:
			s.underline = false
		case n == 27:
			s.inverse = false
		case n >= 30 && n <= 37:
			s.fg = named[n-30]
		case n >= 90 && n <= 97:
			s.fg = named[n-90+8]
		case n >= 40 && n <= 47:
			s.bg = named[n-40]
		case n >= 100 && n <= 107:
			s.bg = named[n-100+8]
		case n == 39:
			s.fg = ""
		case n == 49:
			s.bg = ""
		case n == 38 || n == 48:
			colour, used := extended(params[i+1:])
			i += used
			if n == 38 {
				s.fg = colour
			} else {
				s.bg = colour
			}
		}
	}
}

// extended reads a colour out of 256 or of all, and says how many parameters it
// took.
func extended(params []string) (colour string, used int) {
	number := func(i int) int {
		n := 0
		if i < len(params) {
			n, _ = strconv.Atoi(params[i])
		}
		return n
	}
	if number(0) == 2 {
		return fmt.Sprintf("#%02x%02x%02x", number(1), number(2), number(3)), 4
	}
	n := number(1)
	switch {
	case n < 16:
		return named[n], 2
	case n >= 232:
		grey := 8 + (n-232)*10
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey), 2
	}
	level := func(i int) int {
		if i == 0 {
			return 0
		}
		return 55 + 40*i
	}
	n -= 16
	return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6)), 2
}

func (s *style) css() string {
	fg, bg := s.fg, s.bg
	if s.inverse {
		if fg == "" {
			fg = foreground
		}
		if bg == "" {
			bg = background
		}
		fg, bg = bg, fg
	}
	var out strings.Builder
	if fg != "" {
		out.WriteString("color:" + fg + ";")
	}
	if bg != "" {
		out.WriteString("background:" + bg + ";")
	}
	if s.bold {
		out.WriteString("font-weight:bold;")
	}
	if s.faint {
		out.WriteString("opacity:.6;")
	}
	if s.italic {
		out.WriteString("font-style:italic;")
	}
	if s.underline {
		out.WriteString("text-decoration:underline;")
	}
	return out.String()
}
