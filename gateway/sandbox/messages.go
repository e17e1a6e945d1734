package sandbox

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// The documented levels of status messages.
const (
	summary    = "SUMMARY"
	warning    = "WARNING"
	detail     = "DETAIL"
	errorLevel = "ERROR"
)

var levels = []string{summary, warning, detail, errorLevel}

// reporters are the services that report on a payload, in the order a payload
// meets them.
var reporters = []string{"streaming-ingest", "streaming-engine", "legacy-catalog-adapter", "streaming-find-indexer"}

// statusMessage tells what one service made of a batch or, at its end, of a
// whole payload.
type statusMessage struct {
	TrackingID      string    `json:"trackingId"`
	TrackingInstant string    `json:"trackingInstant"` // when the payload was accepted
	Instant         string    `json:"instant"`         // when this was reported
	Service         string    `json:"service"`
	Level           string    `json:"level"`
	Message         string    `json:"message"`
	ItemType        string    `json:"itemType"`
	SnapshotID      int       `json:"snapshotId"`
	Processed       int       `json:"processed"`
	Invalid         int       `json:"invalid"`
	Finished        bool      `json:"finished"`
	at              time.Time // of Instant
}

const (
	batchSize       = 50              // items per batch, as documented
	payloadInterval = 5 * time.Hour   // between two payloads of the shop
	messageLifetime = 200 * time.Hour // documented for invalid items, taken for messages too
	instantFormat   = "2006-01-02T15:04:05.000000000Z"
)

// newMessages makes the messages of the shop's uploads of the last days,
// oldest first. Only snapshots that take products had any.
func newMessages(snapshots []snapshot, began time.Time) []statusMessage {
	var receivers []snapshot
	for _, s := range snapshots {
		if s.Type == "product" && s.State != inactive {
			receivers = append(receivers, s)
		}
	}
	var list []statusMessage
	for i := 0; len(receivers) > 0; i++ {
		accepted := began.Add(-4*time.Minute - time.Duration(i)*payloadInterval - time.Duration(i*i%1000)*time.Second)
		if began.Sub(accepted) > messageLifetime {
			break
		}
		s := receivers[len(receivers)-1-i%len(receivers)]
		if accepted.Before(time.Time(s.Created)) {
			continue
		}
		invalid := 0
		if i%6 == 2 {
			invalid = 3 + i
		}
		base := statusMessage{TrackingID: timeUUID(accepted, s.ID), TrackingInstant: accepted.Format(instantFormat), ItemType: "product", SnapshotID: s.ID}
		list = append(list, base.reports(accepted, 60+(i*37)%200, 0, invalid)...)
	}
	slices.SortStableFunc(list, func(a, b statusMessage) int { return a.at.Compare(b.at) })
	return list
}

// reports are the messages about one payload of n items, m filled in as far as
// they share: of the items, some cannot be read by ingest and some are invalid
// to the engine; neither are seen by what comes after.
func (m statusMessage) reports(accepted time.Time, n, unreadable, invalid int) []statusMessage {
	var list []statusMessage
	for stage, service := range reporters {
		items, bad := n, 0
		switch {
		case stage == 0:
			bad = unreadable
		case stage == 1:
			items, bad = n-unreadable, invalid
		default:
			items = n - unreadable - invalid
		}
		at := accepted.Add(time.Duration(stage*stage) * 900 * time.Millisecond)
		for start := 0; start < items; start += batchSize {
			size, wrong := min(batchSize, items-start), 0
			if start == 0 {
				wrong = min(bad, size)
			}
			at = at.Add(310 * time.Millisecond)
			list = append(list, m.report(service, at, size-wrong, wrong, false))
		}
		list = append(list, m.report(service, at.Add(120*time.Millisecond), items-bad, bad, true))
	}
	return list
}

// report fills in what a service says of a batch, or of all when finished.
func (m statusMessage) report(service string, at time.Time, processed, invalid int, finished bool) statusMessage {
	m.Service, m.at, m.Instant = service, at, at.Format(instantFormat)
	m.Processed, m.Invalid, m.Finished = processed, invalid, finished
	switch {
	case invalid > 0:
		m.Level = warning
	case service == reporters[0] && !finished:
		m.Level = detail
	default:
		m.Level = summary
	}
	what := "batch of"
	if finished {
		what = "finished,"
	}
	m.Message = fmt.Sprintf("%s %d items: %d processed, %d invalid", what, processed+invalid, processed, invalid)
	return m
}

// timeUUID is a version 1 UUID (RFC 9562, section 5.1) for an instant, with a
// made-up node.
func timeUUID(t time.Time, node int) string {
	const gregorian = 0x01B21DD213814000 // 1582-10-15 to 1970-01-01 in 100 ns
	ticks := uint64(t.UnixNano()/100) + gregorian
	var b [16]byte
	binary.BigEndian.PutUint32(b[0:], uint32(ticks))
	binary.BigEndian.PutUint16(b[4:], uint16(ticks>>32))
	binary.BigEndian.PutUint16(b[6:], uint16(ticks>>48)&0x0fff|0x1000)
	binary.BigEndian.PutUint16(b[8:], 0x8000|uint16(node)&0x3fff)
	b[10] = 0x03 // a node that is no network card's
	binary.BigEndian.PutUint32(b[12:], uint32(node))
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
