package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/words"
)

// diffJSON is a comparison for a program: what is only in the right collection
// was added, what is only in the left one was removed.
type diffJSON struct {
	ItemType string           `json:"item_type"`
	Left     sideJSON         `json:"left"`
	Right    sideJSON         `json:"right"`
	Added    []propertyJSON   `json:"added"`
	Removed  []propertyJSON   `json:"removed"`
	Changed  []differenceJSON `json:"changed"`
}

type sideJSON struct {
	Environment string `json:"environment"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Status      string `json:"status"`
}

// propertyJSON is a property that one side has, as it was sent.
type propertyJSON struct {
	Property   string          `json:"property"`
	Definition json.RawMessage `json:"definition"`
}

type differenceJSON struct {
	Property string        `json:"property"`
	Elements []elementJSON `json:"elements"`
}

// elementJSON is an element with its two values; null where there is none.
type elementJSON struct {
	Element string          `json:"element"`
	Left    json.RawMessage `json:"left"`
	Right   json.RawMessage `json:"right"`
}

func (o *diffOptions) write(itemType string, sides [2]side, changes []catalog.Change) error {
	if o.output == outputJSON {
		return writeJSON(o.Stdout, diffJSONOf(itemType, sides, changes))
	}
	return o.writeText(itemType, sides, changes)
}

func diffJSONOf(itemType string, sides [2]side, changes []catalog.Change) diffJSON {
	out := diffJSON{ItemType: itemType, Left: sideJSONOf(sides[0]), Right: sideJSONOf(sides[1]),
		Added: []propertyJSON{}, Removed: []propertyJSON{}, Changed: []differenceJSON{}}
	for _, c := range changes {
		switch c.Kind {
		case catalog.Added:
			out.Added = append(out.Added, propertyJSON{c.Property, c.Right.Raw})
		case catalog.Removed:
			out.Removed = append(out.Removed, propertyJSON{c.Property, c.Left.Raw})
		case catalog.Changed:
			d := differenceJSON{Property: c.Property}
			for _, e := range c.Elements {
				d.Elements = append(d.Elements, elementJSON{e.Name, valueJSON(e.Left), valueJSON(e.Right)})
			}
			out.Changed = append(out.Changed, d)
		}
	}
	return out
}

func sideJSONOf(s side) sideJSON {
	return sideJSON{s.target.Environment, s.collection.ID, s.collection.Name, s.collection.Status}
}

func valueJSON(value string) json.RawMessage {
	if value == "" {
		return nil
	}
	return json.RawMessage(value)
}

// writeText writes what was compared, the properties that differ, then those
// that one side has alone, and a count.
func (o *diffOptions) writeText(itemType string, sides [2]side, changes []catalog.Change) error {
	by := map[catalog.ChangeKind][]catalog.Change{}
	for _, c := range changes {
		by[c.Kind] = append(by[c.Kind], c)
	}
	var compared [][]string
	for _, s := range sides {
		compared = append(compared, append([]string{s.target.Environment}, o.facts(itemType, s.collection)...))
	}
	if err := o.table(o.Stdout, compared); err != nil {
		return err
	}
	changed := by[catalog.Changed]
	if err := o.section(fmt.Sprintf("different: %d", len(changed)), changedRows(sides, changed)); err != nil {
		return err
	}
	for _, only := range []struct {
		kind catalog.ChangeKind
		in   side
	}{{catalog.Removed, sides[0]}, {catalog.Added, sides[1]}} {
		list := by[only.kind]
		if err := o.section(fmt.Sprintf("only in %s: %d", only.in.label, len(list)), onlyRows(list)); err != nil {
			return err
		}
	}
	same := len(sides[0].collection.Definitions) - len(by[catalog.Changed]) - len(by[catalog.Removed])
	_, err := io.WriteString(o.Stdout, "\n"+o.clean(summary(sides, by, same))+"\n")
	return err
}

// section writes a titled table, or nothing if it has no rows.
func (o *diffOptions) section(title string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintf(o.Stdout, "\n%s\n", o.clean(title))
	for i := range rows {
		rows[i] = append([]string{""}, rows[i]...)
	}
	return o.table(o.Stdout, rows)
}

// changedRows are the elements that differ under the names of the sides; a
// property's name stands once.
func changedRows(sides [2]side, changes []catalog.Change) [][]string {
	if len(changes) == 0 {
		return nil
	}
	rows := [][]string{{"PROPERTY", "ELEMENT", sides[0].label, sides[1].label}}
	for _, c := range changes {
		name := named(*c.Left)
		for _, e := range c.Elements {
			left, right := e.Words()
			rows = append(rows, []string{name, e.Name, left, right})
			name = ""
		}
	}
	return rows
}

// onlyRows are definitions that one side has alone.
func onlyRows(changes []catalog.Change) [][]string {
	if len(changes) == 0 {
		return nil
	}
	rows := [][]string{{"PROPERTY", "KIND", "DATA TYPE", "STYLE", "SEARCH", "SCOPED ACTIONS"}}
	for _, c := range changes {
		d := c.Left
		if d == nil {
			d = c.Right
		}
		rows = append(rows, []string{named(*d), string(d.Kind), d.DataType, d.ValueStyle, catalog.SettingWords(d.Search), catalog.SettingWords(d.Scoped)})
	}
	return withoutEmpty(rows)
}

// summary counts what differs and what does not.
func summary(sides [2]side, by map[catalog.ChangeKind][]catalog.Change, same int) string {
	changed, left, right := len(by[catalog.Changed]), len(by[catalog.Removed]), len(by[catalog.Added])
	var parts []string
	for _, part := range []struct {
		n    int
		text string
	}{{changed, "different"}, {left, "only in " + sides[0].label}, {right, "only in " + sides[1].label}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.text))
		}
	}
	if len(parts) == 0 {
		return "The same: " + properties(same) + "."
	}
	total := changed + left + right
	return fmt.Sprintf("%s: %s. The same: %s.", words.Count(total, "difference", "differences"), strings.Join(parts, ", "), properties(same))
}
