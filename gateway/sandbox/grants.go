package sandbox

import (
	"crypto/sha256"
	"sync"
	"time"
)

// grants are the live tokens of one environment. Only a token's hash is kept:
// a look-up then tells nothing about a token by the time it takes.
type grants struct {
	mu     sync.RWMutex
	byHash map[[sha256.Size]byte]grant
	sweep  int // size at which the expired ones are dropped
}

// grant is what a token is good for.
type grant struct {
	service string
	expires time.Time // zero for never
}

func (g grant) liveAt(now time.Time) bool { return g.expires.IsZero() || now.Before(g.expires) }

// firstSweep is the number of tokens from which expired ones are looked for.
const firstSweep = 1024

func newGrants() *grants {
	return &grants{byHash: make(map[[sha256.Size]byte]grant), sweep: firstSweep}
}

// add makes a token known. Earlier ones of the same service stay valid.
func (g *grants) add(token string, granted grant, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.byHash) >= g.sweep {
		for hash, old := range g.byHash {
			if !old.liveAt(now) {
				delete(g.byHash, hash)
			}
		}
		g.sweep = max(firstSweep, 2*len(g.byHash))
	}
	g.byHash[sha256.Sum256([]byte(token))] = granted
}

// find tells whether a token is live and for which service.
func (g *grants) find(token string, now time.Time) (service string, found bool) {
	hash := sha256.Sum256([]byte(token))
	g.mu.RLock()
	granted, found := g.byHash[hash]
	g.mu.RUnlock()
	if !found || !granted.liveAt(now) {
		return "", false
	}
	return granted.service, true
}

// revoke ends the tokens of a service, "" for every service, and returns how
// many of them were live.
func (g *grants) revoke(service string, now time.Time) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	live := 0
	for hash, granted := range g.byHash {
		if service != "" && granted.service != service {
			continue
		}
		if granted.liveAt(now) {
			live++
		}
		delete(g.byHash, hash)
	}
	return live
}
