package sandbox

// invalidItem tells why one item of a payload failed.
type invalidItem struct {
	TrackingID string `json:"trackingId"`
	Service    string `json:"service"`
	Instant    string `json:"instant"`
	ItemType   string `json:"itemType"`
	ID         string `json:"id"`
	Line       int    `json:"line"` // of the payload, from 1
	Reason     string `json:"reason"`
	Item       any    `json:"item"` // as it was sent
}

// flaws are what made the shop's items invalid.
var flaws = []struct {
	reason string
	spoil  func(*item)
}{
	{effectivePrice + " must be a Long, in cents", func(it *item) { it.Properties[effectivePrice] = 19.9 }},
	{"property colour is not in the collection", func(it *item) { it.Properties["colour"] = "moss" }},
	{"region MX is not in the place snapshot", func(it *item) {
		it.Overrides = &overrides{Region: map[string]regional{"MX": {Properties: map[string]any{"list_price": 19.9}}}}
	}},
}

// listInvalid answers with the invalid items of one payload, as many as its
// messages count. An unknown id is an empty list.
func (e *environment) listInvalid(c call) answer {
	w, err := c.window(messageRows, maxMessageRows)
	if err != nil {
		return failure(err)
	}
	oldest := e.world.options.Now().Add(-messageLifetime)
	service := c.query.Get("service")
	var list []invalidItem
	if uploaded, ok := e.uploads.invalidOf(c.rest[1]); ok {
		now, from := e.world.options.Now().UTC().Format(instantFormat), oldest.UTC().Format(instantFormat)
		for _, i := range uploaded {
			if i.Instant <= now && i.Instant >= from && (service == "" || i.Service == service) {
				list = append(list, i)
			}
		}
	}
	for _, m := range e.messages() {
		if m.TrackingID == c.rest[1] && m.Finished && !m.at.Before(oldest) && (service == "" || m.Service == service) {
			list = append(list, invalidOf(m)...)
		}
	}
	page, p := cut(list, w)
	return success(struct {
		Items      []invalidItem `json:"items"`
		Pagination pagination    `json:"pagination"`
	}{page, p})
}

// invalidOf makes up the items a finished message counts as invalid, in the
// order of their lines.
func invalidOf(m statusMessage) []invalidItem {
	list := make([]invalidItem, m.Invalid)
	for i := range list {
		flaw := flaws[i%len(flaws)]
		sent := product(i * 3)
		flaw.spoil(&sent)
		list[i] = invalidItem{
			TrackingID: m.TrackingID, Service: m.Service, Instant: m.Instant, ItemType: m.ItemType,
			ID: sent.ID, Line: 1 + i, Reason: flaw.reason, Item: sent,
		}
	}
	return list
}
