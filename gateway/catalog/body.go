package catalog

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Bodies are written as those of the operations file are: a member a line,
// settings on one, so that they read well in the builder.

// CreateBody is the body of Create a collection. What is empty is left out.
func CreateBody(name, description string, definitions ...Definition) []byte {
	var list []Setting
	if name != "" {
		list = append(list, Setting{"name", quote(name)})
	}
	if description != "" {
		list = append(list, Setting{"description", quote(description)})
	}
	if len(definitions) > 0 {
		var b strings.Builder
		b.WriteString("[")
		for i, d := range definitions {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString("\n    " + strings.ReplaceAll(object(definitionMembers(d)), "\n", "\n    "))
		}
		b.WriteString("\n  ]")
		list = append(list, Setting{memberDefinitions, b.String()})
	}
	return []byte(object(list) + "\n")
}

// NewDefinitionBody is the body of Add a property. The kind is left to the
// server, which takes custom ones only; so is what is empty.
func NewDefinitionBody(d Definition) []byte {
	return []byte(object(definitionMembers(d)) + "\n")
}

func definitionMembers(d Definition) []Setting {
	list := []Setting{{ElementName, quote(d.Name)}}
	if d.DataType != "" {
		list = append(list, Setting{ElementDataType, quote(d.DataType)})
	}
	if d.ValueStyle != "" {
		list = append(list, Setting{ElementStyle, quote(d.ValueStyle)})
	}
	if len(d.Search) > 0 {
		list = append(list, Setting{ElementSearch, inline(d.Search)})
	}
	if len(d.Scoped) > 0 {
		list = append(list, Setting{ElementScoped, inline(d.Scoped)})
	}
	return append(list, d.Other...)
}

// PatchBody is the body of Change a property that makes of one definition
// another of the same name: the elements that differ, settings whole. An
// element or a member that is to go is null. The kind is left out: no request
// changes it. The result is nil if nothing else differs.
func PatchBody(from, to Definition) []byte {
	var list []Setting
	if from.DataType != to.DataType {
		list = append(list, Setting{ElementDataType, quoteOrNull(to.DataType)})
	}
	if from.ValueStyle != to.ValueStyle {
		list = append(list, Setting{ElementStyle, quoteOrNull(to.ValueStyle)})
	}
	if members := patched(from.Search, to.Search); members != nil {
		list = append(list, Setting{ElementSearch, inline(members)})
	}
	if members := patched(from.Scoped, to.Scoped); members != nil {
		list = append(list, Setting{ElementScoped, inline(members)})
	}
	for _, s := range patched(from.Other, to.Other) {
		if value, there := Lookup(from.Other, s.Name); !there || !sameValue(value, s.Value) {
			list = append(list, s)
		}
	}
	if list == nil {
		return nil
	}
	return []byte(object(list) + "\n")
}

// patched are the settings to send so that from becomes to; nil if they are
// the same.
func patched(from, to []Setting) []Setting {
	different := false
	var out []Setting
	for _, s := range to {
		value, there := Lookup(from, s.Name)
		different = different || !there || !sameValue(value, s.Value)
		out = append(out, s)
	}
	for _, s := range from {
		if _, there := Lookup(to, s.Name); !there {
			different = true
			out = append(out, Setting{s.Name, "null"})
		}
	}
	if !different {
		return nil
	}
	return out
}

// Lookup is the value of the setting of a name, as JSON text; the last one of
// several.
func Lookup(list []Setting, name string) (value string, there bool) {
	for _, s := range list {
		if s.Name == name {
			value, there = s.Value, true
		}
	}
	return value, there
}

// object writes members on lines of their own.
func object(list []Setting) string {
	if len(list) == 0 {
		return "{}"
	}
	var b strings.Builder
	for i, s := range list {
		b.WriteString([]string{"{\n  ", ",\n  "}[min(i, 1)])
		b.WriteString(quote(s.Name) + ": " + value(s.Value))
	}
	return b.String() + "\n}"
}

// inline writes members on one line.
func inline(list []Setting) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = quote(s.Name) + ": " + value(s.Value)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// value is JSON text; what was typed and is none becomes a text.
func value(text string) string {
	if json.Valid([]byte(text)) {
		return text
	}
	return quote(text)
}

func quote(text string) string {
	if !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' || c == '"' || c == '\\' }) {
		return `"` + text + `"` // as most are, and there are many
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string can always be written
	return strings.TrimSuffix(b.String(), "\n")
}

func quoteOrNull(text string) string {
	if text == "" {
		return "null"
	}
	return quote(text)
}
