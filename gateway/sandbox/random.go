package sandbox

import (
	cryptorand "crypto/rand"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"sync"
)

// The shapes of the gateway's identifiers (gateway-api 1).
const (
	hexDigits    = "0123456789abcdef"
	base32Digits = "0123456789abcdefghijklmnopqrstuv"
	alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

	keyLength    = 16 // API key and client id, hex
	secretLength = 26 // client secret, base 32
	tokenLength  = 32 // access token, alphanumeric
)

// source gives random identifiers: unpredictable ones, or always the same for
// a seed.
type source struct {
	mu   sync.Mutex
	from io.Reader // never fails
}

func newSource(seed uint64) *source {
	if seed == 0 {
		return &source{from: cryptorand.Reader}
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return &source{from: rand.NewChaCha8(key)}
}

// bytes fills b.
func (s *source) bytes(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.from, b); err != nil {
		panic("sandbox: no randomness: " + err.Error()) // neither reader ever fails
	}
}

// text draws n characters of an alphabet, each with the same chance.
func (s *source) text(alphabet string, n int) string {
	fair := 256 - 256%len(alphabet) // bytes from here on would favour the first characters
	out := make([]byte, 0, n)
	drawn := make([]byte, 2*n)
	for len(out) < n {
		s.bytes(drawn)
		for _, b := range drawn {
			if int(b) < fair && len(out) < n {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(out)
}

// share draws a number from 0 to below 1.
func (s *source) share() float64 {
	var b [8]byte
	s.bytes(b[:])
	return float64(binary.LittleEndian.Uint64(b[:])>>11) / (1 << 53)
}
