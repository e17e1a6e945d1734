package ui

import (
	"bytes"
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/jsonview"
)

// copyDiff copies the difference under the cursor as text.
func (m *model) copyDiff(intent) tea.Cmd {
	d := &m.bodyDiff
	return m.copyOf("the difference", d.result.Line(*d.chosen(), mostDrawn), false)
}

// copyDiffs copies all differences as text.
func (m *model) copyDiffs(intent) tea.Cmd {
	return m.copyComparison(m.bodyDiff.result, m.onlyInText())
}

// askSaveDiffs asks where to save all differences as text.
func (m *model) askSaveDiffs(intent) tea.Cmd {
	return m.ask("SAVE DIFFERENCES", "differences.txt", doSaveDiffsTo, "One difference a line, then how many there are. An existing file is not replaced.")
}

// saveDiffsTo saves all differences, unless a known secret is in them: that asks
// once more.
func (m *model) saveDiffsTo(it intent) tea.Cmd {
	m.close()
	result, only := m.bodyDiff.result, m.onlyInText()
	text := func(context.Context) ([]byte, error) { return asText(result, only), nil }
	return m.startSaving(saving{path: it.text, make: text}, false)
}

// asText is a comparison as text, which says what is on one side alone; a
// command's work.
func asText(c *jsonview.Comparison, only [2]string) []byte {
	var out bytes.Buffer
	_ = c.WriteText(&out, jsonview.LineBytes, only) // memory does not fail
	return out.Bytes()
}
