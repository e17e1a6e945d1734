package gateway

import (
	"net/http"
	"slices"
	"strings"
)

// Header lists a header for showing: sorted by name, known secrets masked, and
// the whole value where the name says that it is secret. Of credentials the
// scheme stays ("Bearer ••••").
func (r *Redactor) Header(h http.Header) []Field {
	var out []Field
	for name, values := range h {
		for _, v := range values {
			out = append(out, Field{Name: name, Value: r.HeaderValue(name, v)})
		}
	}
	slices.SortStableFunc(out, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// HeaderValue is the value of one header for showing.
func (r *Redactor) HeaderValue(name, value string) string {
	if value == "" || !SecretName(name) {
		return r.URL(value) // Location, Link and Refresh hold URLs
	}
	if scheme, rest, ok := strings.Cut(value, " "); ok && rest != "" && keepsScheme(name) && isScheme(scheme) {
		return r.Text(scheme) + " " + redacted
	}
	return redacted
}

func keepsScheme(name string) bool { return strings.HasSuffix(plainName(name), "authorization") }

// isScheme reports whether s can be an authentication scheme (RFC 9110
// section 5.6.2), of a length that schemes have.
func isScheme(s string) bool {
	return len(s) <= 20 && !strings.ContainsFunc(s, func(c rune) bool {
		return (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-'
	})
}

// URL masks what is secret in a URL, or in a text that holds URLs: known
// secrets, user information, and parameters whose name says that they are
// secret. The rest stays byte for byte.
func (r *Redactor) URL(raw string) string {
	return maskParameters(maskUserInfo(r.Text(raw)))
}

// maskUserInfo masks what stands between // and @ in the authority.
func maskUserInfo(s string) string {
	var out strings.Builder
	for {
		_, rest, ok := strings.Cut(s, "//")
		if !ok {
			break
		}
		out.WriteString(s[:len(s)-len(rest)])
		end := strings.IndexAny(rest, "/?# \t\"'<>")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			out.WriteString(redacted)
			rest = rest[at:]
		}
		s = rest
	}
	out.WriteString(s)
	return out.String()
}

// maskParameters masks the values of name=value pairs after ?, &, ; or #.
func maskParameters(s string) string {
	const begins, ends = "?&;#", "&;# \t\r\n\"'<>"
	var out strings.Builder
	for {
		i := strings.IndexAny(s, begins)
		if i < 0 {
			break
		}
		out.WriteString(s[:i+1])
		s = s[i+1:]
		name, value, ok := strings.Cut(s, "=")
		if !ok || strings.ContainsAny(name, begins+ends) || !SecretName(name) {
			continue
		}
		out.WriteString(name + "=" + redacted)
		end := strings.IndexAny(value, ends)
		if end < 0 {
			end = len(value)
		}
		s = value[end:]
	}
	out.WriteString(s)
	return out.String()
}
