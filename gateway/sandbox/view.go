package sandbox

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// viewTypes are the item types streaming-view shows, as documented.
var viewTypes = []string{"product", "category", "region"}

// styles are the documented response styles with their rows by default and at
// most. Without a style, rows follow processed by a house rule.
var styles = map[string]struct{ rows, most int }{
	"processed": {1000, 10000},
	"id":        {5000, 50000},
	"count":     {5000, 50000},
}

// view answers for streaming-view. Its parameters are documented, its paths
// are house rules.
func (e *environment) view(c call) answer {
	if len(c.rest) == 1 && c.rest[0] == "snapshots" {
		return c.dispatch(methods{http.MethodGet: func() answer { return e.listViewable(c) }})
	}
	if len(c.rest) < 1 || len(c.rest) > 2 || !slices.Contains(viewTypes, c.rest[0]) {
		return noSuchPath("streaming-view has snapshots, {itemType} and {itemType}/{externalId}, of " + strings.Join(viewTypes, ", "))
	}
	return c.dispatch(methods{http.MethodGet: func() answer {
		if !c.query.Has("snapshotId") {
			return failure(badRequest("snapshotId is missing: say which snapshot to look into"))
		}
		s, err := e.holding(c.query.Get("snapshotId"), c.rest[0])
		if err != nil {
			return failure(err)
		}
		if s.State == inactive {
			return failure(notFound(fmt.Sprintf("Snapshot %d is inactive and cannot be viewed", s.ID)))
		}
		if len(c.rest) == 2 {
			return e.viewOne(c, s)
		}
		return e.viewAll(c, s)
	}})
}

// viewable is a snapshot whose items can be read.
type viewable struct {
	SnapshotID int            `json:"snapshotId"`
	State      string         `json:"state"`
	Items      map[string]int `json:"items"` // by item type
}

// listViewable tells of the snapshots that can be viewed, newest first. It
// needs no parameter, so that it can prove a token anywhere.
func (e *environment) listViewable(c call) answer {
	w, err := c.window(snapshotRows, maxSnapshotRows)
	if err != nil {
		return failure(err)
	}
	var list []viewable
	for _, s := range slices.Backward(e.shop().snapshots) {
		items := make(map[string]int)
		for _, itemType := range snapshotTypes[s.Type] {
			if slices.Contains(viewTypes, itemType) {
				items[itemType] = len(e.items().of(s, itemType))
			}
		}
		if len(items) > 0 && s.State != inactive {
			list = append(list, viewable{s.ID, s.State, items})
		}
	}
	page, p := cut(list, w)
	return success(struct {
		Snapshots  []viewable `json:"snapshots"`
		Pagination pagination `json:"pagination"`
	}{page, p.withTotal(len(list))})
}

func (e *environment) viewOne(c call, s snapshot) answer {
	items := e.itemsOf(s, c.rest[0])
	i := slices.IndexFunc(items, func(it item) bool { return it.ID == c.rest[1] })
	if i < 0 {
		return failure(notFound(fmt.Sprintf("Snapshot %d has no %s %s", s.ID, c.rest[0], clip(c.rest[1]))))
	}
	return answer{status: http.StatusOK, body: items[i]}
}

func (e *environment) viewAll(c call, s snapshot) answer {
	items := e.itemsOf(s, c.rest[0])
	name := c.query.Get("responseStyle")
	if !c.query.Has("responseStyle") {
		return viewByCursor(c, items)
	}
	style, known := styles[name]
	if !known {
		return failure(badRequest("responseStyle must be processed, id or count, not " + clip(name)))
	}
	w, err := c.window(style.rows, style.most)
	if err != nil {
		return failure(err)
	}
	page, p := cut(items, w)
	switch name {
	case "id":
		ids := make([]string, len(page))
		for i, it := range page {
			ids[i] = it.ID
		}
		return success(struct {
			IDs        []string   `json:"ids"`
			Pagination pagination `json:"pagination"`
		}{ids, p})
	case "count": // grows page by page, as documented: no grand total
		seen := len(items)
		if p.HasNext {
			seen = w.page * w.rows
		}
		return success(struct {
			Count      int        `json:"count"`
			Pagination pagination `json:"pagination"`
		}{seen, p})
	}
	return success(struct {
		Items      []item     `json:"items"`
		Pagination pagination `json:"pagination"`
	}{page, p})
}

// viewByCursor is the older view without a style: no pagination, a mark to go
// on from. A mark that stays the same is the end.
func viewByCursor(c call, items []item) answer {
	style := styles["processed"]
	w, err := c.window(style.rows, style.most)
	if err != nil {
		return failure(err)
	}
	start := 0
	if mark := c.query.Get("cursorMark"); mark != "" && mark != "*" {
		plain, err := base64.RawURLEncoding.DecodeString(mark)
		if err == nil {
			start, err = strconv.Atoi(string(plain))
		}
		if err != nil || start < 0 || start > len(items) {
			return failure(badRequest("cursorMark " + clip(mark) + " is none this view gave out"))
		}
	}
	page, p := cut(items[start:], window{page: 1, rows: w.rows})
	next := base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(start + p.Returned)))
	return success(struct {
		Items          []item `json:"items"`
		NextCursorMark string `json:"nextCursorMark"`
	}{page, next})
}
