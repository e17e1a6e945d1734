package catalog

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// The members of an answer that are looked for. Of a definition's see
// [Definition].
const (
	memberCollections = "collections"
	memberDefinitions = "propertyDefinitions"
	memberPagination  = "pagination"
)

// Listing is one page of the collections of an item type.
type Listing struct {
	Collections []Collection // in the order of the answer; never nil
	// Unread is the number of entries that have no id, or are no objects: they
	// are not among Collections.
	Unread   int
	Page     int // 1 if not stated
	NextPage int // zero if there is none
	HasNext  bool
	Total    int // collections on all pages, -1 if not stated
}

// DecodeCollections reads the answer to List collections: an object with a
// list collections. Anything else gives a *ShapeError, and so does a list in
// which not one entry has an id.
func DecodeCollections(body []byte) (Listing, error) {
	const want = "an object with a member " + memberCollections
	out := Listing{Collections: []Collection{}, Page: 1, Total: -1}
	answer, err := content(body, want)
	if err != nil {
		return out, err
	}
	list, found := member(answer, memberCollections)
	switch {
	case !found:
		return out, &ShapeError{Want: want, Got: shape(answer)}
	case !isArray(list):
		return out, &ShapeError{Want: want + " that is a list", Got: "an object whose " + memberCollections + " is " + shape(list)}
	}
	left := newBudget()
	for entry := range elements(list) {
		left.collections--
		if c := left.collection(entry); c.ID != "" {
			out.Collections = append(out.Collections, c)
		} else {
			out.Unread++
		}
		if left.spent() {
			return Listing{Collections: []Collection{}, Page: 1, Total: -1}, tooMuch(want)
		}
	}
	if out.Unread > 0 && len(out.Collections) == 0 {
		return out, &ShapeError{Want: "a list of collections with their ids", Got: "a list " + memberCollections + " whose entries have no id"}
	}
	if p, found := member(answer, memberPagination); found {
		out.paginate(p)
	}
	return out, nil
}

// paginate takes in where in the whole list an answer stands.
func (l *Listing) paginate(pagination json.RawMessage) {
	for name, value := range members(pagination) {
		n, isCount := count(value)
		switch {
		case name == "hasNext":
			l.HasNext = string(value) == "true"
		case !isCount:
		case name == "page":
			l.Page = n
		case name == "nextPage":
			l.NextPage = n
		case name == "total":
			l.Total = n
		}
	}
	switch {
	case l.NextPage > l.Page:
		l.HasNext = true
	case l.HasNext:
		l.NextPage = l.Page + 1
	default:
		l.NextPage = 0
	}
}

// DecodeCollection reads the answer to Show one collection, and to the calls
// that answer with a collection: an object with a list propertyDefinitions.
// Anything else gives a *ShapeError.
func DecodeCollection(body []byte) (Collection, error) {
	const want = "an object with a member " + memberDefinitions
	answer, err := content(body, want)
	if err != nil {
		return Collection{Size: -1}, err
	}
	list, found := member(answer, memberDefinitions)
	switch {
	case !found:
		return Collection{Size: -1}, &ShapeError{Want: want, Got: shape(answer)}
	case !isArray(list):
		return Collection{Size: -1}, &ShapeError{Want: want + " that is a list", Got: "an object whose " + memberDefinitions + " is " + shape(list)}
	}
	left := newBudget()
	c := left.collection(answer)
	if left.spent() {
		return Collection{Size: -1}, tooMuch(want)
	}
	return c, nil
}

// tooMuch is said of an answer that is not worth its memory.
func tooMuch(want string) error {
	return &ShapeError{Want: want + " of a size to be expected", Got: "more than can be taken apart"}
}

// member finds the value of a member of an object: the last, if there are
// several.
func member(object json.RawMessage, wanted string) (value json.RawMessage, found bool) {
	for name, v := range members(object) {
		if name == wanted {
			value, found = v, true
		}
	}
	return value, found
}

// collection reads a collection. A known member of another type than expected
// is kept among the others.
func (b *budget) collection(object json.RawMessage) Collection {
	b.values--
	c := Collection{Size: -1, Raw: object}
	for _, e := range b.entries(object) {
		if e.name == memberDefinitions && isArray(e.value) {
			c.Definitions = b.definitionsOf(e.value)
		} else if !c.take(e.name, e.value) && !isNull(e.value) {
			c.Other = append(c.Other, e.setting())
		}
	}
	if c.Definitions != nil {
		c.Size = len(c.Definitions)
	}
	return c
}

