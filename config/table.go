package config

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// table reads the keys of one TOML table. Each method asks for a key, reports
// a value of the wrong kind, and remembers that the key is known; finish
// reports the keys that nothing asked for.
type table struct {
	doc    *document
	path   string // "environment[0]"
	label  string // `environment "QA"`
	values map[string]any
	asked  []string
	needed []need
}

// need is a key that must be there.
type need struct{ key, fix string }

// fault reports something wrong with a key; with the whole table for "".
func (t *table) fault(key, fault, fix string) {
	path, shown := t.path, ""
	if key != "" {
		path, shown = join(t.path, key), keyName(key)
	}
	line := 0
	for _, at := range []string{path, element(path, 0), t.path} {
		if line = t.doc.lines[at]; line > 0 {
			break
		}
	}
	t.doc.faults = append(t.doc.faults, &Error{
		File: t.doc.file, Line: line, Table: t.label, Key: shown, Fault: fault, Fix: fix,
	})
}

// line is where a key stands.
func (t *table) line(key string) int { return t.doc.lines[join(t.path, key)] }

// ask returns the value of a key, nil if it is not there.
func (t *table) ask(key string) any {
	t.asked = append(t.asked, key)
	return t.values[key]
}

// need says that a key must be there, and how to write it.
func (t *table) need(key, fix string) { t.needed = append(t.needed, need{key, fix}) }

// finish reports every key that nothing asked for, and every needed one that
// is missing and not among them under a misspelt name.
func (t *table) finish() {
	var guesses []string
	for key := range t.values {
		if slices.Contains(t.asked, key) {
			continue
		}
		guess := nearest(key, t.asked)
		guesses = append(guesses, guess)
		if guess != "" {
			t.fault(key, "unknown key", "did you mean "+guess+"?")
		} else {
			t.fault(key, "unknown key", "known here: "+strings.Join(t.asked, ", "))
		}
	}
	for _, n := range t.needed {
		if !t.has(n.key) && !slices.Contains(guesses, n.key) {
			t.fault(n.key, "is missing", n.fix)
		}
	}
}

// has reports whether the key is there.
func (t *table) has(key string) bool { _, ok := t.values[key]; return ok }

// prose is a text for people, in which any character may stand.
func (t *table) prose(key string) string {
	switch v := t.ask(key).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		t.wrongKind(key, v, "a text in quotes")
		return ""
	}
}

// title is a text for people on one line: a name, a site.
func (t *table) title(key string) string {
	text := t.prose(key)
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		t.fault(key, "holds a character that cannot be shown", "write it with letters, digits, signs and spaces")
	case strings.TrimSpace(text) != text:
		t.fault(key, "begins or ends with a space", "remove it")
	case len([]rune(text)) > 60:
		t.fault(key, "is longer than 60 characters", "shorten it")
	default:
		return text
	}
	return ""
}

// word is a text for the program. A typographic quote or a space at either
// end came along when it was pasted.
func (t *table) word(key string) string {
	text, _ := t.given(key)
	return text
}

// given is a word, and whether the key is there with nothing wrong so far.
func (t *table) given(key string) (text string, ok bool) {
	text = t.prose(key)
	if fault, fix := pastedFault(text); fault != "" {
		t.fault(key, fault, fix)
		return "", false
	}
	_, ok = t.values[key].(string)
	return text, ok
}

func pastedFault(text string) (fault, fix string) {
	switch {
	case strings.Trim(text, typographic) != text:
		return "typographic quotes", "remove them: only straight quotes belong around a value"
	case strings.TrimSpace(text) != text:
		return "begins or ends with a space", "remove it"
	case strings.ContainsFunc(text, unicode.IsControl):
		return "holds a control character", "remove it"
	}
	return "", ""
}

