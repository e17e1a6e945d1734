package ui

import (
	"gatehouse/gateway/catalog"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// formView draws the form: what it is about, its fields, what is known against
// it, and what went wrong.
func (m *model) formView(f frame) []string {
	p := &m.form
	w := f.w - 4
	head := append([]string{""}, m.formSubject(f, w)...)
	head = append(head, "")
	tail := append(m.formNotes(f, w), "", m.formHint(f))
	if n := f.h - 2 - len(compact(head)) - len(p.fields) - 2; len(tail) > n {
		tail = append(tail[:max(0, min(len(tail)-2, n))], tail[len(tail)-2:]...)
	}
	rows := min(len(p.fields), max(1, f.h-2-len(compact(head))-len(compact(tail))))
	lines := head
	first := scrolled(p.at, len(p.fields), rows)
	for i := first; i < min(len(p.fields), first+rows); i++ {
		lines = append(lines, m.fieldView(f, &p.fields[i], i == p.at, w))
	}
	if len(p.fields) > 0 {
		lines = append(lines, "")
	}
	return f.boxed(formTitles[p.operation], append(lines, tail...), f.w)
}

// compact are the lines that are not blank.
func compact(lines []string) []string {
	var out []string
	for _, line := range lines {
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// formSubject says what the request is about, where, and what follows from it.
func (m *model) formSubject(f frame, w int) []string {
	p := &m.form
	c := foreign(m.o.Redactor, p.collection.ID) + " “" + display.Cut(m.collectionName(p.collection), 30) + "”"
	property := display.Cut(foreign(m.o.Redactor, nameOf(p.before)), 40)
	var text, follows string
	switch p.operation {
	case catalog.OperationAdd:
		text = "A custom property for collection " + c
	case catalog.OperationChange:
		text = property + ", " + foreign(m.o.Redactor, string(p.before.Kind)) + ", of collection " + c
	case catalog.OperationRemove:
		text = property + " goes out of collection " + c
		follows = "Its settings go with it. What is sent for it at ingest is a property that the collection does not have."
	case catalog.OperationPublish:
		text = "Collection " + c + ", " + sizeWords(p.collection)
		follows = "Snapshots may use it then. Its structure is frozen: properties can be neither added nor removed, and nothing undoes it."
	case catalog.OperationDelete:
		text = "Collection " + c + ", " + sizeWords(p.collection)
		follows = "It goes with all its definitions, and nothing undoes it. One that a snapshot uses is refused."
	default:
		text = "A collection of " + p.itemType
		follows = "The server puts the canonical and derived properties into it. Both fields may stay empty."
	}
	var lines []string
	for _, line := range wrapped(text, w-display.Width(p.target.Environment)-7) {
		lines = append(lines, f.Strong.Render(line))
	}
	lines[len(lines)-1] += "  in " + f.Chosen.Render(" "+display.Line(p.target.Environment)+" ")
	for _, line := range wrapped(follows, w) {
		lines = append(lines, f.Plain.Render(line))
	}
	return lines
}

func sizeWords(c catalog.Collection) string {
	if c.Size < 0 {
		return "of unknown size"
	}
	return words.Count(c.Size, "property", "properties")
}

// labels of fields stand in this column.
const fieldLabel = 14

// fieldView draws one field. What a choice holds may have come from a server:
// it is drawn as such, and the cursor behind it.
func (m *model) fieldView(f frame, p *formField, chosen bool, w int) string {
	style := f.Faint
	if chosen {
		style = f.Strong
	}
	line := f.bar(chosen) + style.Render(display.Fit(foreign(m.o.Redactor, p.label), fieldLabel))
	if p.values == nil {
		if chosen {
			return line + drawInput(p.input, w-fieldLabel-4)
		}
		return line + f.Plain.Render(display.Cut(display.Line(p.value()), w-fieldLabel-4))
	}
	word := display.Cut(foreign(m.o.Redactor, p.value()), 24)
	switch {
	case p.only:
		word = map[string]string{"true": "yes", "false": "no", "": "not set"}[p.value()]
	case chosen:
		word += f.Accent.Render("▁")
	}
	left, right := f.Fainter.Render("‹ "), f.Fainter.Render(" ›")
	if chosen {
		left, right = f.Accent.Render("‹ "), f.Accent.Render(" ›")
	}
	return fit(line+left+word+right, fieldLabel+16) + f.Faint.Render(display.Cut(p.note, max(0, w-fieldLabel-17)))
}

// formNotes are the advice against the request, or why it was not sent.
func (m *model) formNotes(f frame, w int) []string {
	p := &m.form
	var lines []string
	say := func(sign, text string, style func(...string) string) {
		for i, line := range wrapped(foreign(m.o.Redactor, text), w-2) {
			if i > 0 {
				sign = " "
			}
			lines = append(lines, style(sign+" "+line))
		}
	}
	switch {
	case p.cancel != nil:
		return []string{f.Busy.Render("◌ " + words.Seconds(m.now.Sub(p.since)) + " · sending")}
	case p.fault != "":
		say("✗", p.fault, f.Bad.Render)
	case p.failed != nil:
		say("✗", p.failed.Cause, f.Bad.Render)
		if said := serverSaid(*p.failed); said != "" {
			say(" ", said, f.Plain.Render)
		}
	default:
		for _, a := range p.advice() {
			say("!", a.Text, f.Warn.Render)
			lines = append(lines, f.Faint.Render("  "+a.Source))
		}
	}
	return lines
}

// formHint says what the keys do now.
func (m *model) formHint(f frame) string {
	switch p := &m.form; {
	case p.cancel != nil:
		return f.Faint.Render("ctrl+c cancels")
	case p.failed != nil:
		return f.Warn.Render("enter sends it again") + f.Faint.Render(" · ctrl+e in the builder · esc goes back")
	case len(p.advice()) > 0 && p.told:
		return f.Warn.Render("enter again sends anyway") + f.Faint.Render(" · esc goes back, nothing is sent")
	case len(p.fields) == 0:
		return f.Faint.Render("enter sends · ctrl+e in the builder · esc goes back, nothing is sent")
	}
	return f.Faint.Render("enter sends · tab next field · ctrl+e in the builder · esc goes back")
}
