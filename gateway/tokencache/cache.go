// Package tokencache keeps tokens in one file, so that the runs of one user
// share them: eight processes at once cost one token request. It is used for
// the environments that ask for it.
//
// The file holds tokens in the clear and is the user's alone (0600, in a folder
// of 0700). It holds no client secret, and nothing by which one could be
// guessed more cheaply than a well-kept password.
package tokencache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"gatehouse/gateway"
)

// writeLimit is how long a change of the file may wait for others, who take
// milliseconds.
const writeLimit = 5 * time.Second

// Cache is a file of tokens. It implements [gateway.Store] and touches nothing
// before it is asked to.
type Cache struct {
	path string

	mu     sync.Mutex
	prints map[credentials]string // those that were computed already
}

var _ gateway.Store = (*Cache)(nil)

// New makes a cache in the file of this path. Lock files stand beside it while
// they are needed.
func New(path string) *Cache {
	return &Cache{path: path, prints: map[credentials]string{}}
}

// Lock waits until no other process is asking for this token, or until ctx
// ends: that is then its error. The lock of a process that dies is gone.
func (c *Cache) Lock(ctx context.Context, key gateway.StoreKey) (func(), error) {
	if err := c.prepare(key); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{key.BaseURL, key.TokenURL, key.Service, string(key.Style), key.ClientID.Reveal()}, "\n")))
	return lock(ctx, filepath.Join(filepath.Dir(c.path), "token-"+hex.EncodeToString(sum[:8])+".lock"))
}

// prepare computes the fingerprint of a key while nobody waits for this process
// yet; it is wanted for whatever follows.
func (c *Cache) prepare(key gateway.StoreKey) error {
	if err := c.folder(); err != nil {
		return err
	}
	kept, err := read(c.path)
	if err == nil && kept == nil {
		err = c.change(func(begun *contents) (bool, error) {
			kept = begun
			return true, nil
		})
	}
	if isDamage(err) {
		return nil // which Load is there to say
	}
	if err == nil {
		_, err = c.fingerprint(kept.Salt, key)
	}
	return err
}

// Load returns what is stored under a key. A damaged file is an error once: it
// is taken away, and the next Save begins anew.
func (c *Cache) Load(key gateway.StoreKey) (gateway.Stored, error) {
	if err := c.folder(); err != nil {
		return gateway.Stored{}, err
	}
	kept, err := read(c.path)
	if isDamage(err) {
		err = c.heal()
	}
	if err != nil || kept == nil {
		return gateway.Stored{}, err
	}
	print, err := c.fingerprint(kept.Salt, key)
	if err != nil {
		return gateway.Stored{}, err
	}
	if i := kept.find(key, print); i >= 0 {
		return kept.Entries[i].stored(), nil
	}
	return gateway.Stored{}, nil
}

// Save stores under a key.
func (c *Cache) Save(key gateway.StoreKey, s gateway.Stored) error {
	return c.change(func(kept *contents) (bool, error) {
		print, err := c.fingerprint(kept.Salt, key)
		if err != nil {
			return false, err
		}
		fresh := entryOf(key, print, s)
		if i := kept.find(key, print); i >= 0 {
			kept.Entries = slices.Delete(kept.Entries, i, i+1)
		}
		kept.Entries = append(kept.Entries, fresh)
		return true, nil
	})
}

// Drop removes a token by its value, or everything of its place for "".
func (c *Cache) Drop(key gateway.StoreKey, value gateway.Secret) error {
	return c.change(func(kept *contents) (bool, error) {
		before := len(kept.Entries)
		kept.Entries = slices.DeleteFunc(kept.Entries, func(e entry) bool {
			return e.isOf(key) && (value == "" || e.Token != nil && e.Token.Value == value.Reveal())
		})
		return len(kept.Entries) != before, nil
	})
}

// change reads the file, lets edit change what it holds and, if it did, puts
// the result in its place. No two do so at once.
func (c *Cache) change(edit func(*contents) (changed bool, err error)) error {
	if err := c.folder(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
	defer cancel()
	unlock, err := lock(ctx, c.path+".lock")
	if err != nil {
		if ctx.Err() != nil {
			return &Fault{c.path, fmt.Sprintf("was in use by another process for longer than %s", writeLimit), "end that process: fuser " + c.path + ".lock"}
		}
		return err
	}
	defer unlock()
	kept, err := read(c.path)
	if isDamage(err) || err == nil && kept == nil {
		kept, err = begin(), nil
	}
	if err != nil {
		return err
	}
	if changed, err := edit(kept); err != nil || !changed {
		return err
	}
	return write(c.path, kept.trimmed(time.Now()))
}

// heal takes a damaged file away, unless another process has done so since.
// The error says what happened: it is for a person to know.
func (c *Cache) heal() error {
	var damage error
	err := c.change(func(kept *contents) (bool, error) {
		_, damage = read(c.path)
		return isDamage(damage), nil
	})
	if err != nil {
		return err
	}
	return damage
}

// folder makes the folder of the file and refuses one that is not private.
func (c *Cache) folder() error {
	if !locksWork {
		return &Fault{c.path, "cannot be used: gatehouse knows no file locks of this system", "set token_cache = false"}
	}
	return makeFolder(filepath.Dir(c.path))
}
