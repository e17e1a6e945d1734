package gateway

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
)

// form is one way in which a secret may be written.
type form struct {
	bytes string
	// rest is what follows where bytes is the beginning of a secret only. As
	// much of the secret as is there is masked in texts, but is no proof that
	// the secret itself is there: JSON Web Tokens all begin alike.
	rest string
}

// partial reports the beginning of a secret, not all of it.
func (f *form) partial() bool { return f.rest != "" }

// A secret of at least longSecret bytes is masked from its first partLength
// bytes on, too: a text cut short still shows them.
const (
	longSecret = 20
	partLength = 12
)

// formsOf lists the ways in which a secret may be written, without doubles.
func formsOf(value string) []form {
	texts := []string{value, hex.EncodeToString([]byte(value)), strings.ToUpper(hex.EncodeToString([]byte(value)))}
	texts = append(texts, urlForms(value)...)
	texts = append(texts, jsonForms(value)...)
	texts = append(texts, html.EscapeString(value))
	texts = append(texts, base64Forms(value)...)
	texts = append(texts, embeddedBase64Forms(value)...)
	forms := distinct(texts)
	if len(value) >= longSecret {
		forms = append(forms, form{bytes: value[:partLength], rest: value[partLength:]})
	}
	return forms
}

// pairForms lists the ways of writing Basic credentials: with id and secret as
// they are, and form-encoded first as RFC 6749 section 2.3.1 wants it.
func pairForms(id, secret string) []form {
	var texts []string
	for _, pair := range []string{id + ":" + secret, url.QueryEscape(id) + ":" + url.QueryEscape(secret)} {
		texts = append(texts, pair)
		for _, b := range base64Forms(pair) {
			texts = append(texts, b, url.QueryEscape(b))
		}
	}
	return distinct(texts)
}

func distinct(texts []string) []form {
	var forms []form
	seen := map[string]bool{}
	for _, t := range texts {
		if len(t) >= minLearnt && !seen[t] {
			seen[t] = true
			forms = append(forms, form{bytes: t})
		}
	}
	return forms
}

// urlForms are the percent-encodings in use: of queries and of paths, with a
// space as plus or as %20, with upper- and lower-case digits, and with every
// reserved character escaped.
func urlForms(value string) []string {
	query := url.QueryEscape(value)
	strict := strings.ReplaceAll(query, "+", "%20")
	var out []string
	for _, t := range []string{query, strict, url.PathEscape(value), (&url.URL{Path: value}).EscapedPath()} {
		out = append(out, t, lowerEscapes(t))
	}
	return out
}

// lowerEscapes writes the digits of percent-escapes in lower case.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(s[i+1:i+3]))
			i += 2
		}
	}
	return string(b)
}

// jsonForms are the ways in which encoders write a JSON string: the least that
// is needed, with markup characters escaped as encoding/json does, with the
// slash escaped, and all in ASCII.
func jsonForms(value string) []string {
	quoted, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	marked := string(quoted[1 : len(quoted)-1])
	least := marked
	for _, c := range []string{"<", ">", "&"} {
		least = strings.ReplaceAll(least, `\u00`+hex.EncodeToString([]byte(c)), c)
	}
	ascii := strconv.QuoteToASCII(value)
	ascii = strings.ReplaceAll(ascii[1:len(ascii)-1], `\'`, `'`)
	return []string{marked, least, strings.ReplaceAll(least, "/", `\/`), ascii}
}

func base64Forms(value string) []string {
	b := []byte(value)
	return []string{
		base64.StdEncoding.EncodeToString(b), base64.RawStdEncoding.EncodeToString(b),
		base64.URLEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
	}
}

// embeddedBase64Forms are what a longer text that holds the secret shows of it
// in base64, for each of the three ways its first byte may fall: the
// characters that depend on the secret alone. Up to two characters on either
// side, which also hold bits of the neighbours, stay as they are.
func embeddedBase64Forms(value string) []string {
	var out []string
	for before, skip := range []int{0, 2, 3} {
		whole := append(make([]byte, before), value...)
		end := len(whole) * 8 / 6
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			out = append(out, enc.EncodeToString(whole)[skip:end])
		}
	}
	return out
}
