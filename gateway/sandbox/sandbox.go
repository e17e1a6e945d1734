// Package sandbox plays the gateway locally: three environments on loopback
// with their own credentials, API keys and stores, speaking real HTTP. It
// imports nothing of gatehouse, so that it checks the wire and not our types.
package sandbox

import (
	"log/slog"
	"net/http"
	"time"
)

// Options shape a sandbox. The zero value serves on free ports.
type Options struct {
	Port     int            // of the first environment, the others follow; 0 for free ports
	Lifetime *time.Duration // of every token, nil for each environment's own, 0 for none stated
	Latency  time.Duration  // added to every answer
	Faults   []Fault
	Log      *slog.Logger     // one line per call, without secrets; nil for none
	Seed     uint64           // 0 for random credentials at each start
	Now      func() time.Time // nil for time.Now
}

// Fault answers a share of all calls with a status.
type Fault struct {
	Status int
	Share  float64 // 0 to 1
}

// ParseFault reads "STATUS:SHARE", such as "503:0.2" or "503:20%".
func ParseFault(text string) (Fault, error) { panic("contract") }

// Environment is one environment of a running sandbox.
type Environment struct {
	Name, BaseURL, Site, APIKey, ClientID, ClientSecret string
	Guarded                                             bool
}

// Sandbox is a running sandbox.
type Sandbox struct{}

// Start begins to listen on loopback and returns at once; stores are seeded
// when they are first used.
func Start(o Options) (*Sandbox, error) { panic("contract") }

// New makes a sandbox that listens nowhere: its handlers are called directly.
// BaseURL of each environment is then http://127.0.0.1 with a made-up port.
func New(o Options) *Sandbox { panic("contract") }

// Environments are the sandbox's environments: QA, Staging, Production.
func (s *Sandbox) Environments() []Environment { panic("contract") }

// Handler answers for the environment at a base URL's host, as New and Start
// serve them: requests are told apart by their Host.
func (s *Sandbox) Handler() http.Handler { panic("contract") }

// Close ends it and waits until its listeners are gone.
func (s *Sandbox) Close() error { panic("contract") }
