package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Rows of a listing of collections: a house rule.
const (
	collectionRows    = 5
	maxCollectionRows = 1000
)

// property answers for streaming-property: collections of property
// definitions by item type. Of its paths only collections/product is
// documented.
func (e *environment) property(c call) answer {
	if len(c.rest) < 2 || c.rest[0] != "collections" {
		return noSuchPath("streaming-property has collections/{itemType} and what is below")
	}
	itemType := c.rest[1]
	if !slices.Contains(itemTypes, itemType) {
		return failure(notFound("There is no item type " + clip(itemType) + "; there are " + strings.Join(itemTypes, ", ")))
	}
	if len(c.rest) == 2 {
		return c.dispatch(methods{
			http.MethodGet:  func() answer { return e.listCollections(c, itemType) },
			http.MethodPost: func() answer { return e.createCollection(c, itemType) },
		})
	}
	id, err := strconv.Atoi(c.rest[2])
	if err != nil {
		return failure(notFound("A collection id is a number, not " + clip(c.rest[2])))
	}
	return e.oneCollection(c, itemType, id, c.rest[3:])
}

// oneCollection answers for a collection and what is below it.
func (e *environment) oneCollection(c call, itemType string, id int, below []string) answer {
	store := e.shop().properties
	if _, err := store.find(itemType, id); err != nil {
		return failure(err)
	}
	switch {
	case len(below) == 0:
		return c.dispatch(methods{
			http.MethodGet: func() answer {
				found, err := store.find(itemType, id)
				return successOr(found, err)
			},
			http.MethodDelete: func() answer { return e.deleteCollection(itemType, id) },
		})
	case len(below) == 1 && below[0] == "publish":
		return c.dispatch(methods{http.MethodPost: func() answer {
			changed, err := store.change(itemType, id, e.world.options.Now(), collection.publishing)
			return successOr(changed, err)
		}})
	case len(below) == 1 && below[0] == "properties":
		return c.dispatch(methods{http.MethodPost: func() answer { return e.addProperties(c, itemType, id) }})
	case len(below) == 2 && below[0] == "properties":
		return c.dispatch(methods{
			http.MethodPatch:  func() answer { return e.patchProperty(c, itemType, id, below[1]) },
			http.MethodDelete: func() answer { return e.deleteProperty(itemType, id, below[1]) },
		})
	}
	return noSuchPath("A collection has properties, properties/{name} and publish")
}

// successOr answers 200 with a body, or an error.
func successOr(body any, err error) answer {
	if err != nil {
		return failure(err)
	}
	return success(body)
}

func (e *environment) listCollections(c call, itemType string) answer {
	w, err := c.window(collectionRows, maxCollectionRows)
	if err != nil {
		return failure(err)
	}
	all := e.shop().properties.list(itemType)
	page, p := cut(all, w)
	return success(struct {
		Collections []*collection `json:"collections"`
		Pagination  pagination    `json:"pagination"`
	}{page, p.withTotal(len(all))})
}

func (e *environment) createCollection(c call, itemType string) answer {
	raw, err := c.readJSON()
	if err != nil {
		return failure(err)
	}
	draft, err := readCollection(raw, itemType)
	if err != nil {
		return failure(err)
	}
	created, err := e.shop().properties.create(draft, e.world.options.Now())
	if err != nil {
		return failure(err)
	}
	return answer{status: http.StatusCreated, body: created}.
		with("Location", fmt.Sprintf("/streaming-property/v1/%s/collections/%s/%d", e.public.APIKey, itemType, created.ID))
}

func (e *environment) deleteCollection(itemType string, id int) answer {
	if s, used := e.shop().usedBy(itemType, id); used {
		return failure(refusal{http.StatusConflict, "in_use", fmt.Sprintf("Collection %d is tied to %s snapshot %d", id, s.Type, s.ID)})
	}
	if err := e.shop().properties.delete(itemType, id); err != nil {
		return failure(err)
	}
	return answer{status: http.StatusNoContent}
}

// addProperties takes one definition or an array of them, all or none, and
// answers with what it added in the shape it was sent.
func (e *environment) addProperties(c call, itemType string, id int) answer {
	raw, err := c.readJSON()
	if err != nil {
		return failure(err)
	}
	if raw == nil {
		return failure(badRequest("The body is empty; send one property definition or an array of them"))
	}
	list, several := []json.RawMessage{raw}, raw[0] == '['
	if several {
		if list, err = readList(raw, "the body"); err != nil {
			return failure(err)
		}
	}
	added, err := readDefinitions(list, "definition", itemType)
	if err != nil {
		return failure(err)
	}
	if _, err = e.shop().properties.change(itemType, id, e.world.options.Now(), func(c collection) (collection, error) {
		return c.adding(added)
	}); err != nil {
		return failure(err)
	}
	if several {
		return answer{status: http.StatusCreated, body: added}
	}
	return answer{status: http.StatusCreated, body: added[0]}
}

func (e *environment) patchProperty(c call, itemType string, id int, name string) answer {
	raw, err := c.readJSON()
	if err != nil {
		return failure(err)
	}
	if raw == nil {
		return failure(badRequest("The body is empty; send the elements to change"))
	}
	given, err := readObject(raw, "the body")
	if err != nil {
		return failure(err)
	}
	var changed definition
	_, err = e.shop().properties.change(itemType, id, e.world.options.Now(), func(c collection) (collection, error) {
		after, err := c.patching(name, given)
		if err == nil {
			changed = after.Definitions[c.index(name)] // a patch keeps its place, whatever the name
		}
		return after, err
	})
	return successOr(changed, err)
}

func (e *environment) deleteProperty(itemType string, id int, name string) answer {
	_, err := e.shop().properties.change(itemType, id, e.world.options.Now(), func(c collection) (collection, error) {
		return c.removing(name)
	})
	if err != nil {
		return failure(err)
	}
	return answer{status: http.StatusNoContent}
}
