package sandbox

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// engine is the service that looks into items.
const engine = "streaming-engine"

// uploads is what the payloads of this run came to: what they change in the
// view store, and what is reported of them. An upload shows in the view once
// the engine is done with it.
type uploads struct {
	mu       sync.Mutex
	taken    int // tells uploads of the same instant apart
	pending  []pendingUpload
	views    map[viewKey]map[string]*item // what differs from the shop; nil for a deleted item
	messages []statusMessage              // in the order of the uploads
	invalid  map[string][]invalidItem     // by tracking id
}

// viewKey names the items of one type in one snapshot.
type viewKey struct {
	snapshot int
	itemType string
}

type pendingUpload struct {
	key     viewKey
	from    time.Time // when it shows
	changes []change
}

func newUploads() *uploads {
	return &uploads{views: map[viewKey]map[string]*item{}, invalid: map[string][]invalidItem{}}
}

// take notes a payload and what will be reported of it, and acknowledges it.
func (u *uploads) take(snapshotID int, itemType string, p payload, at time.Time) statusTracker {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.taken++
	id := timeUUID(at, snapshotID+u.taken<<16)
	unreadable := 0
	for _, i := range p.invalid {
		if i.Service == reporters[0] {
			unreadable++
		}
	}
	base := statusMessage{TrackingID: id, TrackingInstant: at.Format(instantFormat), ItemType: itemType, SnapshotID: snapshotID}
	list := base.reports(at, len(p.changes)+len(p.invalid), unreadable, len(p.invalid)-unreadable)
	done := at
	for _, m := range list {
		if m.Service == engine && m.Finished {
			done = m.at
		}
	}
	for i := range p.invalid {
		p.invalid[i].TrackingID, p.invalid[i].ItemType, p.invalid[i].Instant = id, itemType, done.Format(instantFormat)
	}

	u.forget(at.Add(-messageLifetime))
	u.messages = append(u.messages, list...)
	u.invalid[id] = p.invalid
	u.pending = append(u.pending, pendingUpload{viewKey{snapshotID, itemType}, done, p.changes})
	return statusTracker{base.TrackingInstant, id}
}

// forget drops what was reported before a moment; u.mu is held.
func (u *uploads) forget(before time.Time) {
	u.messages = slices.DeleteFunc(u.messages, func(m statusMessage) bool {
		old := m.at.Before(before)
		if old {
			delete(u.invalid, m.TrackingID)
		}
		return old
	})
}

// reported are the messages so far at a moment.
func (u *uploads) reported(now time.Time) []statusMessage {
	u.mu.Lock()
	defer u.mu.Unlock()
	var list []statusMessage
	for _, m := range u.messages {
		if !m.at.After(now) {
			list = append(list, m)
		}
	}
	return list
}

// invalidOf are the invalid items of an upload; the second result is false for
// a tracking id that is none of an upload.
func (u *uploads) invalidOf(trackingID string) ([]invalidItem, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	list, ok := u.invalid[trackingID]
	return list, ok
}

// last is the tracker of the newest upload for some items, nil for none.
func (u *uploads) last(key viewKey) *statusTracker {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, m := range slices.Backward(u.messages) {
		if m.SnapshotID == key.snapshot && m.ItemType == key.itemType {
			return &statusTracker{m.TrackingInstant, m.TrackingID}
		}
	}
	return nil
}

// over lays what was uploaded over the shop's items, in the order of ids.
func (u *uploads) over(key viewKey, shop []item, now time.Time) []item {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.pending = slices.DeleteFunc(u.pending, func(p pendingUpload) bool {
		if p.key != key || p.from.After(now) {
			return false
		}
		view := u.views[key]
		if view == nil {
			view = map[string]*item{}
			u.views[key] = view
		}
		for _, c := range p.changes {
			view[c.id] = c.apply(view, shop)
		}
		return true
	})
	view := u.views[key]
	if view == nil {
		return shop
	}
	var out []item
	for _, it := range shop {
		if _, changed := view[it.ID]; !changed {
			out = append(out, it)
		}
	}
	for _, it := range view {
		if it != nil {
			out = append(out, *it)
		}
	}
	slices.SortFunc(out, func(a, b item) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// apply is the item after a change, nil when it is gone. Items that were
// handed out before are not touched.
func (c change) apply(view map[string]*item, shop []item) *item {
	if c.remove {
		return nil
	}
	now := c.item
	was, changed := view[c.id]
	if !changed {
		if i := slices.IndexFunc(shop, func(it item) bool { return it.ID == c.id }); i >= 0 {
			was = &shop[i]
		}
	}
	if c.replace || was == nil {
		return &now
	}
	merged := item{ID: c.id, Properties: maps.Clone(was.Properties), Overrides: was.Overrides}
	if merged.Properties == nil {
		merged.Properties = map[string]any{}
	}
	maps.Copy(merged.Properties, now.Properties)
	if now.Overrides != nil {
		merged.Overrides = was.Overrides.with(now.Overrides)
	}
	return &merged
}

// with merges the overrides of regions; o may be nil.
func (o *overrides) with(more *overrides) *overrides {
	out := &overrides{Region: map[string]regional{}}
	if o != nil {
		maps.Copy(out.Region, o.Region)
	}
	for name, r := range more.Region {
		properties := maps.Clone(out.Region[name].Properties)
		if properties == nil {
			properties = map[string]any{}
		}
		maps.Copy(properties, r.Properties)
		out.Region[name] = regional{properties}
	}
	return out
}

// itemsOf are the items of a type in a snapshot as the view store has them
// now.
func (e *environment) itemsOf(s snapshot, itemType string) []item {
	return e.uploads.over(viewKey{s.ID, itemType}, e.items().of(s, itemType), e.world.options.Now())
}
