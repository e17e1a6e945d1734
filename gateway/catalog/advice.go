package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Advice is said before a request is sent that is likely to be refused. It may
// be overridden: the server decides.
type Advice struct {
	Text   string // one sentence
	Source string // what it rests on; see the sources
}

// The sources of an [Advice].
const (
	// SourceProperty and SourceReference are pages of the vendor.
	SourceProperty  = "documented: Streaming Property Service"
	SourceReference = "documented for the batch feed of reference content"
	SourceCase      = "documented for the gateway's other services"
	// SourceConvention is what is likely and not public.
	SourceConvention = "convention"
)

// effectivePrice is the one derived property that is documented by its name.
const effectivePrice = "product_effectiveprice_cents"

// reservedWords are those of the reference content feed that are known: the
// vendor's full list is not public.
var reservedWords = []string{
	"id", "content_id", "content_external_id", "content_genre", "content_genre_id", "content_name", "name",
	"content_type", "contentType", "content_feed_date", "content_start_date", "startDate", "content_end_date", "endDate",
}

// DataTypes and ValueStyles are those of definitions; of them only Long is
// documented.
var (
	DataTypes   = []string{"String", "Long", "Double", "Boolean", "Date"}
	ValueStyles = []string{"SINGLE", "LIST"}
)

// modifiable may be changed whatever the kind; lasting also once published.
var (
	modifiable = []string{ElementSearch, ElementStyle, ElementScoped}
	lasting    = []string{ElementSearch, ElementScoped}
)

// longestName is how many characters a property's name may have.
const longestName = 100

// AdviceCreate is about a new collection of an item type that has some.
func AdviceCreate(existing []Collection, name string) []Advice {
	for _, c := range existing {
		if name != "" && c.Name == name {
			return []Advice{{fmt.Sprintf("Collection %s of this item type is named %q already.", c.ID, name), SourceConvention}}
		}
	}
	return nil
}

// AdviceAdd is about a definition, as it was typed, that is to be added to a
// collection.
func AdviceAdd(c Collection, d Definition) []Advice {
	out := frozen(c)
	if d.Kind != "" && d.Kind != Custom {
		out = append(out, Advice{fmt.Sprintf("Only custom properties can be added: the server adds %s ones by itself.", d.Kind), SourceProperty})
	}
	out = append(out, adviceName(c, d.Name)...)
	if !slices.Contains(DataTypes, d.DataType) {
		out = append(out, Advice{choice("data type", d.DataType, DataTypes), SourceConvention})
	}
	if d.ValueStyle != "" && !slices.Contains(ValueStyles, d.ValueStyle) {
		out = append(out, Advice{choice("value style", d.ValueStyle, ValueStyles), SourceConvention})
	}
	return out
}

// adviceName is about the name of a new custom property.
func adviceName(c Collection, name string) []Advice {
	known := c.Find(name)
	switch {
	case name == "":
		return []Advice{{"A property needs a name.", SourceConvention}}
	case name == effectivePrice:
		return []Advice{{name + " is a derived property: the vendor's applications define and fill it, and its name is reserved.", SourceProperty}}
	case known != nil && known.Kind == Derived:
		return []Advice{{name + " is a derived property: its name is reserved.", SourceProperty}}
	case known != nil && known.Kind == Canonical:
		return []Advice{{name + " is a canonical property, which every collection has already.", SourceProperty}}
	case known != nil:
		return []Advice{{"The collection has a property " + name + " already: change that one.", SourceConvention}}
	case slices.Contains(reservedWords, name):
		return []Advice{{name + " is a reserved word.", SourceReference}}
	case !isName(name):
		return []Advice{{"A name is a letter and then letters, digits and _, 100 at most.", SourceConvention}}
	}
	if twin := twin(c, name); twin != "" {
		return []Advice{{fmt.Sprintf("The collection has %s: case matters in names, and %s would be a second property.", twin, name), SourceCase}}
	}
	return nil
}

// isName reports whether a name, which is not empty, can be a property's.
func isName(name string) bool {
	letter := func(c rune) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
	return len(name) <= longestName && letter(rune(name[0])) &&
		!strings.ContainsFunc(name, func(c rune) bool { return !letter(c) && c != '_' && !('0' <= c && c <= '9') })
}

// twin is a property whose name differs in case only, "" if there is none.
func twin(c Collection, name string) string {
	for _, d := range c.Definitions {
		if d.Name != name && strings.EqualFold(d.Name, name) {
			return d.Name
		}
	}
	return ""
}

// AdviceChange is about a change of some elements of a property.
func AdviceChange(c Collection, property string, elements ...string) []Advice {
	d := c.Find(property)
	if d == nil {
		return missing(c, property)
	}
	var out []Advice
	for _, element := range elements {
		switch {
		case element == ElementKind:
			out = append(out, Advice{"The kind of a property cannot be changed.", SourceConvention})
		case vendors(d.Kind) && !slices.Contains(modifiable, element):
			out = append(out, Advice{fmt.Sprintf("%s is a %s property: of it only %s may be changed, not %s.", property, d.Kind, list(modifiable), element), SourceProperty})
		case c.Published() && !slices.Contains(lasting, element):
			out = append(out, Advice{fmt.Sprintf("The collection is published: of its properties only %s may still be changed, not %s.", list(lasting), element), SourceConvention})
		}
	}
	return out
}

// AdviceRemove is about a property that is to be taken out of a collection.
func AdviceRemove(c Collection, property string) []Advice {
	d := c.Find(property)
	if d == nil {
		return missing(c, property)
	}
	out := frozen(c)
	if vendors(d.Kind) {
		out = append(out, Advice{fmt.Sprintf("%s is a %s property, which every collection has: only custom ones can be removed.", property, d.Kind), SourceProperty})
	}
	return out
}

// AdvicePublish is about the publishing of a collection.
func AdvicePublish(c Collection) []Advice {
	if c.Published() {
		return []Advice{{"The collection is published already.", SourceConvention}}
	}
	return nil
}

// AdviceDelete is about the deletion of a collection.
func AdviceDelete(c Collection) []Advice {
	if c.Published() {
		return []Advice{{"The collection is published: where a snapshot uses it, it cannot be deleted.", SourceConvention}}
	}
	return nil
}

func frozen(c Collection) []Advice {
	if !c.Published() {
		return nil
	}
	return []Advice{{"The collection is published: its structure cannot be changed any more. Create a new collection instead.", SourceConvention}}
}

func missing(c Collection, property string) []Advice {
	text := "The collection has no property " + property + "."
	if twin := twin(c, property); twin != "" {
		text = fmt.Sprintf("The collection has no property %s; it has %s, and case matters.", property, twin)
	}
	return []Advice{{text, SourceConvention}}
}

// vendors reports the kinds that the vendor defines.
func vendors(k Kind) bool { return k == Canonical || k == Derived }

func choice(what, typed string, known []string) string {
	if typed == "" {
		return fmt.Sprintf("A property needs a %s: %s.", what, list(known))
	}
	return fmt.Sprintf("The %s %q is not known: there are %s.", what, typed, list(known))
}

// list joins words with commas and a last "and".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
