package curl

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
)

// hostile are texts that a shell, curl or a terminal might act on.
func hostile() []string {
	out := []string{
		"'", "''", `'\''`, "'; touch canary; '", "' && touch canary && '", `"; touch canary; "`, "`touch canary`", "$(touch canary)",
		"${IFS}touch${IFS}canary", "$((1+1))", "$HOME", "$0", "$$", "$'\\x41'", "${PATH:?x}", "~", "~root", "~/x", "=ls", "a=b", "!", "!!", "!$", "!-1", "a!b!c", "\"!x\"",
		"*", "?", "[a-z]*", "{a,b}", "{1..9}", "[1-3]", "{}", "[]", "#", "# touch canary", "a #b", ";", "|", "||", "&", "&&", "<", ">", ">canary", ">>canary", "2>canary", "<(touch canary)", ">(touch canary)", "<<EOF",
		"(", ")", "()", "(touch canary)", "{ touch canary; }", "x() { touch canary; }", ":(){ :|:& };:", "\\", "\\\\", "\\n", "\\'", "a\\", "\\\nx", "%", "%s", "%d%n", "%%", "%b\\c", "%(x)T", "\\c", "\\0", "\\101", "\\x41", "\\u0041",
		"@", "@/etc/passwd", "@-", "-", "--", "-o canary", "--output=canary", "-K/etc/passwd", "-d@/etc/passwd", "<@x", ",", ";type=text/plain", ":", "::", "/", "//", "/../", "..;/x", ".", "file:///etc/passwd",
		" ", "  x  ", "\t", "a\tb", "\n", "\n\n", "a\nb", "a\n", "\ntouch canary\n", "\r", "\r\n", "a\r\nX-Injected: 1", "a\r\n\r\nGET / HTTP/1.1", "\x00", "a\x00b", "\x01\x02\x03", "\x03", "\x04", "\x1a", "\x15touch canary", "\x16", "\x7f", "\b\b", "\x1b", "\x1b[31m", "\x1b[201~\ntouch canary\n", "\x1b]52;c;eA==\x07", "\x9b31m", "\u009b31m", "\x80\xff", "\xc3", "\xc3\x28", "\xed\xa0\x80", "\ufeff", "\ufffd",
		"ä", "€", "漢字", "👩\u200d🚀", "e\u0301", "\u202egnirts", "\u200b", "\u2028", "\u00a0", "\u3000", "“curly”", "’", "＇", "\U000e0041", "\ue000", "\uffff",
		`{"a": "it's \"quoted\" and $(touch canary)"}`, "{\n\t\"tab\": 1\n}", `{"price": "$5", "off": "50%", "wow": "!!"}`, "<a href='x'>", "SELECT 'x';--", "if true; then touch canary; fi", "end", "begin; touch canary; end", "and touch canary", "$argv", "$status", "(touch canary)[1]", "%self", "^canary", "a\n^canary", "^a^b\n^touch^canary^", "set -x", "exec touch canary", "eval touch canary",
		"\\X41", "\\x41\\X41", "a'b\\c'd\\", strings.Repeat("'", 50), strings.Repeat("\\", 51), strings.Repeat("$(", 20), strings.Repeat("x", 3000), strings.Repeat("long 'line' ", 300), "true", "0", "NaN", "null", "-1e9",
	}
	// Every byte but those of letters and digits, alone among letters.
	for b := range 256 {
		if c := byte(b); !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			out = append(out, "b"+string([]byte{c})+"e")
		}
	}
	random := rand.New(rand.NewPCG(4, 2))
	n := 60
	if os.Getenv("GATEHOUSE_LONG") != "" {
		n = 3000
	}
	pieces := []string{"'", "\"", "\\", "$", "`", "!", "(", ")", "{", "}", "\n", "\r", "\t", " ", "%", "@", "-", "a", "0", "\x00", "\xff", "ä", "\u202e", ";", "&", "|", "<", ">", "#", "*", "?", "~", "=", "touch canary", "EOF", "[", "]", "^", ",", "/", "."}
	for range n {
		var s strings.Builder
		for range 1 + random.IntN(12) {
			s.WriteString(pieces[random.IntN(len(pieces))])
		}
		out = append(out, s.String())
	}
	// What makes a request of itself.
	for i := range 5 {
		out = append(out, fmt.Sprintf("%d --next -X DELETE http://127.0.0.1:1/", i))
	}
	return share(out)
}

// share is a list, or every tenth of it under the race detector.
func share[T any](list []T) []T {
	if !underRace {
		return list
	}
	var some []T
	for i := 0; i < len(list); i += 10 {
		some = append(some, list[i])
	}
	return some
}
