package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// The kinds of property definitions, as documented: who defines them.
const (
	canonical = "canonical" // the vendor, filled by the customer
	derived   = "derived"   // the vendor, filled by the vendor's applications
	custom    = "custom"    // the customer
)

// definition is the schema of one property of an item type. A definition in a
// store is never changed, only replaced.
type definition struct {
	Name               string   `json:"name"`
	Kind               string   `json:"kind"`
	DataType           string   `json:"dataType"`
	PropertyValueStyle string   `json:"propertyValueStyle"`
	FindAttribute      settings `json:"findAttributeSettings"`
	ScopedAction       settings `json:"scopedActionSettings"`
}

// settings are booleans we know and members we only keep.
type settings map[string]json.RawMessage

// dataTypes and valueStyles are house rules, but for Long; so is the shape of
// a name.
var (
	dataTypes   = []string{"String", "Long", "Double", "Boolean", "Date"}
	valueStyles = []string{"SINGLE", "LIST"}
)

// longestName is how many characters a name may have.
const longestName = 100

// elements of a definition; the documented three may be changed on canonical
// and derived ones too, and the settings even after publishing.
var (
	elements   = []string{"name", "kind", "dataType", "propertyValueStyle", "findAttributeSettings", "scopedActionSettings"}
	modifiable = []string{"findAttributeSettings", "propertyValueStyle", "scopedActionSettings"}
	lasting    = []string{"findAttributeSettings", "scopedActionSettings"}
	findFlags  = []string{"storable", "searchable", "filterable"}
	scopeFlags = []string{"enabled"}
)

// newDefinition is a custom definition before its elements are set.
func newDefinition() definition {
	return definition{
		Kind:               custom,
		PropertyValueStyle: "SINGLE",
		FindAttribute:      flags(findFlags, 0),
		ScopedAction:       flags(scopeFlags, 0),
	}
}

// flags are settings whose i-th name is true when bit i is set.
func flags(names []string, bits int) settings {
	s := make(settings, len(names))
	for i, name := range names {
		s[name] = json.RawMessage("false")
		if bits>>i&1 == 1 {
			s[name] = json.RawMessage("true")
		}
	}
	return s
}

// readDefinition takes a new custom definition from JSON. at names it in
// refusals.
func readDefinition(raw json.RawMessage, at, itemType string) (definition, error) {
	given, err := readObject(raw, at, elements...)
	if err != nil {
		return definition{}, err
	}
	d := newDefinition()
	for _, required := range []string{"name", "dataType"} {
		if given[required] == nil {
			return d, badRequest(at + " needs a " + required)
		}
	}
	for _, element := range elements {
		if given[element] == nil {
			continue
		}
		if element == "kind" {
			kind, err := readText(given[element], at+".kind")
			if err != nil {
				return d, err
			}
			if kind != custom {
				return d, badRequest(at + ".kind: only custom properties can be added, not " + clip(kind))
			}
			continue
		}
		if d, err = d.with(element, given[element], at, itemType); err != nil {
			return d, err
		}
	}
	return d, nil
}

// with returns the definition with one element set from JSON.
func (d definition) with(element string, raw json.RawMessage, at, itemType string) (definition, error) {
	at += "." + element
	var err error
	switch element {
	case "name":
		if d.Name, err = readText(raw, at); err == nil {
			err = checkName(d.Name, at, itemType)
		}
	case "dataType":
		d.DataType, err = readChoice(raw, at, dataTypes)
	case "propertyValueStyle":
		d.PropertyValueStyle, err = readChoice(raw, at, valueStyles)
	case "findAttributeSettings":
		d.FindAttribute, err = d.FindAttribute.merge(raw, at, findFlags)
	case "scopedActionSettings":
		d.ScopedAction, err = d.ScopedAction.merge(raw, at, scopeFlags)
	default:
		err = badRequest(at + " cannot be set")
	}
	return d, err
}

// readChoice takes one of some words.
func readChoice(raw json.RawMessage, at string, choices []string) (string, error) {
	text, err := readText(raw, at)
	if err == nil && !slices.Contains(choices, text) {
		err = badRequest(fmt.Sprintf("%s must be one of %s, not %s", at, strings.Join(choices, ", "), clip(text)))
	}
	return text, err
}

// merge returns the settings with the members given. Known ones are booleans;
// others are kept as they are and removed by null.
func (s settings) merge(raw json.RawMessage, at string, known []string) (settings, error) {
	given, err := readObject(raw, at)
	if err != nil {
		return nil, err
	}
	merged := maps.Clone(s)
	for name, value := range given {
		text := string(value)
		switch {
		case slices.Contains(known, name) && text != "true" && text != "false":
			return nil, badRequest(at + "." + name + " must be true or false")
		case text == "null":
			delete(merged, name)
		default:
			merged[name] = value
		}
	}
	return merged, nil
}

// patch returns the definition changed as far as its kind and its collection
// allow.
func (d definition) patch(given object, itemType string, published bool) (definition, error) {
	for _, element := range slices.Sorted(maps.Keys(given)) {
		at := d.Name + "." + element
		switch {
		case !slices.Contains(elements, element):
			return d, badRequest(fmt.Sprintf("a definition has no element %s; it has %s", clip(element), strings.Join(elements, ", ")))
		case element == "kind":
			return d, refusal{http.StatusBadRequest, "not_modifiable", at + ": the kind of a property cannot be changed"}
		case d.Kind != custom && !slices.Contains(modifiable, element):
			return d, refusal{http.StatusBadRequest, "not_modifiable",
				fmt.Sprintf("%s: of a %s property only %s may be changed", at, d.Kind, strings.Join(modifiable, ", "))}
		case published && !slices.Contains(lasting, element):
			return d, refusal{http.StatusConflict, "published",
				fmt.Sprintf("%s: once published, only %s may be changed", at, strings.Join(lasting, " and "))}
		}
	}
	changed := d
	var err error
	for _, element := range elements {
		if given[element] == nil {
			continue
		}
		if changed, err = changed.with(element, given[element], d.Name, itemType); err != nil {
			return d, err
		}
	}
	return changed, nil
}

// isName tells whether a name has the shape of a property's.
func isName(name string) bool {
	return name != "" && len(name) <= longestName && isLetter(rune(name[0])) &&
		!strings.ContainsFunc(name, func(c rune) bool { return !isLetter(c) && !isDigit(c) && c != '_' })
}

func isLetter(c rune) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isDigit(c rune) bool  { return '0' <= c && c <= '9' }

// checkName refuses a name no custom property may have.
func checkName(name, at, itemType string) error {
	if !isName(name) {
		return badRequest(at + ": " + clip(name) + " is no property name; letters, digits and _ are, up to 100, a letter first")
	}
	if why, reserved := reservedName(name, itemType); reserved {
		return refusal{http.StatusBadRequest, "reserved_name", fmt.Sprintf("%s: %s is %s; choose another name", at, clip(name), why)}
	}
	return nil
}
