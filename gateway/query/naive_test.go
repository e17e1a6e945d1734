package query

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/itchyny/gojq"
)

// asChild makes this test binary a child process of [Process].
const asChild = "serve-a-filter"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asChild {
		os.Exit(Serve(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// process is a Process of this test binary.
func process(t testing.TB, limits Limits) *Process {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &Process{Path: self, Args: []string{asChild}, Limits: func(int) Limits { return limits }}
}

// parse is Parse for a filter that is right.
func parse(t testing.TB, text string) *Filter {
	t.Helper()
	f, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

// all is what a filter says of a body, in this process.
func all(f *Filter, body string) (string, error) {
	var out bytes.Buffer
	err := Run(context.Background(), f, body, &out, math.MaxInt64)
	return out.String(), err
}

// pair is a filter and what it naively is.
type pair struct {
	text   string
	filter *Filter
	naive  *gojq.Code
}

func newPair(t testing.TB, text string) pair {
	t.Helper()
	p := naivePair(t, text)
	p.filter = parse(t, text)
	return p
}

// naivePair is a pair of a filter that Parse would refuse.
func naivePair(t testing.TB, text string) pair {
	t.Helper()
	query, err := gojq.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		t.Fatal(err)
	}
	return pair{text: text, naive: code}
}

// naively is the filter on each whole value of a body, as encoding/json reads
// and gojq writes it; failed reports that it ended with an error.
func (p pair) naively(t testing.TB, body string) (results []any, failed bool) {
	t.Helper()
	for from := decodeNumbers(body); ; {
		var v any
		if err := from.Decode(&v); errors.Is(err, io.EOF) {
			return results, false
		} else if err != nil {
			return results, true
		}
		for all := p.naive.Run(v); ; {
			result, more := all.Next()
			if !more {
				break
			}
			if _, bad := result.(error); bad {
				return results, true
			}
			raw, err := gojq.Marshal(result)
			if err != nil {
				t.Fatal(err)
			}
			results = append(results, values(t, string(raw))...)
		}
	}
}

// values are those of a text of JSON, their numbers as they are written.
func values(t testing.TB, text string) (all []any) {
	t.Helper()
	for from := decodeNumbers(text); ; {
		var v any
		if err := from.Decode(&v); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("the result is not JSON: %v\n%.300s", err, text)
		}
		all = append(all, v)
	}
}

func decodeNumbers(text string) *json.Decoder {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d
}

// agree compares what a filter says of a body with what it naively should.
func (p pair) agree(t testing.TB, body string) {
	t.Helper()
	got, err := all(p.filter, body)
	want, failed := p.naively(t, body)
	if failed != (err != nil) {
		t.Fatalf("%s on %.300s: error %v, naively %v", p.text, body, err, failed)
	}
	if failed && p.filter.shape.collect {
		return // a list that broke off, which naively is none
	}
	if have := values(t, got); !reflect.DeepEqual(have, want) {
		t.Fatalf("%s on %.300s:\n got %.500s\nwant %.500v", p.text, body, got, want)
	}
}
