package ui

import (
	"fmt"

	"gatehouse/ui/jsonview"
)

// whyNoRows says why no table can be made of a body.
func whyNoRows(r *reader) string {
	switch {
	case r.isJSON():
		return "No list here: no array of this body has elements."
	case r.format == jsonview.Empty:
		return "No list here: the body is empty."
	}
	return fmt.Sprintf("No list here: the body is %s.", r.format)
}

// whyNoGrid says why there can be no table of the body.
func whyNoGrid(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	r := m.reader()
	state := r.body.State()
	switch {
	case len(state.Bytes) == 0 && state.Done:
		return "There is no body to show as a table."
	case r.known && !r.tabular():
		return whyNoRows(r)
	}
	return ""
}

// whyNoCell says why there is nothing under the cursor of the table.
func whyNoCell(m *model) string {
	g := m.grid()
	switch {
	case g == nil:
		return "This is for a list as a table: i shows one, in the viewer."
	case g.table == nil:
		return "The list is still being read."
	case g.len() == 0:
		return "There is no row under the cursor."
	}
	return ""
}

// whyNoColumns is whyNoCell for what needs no row.
func whyNoColumns(m *model) string {
	if reason := whyNoCell(m); reason != "" && (m.grid() == nil || m.grid().table == nil) {
		return reason
	}
	return ""
}
