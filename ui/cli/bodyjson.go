package cli

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// bodiesJSON are the bodies of a JSON text, in the order of their places in
// it. They are written from where they are held, piece by piece: to encode a
// large one with the rest would take several copies of it.
type bodiesJSON []bodyJSON

// bodyJSON is one body: a JSON string if it is UTF-8, else its base64.
type bodyJSON struct {
	bytes []byte
	text  bool
}

// bodyPlace holds the place of a body in a text that is encoded without it.
// Nothing else is written so: encoding/json escapes no letter.
const bodyPlace = `"\u0062ody"`

// place adds a body and returns what stands for it: as text or, the other of
// the two being nil, as base64.
func (bs *bodiesJSON) place(b []byte) (text, base json.RawMessage) {
	body := bodyJSON{b, utf8.Valid(b)}
	*bs = append(*bs, body)
	if body.text {
		return json.RawMessage(bodyPlace), nil
	}
	return nil, json.RawMessage(bodyPlace)
}

// write writes a value as writeJSON does, with the bodies in their places.
func (bs bodiesJSON) write(w io.Writer, value any) error {
	rest, err := encodeJSON(value)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	for _, body := range bs {
		var before []byte
		before, rest, _ = bytes.Cut(rest, []byte(bodyPlace))
		out.Write(before) // a bufio.Writer keeps its error for Flush
		if err := body.write(out); err != nil {
			return err
		}
	}
	out.Write(rest)
	return out.Flush()
}

func (b bodyJSON) write(out *bufio.Writer) error {
	out.WriteByte('"')
	if b.text {
		if err := writeEscaped(out, b.bytes); err != nil {
			return err
		}
	} else {
		enc := base64.NewEncoder(base64.StdEncoding, out)
		if _, err := enc.Write(b.bytes); err != nil {
			return err
		}
		enc.Close()
	}
	return out.WriteByte('"')
}

// writeEscaped writes text, which is UTF-8, as it stands in a JSON string.
func writeEscaped(out *bufio.Writer, text []byte) error {
	from := 0
	for at := 0; at < len(text); {
		r, size := rune(text[at]), 1
		plain := r >= ' ' && r < 0x7f && r != '"' && r != '\\'
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[at:])
			plain = !unseen(r)
		}
		if plain {
			at += size
			continue
		}
		out.Write(text[from:at])
		if _, err := out.Write(appendEscape(out.AvailableBuffer(), r)); err != nil {
			return err
		}
		at += size
		from = at
	}
	_, err := out.Write(text[from:])
	return err
}

// appendEscape appends the escape of a character, the short one if JSON has
// one.
func appendEscape(to []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(to, '\\', byte(r))
	case '\b':
		return append(to, `\b`...)
	case '\f':
		return append(to, `\f`...)
	case '\n':
		return append(to, `\n`...)
	case '\r':
		return append(to, `\r`...)
	case '\t':
		return append(to, `\t`...)
	}
	return appendUnicode(to, r)
}