// take reports whether a member could be read.
func (c *Collection) take(name string, value json.RawMessage) (taken bool) {
	switch name {
	case "id":
		c.ID, taken = identifier(value)
	case "itemType":
		taken = takeText(&c.ItemType, value)
	case "name":
		taken = takeText(&c.Name, value)
	case "description":
		taken = takeText(&c.Description, value)
	case "status":
		taken = takeText(&c.Status, value)
	case "created":
		c.Created, taken = moment(value)
	case "updated":
		c.Updated, taken = moment(value)
	case "size":
		c.Size, taken = count(value)
		if !taken {
			c.Size = -1
		}
	}
	return taken
}

// definitionsOf reads a list of definitions; it is never nil.
func (b *budget) definitionsOf(list json.RawMessage) []Definition {
	out := []Definition{}
	for d := range elements(list) {
		if b.definitions--; b.spent() {
			break
		}
		out = append(out, b.definition(d))
	}
	return out
}

// definition reads a definition. What is no object has no name, unless it is a
// text: then that is the name.
func (b *budget) definition(value json.RawMessage) Definition {
	d := Definition{Raw: value}
	if isText(value) {
		d.Name = text(value)
	}
	for _, e := range b.entries(value) {
		if !d.take(b, e.name, e.value) && !isNull(e.value) {
			d.Other = append(d.Other, e.setting())
		}
	}
	return d
}

func (d *Definition) take(b *budget, name string, value json.RawMessage) (taken bool) {
	switch name {
	case ElementName:
		taken = takeText(&d.Name, value)
	case ElementKind:
		if taken = isText(value); taken {
			d.Kind = kindOf(text(value))
		}
	case ElementDataType:
		taken = takeText(&d.DataType, value)
	case ElementStyle:
		taken = takeText(&d.ValueStyle, value)
	case ElementSearch:
		if taken = isObject(value); taken {
			d.Search = b.settings(value)
		}
	case ElementScoped:
		if taken = isObject(value); taken {
			d.Scoped = b.settings(value)
		}
	}
	return taken
}

// kindOf is the kind of a word: one of ours in any case, or the word itself.
func kindOf(word string) Kind {
	for _, k := range []Kind{Canonical, Derived, Custom} {
		if strings.EqualFold(word, string(k)) {
			return k
		}
	}
	return Kind(word)
}

func takeText(into *string, value json.RawMessage) bool {
	if !isText(value) {
		return false
	}
	*into = text(value)
	return true
}

// identifier reads an id: a text, or a number digit by digit.
func identifier(value json.RawMessage) (string, bool) {
	switch {
	case isText(value):
		id := text(value)
		return id, id != ""
	case isNumber(value):
		return string(value), true
	}
	return "", false
}

// count reads a whole number from 0 on.
func count(value json.RawMessage) (int, bool) {
	n, err := strconv.Atoi(string(value))
	return n, err == nil && n >= 0
}

// moment reads a time: RFC 3339, or a number of seconds, milliseconds,
// microseconds or nanoseconds since 1970, told apart by its size; the number
// may stand in a text.
func moment(value json.RawMessage) (time.Time, bool) {
	digits := string(value)
	if isText(value) {
		digits = text(value)
		if t, err := time.Parse(time.RFC3339, digits); err == nil {
			return t.UTC(), true
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		seconds, err := strconv.ParseFloat(digits, 64)
		if err != nil || !(seconds > 0 && seconds < milliseconds) {
			return time.Time{}, false
		}
		return time.UnixMilli(int64(seconds * 1000)).UTC(), true
	}
	switch {
	case n <= 0:
		return time.Time{}, false
	case n < milliseconds:
		return time.Unix(n, 0).UTC(), true
	case n < milliseconds*1000:
		return time.UnixMilli(n).UTC(), true
	case n < milliseconds*1000*1000:
		return time.UnixMicro(n).UTC(), true
	}
	return time.Unix(0, n).UTC(), true
}

// milliseconds is where numbers since 1970 begin to count milliseconds: as
// seconds it would be the year 5138.
const milliseconds = 100_000_000_000
