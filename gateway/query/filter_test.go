package query

import (
	"errors"
	"strings"
	"testing"
)

// TestSyntaxErrors holds the places and sentences of what cannot be read.
func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct {
		filter string
		offset int
		reason string
	}{
		{``, 0, `empty`},
		{`  `, 2, `empty`},
		{`# note`, 6, `nothing to do`},
		{`.items[`, 7, `something has to follow [, such as .name`},
		{`.items[0`, 8, `[ at byte 6 lacks its ]`},
		{`{a:`, 3, `something has to follow :`},
		{`(.a|.b`, 6, `( at byte 0 lacks its )`},
		{`.a |`, 4, `something has to follow |`},
		{`. | ]`, 4, `a value, such as .name, was expected after |, and not ]`},
		{`.a .b .c)`, 8, `nothing open that ) could close`},
		{`[.a)`, 3, `[ at byte 0 is closed by ], and not by )`},
		{`.a | "abc`, 5, `has no closing "`},
		{`"\q"`, 1, `\q is no escape`},
		{`.a ~ .b`, 3, `an operator, such as | or a comma, was expected after .a, and not ~`},
		{`if . then 1`, 11, `if at byte 0 lacks its end`},
		{`if . then 1 else 2`, 18, `if at byte 0 lacks its end`},
		{`{a b}`, 3, `} or an operator, such as | or a comma, was expected after a, and not b`},
		{`.a == == 1`, 6, `expected after ==, and not ==`},
		{`]`, 0, `cannot begin with ]`},
		{`é`, 0, `cannot begin with é`},
		{".a \xff", 3, `UTF-8`},
		{`.items | foo`, 9, `there is no function foo without arguments; a member is .foo`},
		{`.foo | foo`, 7, `no function foo`},
		{`{foo: 1} | foo(1)`, 11, `no function foo with one argument`},
		{`.[] | bar(1; 2)`, 6, `no function bar with 2 arguments`},
		{`.a as [$x] | $y`, 13, `no variable $y here`},
		{`"\(foo)"`, 3, `no function foo`},
		{`label $x | break $y`, 17, `no label $y`},
		{strings.Repeat("(", maxFilter) + ".", maxFilter, `are the most`},
	} {
		_, err := Parse(c.filter)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Offset != c.offset || !strings.Contains(syntax.Reason, c.reason) {
			t.Errorf("%.40s: %v, want byte %d: %s", c.filter, err, c.offset, c.reason)
		}
	}
}

// TestRefused has what reaches beyond the body said at its place, and members
// of those names left alone.
func TestRefused(t *testing.T) {
	for filter, place := range map[string]int{
		`.a | env`: 5, `$ENV`: 0, `$ENV.HOME`: 0, `env.HOME`: 0, `.env | env`: 7, `{env: env}`: 6, `"\(env)"`: 3, `input`: 0, `[inputs]`: 1, `input_filename`: 0, `.[] | debug`: 6,
		`debug("x")`: 0, `stderr`: 0, `halt`: 0, `halt_error`: 0, `1 | halt_error(2)`: 4, `"a" | modulemeta`: 6, `get_search_list`: 0, `input_line_number`: 0,
		`import "a" as a; .`: 0, `include "a"; .`: 0, `module {a:1}; .`: 0, `def f: env; f`: 7, `map(env)`: 4, `.[env]`: 2, `. as {a: $x} | env`: 15, `def env: 1; env`: 12,
	} {
		_, err := Parse(filter)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Offset != place {
			t.Errorf("%s: %v, want it refused at byte %d", filter, err, place)
		}
	}
	for _, filter := range []string{`.env`, `.a.env`, `{env}`, `{env: 1}`, `."env"`, `"env"`, `.input[]`, `.debug.halt`, `now | localtime | mktime`, `.a # env`} {
		if _, err := Parse(filter); err != nil {
			t.Errorf("%s: %v", filter, err)
		}
	}
}

// TestNoEnvironment asks the engine itself, past what Parse refuses.
func TestNoEnvironment(t *testing.T) {
	t.Setenv("GATEHOUSE_CANARY", "canary")
	for _, filter := range []string{`env`, `$ENV`} {
		if results, failed := naivePair(t, filter).naively(t, `1`); failed || len(results) != 1 || len(results[0].(map[string]any)) != 0 {
			t.Errorf("%s: %v", filter, results)
		}
	}
}

// TestShapes holds which filters are run on elements, and where from.
func TestShapes(t *testing.T) {
	for filter, want := range map[string]string{
		`.[]`: "each", `.[] | .id`: "each", `.items[]`: "items each", `.items[].id`: "items each", `.a.b[]?`: "a b each", `.a.b[]? | f`: "a b each", `."a b"[]`: "a b each",
		`.a | .b | .[] | .c`: "a b each", `map(.id)`: "each list", `.items | map(.id)`: "items each list", `[.items[] | .id]`: "items each list", `[.items[] | .id] | .[]`: "items each",
		`map(.a) | map(.b)`: "each list", `(.items | .[]) | .id`: "items each", `def f: 1; .items[] | f`: "items each",
		`.`: "", `length`: "", `.items | length`: "items", `.items | sort_by(.id)`: "items", `.items | map(.id) | add`: "items", `.items | group_by(.id) | map(length)`: "items",
		`first(.items[])`: "", `limit(3; .items[])`: "", `.items[0]`: "items", `.items[1:]`: "items", `.items[1:][]`: "items", `.items[] as $x | $x`: "", `.items[], 1`: "", `.items[] // 1`: "",
		`.items[] |= 1`: "", `label $f | .items[] | break $f`: "", `try .items[]`: "", `(.items[] | error)?`: "", `..`: "", `path(.[])`: "", `reduce .[] as $x (0; 1)`: "",
		`def map(f): 1; map(.)`: "", `. as $d | .items[]`: "", `[[.[]]]`: "", `[.items[], 1]`: "", `.[.a][]`: "", `to_entries[]`: "",
	} {
		s := parse(t, strings.ReplaceAll(filter, "| f", "| .f")).shape
		got := append([]string{}, s.path...)
		if s.each {
			got = append(got, "each")
		}
		if s.collect {
			got = append(got, "list")
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
}
