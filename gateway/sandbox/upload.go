package sandbox

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Limits of a payload. The first is documented, the second a guess at its
// unit; the third is ours, so that a small body cannot fill the memory.
const (
	maxPayload  = 5 << 20  // compressed
	maxItem     = 1000000  // bytes of one line
	maxUnpacked = 64 << 20 // decoded
)

// change is what a payload does to one item.
type change struct {
	id      string
	item    item
	remove  bool
	replace bool // what is not named is gone
}

// payload is what one upload amounts to.
type payload struct {
	changes []change
	invalid []invalidItem // without tracking id and instant yet
}

// upload takes a payload for a snapshot: 202 says that it was taken, not that
// its items are good. What came of them is reported by streaming-status later.
func (e *environment) upload(c call, read func(call, snapshot) (payload, error)) answer {
	if !c.query.Has("snapshotId") {
		return failure(badRequest("snapshotId is missing: say which snapshot the items are for"))
	}
	if force := c.query.Get("force"); force != "" && force != "true" && force != "false" {
		return failure(badRequest("force must be true or false, not " + clip(force)))
	}
	s, err := e.findSnapshot(c.query.Get("snapshotId"))
	switch itemType := c.rest[0]; {
	case err != nil:
	case !slices.Contains(snapshotTypes[s.Type], itemType):
		err = conflict(fmt.Sprintf("Snapshot %d is a %s snapshot, it takes no %s items", s.ID, s.Type, itemType))
	case s.State == inactive:
		err = conflict(fmt.Sprintf("Snapshot %d is inactive and takes no items", s.ID))
	}
	if err != nil {
		return failure(err)
	}
	p, err := read(c, s)
	if err != nil {
		return failure(err)
	}
	tracker := e.uploads.take(s.ID, c.rest[0], p, e.world.options.Now().UTC())
	return answer{status: http.StatusAccepted, body: struct {
		Tracker statusTracker `json:"statusTracker"`
	}{tracker}}
}

func conflict(text string) error { return refusal{http.StatusConflict, "conflict", text} }

// readItems reads a payload of items, one JSON object keyed by ids on a line.
func (e *environment) readItems(c call, s snapshot, replace bool) (payload, error) {
	known := e.knownProperties(s, c.rest[0])
	regions := e.knownRegions()
	return c.readLines(func(line []byte, p *payload, number int) error {
		var byID map[string]json.RawMessage
		if err := json.Unmarshal(line, &byID); err != nil || len(byID) == 0 {
			return errors.New("the line is no JSON object keyed by item id")
		}
		for _, id := range slices.Sorted(maps.Keys(byID)) {
			var it item
			err := json.Unmarshal(byID[id], &it)
			if it.ID = id; it.Properties == nil {
				it.Properties = map[string]any{}
			}
			reason := ""
			switch {
			case err != nil:
				reason = "the item is no object of properties and overrides"
			default:
				reason = flaw(it, known, regions)
			}
			if reason != "" {
				p.invalid = append(p.invalid, invalidItem{Service: engine, ID: id, Line: number, Reason: reason, Item: byID[id]})
				continue
			}
			p.changes = append(p.changes, change{id: id, item: it, replace: replace})
		}
		return nil
	})
}

// readIDs reads a payload of ids to delete, one in quotes on a line.
func (c call) readIDs() (payload, error) {
	return c.readLines(func(line []byte, p *payload, _ int) error {
		var id string
		if err := json.Unmarshal(line, &id); err != nil || id == "" {
			return errors.New("the line is no item id in quotes")
		}
		p.changes = append(p.changes, change{id: id, remove: true})
		return nil
	})
}

// readLines decodes the body and gives each line that is not blank to take.
// A line that cannot be read is an invalid item; a body with none that can is
// refused.
func (c call) readLines(take func(line []byte, p *payload, number int) error) (payload, error) {
	body, err := c.readPayload()
	if err != nil {
		return payload{}, err
	}
	var p payload
	read, first := 0, ""
	for number, line := range bytes.Split(body, []byte("\n")) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		err := error(nil)
		if len(line) > maxItem {
			err = fmt.Errorf("the line is longer than %d bytes", maxItem)
		} else {
			err = take(line, &p, number)
		}
		if err != nil {
			text := fmt.Sprintf("line %d: %s", number, err)
			first = cmp.Or(first, text)
			p.invalid = append(p.invalid, invalidItem{Service: reporters[0], Line: number, Reason: err.Error(), Item: clip(string(line))})
			continue
		}
		read++
	}
	if read == 0 {
		return p, badRequest("The body has no line that can be read. " + cmp.Or(first, "It is empty") + ". Write one JSON value on each line")
	}
	return p, nil
}

// readPayload reads a body and undoes its Content-Encoding.
func (c call) readPayload() ([]byte, error) {
	data, err := readBody(c.Request, maxPayload)
	if err != nil {
		return nil, err
	}
	var from io.Reader
	switch coding := strings.ToLower(strings.TrimSpace(c.Header.Get("Content-Encoding"))); coding {
	case "", "identity":
		return data, nil
	case "gzip", "x-gzip":
		from, err = gzip.NewReader(bytes.NewReader(data))
	case "zstd":
		var z *zstd.Decoder
		if z, err = zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked)); err == nil {
			defer z.Close()
			from = z
		}
	default:
		return nil, unsupported("The body must be compressed by gzip or zstd, or not at all; it came as " + clip(coding))
	}
	if err == nil {
		data, err = io.ReadAll(io.LimitReader(from, maxUnpacked+1))
	}
	switch {
	case err != nil:
		return nil, badRequest("The body is not what its Content-Encoding says: " + err.Error())
	case len(data) > maxUnpacked:
		return nil, refusal{http.StatusRequestEntityTooLarge, "payload_too_large", "The body is larger than " + size(maxUnpacked) + " when it is unpacked"}
	}
	return data, nil
}

// knownProperties are the properties of the collection that a snapshot was
// made with, and whether they are derived.
func (e *environment) knownProperties(s snapshot, itemType string) map[string]bool {
	known := map[string]bool{}
	if c, err := e.shop().properties.find(itemType, s.Collections[itemType]); err == nil {
		for _, d := range c.Definitions {
			known[d.Name] = d.Kind == derived
		}
	}
	return known
}

// knownRegions are the regions of the place snapshot that is active.
func (e *environment) knownRegions() map[string]bool {
	known := map[string]bool{}
	for _, s := range e.shop().snapshots {
		if s.Type == "place" && s.State == "active" {
			for _, it := range e.itemsOf(s, "region") {
				known[it.ID] = true
			}
		}
	}
	return known
}

// flaw is what makes an item invalid to the engine, "" for nothing.
func flaw(it item, known, regions map[string]bool) string {
	all := []map[string]any{it.Properties}
	if it.Overrides != nil {
		for _, region := range slices.Sorted(maps.Keys(it.Overrides.Region)) {
			if !regions[region] {
				return "region " + region + " is not in the place snapshot"
			}
			all = append(all, it.Overrides.Region[region].Properties)
		}
	}
	for _, properties := range all {
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			switch isDerived, ok := known[name]; {
			case !ok:
				return "property " + name + " is not in the collection"
			case isDerived:
				return "property " + name + " is derived and must not be sent"
			}
		}
	}
	return ""
}
