package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// Rows of the ingest summary: a house rule.
const (
	ingestRows    = 20
	maxIngestRows = 1000
)

// statusTracker acknowledges a payload.
type statusTracker struct {
	TrackingInstant string `json:"trackingInstant"`
	TrackingID      string `json:"trackingId"`
}

// intake is what a snapshot makes of payloads.
type intake struct {
	SnapshotID  int            `json:"snapshotId"`
	State       string         `json:"state"`
	Accepts     bool           `json:"acceptsItems"`
	Items       int            `json:"items"`
	LastPayload *statusTracker `json:"lastPayload"` // null when none came lately
}

// ingest answers for streaming-ingest: PATCH merges items into a snapshot, PUT
// replaces or creates them, POST is taken for PUT, DELETE takes them out. GET
// /{itemType} is a house rule: a call that is safe to try a token with. It
// tells of each snapshot that takes such items, newest first, or of the one in
// snapshotId.
func (e *environment) ingest(c call) answer {
	if len(c.rest) < 1 || len(c.rest) > 2 || !slices.Contains(itemTypes, c.rest[0]) {
		return noSuchPath("streaming-ingest has {itemType} and {itemType}/{externalId}, of " + strings.Join(itemTypes, ", "))
	}
	if len(c.rest) == 2 {
		return c.dispatch(methods{http.MethodDelete: func() answer {
			return e.upload(c, func(call, snapshot) (payload, error) {
				return payload{changes: []change{{id: c.rest[1], remove: true}}}, nil
			})
		}})
	}
	items := func(replace bool) func() answer {
		return func() answer {
			return e.upload(c, func(c call, s snapshot) (payload, error) { return e.readItems(c, s, replace) })
		}
	}
	return c.dispatch(methods{
		http.MethodGet:   func() answer { return e.listIntakes(c, c.rest[0]) },
		http.MethodPatch: items(false),
		http.MethodPut:   items(true),
		http.MethodPost:  items(true),
		http.MethodDelete: func() answer {
			return e.upload(c, func(c call, _ snapshot) (payload, error) { return c.readIDs() })
		},
	})
}

func (e *environment) listIntakes(c call, itemType string) answer {
	w, err := c.window(ingestRows, maxIngestRows)
	if err != nil {
		return failure(err)
	}
	all := e.shop().snapshots
	if c.query.Has("snapshotId") {
		s, err := e.holding(c.query.Get("snapshotId"), itemType)
		if err != nil {
			return failure(err)
		}
		all = []snapshot{s}
	}
	var list []intake
	for _, s := range slices.Backward(all) {
		if slices.Contains(snapshotTypes[s.Type], itemType) {
			list = append(list, intake{
				SnapshotID:  s.ID,
				State:       s.State,
				Accepts:     s.State != inactive,
				Items:       len(e.itemsOf(s, itemType)),
				LastPayload: e.lastPayload(s.ID, itemType),
			})
		}
	}
	page, p := cut(list, w)
	return success(struct {
		ItemType   string     `json:"itemType"`
		Snapshots  []intake   `json:"snapshots"`
		Pagination pagination `json:"pagination"`
	}{itemType, page, p.withTotal(len(list))})
}

// lastPayload is the newest payload streaming-status knows of.
func (e *environment) lastPayload(snapshotID int, itemType string) *statusTracker {
	if last := e.uploads.last(viewKey{snapshotID, itemType}); last != nil {
		return last
	}
	for _, m := range slices.Backward(e.messages()) {
		if m.SnapshotID == snapshotID && m.ItemType == itemType {
			return &statusTracker{m.TrackingInstant, m.TrackingID}
		}
	}
	return nil
}
