package display

import (
	"slices"
	"testing"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"\n", []string{""}},
		{"a", []string{"a"}},
		{"a\n", []string{"a"}},
		{"a\n\nb", []string{"a", "", "b"}},
		{"a\r\nb\r\n", []string{"a", "b"}},
		{"a\rb", []string{"a␍b"}},
		{"a\r\r\n", []string{"a␍"}},
		{"\ta\tb", []string{"    a   b"}},
		{"日\tb", []string{"日  b"}},
		{"\x1b[2J\t\u202e", []string{"␛[2J    <U+202E>"}},
	} {
		if got := Text(c.in); !slices.Equal(got, c.want) {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want []string
	}{
		{"", 10, nil},
		{"one two three", 100, []string{"one two three"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"one  two", 4, []string{"one", "two"}},
		{"abcdefgh ij", 4, []string{"abcd", "efgh", "ij"}},
		{"a\n\nb", 4, []string{"a", "", "b"}},
		{"  indented text", 10, []string{"  indented", "text"}},
		{"日本語", 4, []string{"日本", "語"}},
		{"日本", 1, []string{"~", "~"}},
		{"ab", 0, []string{"a", "b"}},
		{"word   ", 4, []string{"word"}},
		{"00 \u03010", 2, []string{"00", " \u03010"}}, // an accent on a space is not lost with it
		{"a\x1b[31mb", 3, []string{"a␛[", "31m", "b"}},
	} {
		if got := Wrap(c.in, c.cols); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.cols, got, c.want)
		}
	}
}

func TestCutAndPad(t *testing.T) {
	const path = "/streaming-property/v1/collections"
	for _, c := range []struct{ what, got, want string }{
		{"Cut, fits", Cut("abc", 3), "abc"},
		{"Cut", Cut("abcd", 3), "ab…"},
		{"Cut, one column", Cut("abcd", 1), "…"},
		{"Cut, none", Cut("abcd", 0), ""},
		{"Cut, less than none", Cut("abcd", -1), ""},
		{"Cut, wide", Cut("日本語", 4), "日…"},
		{"Cut, wide fits", Cut("日本", 4), "日本"},
		{"Cut, cleans", Cut("\x1babc", 3), "␛a…"},
		{"Cut, mark", Cut("a\u202eb", 4), "a…"},
		{"CutLeft", CutLeft(path, 12), "…collections"},
		{"CutLeft, fits", CutLeft("abc", 3), "abc"},
		{"CutLeft, wide", CutLeft("日本語", 4), "…語"},
		{"CutLeft, none", CutLeft("abc", 0), ""},
		{"CutMiddle", CutMiddle(path, 12), "/strea…tions"},
		{"CutMiddle, fits", CutMiddle("abc", 3), "abc"},
		{"CutMiddle, one column", CutMiddle("abcd", 1), "…"},
		{"CutMiddle, none", CutMiddle("abcd", 0), ""},
		{"Fit, cut", Fit("abcd", 3), "ab…"},
		{"Fit, pad", Fit("ab", 4), "ab  "},
		{"Fit, wide", Fit("日本語", 4), "日… "},
		{"Pad", Pad("日", 4), "日  "},
		{"Pad, styled", Pad("\x1b[1ma\x1b[0m", 3), "\x1b[1ma\x1b[0m  "},
		{"Pad, wider", Pad("abc", 2), "abc"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}

func TestWrapURL(t *testing.T) {
	for _, c := range []struct {
		in   string
		cols int
		want []string
	}{
		{"", 10, []string{""}},
		{"http://h/a", 10, []string{"http://h/a"}},
		{"http://host/streaming/v1/product?page=1", 30, []string{"http://host/streaming/v1", "/product?page=1"}},
		{"http://host/a/product?page=1&rows=100", 30, []string{"http://host/a/product?page=1", "&rows=100"}},
		{"http://h/xxxxxxxxxxxxxxxxxxxx", 12, []string{"http://h", "/xxxxxxxxxxx", "xxxxxxxxx"}},
		{"xxxxxxxxxxxxxxxxxxxx", 12, []string{"xxxxxxxxxxxx", "xxxxxxxx"}},
		{"/a日本語/b", 5, []string{"/a日", "本語", "/b"}},
		{"日本", 1, []string{"日", "本"}},
		{"a\x1b[2J/b", 40, []string{"a␛[2J/b"}},
	} {
		got := WrapURL(c.in, c.cols)
		if !slices.Equal(got, c.want) {
			t.Errorf("WrapURL(%q, %d) = %q, want %q", c.in, c.cols, got, c.want)
		}
	}
}
