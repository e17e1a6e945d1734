package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// The values of --output.
const (
	outputText = "text"
	outputJSON = "json"
)

// addOutput adds --output to a command.
func (a *app) addOutput(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVarP(into, "output", "o", outputText, "`FORMAT` of what goes to stdout: text or json")
	a.completeFlag(cmd, "output", cobra.FixedCompletions([]cobra.Completion{outputText, outputJSON}, cobra.ShellCompDirectiveNoFileComp))
}

// checkOutput refuses formats there are none of.
func checkOutput(format string) error {
	if format != outputText && format != outputJSON {
		return usage(fmt.Errorf("--output %q: text and json are known", format))
	}
	return nil
}

// writeJSON writes a value, indented and with a line end. Characters that
// could steer a terminal or hide text on it are written as \u escapes: the
// value stays the same, and a person may look at it.
func writeJSON(w io.Writer, value any) error {
	text, err := encodeJSON(value)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

func encodeJSON(value any) ([]byte, error) {
	var plain bytes.Buffer
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	return escapeUnseen(plain.Bytes()), nil
}

// escapeUnseen writes the control and format characters of a JSON text as \u
// escapes. Outside strings JSON has none but line ends, and of those inside
// strings encoding/json has escaped the ones below U+0020 already.
func escapeUnseen(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range string(text) {
		if unseen(r) {
			out = appendUnicode(out, r)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// appendUnicode appends the \u escape of a character, or the two of one beyond
// U+FFFF.
func appendUnicode(to []byte, r rune) []byte {
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return appendUnicode(appendUnicode(to, high), low)
	}
	const digits = "0123456789abcdef"
	return append(to, '\\', 'u', digits[r>>12], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}

// unseen reports characters that are not drawn as themselves, but for those
// below U+0020.
func unseen(r rune) bool {
	return r >= 0x7f && (!unicode.IsGraphic(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point))
}

// stamp is a time as JSON has it: UTC, RFC 3339, to the millisecond; null for
// none.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
	return &s
}

// milliseconds is a duration as JSON has it.
func milliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond)) / float64(time.Millisecond)
}
