package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// snapshot is one instance of a catalog, tied to published collections.
type snapshot struct {
	ID          int            `json:"id"`
	Type        string         `json:"type"`
	Name        string         `json:"name"`
	State       string         `json:"state"`
	Collections map[string]int `json:"collections"` // item type to collection id
	Created     instant        `json:"created"`
}

// The snapshot states: three documented ones and, by a house rule, what an
// active one becomes when the next is activated.
var snapshotStates = []string{"creating", "complete", "active", inactive}

const inactive = "inactive"

// snapshotTypes names the types and the collections each needs, documented for
// product and place.
var snapshotTypes = map[string][]string{
	"product":          {"product", "category"},
	"place":            {"region"},
	"referenceContent": {"referenceContent"},
	"assortments":      {"assortments"},
}

// Rows of a listing of snapshots: a house rule.
const (
	snapshotRows    = 20
	maxSnapshotRows = 1000
)

// snapshotHistory is what the shop made of its collections. Ages are days in
// QA, as in the schema's history.
var snapshotHistory = []struct {
	kind, name, state string
	age               int
	reach             stage
}{
	{"product", "launch catalog", inactive, 425, inProduction},
	{"place", "markets", "active", 424, inProduction},
	{"product", "winter catalog", inactive, 320, inProduction},
	{"referenceContent", "guides", "active", 297, inProduction},
	{"product", "spring catalog", inactive, 110, inProduction},
	{"assortments", "store assortments", "creating", 100, inProduction},
	{"product", "main catalog", "active", 55, inProduction},
	{"product", "summer catalog", "complete", 30, inStaging},
	{"product", "autumn catalog", "creating", 7, inQA},
}

// newSnapshots ties each snapshot to the newest collections that were
// published when it was made.
func newSnapshots(store *propertyStore, p profile, began time.Time) []snapshot {
	var list []snapshot
	for _, h := range snapshotHistory {
		if h.reach < p.stage {
			continue
		}
		created := began.Add(-time.Duration(h.age)*day + p.lag)
		s := snapshot{
			ID: firstID + len(list), Type: h.kind, Name: h.name, State: h.state,
			Collections: make(map[string]int), Created: instant(created),
		}
		for _, itemType := range snapshotTypes[h.kind] {
			for _, c := range store.list(itemType) {
				if c.Status == published && time.Time(c.Updated).Before(created) {
					s.Collections[itemType] = c.ID
					break
				}
			}
		}
		list = append(list, s)
	}
	return list
}

// snapshot answers for streaming-snapshot: it lists and shows. All its paths
// are house rules.
func (e *environment) snapshot(c call) answer {
	if len(c.rest) < 2 || len(c.rest) > 4 || c.rest[0] != "snapshots" {
		return noSuchPath("streaming-snapshot has snapshots/{type} and snapshots/{type}/{snapshotId}")
	}
	kind := c.rest[1]
	if snapshotTypes[kind] == nil {
		types := strings.Join(slices.Sorted(maps.Keys(snapshotTypes)), ", ")
		return failure(notFound("There is no snapshot type " + clip(kind) + "; there are " + types))
	}
	if len(c.rest) == 2 {
		return c.dispatch(methods{
			http.MethodGet:  func() answer { return e.listSnapshots(c, kind) },
			http.MethodPost: notPlayed,
		})
	}
	if len(c.rest) == 4 {
		if c.rest[3] != "state" {
			return noSuchPath("A snapshot has state")
		}
		return c.dispatch(methods{http.MethodPut: notPlayed})
	}
	return c.dispatch(methods{
		http.MethodGet: func() answer {
			s, err := e.findSnapshot(c.rest[2])
			if err == nil && s.Type != kind {
				err = notFound(fmt.Sprintf("Snapshot %d is a %s snapshot", s.ID, s.Type))
			}
			return successOr(s, err)
		},
		http.MethodDelete: notPlayed,
	})
}

func (e *environment) listSnapshots(c call, kind string) answer {
	w, err := c.window(snapshotRows, maxSnapshotRows)
	if err != nil {
		return failure(err)
	}
	state := c.query.Get("state")
	if state != "" && !slices.Contains(snapshotStates, state) {
		return failure(badRequest("state must be one of " + strings.Join(snapshotStates, ", ") + ", not " + clip(state)))
	}
	var matching []snapshot
	for _, s := range slices.Backward(e.shop().snapshots) {
		if s.Type == kind && (state == "" || s.State == state) {
			matching = append(matching, s)
		}
	}
	page, p := cut(matching, w)
	return success(struct {
		Snapshots  []snapshot `json:"snapshots"`
		Pagination pagination `json:"pagination"`
	}{page, p.withTotal(len(matching))})
}

// findSnapshot finds a snapshot by its id as sent.
func (e *environment) findSnapshot(id string) (snapshot, error) {
	n, err := strconv.Atoi(id)
	if err != nil {
		return snapshot{}, badRequest("A snapshot id is a number, not " + clip(id))
	}
	for _, s := range e.shop().snapshots {
		if s.ID == n {
			return s, nil
		}
	}
	return snapshot{}, notFound(fmt.Sprintf("There is no snapshot %d", n))
}

// holding finds a snapshot that holds items of a type.
func (e *environment) holding(id, itemType string) (snapshot, error) {
	s, err := e.findSnapshot(id)
	if err == nil && !slices.Contains(snapshotTypes[s.Type], itemType) {
		err = notFound(fmt.Sprintf("Snapshot %d is a %s snapshot, it holds no %s items", s.ID, s.Type, itemType))
	}
	return s, err
}
