package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"gatehouse/gateway"
)

// cacheInMemory is a token cache without a file.
type cacheInMemory struct {
	trouble error // what every method says, nil for none

	mu   sync.Mutex
	kept map[gateway.StoreKey]gateway.Stored
}

func (c *cacheInMemory) Lock(context.Context, gateway.StoreKey) (func(), error) {
	return func() {}, c.trouble
}

func (c *cacheInMemory) Load(key gateway.StoreKey) (gateway.Stored, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept[key], c.trouble
}

func (c *cacheInMemory) Save(key gateway.StoreKey, s gateway.Stored) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[gateway.StoreKey]gateway.Stored{}
	}
	c.kept[key] = s
	return c.trouble
}

func (c *cacheInMemory) Drop(key gateway.StoreKey, _ gateway.Secret) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.kept {
		if k.TokenURL == key.TokenURL {
			delete(c.kept, k)
		}
	}
	return c.trouble
}

// shareTokens has every environment share its tokens by a cache.
func shareTokens(trouble error) func(*setup) {
	return func(s *setup) {
		change, options := s.change, s.options
		s.change = func(dir *gateway.Directory) {
			if change != nil {
				change(dir)
			}
			for i, e := range dir.Environments {
				shared := *e
				shared.TokenCache = true
				dir.Environments[i] = &shared
			}
		}
		s.options = func(o *Options) {
			if options != nil {
				options(o)
			}
			o.Tokens.UseStore(&cacheInMemory{trouble: trouble})
		}
	}
}

// errLooseCache is what a cache says that others could read.
var errLooseCache = errors.New("token cache: /home/ann/.cache/gatehouse/tokens.json can be used by others (mode 0644); chmod 600 /home/ann/.cache/gatehouse/tokens.json, or remove it")

// playCached obtains a token, forgets it here as the end of a run does, and
// finds it in the cache.
func playCached(r *rig) {
	r.send()
	r.wait(20 * time.Second)
	r.o.Tokens.SetDirectory(&gateway.Directory{})
	r.o.Tokens.SetDirectory(r.o.Directory)
	r.send()
	r.press("t", "enter")
}
