package query

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

// TestAsSent holds what of the body survives a filter, and in which order
// members come.
func TestAsSent(t *testing.T) {
	const sent = `{"z":1.10,"a":1e400,"n":-0,"big":123456789012345678901234567890,"s":"\u00e9\/","twice":1,"twice":[2],"l":[1.0,{}]}`
	body := `{"items": [` + strings.ReplaceAll(sent, ",", " ,\n") + `, {"a":0}]}`
	for filter, want := range map[string]string{
		`.items[] | select(.n == 0)`:                    sent,
		`.items | map(select(.z))`:                      "[\n  " + sent + "\n]",
		`.items | sort_by(.z) | .[1]`:                   sent,
		`.items | group_by(.z)`:                         `[[{"a":0}],[` + sent + `]]`,
		`{items}`:                                       `{"items":[` + sent + `,{"a":0}]}`,
		`.items[0] | del(.s, .l, .twice)`:               `{"z":1.10,"a":1e400,"n":-0,"big":123456789012345678901234567890}`,
		`.items[0] | {n, z, "k": .l, (.s): 1}`:          `{"n":-0,"z":1.10,"k":[1.0,{}],"é/":1}`,
		`.items[0] | [.z, .a, .n, .big]`:                `[1.10,1e400,-0,123456789012345678901234567890]`,
		`.items[0] | [.z + 0, .a + 0, .big + 1]`:        `[1.1,1.7976931348623157e+308,123456789012345678901234567891]`,
		`.items[0].s`:                                   `"é/"`,
		`.items[0].l[:1]`:                               `[1.0]`,
		`.items[0] | .z = 1 | {z, a: .a, new: 2}`:       `{"z":1,"a":1e400,"new":2}`,
		`.items[0] | with_entries(select(.key == "l"))`: `{"l":[1.0,{}]}`,
		`.items[1] | .b = 1 | .Z = 2`:                   `{"a":0,"Z":2,"b":1}`,
		`[.items[] | empty]`:                            `[]`,
		`.items[1] | tojson, @text, tostring`:           "\"{\\\"a\\\":0}\"\n\"{\\\"a\\\":0}\"\n\"{\\\"a\\\":0}\"",
	} {
		if got, err := all(parse(t, filter), body); err != nil || got != want+"\n" {
			t.Errorf("%s:\n got %s%v\nwant %s", filter, got, err, want)
		}
	}
}

// TestBrokenBodies holds the place of a fault, and what came before it.
func TestBrokenBodies(t *testing.T) {
	for _, c := range []struct {
		filter, body, results string
		offset                int
	}{
		{`.items[]`, `{"items":[1,2`, "1\n2\n", 13},
		{`.items[]`, `{"items":[1,tru`, "1\n", 15},
		{`.items[]`, `{"items":[1,"a`, "1\n", 14},
		{`.items[]`, `{"items":[1,}`, "1\n", 12},
		{`.items[]`, `{"items":[1,2]`, "1\n2\n", 14},
		{`.items[]`, `{"items":[1 2]}`, "1\n", 12},
		{`.items[]`, `{"items":[1,"\x"]}`, "1\n", 12},
		{`.items[]`, `{"items":[1,01]}`, "1\n", 12},
		{`.items[]`, "{\"items\":[1,\"\x01\"]}", "1\n", 13},
		{`.items[]`, `{"items":[1],"b" 2}`, "", 17},
		{`.items[]`, `{"items":[1],2}`, "", 13},
		{`.items[]`, `{"it`, "", 4},
		{`.items[]`, `{"items":[1]} x`, "1\n", 14},
		{`.`, `{"a":1}{"b":`, "{\"a\":1}\n", 12},
		{`.`, "1\n2\nnull\nnul", "1\n2\nnull\n", 12},
		{`.`, `<html>`, "", 0},
		{`map(.)`, `[1,`, "[\n  1", 3},
		{`.`, `]`, "", 0},
		{`.a`, `{"a":-}`, "", 5},
	} {
		got, err := all(parse(t, c.filter), c.body)
		var body *BodyError
		if !errors.As(err, &body) || body.Offset != c.offset || got != c.results {
			t.Errorf("%s on %s: %q, %v; want %q and byte %d", c.filter, c.body, got, err, c.results, c.offset)
		}
	}
}

// TestResultLimit stops where the results are longer than they may be, and
// keeps those that are not.
func TestResultLimit(t *testing.T) {
	const body = `[1, [2, 3], "four", {"five": 5}]`
	whole, err := all(parse(t, `.[]`), body)
	if err != nil {
		t.Fatal(err)
	}
	for limit := range int64(len(whole)) {
		var out bytes.Buffer
		err := Run(context.Background(), parse(t, `.[]`), body, &out, limit)
		var over *LimitError
		if !errors.As(err, &over) || over.Kind != LimitResult || int64(out.Len()) > limit || !strings.HasPrefix(whole, out.String()) {
			t.Errorf("limit %d: %q, %v", limit, out.String(), err)
		}
	}
	if err := Run(context.Background(), parse(t, `.[]`), body, io.Discard, int64(len(whole))); err != nil {
		t.Error(err)
	}
}

// TestRunIsCancelled stops a filter within this process.
func TestRunIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := Run(ctx, parse(t, `.[]`), "["+strings.Repeat("1,", 1<<20)+"1]", writes(func() { cancel() }), math.MaxInt64)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// writes calls a function at each write.
type writes func()

func (w writes) Write(p []byte) (int, error) { w(); return len(p), nil }

// TestLimitsInWords holds what is said at a limit.
func TestLimitsInWords(t *testing.T) {
	limits := DefaultLimits(1 << 20)
	for kind, want := range map[LimitKind]string{
		LimitMemory: "the filter needs more memory than 1 GB: narrow it, for example by .items[] | ... to one element at a time",
		LimitTime:   "the filter did not end within 2m0s: narrow it, or look for what it repeats",
		LimitResult: "the filter's results are longer than 256 MB, which are shown: narrow it, for example by select(...)",
	} {
		if got := (report{End: string(kind)}).error(limits).Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
