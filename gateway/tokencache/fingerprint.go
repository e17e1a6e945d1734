package tokencache

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"gatehouse/gateway"
)

// rounds makes a guess at a secret cost as much as at a stored password: some
// tens of milliseconds. A run pays that once for each pair of credentials.
const rounds = 100_000

// credentials are what a fingerprint is made of.
type credentials struct {
	salt       string
	id, secret gateway.Secret
}

// fingerprint tells credentials apart without telling them. The client id goes
// into the salt: it is no secret (RFC 6749 section 2.2).
func (c *Cache) fingerprint(salt []byte, key gateway.StoreKey) (string, error) {
	of := credentials{string(salt), key.ClientID, key.ClientSecret}
	c.mu.Lock()
	defer c.mu.Unlock()
	if print, ok := c.prints[of]; ok {
		return print, nil
	}
	sum, err := pbkdf2.Key(sha256.New, key.ClientSecret.Reveal(), append([]byte(of.salt), key.ClientID.Reveal()...), rounds, 16)
	if err != nil {
		return "", fmt.Errorf("token cache: %w", err)
	}
	c.prints[of] = hex.EncodeToString(sum)
	return c.prints[of], nil
}