// choice is one of a few words; "" stands for none given.
func (t *table) choice(key string, of ...string) string {
	text := t.word(key)
	if text == "" || slices.Contains(of, text) {
		return text
	}
	fix := "it is one of " + strings.Join(of, ", ")
	if guess := nearest(text, of); guess != "" {
		fix = "did you mean " + strconv.Quote(guess) + "?"
	}
	t.fault(key, "is none of what it can be", fix)
	return ""
}

// boolean is true or false, or otherwise when the key is not there.
func (t *table) boolean(key string, otherwise bool) bool {
	switch v := t.ask(key).(type) {
	case nil:
		return otherwise
	case bool:
		return v
	default:
		t.wrongKind(key, v, "true or false, without quotes")
		return otherwise
	}
}

// texts is a list of texts.
func (t *table) texts(key, example string) []string {
	v := t.ask(key)
	if v == nil {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		t.wrongKind(key, v, "a list such as "+example)
		return nil
	}
	if len(list) == 0 {
		t.fault(key, "is an empty list", "write "+example)
	}
	out := make([]string, 0, len(list))
	for i, item := range list {
		text, ok := item.(string)
		if !ok {
			t.wrongKind(key, item, fmt.Sprintf("a text in quotes as element %d", i+1))
			return nil
		}
		out = append(out, text)
	}
	return out
}

// scalar is a text, also where a number or true or false stands.
func (t *table) scalar(key string) string {
	switch v := t.ask(key).(type) {
	case nil:
		return ""
	case string:
		return v
	case int64, float64, bool:
		return fmt.Sprint(v)
	default:
		t.wrongKind(key, v, "a text in quotes")
		return ""
	}
}

// duration is a text such as "8h" or a number of seconds; zero for none.
func (t *table) duration(key string, limit time.Duration) time.Duration {
	const example = `"8h", "90m", "30s" or a number of seconds`
	const fix = "write " + example
	var d time.Duration
	switch v := t.ask(key).(type) {
	case nil:
		return 0
	case int64:
		if v > int64(math.MaxInt64/time.Second) {
			v = int64(math.MaxInt64 / time.Second)
		}
		d = time.Duration(max(v, -1)) * time.Second
	case string:
		var err error
		if d, err = time.ParseDuration(v); err != nil {
			t.fault(key, "is not a duration", fix)
			return 0
		}
	default:
		t.wrongKind(key, v, example)
		return 0
	}
	switch {
	case d <= 0:
		t.fault(key, "is not more than zero", fix)
		return 0
	case d > limit:
		t.fault(key, "is too long", "the most is "+shortDuration(limit))
		return 0
	}
	return d
}

// shortDuration leaves out the zeros of time.Duration's String.
func shortDuration(d time.Duration) string {
	s := strings.TrimSuffix(d.String(), "0s")
	return strings.TrimSuffix(s, "0m")
}

// tables is a list of tables: [[key]] sections, or a list of { tables }.
func (t *table) tables(key, header string) []*table {
	var maps []map[string]any
	switch v := t.ask(key).(type) {
	case nil:
		return nil
	case []map[string]any:
		maps = v
	case []any:
		for i, item := range v {
			m, ok := item.(map[string]any)
			if !ok {
				t.wrongKind(key, item, fmt.Sprintf("a { table } as element %d", i+1))
				return nil
			}
			maps = append(maps, m)
		}
	case map[string]any:
		t.fault(key, "is a list of tables", "write "+header)
		return nil
	default:
		t.wrongKind(key, v, header)
		return nil
	}
	out := make([]*table, len(maps))
	for i, m := range maps {
		out[i] = &table{doc: t.doc, path: element(join(t.path, key), i), label: t.label, values: m}
	}
	return out
}

func (t *table) wrongKind(key string, v any, want string) {
	t.fault(key, "is "+kind(v), "write "+want)
}

// kind names the TOML type of a value, and never the value.
func kind(v any) string {
	switch v.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case time.Time:
		return "a date"
	case []any:
		return "a list"
	}
	return "a table"
}
