package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Rows of a page of messages, as documented; fewer than 1000 are given too,
// which is handier in a small place.
const (
	messageRows    = 1000
	maxMessageRows = 10000
)

// status answers for streaming-status: messages by day, trackingId or service, and
// the invalid items of a payload. Its paths and parameter names are house rules, but for order.
func (e *environment) status(c call) answer {
	switch {
	case len(c.rest) == 2 && c.rest[0] == "invalid-items":
		return c.dispatch(methods{http.MethodGet: func() answer { return e.listInvalid(c) }})
	case len(c.rest) < 1 || len(c.rest) > 2 || c.rest[0] != "status":
		return noSuchPath("streaming-status has status, status/{trackingId} and invalid-items/{trackingId}")
	}
	return c.dispatch(methods{http.MethodGet: func() answer {
		wanted, err := c.messageFilter()
		if err != nil {
			return failure(err)
		}
		return e.listMessages(c, wanted)
	}})
}

// messageFilter reads which messages are wanted.
func (c call) messageFilter() (func(statusMessage) bool, error) {
	day, tracking, service := c.query.Get("day"), c.query.Get("trackingId"), c.query.Get("service")
	if len(c.rest) == 2 {
		tracking = c.rest[1]
	}
	if day == "" && tracking == "" && service == "" {
		return nil, badRequest("Say which messages: day=YYYY-MM-DD (UTC), trackingId or service")
	}
	if day != "" {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, badRequest("day must be YYYY-MM-DD, not " + clip(day))
		}
	}
	wanted := c.query["level"]
	for _, l := range wanted {
		if !slices.Contains(levels, l) {
			return nil, badRequest("level must be one of " + strings.Join(levels, ", ") + ", not " + clip(l))
		}
	}
	return func(m statusMessage) bool {
		return (day == "" || strings.HasPrefix(m.Instant, day)) &&
			(tracking == "" || m.TrackingID == tracking) &&
			(service == "" || m.Service == service) &&
			(len(wanted) == 0 || slices.Contains(wanted, m.Level))
	}, nil
}

// listMessages answers newest first, unless asked otherwise. An unknown id is
// an empty list, since messages arrive late.
func (e *environment) listMessages(c call, wanted func(statusMessage) bool) answer {
	w, err := c.window(messageRows, maxMessageRows)
	if err != nil {
		return failure(err)
	}
	now := e.world.options.Now()
	oldest := now.Add(-messageLifetime)
	var matching []statusMessage
	all := append(slices.Clone(e.messages()), e.uploads.reported(now)...)
	slices.SortStableFunc(all, func(a, b statusMessage) int { return a.at.Compare(b.at) })
	for _, m := range all {
		if wanted(m) && !m.at.Before(oldest) {
			matching = append(matching, m)
		}
	}
	switch order := c.query.Get("order"); order {
	case "", "desc":
		slices.Reverse(matching)
	case "asc":
	default:
		return failure(badRequest("order must be desc or asc, not " + clip(order)))
	}
	page, p := cut(matching, w)
	return success(struct {
		Messages   []statusMessage `json:"messages"`
		Pagination pagination      `json:"pagination"`
	}{page, p})
}
