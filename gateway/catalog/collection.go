package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// The item types whose properties are defined by collections, as they are
// spelled in paths. Only product's spelling is documented.
var ItemTypes = []string{"product", "category", "region", "referenceContent", "assortments", "visibility"}

// Kind says who defines a property and who fills it (Streaming Property
// Service).
type Kind string

// The kinds of property definitions. A server's other words are kept as they
// are.
const (
	Canonical Kind = "canonical" // defined by the vendor, filled by the customer
	Derived   Kind = "derived"   // defined and filled by the vendor
	Custom    Kind = "custom"    // the customer's own
)

// The elements of a definition as they are spelled on the wire. The last three
// are documented: those that may be changed of canonical and derived properties.
const (
	ElementName     = "name"
	ElementKind     = "kind"
	ElementDataType = "dataType"
	ElementSearch   = "findAttributeSettings"
	ElementStyle    = "propertyValueStyle"
	ElementScoped   = "scopedActionSettings"
)

// Collection is the group of property definitions of one item type.
type Collection struct {
	ID          string // a number or a text in the answer
	ItemType    string
	Name        string
	Description string
	Status      string    // the server's word; see Published
	Created     time.Time // zero if not stated
	Updated     time.Time // zero if not stated
	// Definitions in the order of the answer; nil if the answer has none of
	// them, as a short listing may.
	Definitions []Definition
	// Size is the number of definitions, stated or counted; -1 if not known.
	Size int
	// Other are further members, and known ones of a type that was not
	// expected, in the order sent.
	Other []Setting
	Raw   json.RawMessage // the collection as sent
}

// Published reports whether the structure of the collection is frozen and
// snapshots may use it. The word is the documented one.
func (c Collection) Published() bool { return strings.EqualFold(c.Status, "published") }

// Find is the definition of a name, whose case matters; nil if there is none.
func (c Collection) Find(name string) *Definition {
	i := slices.IndexFunc(c.Definitions, func(d Definition) bool { return d.Name == name })
	if i < 0 {
		return nil
	}
	return &c.Definitions[i]
}

// Definition is the schema of one attribute.
type Definition struct {
	Name       string
	Kind       Kind
	DataType   string
	ValueStyle string
	// Search are the members of findAttributeSettings, in the order sent.
	Search []Setting
	// Scoped are the members of scopedActionSettings, in the order sent.
	Scoped []Setting
	// Other are further members, and known ones of a type that was not
	// expected, in the order sent.
	Other []Setting
	Raw   json.RawMessage // the definition as sent
}

// Setting is one member of an object: its name, and its value as JSON text.
type Setting struct {
	Name  string
	Value string
}

// SettingWords are settings in short, as a table has room for: those that are
// true by their names, others but those that are false with their values; "" if
// that leaves none.
func SettingWords(settings []Setting) string {
	var words []string
	for _, s := range settings {
		switch s.Value {
		case "true":
			words = append(words, s.Name)
		case "false":
		default:
			words = append(words, s.Name+"="+Plain(s.Value))
		}
	}
	return strings.Join(words, ", ")
}
