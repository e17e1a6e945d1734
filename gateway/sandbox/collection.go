package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The states of a collection. Only the word published is documented.
const (
	open      = "open"
	published = "published"
)

// collection is the group of property definitions of one item type. One in a
// store is never changed, only replaced.
type collection struct {
	ID          int          `json:"id"`
	ItemType    string       `json:"itemType"`
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	Status      string       `json:"status"`
	Created     instant      `json:"created"`
	Updated     instant      `json:"updated"`
	Definitions []definition `json:"propertyDefinitions"`
}

// instant is a time on the wire: RFC 3339, UTC, milliseconds.
type instant time.Time

// MarshalJSON writes the instant as a string.
func (t instant) MarshalJSON() ([]byte, error) {
	return []byte(time.Time(t).UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

// maxText is the length in bytes up to which a name or description is taken.
const maxText = 1000

// readCollection takes a new collection from JSON, pre-filled; nil stands for
// an empty body, which is enough.
func readCollection(raw json.RawMessage, itemType string) (collection, error) {
	c := collection{ItemType: itemType, Status: open, Definitions: prefilled(itemType)}
	if raw == nil {
		return c, nil
	}
	given, err := readObject(raw, "the body", "name", "description", "propertyDefinitions")
	if err != nil {
		return c, err
	}
	for member, target := range map[string]*string{"name": &c.Name, "description": &c.Description} {
		if given[member] == nil {
			continue
		}
		if *target, err = readText(given[member], member); err != nil {
			return c, err
		}
		if len(*target) > maxText {
			return c, badRequest(fmt.Sprintf("%s is longer than %d bytes", member, maxText))
		}
	}
	c.Name = strings.TrimSpace(c.Name)
	if given["propertyDefinitions"] == nil {
		return c, nil
	}
	list, err := readList(given["propertyDefinitions"], "propertyDefinitions")
	if err != nil {
		return c, err
	}
	added, err := readDefinitions(list, "propertyDefinitions", itemType)
	if err != nil {
		return c, err
	}
	return c.adding(added)
}

// readDefinitions takes several new definitions.
func readDefinitions(list []json.RawMessage, at, itemType string) ([]definition, error) {
	read := make([]definition, len(list))
	for i, raw := range list {
		var err error
		if read[i], err = readDefinition(raw, fmt.Sprintf("%s[%d]", at, i), itemType); err != nil {
			return nil, err
		}
	}
	return read, nil
}

// index is the place of a definition by its name, or -1.
func (c collection) index(name string) int {
	return slices.IndexFunc(c.Definitions, func(d definition) bool { return d.Name == name })
}

// frozen refuses a change of the structure once it is published.
func (c collection) frozen() error {
	if c.Status != published {
		return nil
	}
	return refusal{http.StatusConflict, "published",
		fmt.Sprintf("Collection %d is published: its structure cannot be changed; create a new collection", c.ID)}
}

// adding returns the collection with more definitions, all or none.
func (c collection) adding(added []definition) (collection, error) {
	if err := c.frozen(); err != nil {
		return c, err
	}
	c.Definitions = slices.Clone(c.Definitions)
	for _, d := range added {
		if c.index(d.Name) >= 0 {
			return c, duplicate("a property named " + d.Name + " exists already in this collection")
		}
		c.Definitions = append(c.Definitions, d)
	}
	return c, nil
}

func duplicate(text string) error { return refusal{http.StatusConflict, "duplicate_name", text} }

// patching returns the collection with one definition changed.
func (c collection) patching(name string, given object) (collection, error) {
	i := c.index(name)
	if i < 0 {
		return c, c.noProperty(name)
	}
	changed, err := c.Definitions[i].patch(given, c.ItemType, c.Status == published)
	if err != nil {
		return c, err
	}
	if at := c.index(changed.Name); at >= 0 && at != i {
		return c, duplicate("a property named " + changed.Name + " exists already in this collection")
	}
	c.Definitions = slices.Clone(c.Definitions)
	c.Definitions[i] = changed
	return c, nil
}

// removing returns the collection without one custom definition.
func (c collection) removing(name string) (collection, error) {
	i := c.index(name)
	if i < 0 {
		return c, c.noProperty(name)
	}
	if kind := c.Definitions[i].Kind; kind != custom {
		return c, refusal{http.StatusBadRequest, "not_modifiable", name + " is a " + kind + " property: only custom ones can be deleted"}
	}
	if err := c.frozen(); err != nil {
		return c, err
	}
	c.Definitions = slices.Delete(slices.Clone(c.Definitions), i, i+1)
	return c, nil
}

func (c collection) noProperty(name string) error {
	return notFound(fmt.Sprintf("Collection %d has no property %s", c.ID, clip(name)))
}

// publishing returns the collection published.
func (c collection) publishing() (collection, error) {
	if c.Status == published {
		return c, refusal{http.StatusConflict, "published", fmt.Sprintf("Collection %d is published already", c.ID)}
	}
	c.Status = published
	return c, nil
}
