package gateway

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// maxRedirects is how many redirects of one send are followed.
const maxRedirects = 10

// redirect is the request that follows a redirect, nil if there is none to
// follow; why says so if the answer is a redirect all the same.
//
// A redirect is followed only to where the request's own credentials belong:
// the same origin and, where the call prefix names it, the same service, for a
// token is good for one service only. The Refresh field is never followed.
func (s *sending) redirect(hop wire, resp *http.Response, followed int) (next *wire, why string) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, ""
	}
	if !s.exchange.Request.Safe() {
		return nil, "the request may change something, and such a one is never sent on by itself"
	}
	place, why := s.place(hop, resp.Header.Values("Location"))
	if why != "" {
		return nil, why
	}
	next = &wire{method: hop.method, url: place, shown: s.mask(place), header: hop.header, body: hop.body}
	if why := next.adapt(resp.StatusCode); why != "" {
		return nil, why
	}
	if followed == maxRedirects {
		return nil, fmt.Sprintf("%d redirects were followed already: this looks like a loop", maxRedirects)
	}
	return next, ""
}

// place is where a redirect leads, if that may be gone to.
func (s *sending) place(hop wire, locations []string) (place *url.URL, why string) {
	if len(locations) == 0 || locations[0] == "" {
		return nil, "it names no place to go to (no Location header)"
	}
	for _, other := range locations[1:] {
		if other != locations[0] {
			return nil, "it names several places to go to"
		}
	}
	place, err := hop.url.Parse(locations[0])
	switch {
	case err != nil:
		return nil, "the place it names is not a URL"
	case place.User != nil:
		return nil, "the place it names holds credentials"
	case !sameOrigin(place, hop.url):
		return nil, fmt.Sprintf("it leads to %s, away from %s, and the token stays here", originOf(place), originOf(hop.url))
	case climbs(place.EscapedPath()) || !s.withinService(place):
		return nil, "it leads out of " + s.exchange.Target.Service + ", and a token is good for one service only"
	}
	place.Fragment, place.RawFragment = "", ""
	return place, ""
}

// adapt changes method and body as RFC 9110 section 15.4 has it. What old
// clients made of 301 and 302 after a POST is not guessed at.
func (w *wire) adapt(status int) (why string) {
	reading := w.method == http.MethodGet || w.method == http.MethodHead
	switch status {
	case http.StatusSeeOther:
		if !reading {
			w.method = http.MethodGet
		}
		w.body = nil
		w.header = w.header.Clone()
		w.header.Del("Content-Type")
		w.header.Del("Content-Encoding")
	case http.StatusMovedPermanently, http.StatusFound:
		if !reading && w.method != http.MethodOptions {
			return fmt.Sprintf("after a %d it is not certain whether %s or GET is meant", status, w.method)
		}
	}
	return ""
}

// withinService reports whether a place is below the part of the call prefix
// that names the service. A prefix that names none bounds nothing.
func (s *sending) withinService(place *url.URL) bool {
	before, _, named := strings.Cut(s.env.callPrefix(), "{service}")
	if !named {
		return true
	}
	root, err := url.Parse(s.env.BaseURL + expand(before+"{service}", s.exchange.Target.Service, url.PathEscape(s.key.Reveal())))
	if err != nil {
		return false
	}
	rest, below := strings.CutPrefix(place.EscapedPath(), root.EscapedPath())
	return below && (rest == "" || rest[0] == '/')
}

// mask is a place with the API key of its path masked.
func (s *sending) mask(place *url.URL) string {
	text := place.String()
	if s.key == "" {
		return text
	}
	escaped := url.PathEscape(s.key.Reveal())
	head, query, asked := strings.Cut(text, "?")
	segments := strings.Split(head, "/")
	for i, segment := range segments {
		if i > 2 && segment == escaped {
			segments[i] = s.key.Mask()
		}
	}
	head = strings.Join(segments, "/")
	if asked {
		head += "?" + query
	}
	return head
}
