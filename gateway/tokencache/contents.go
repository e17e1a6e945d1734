package tokencache

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"

	"gatehouse/gateway"
)

// The bounds of the file. What is beyond them makes room for newer entries.
const (
	maxEntries = 200
	maxBytes   = 1 << 20
)

// version is that of the file's form. A file of another one is not read.
const version = 1

// contents is all that the file holds.
type contents struct {
	Version int     `json:"version"`
	Salt    []byte  `json:"salt"`    // of the fingerprints
	Entries []entry `json:"entries"` // the last one saved at the end
}

// entry is what is known of one key.
type entry struct {
	BaseURL  string            `json:"base_url"`
	TokenURL string            `json:"token_url"`
	Service  string            `json:"service"`
	Style    gateway.AuthStyle `json:"auth_style"`
	// Credentials tells by which client id and secret: see fingerprint.
	Credentials string   `json:"credentials"`
	Token       *token   `json:"token,omitempty"`
	Failure     *failure `json:"failure,omitempty"`
}

// token is a gateway.Token without its reply.
type token struct {
	Value          string                 `json:"value"`
	Type           string                 `json:"type"`
	ObtainedAt     time.Time              `json:"obtained_at"`
	Lifetime       float64                `json:"lifetime_seconds,omitempty"` // none: not known
	LifetimeSource gateway.LifetimeSource `json:"lifetime_source"`
	LifetimeNote   string                 `json:"lifetime_note,omitempty"`
}

// failure is a gateway.TokenError without cause and reply, and the window that
// it opened.
type failure struct {
	At          time.Time          `json:"at"`
	RetryAt     time.Time          `json:"retry_at"`
	InARow      int                `json:"in_a_row"`
	Stage       gateway.Stage      `json:"stage"`
	Endpoint    string             `json:"endpoint,omitempty"`
	HTTPStatus  int                `json:"http_status,omitempty"`
	Code        string             `json:"code,omitempty"`
	Description string             `json:"description,omitempty"`
	Shape       gateway.ReplyShape `json:"shape,omitempty"`
	Location    string             `json:"location,omitempty"`
	Fault       string             `json:"fault"`
	Advice      string             `json:"advice,omitempty"`
}

// begin is a file with nothing in it.
func begin() *contents {
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // never fails
	return &contents{Version: version, Salt: salt}
}

// find is the index of a key's entry, -1 for none.
func (c *contents) find(key gateway.StoreKey, print string) int {
	return slices.IndexFunc(c.Entries, func(e entry) bool { return e.isOf(key) && e.Credentials == print })
}

// isOf reports whether the entry is of a key's place, by whatever credentials.
func (e entry) isOf(key gateway.StoreKey) bool {
	return e.BaseURL == key.BaseURL && e.TokenURL == key.TokenURL && e.Service == key.Service && e.Style == key.Style
}

// trimmed is the contents within the bounds, as they are written: without
// entries that are over, and without the oldest when there are too many.
func (c *contents) trimmed(now time.Time) []byte {
	c.Entries = slices.DeleteFunc(c.Entries, func(e entry) bool { return e.over(now) })
	first, size := len(c.Entries), len(encode(contents{Salt: c.Salt}, ""))
	for ; first > 0 && len(c.Entries)-first < maxEntries; first-- {
		const around = len("    ,\n")
		size += len(encode(c.Entries[first-1], "    ")) + around
		if size > maxBytes {
			break
		}
	}
	c.Entries = c.Entries[first:]
	return append(encode(c, ""), '\n')
}

func encode(value any, prefix string) []byte {
	text, err := json.MarshalIndent(value, prefix, "  ")
	if err != nil {
		panic(err) // plain data: a slip in this package
	}
	return text
}

// over reports an entry that can be of use to nobody any more.
func (e entry) over(now time.Time) bool {
	dead := e.Token == nil || e.Token.Lifetime > 0 && now.After(e.Token.ObtainedAt.Add(seconds(e.Token.Lifetime)))
	// A window counts failures in a row until well after its end.
	return dead && (e.Failure == nil || now.After(e.Failure.RetryAt.Add(gateway.MaxRetryAfter)))
}

func entryOf(key gateway.StoreKey, print string, s gateway.Stored) entry {
	e := entry{BaseURL: key.BaseURL, TokenURL: key.TokenURL, Service: key.Service, Style: key.Style, Credentials: print}
	if t := s.Token; t != nil {
		e.Token = &token{
			Value:          t.Value.Reveal(),
			Type:           t.Type,
			ObtainedAt:     t.ObtainedAt.UTC().Round(0),
			Lifetime:       t.Lifetime.Seconds(),
			LifetimeSource: t.LifetimeSource,
			LifetimeNote:   t.LifetimeNote,
		}
	}
	if f := s.Failure; f != nil {
		e.Failure = &failure{
			At: f.At.UTC().Round(0), RetryAt: s.RetryAt.UTC(), InARow: s.Failures,
			Stage: f.Stage, Endpoint: f.Endpoint, HTTPStatus: f.HTTPStatus, Code: f.Code, Description: f.Description,
			Shape: f.Shape, Location: f.Location, Fault: f.Fault, Advice: f.Advice,
		}
	}
	return e
}

// stored is the entry as the gateway has it.
func (e entry) stored() gateway.Stored {
	var s gateway.Stored
	if t := e.Token; t != nil {
		s.Token = &gateway.Token{
			Value:          gateway.Secret(t.Value),
			Type:           t.Type,
			ObtainedAt:     t.ObtainedAt,
			Lifetime:       seconds(t.Lifetime),
			LifetimeSource: t.LifetimeSource,
			LifetimeNote:   t.LifetimeNote,
		}
	}
	if f := e.Failure; f != nil {
		s.RetryAt, s.Failures = f.RetryAt, f.InARow
		s.Failure = &gateway.TokenError{
			Stage: f.Stage, Endpoint: f.Endpoint, Style: e.Style, HTTPStatus: f.HTTPStatus, Code: f.Code, Description: f.Description,
			Shape: f.Shape, Location: f.Location, Fault: f.Fault, Advice: f.Advice, At: f.At,
		}
	}
	return s
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
