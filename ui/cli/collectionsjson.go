package cli

import (
	"encoding/json"

	"gatehouse/gateway/catalog"
)

// overviewJSON is what there is of one item type, for a program.
type overviewJSON struct {
	ItemType        string          `json:"item_type"`
	Collections     *int            `json:"collections"` // null if they could not be read
	NewestPublished *collectionJSON `json:"newest_published"`
	Newest          *collectionJSON `json:"newest"`
	Error           *string         `json:"error"`
}

// listJSON are the collections of an item type.
type listJSON struct {
	Environment string           `json:"environment"`
	ItemType    string           `json:"item_type"`
	Complete    bool             `json:"complete"` // no more pages
	Collections []collectionJSON `json:"collections"`
}

// fullJSON is one collection with its definitions as sent.
type fullJSON struct {
	Environment string `json:"environment"`
	ItemType    string `json:"item_type"`
	collectionJSON
	Definitions []json.RawMessage `json:"definitions"`
}

// collectionJSON is a collection without its definitions.
type collectionJSON struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Status      string  `json:"status"`
	Published   bool    `json:"published"`
	Properties  *int    `json:"properties"` // null if not known
	Created     *string `json:"created_at"`
	Updated     *string `json:"updated_at"`
}

// otherShapeJSON is an answer of another shape: the reason, and its body.
type otherShapeJSON struct {
	Environment string          `json:"environment"`
	Error       string          `json:"error"`
	Body        json.RawMessage `json:"body,omitempty"`
	BodyBase64  json.RawMessage `json:"body_base64,omitempty"`
}

func (o *collectionsOptions) overviewJSONOf(itemType string, l listed, err error) overviewJSON {
	out := overviewJSON{ItemType: itemType}
	if err != nil {
		text := o.redactor.Text(err.Error())
		out.Error = &text
		return out
	}
	n := max(len(l.collections), l.total)
	out.Collections = &n
	if c := newestPublished(l); c != nil {
		published := collectionJSONOf(*c)
		out.NewestPublished = &published
	}
	if c := newest(l); c != nil {
		latest := collectionJSONOf(*c)
		out.Newest = &latest
	}
	return out
}

func collectionJSONOf(c catalog.Collection) collectionJSON {
	out := collectionJSON{
		ID: c.ID, Name: c.Name, Description: c.Description, Status: c.Status, Published: c.Published(),
		Created: stamp(c.Created), Updated: stamp(c.Updated),
	}
	if c.Size >= 0 {
		out.Properties = &c.Size
	}
	return out
}
