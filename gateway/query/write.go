package query

import (
	"bufio"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/itchyny/gojq"
)

// writer writes results as JSON, one on a line.
type writer struct {
	out     *bufio.Writer
	left    int64 // bytes that may still be written
	limit   int64
	body    string
	spans   map[uintptr]span
	ranks   map[string]int // of keys: in the filter, and in the body
	named   map[string]int
	members []member // of the objects that are being written
}

// member is one of an object that a filter made.
type member struct {
	key   string
	value any
}

func newWriter(out io.Writer, limit int64, f *Filter, d *decoder) *writer {
	named := make(map[string]int, len(f.named))
	for i, key := range f.named {
		named[key] = i - len(f.named)
	}
	return &writer{out: bufio.NewWriterSize(out, 64<<10), left: limit, limit: limit, body: d.body, spans: d.spans, ranks: d.ranks, named: named}
}

// result writes one value between what comes before and behind it. The value
// does not fail to be written but by the limit or the destination.
func (w *writer) result(before string, v any, behind string) error {
	if err := w.text(before); err != nil {
		return err
	}
	if err := w.value(v); err != nil {
		return err
	}
	return w.text(behind)
}

// text writes what is JSON already.
func (w *writer) text(s string) error {
	if w.left -= int64(len(s)); w.left < 0 {
		return &LimitError{Kind: LimitResult, Bytes: w.limit}
	}
	_, err := w.out.WriteString(s)
	return err
}

func (w *writer) value(v any) error {
	switch v := v.(type) {
	case map[string]any:
		if s, ok := w.spans[reflect.ValueOf(v).Pointer()]; ok && len(v) == s.count {
			return w.sent(w.body[s.start:s.end])
		}
		return w.object(v)
	case []any:
		if s, ok := w.spans[reflect.ValueOf(v).Pointer()]; ok && len(v) == s.count {
			return w.sent(w.body[s.start:s.end])
		}
		return w.list(v)
	}
	raw, err := gojq.Marshal(v)
	if err != nil {
		return err
	}
	return w.text(string(raw))
}

// sent writes a value as it was sent, but for the white space between its
// parts.
func (w *writer) sent(raw string) error {
	start := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = closing(raw, i)
		case ' ', '\t', '\n', '\r':
			if start < i {
				if err := w.text(raw[start:i]); err != nil {
					return err
				}
			}
			start = i + 1
		}
	}
	return w.text(raw[start:])
}

func (w *writer) list(list []any) error {
	for i, v := range list {
		before := ","
		if i == 0 {
			before = "["
		}
		if err := w.result(before, v, ""); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return w.text("[]")
	}
	return w.text("]")
}

// object writes members in an order that a reader expects: those that the
// filter names as it does, then those of the body as they came there, and then
// the others by name. A filter's own objects have no order.
func (w *writer) object(object map[string]any) error {
	base := len(w.members)
	for key, v := range object {
		w.members = append(w.members, member{key, v})
	}
	members := w.members[base:]
	slices.SortFunc(members, func(a, b member) int {
		if d := w.rank(a.key) - w.rank(b.key); d != 0 {
			return d
		}
		return strings.Compare(a.key, b.key)
	})
	for i := range members {
		before := ","
		if i == 0 {
			before = "{"
		}
		raw, err := gojq.Marshal(members[i].key)
		if err != nil {
			return err
		}
		if err := w.text(before + string(raw) + ":"); err != nil {
			return err
		}
		if err := w.value(members[i].value); err != nil {
			return err
		}
	}
	clear(members)
	w.members = w.members[:base]
	if len(object) == 0 {
		return w.text("{}")
	}
	return w.text("}")
}

// rank is where a key stands among all, negative where the filter names it.
func (w *writer) rank(key string) int {
	if n, ok := w.named[key]; ok {
		return n
	}
	if n, ok := w.ranks[key]; ok {
		return n
	}
	return maxRanks
}
