package gateway

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Provenance is what this run knows of a token by its value, whoever sends it:
// the server's words are the same for a token that has expired, was withdrawn,
// or is another service's. The zero Provenance knows nothing.
type Provenance struct {
	// Target is the one the value was obtained for, zero for a value that
	// only a person brought.
	Target     Target
	ObtainedAt time.Time
	Lifetime   time.Duration // zero when it is not known
	Source     LifetimeSource
	// AcceptedAt is when the target that was asked about last accepted the
	// value before now, zero if it never did in this run.
	AcceptedAt time.Time
}

// Obtained reports whether this run got the value from a token endpoint.
func (p Provenance) Obtained() bool { return p.Target != Target{} }

// expired reports whether a lifetime is known and over at a time.
func (p Provenance) expired(now time.Time) bool {
	return p.Obtained() && p.Lifetime > 0 && now.Sub(p.ObtainedAt) >= p.Lifetime
}

// maxValues bounds how many token values are remembered; the oldest go first.
const maxValues = 1024

// values remembers the tokens of this run by the hashes of their values, in
// memory only. All methods may be called at once from many goroutines.
type values struct {
	mu     sync.Mutex
	byHash map[[sha256.Size]byte]*valueRecord
	order  [][sha256.Size]byte // as they were first seen
}

type valueRecord struct {
	from     Provenance
	accepted map[Target]time.Time // when last
}

func newValues() *values { return &values{byHash: map[[sha256.Size]byte]*valueRecord{}} }

// record is the record of a value, made if there is none; v.mu is held.
func (v *values) record(value Secret) *valueRecord {
	hash := sha256.Sum256([]byte(value))
	if r := v.byHash[hash]; r != nil {
		return r
	}
	if len(v.order) >= maxValues {
		delete(v.byHash, v.order[0])
		v.order = v.order[1:]
	}
	r := &valueRecord{accepted: map[Target]time.Time{}}
	v.byHash[hash] = r
	v.order = append(v.order, hash)
	return r
}

// obtained notes the target a token came from.
func (v *values) obtained(target Target, t *Token) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.record(t.Value).from = Provenance{Target: target, ObtainedAt: t.ObtainedAt, Lifetime: t.Lifetime, Source: t.LifetimeSource}
}

// acceptedBy notes that a target accepted a value.
func (v *values) acceptedBy(target Target, value Secret, at time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.record(value).accepted[target] = at
}

// of is what is known of a value, as a target that is shown it would ask.
func (v *values) of(target Target, value Secret) Provenance {
	v.mu.Lock()
	defer v.mu.Unlock()
	r := v.byHash[sha256.Sum256([]byte(value))]
	if r == nil {
		return Provenance{}
	}
	p := r.from
	p.AcceptedAt = r.accepted[target]
	return p
}

// Provenance is what this run knows of a token's value when it is sent to a
// target.
func (t *Tokens) Provenance(target Target, value Secret) Provenance {
	return t.values.of(target, value)
}

// bearerValue is the token in an Authorization header of a person's own, as
// the gateway reads it: the word after Bearer or token, or all of a header of
// one word. "" if it holds none.
func bearerValue(h http.Header) Secret {
	words := strings.Fields(h.Get("Authorization"))
	switch {
	case len(words) == 1:
		return Secret(words[0])
	case len(words) == 2 && (strings.EqualFold(words[0], "Bearer") || strings.EqualFold(words[0], "token")):
		return Secret(words[1])
	}
	return ""
}
