package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/gateway/catalog"
	"gatehouse/ui/words"
)

func (o *collectionsOptions) writeOverview(lists []listed, errs []error) error {
	if o.output == outputJSON {
		out := make([]overviewJSON, len(lists))
		for i, l := range lists {
			out[i] = o.overviewJSONOf(catalog.ItemTypes[i], l, errs[i])
		}
		return writeJSON(o.Stdout, out)
	}
	rows := [][]string{{"ITEM TYPE", "COLLECTIONS", "NEWEST PUBLISHED", "AGE", "NEWEST"}}
	for i, l := range lists {
		rows = append(rows, append([]string{catalog.ItemTypes[i]}, o.overviewRow(l, errs[i])...))
	}
	return o.table(o.Stdout, rows)
}

// overviewRow is what there is of one item type. The newest collection is told
// where it is not the published one.
func (o *collectionsOptions) overviewRow(l listed, err error) []string {
	var read *readError
	switch {
	case errors.As(err, &read) && read.shape != nil:
		return []string{"?", "answers in another shape"}
	case errors.As(err, &read) && read.exchange.Err == nil:
		return []string{"?", statusLine(read.exchange)}
	case err != nil:
		return []string{"?", "no answer"}
	}
	row := []string{counted(l), "none", "", ""}
	published, latest := newestPublished(l), newest(l)
	if published != nil {
		row[1], row[2] = idAndName(*published), o.age(published.Created)
	}
	if latest != nil && (published == nil || latest.ID != published.ID) {
		row[3] = idAndName(*latest) + " (" + status(*latest) + ")"
	}
	return row
}

// newestPublished and newest are those of a listing; nil if there is none.
func newestPublished(l listed) *catalog.Collection {
	c, found := catalog.Newest(l.collections)
	if !found || !c.Published() {
		return nil
	}
	return &c
}

func newest(l listed) *catalog.Collection {
	c, found := catalog.Latest(l.collections)
	if !found {
		return nil
	}
	return &c
}

// counted is the number of collections; with a plus if there are more.
func counted(l listed) string {
	n := max(len(l.collections), l.total)
	if l.cut && l.total < 0 {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}

func (o *collectionsOptions) writeList(environment, itemType string, l listed) error {
	if o.output == outputJSON {
		out := listJSON{Environment: environment, ItemType: itemType, Complete: !l.cut, Collections: []collectionJSON{}}
		for _, c := range l.collections {
			out.Collections = append(out.Collections, collectionJSONOf(c))
		}
		return writeJSON(o.Stdout, out)
	}
	if len(l.collections) == 0 {
		o.say("%s has no %s collections yet.", environment, itemType)
		return nil
	}
	rows := [][]string{{"ID", "NAME", "STATUS", "PROPERTIES", "AGE", "UPDATED"}}
	for _, c := range l.collections {
		size := "?"
		if c.Size >= 0 {
			size = strconv.Itoa(c.Size)
		}
		rows = append(rows, []string{c.ID, c.Name, status(c), size, o.age(c.Created), o.ago(c.Updated)})
	}
	return o.table(o.Stdout, rows)
}

func (o *collectionsOptions) writeCollection(environment, itemType string, c catalog.Collection) error {
	if o.output == outputJSON {
		out := fullJSON{Environment: environment, ItemType: itemType, collectionJSON: collectionJSONOf(c), Definitions: []json.RawMessage{}}
		for _, d := range c.Definitions {
			out.Definitions = append(out.Definitions, d.Raw)
		}
		return writeJSON(o.Stdout, out)
	}
	if _, err := fmt.Fprintf(o.Stdout, "%s\n\n", o.clean(o.describe(environment, itemType, c))); err != nil {
		return err
	}
	if len(c.Definitions) == 0 {
		o.say("The collection has no properties.")
		return nil
	}
	rows := [][]string{{"NAME", "KIND", "DATA TYPE", "STYLE", "SEARCH", "SCOPED ACTIONS", "OTHER"}}
	for _, d := range c.Definitions {
		rows = append(rows, []string{named(d), string(d.Kind), d.DataType, d.ValueStyle,
			catalog.SettingWords(d.Search), catalog.SettingWords(d.Scoped), catalog.SettingWords(d.Other)})
	}
	return o.table(o.Stdout, withoutEmpty(rows))
}

// describe is a collection in one line.
func (a *app) describe(environment, itemType string, c catalog.Collection) string {
	facts := slices.DeleteFunc(a.facts(itemType, c), func(fact string) bool { return fact == "" })
	return environment + " / " + strings.Join(facts, " · ")
}

// facts are what to know of a collection besides its definitions, always as
// many.
func (a *app) facts(itemType string, c catalog.Collection) []string {
	out := []string{itemType + " " + idAndName(c), status(c), properties(len(c.Definitions)), "", ""}
	if age := a.age(c.Created); age != "" {
		out[3] = age + " old"
	}
	if updated := a.ago(c.Updated); updated != "" {
		out[4] = "updated " + updated
	}
	return out
}

// withoutEmpty leaves out the columns in which no row has anything.
func withoutEmpty(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for column := range rows[0] {
		filled := false
		for _, row := range rows[1:] {
			filled = filled || row[column] != ""
		}
		for i, row := range rows {
			if filled {
				out[i] = append(out[i], row[column])
			}
		}
	}
	return out
}

func idAndName(c catalog.Collection) string { return strings.TrimSpace(c.ID + " " + c.Name) }

func status(c catalog.Collection) string {
	if c.Status == "" {
		return "no status"
	}
	return c.Status
}

// named is the name of a definition; one without a name is known by its bytes
// only.
func named(d catalog.Definition) string {
	if d.Name == "" {
		return "(no name)"
	}
	return d.Name
}

func properties(n int) string { return words.Count(n, "property", "properties") }

// age is how long ago a time was, "" for none and for one to come.
func (a *app) age(t time.Time) string {
	since := a.Now().Sub(t)
	if t.IsZero() || since < 0 {
		return ""
	}
	return words.Age(since)
}

// ago is age in a sentence.
func (a *app) ago(t time.Time) string {
	if a.age(t) == "" {
		return ""
	}
	return words.Ago(a.Now().Sub(t))
}
