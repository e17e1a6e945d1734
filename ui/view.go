package ui

import (
	"fmt"
	"strings"

	"gatehouse/ui/display"
)

// View draws the state. It draws nothing before a size is known.
func (m *model) View() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	return strings.Join(m.screen(m.width, m.height), "\n")
}

// screen is exactly h lines of w columns.
func (m *model) screen(w, h int) []string {
	if w < minWidth || h < minHeight {
		return fill(m.tooSmall(w, h), w, h)
	}
	body := h - topRows - bottomRows
	lines := m.topbar(w)
	lines = append(lines, fill(m.body(w, body), w, body)...)
	lines = fill(append(lines, m.bottom(w)...), w, h)
	return m.dialog(lines, w, h)
}

// body draws what stands between the bar and the foot: the topmost screen, or
// the explorer.
func (m *model) body(w, h int) []string {
	f := m.screenFrame()
	for i := len(m.above) - 1; i >= 0; i-- {
		switch m.above[i] {
		case atBoard:
			return m.boardView(f)
		case atDetail:
			return m.detailView(f)
		case atReply:
			return m.replyView(f)
		case atHelp:
			return m.help.view(f)
		case atMessage:
			return m.scrolledText(f, "MESSAGE", m.messageLines(f))
		case atCurl:
			return m.curlView(f)
		}
	}
	return m.explorer(w, h)
}

// explorer draws services and operations at the left, builder and viewer at
// the right.
func (m *model) explorer(w, h int) []string {
	l := m.layout(w, h+topRows+bottomRows)
	var left, right []string
	if l.left > 0 {
		left = append(left, fill(m.servicesView(m.pane(atServices, l.left, l.services)), l.left, l.services)...)
		left = append(left, "")
		left = append(left, m.operations.view(m.pane(atOperations, l.left, l.operation))...)
		left = fill(left, l.left, h)
	}
	if l.builder > 0 {
		right = append(right, fill(m.builder.view(m.pane(atBuilder, l.right, l.builder), m.prefix(), m.preview), l.right, l.builder)...)
		if l.viewer > 0 {
			right = append(right, "")
		}
	}
	if l.viewer > 0 {
		right = append(right, m.viewerView(m.pane(atViewer, l.right, l.viewer))...)
	}
	right = fill(right, l.right, h)
	out := make([]string, h)
	for i := range out {
		if l.left > 0 {
			out[i] = left[i] + "  " + right[i]
		} else {
			out[i] = " " + right[i]
		}
	}
	return out
}

// layout divides a screen of the explorer.
func (m *model) layout(w, h int) layout {
	return arrange(w, h, m.focus, m.zoom, len(m.dir.Services), m.builder.want())
}

// dialog lays the topmost dialog, if there is one, over a screen; bar, rule and
// footer stay in sight.
func (m *model) dialog(screen []string, w, h int) []string {
	width, room := min(w-4, 76), h-topRows-bottomRows
	if w < 90 {
		width = w // no letters of the screen beneath at the edges
	}
	f := m.frame(width, room, true)
	var box []string
	switch m.place() {
	case atPalette:
		box = m.paletteView(f)
	case atConfirm:
		box = m.confirmView(f)
	case atPrompt:
		box = m.prompt.view(f)
	default:
		return screen
	}
	return fill(over(screen, box, (w-width)/2, topRows+max(0, room-len(box))/3), w, h)
}

// screenHead is the heading of a screen above the explorer, and the blank line
// below it.
const screenHead = 2

// screenFrame is the frame of a screen above the explorer.
func (m *model) screenFrame() frame {
	return m.frame(m.width-1, m.height-topRows-bottomRows, true)
}

func (m *model) frame(w, h int, focused bool) frame {
	return frame{w: w, h: h, focused: focused, now: m.now, utc: m.utc, Theme: m.theme()}
}

// pane is the frame of one pane of the explorer.
func (m *model) pane(p place, w, h int) frame { return m.frame(w, h, m.place() == p) }

// tooSmall is all there is room for below the smallest size: where one is, and
// what to do.
func (m *model) tooSmall(w, h int) []string {
	text := fmt.Sprintf("%s / %s. gatehouse needs %d columns and %d rows, this window has %d and %d. Make it larger; nothing is lost. q quits.",
		m.currentEnvironment().Name, m.currentService().Short(), minWidth, minHeight, w, h)
	return display.Wrap(display.Line(text), w)
}
