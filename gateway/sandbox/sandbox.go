// Package sandbox plays the gateway locally: three environments on loopback
// with their own credentials, API keys and stores, speaking real HTTP. It
// imports nothing of gatehouse, so that it checks the wire and not our types.
//
// What the vendor documents is played as documented; the rest follows Kong's
// OAuth2 plugin (tokens) or house rules (most paths and bodies). It stands on
// plain HTTP and keeps everything in memory.
package sandbox

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Options shape a sandbox. The zero value serves on free ports.
type Options struct {
	Port     int            // of the first environment, the others follow; 0 for free ports
	Lifetime *time.Duration // of every token, nil for each environment's own, 0 or less for none stated
	Latency  time.Duration  // added to every answer
	Faults   []Fault        // drawn for every call to a service and every token call
	Log      *slog.Logger   // one line per call, without secrets; nil for none
	Seed     uint64         // 0 for random credentials at each start
	Dialect  string         // how the services shape what they answer, one of the Dialect constants

	Now    func() time.Time // nil for time.Now
	Random func() float64   // from 0 to below 1, decides on faults, safe for concurrent use; nil for a source of our own

	RequireHTTPS    bool // token calls over plain HTTP are refused with access_denied, as Kong does
	AllowQueryToken bool // access_token is also taken from the query when no Authorization header is there
}

// Environment is one environment of a running sandbox.
type Environment struct {
	Name, BaseURL, Site, APIKey, ClientID, ClientSecret string
	Guarded                                             bool
}

// Sandbox is a running sandbox. Its methods are safe for concurrent use.
type Sandbox struct {
	environments []*environment // in the order of profiles
	servers      *servers       // nil when it listens nowhere
}

// madeUpPort is the first port in the base URLs of a sandbox that listens
// nowhere.
const madeUpPort = 8811

// Start begins to listen on loopback and returns at once; stores are seeded
// when they are first used. Each server answers for its own environment,
// whatever the Host. An error names the port that could not be had, or
// the option that cannot be.
func Start(o Options) (*Sandbox, error) {
	for _, f := range o.Faults {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("start the sandbox: fault %d:%v: %w", f.Status, f.Share, err)
		}
	}
	if o.Dialect != DialectConvention && o.Dialect != DialectOther {
		return nil, fmt.Errorf("start the sandbox: there is no dialect %q", o.Dialect)
	}
	listeners, err := listen(o.Port)
	if err != nil {
		return nil, fmt.Errorf("start the sandbox: %w", err)
	}
	ports := make([]int, len(listeners))
	for i, l := range listeners {
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	s := build(o, ports)
	s.servers = serve(listeners, s.environments, o)
	return s, nil
}

// New makes a sandbox that listens nowhere: its handlers are called directly.
// BaseURL of each environment is then http://127.0.0.1 with a made-up port.
// Faults of an impossible status or share are left out.
func New(o Options) *Sandbox {
	first := o.Port
	if first == 0 {
		first = madeUpPort
	}
	ports := make([]int, len(profiles))
	for i := range ports {
		ports[i] = first + i
	}
	return build(o, ports)
}

// build makes the environments and tells each of the others' API keys, so
// that a key of another site group can be told from an unknown one.
func build(o Options, ports []int) *Sandbox {
	if o.Now == nil {
		o.Now = time.Now
	}
	random := newSource(o.Seed)
	if o.Random == nil {
		o.Random = random.share
	}
	w := &world{
		options: o,
		random:  random,
		faults:  possible(o.Faults),
		keys:    make(map[string]bool),
		zstd:    sync.OnceValue(newZstdEncoder),
	}
	s := &Sandbox{}
	for i, p := range profiles {
		e := newEnvironment(w, p, ports[i])
		w.keys[e.public.APIKey] = true
		w.secrets = append(w.secrets, e.public.APIKey, e.public.ClientID, e.public.ClientSecret)
		s.environments = append(s.environments, e)
	}
	return s
}

// Environments are the sandbox's environments: QA, Staging, Production.
func (s *Sandbox) Environments() []Environment {
	list := make([]Environment, len(s.environments))
	for i, e := range s.environments {
		list[i] = e.public
	}
	return list
}

// Handler answers for the environment at a base URL's host, as New and Start
// serve them: requests are told apart by their Host. Any other Host gets 421.
func (s *Sandbox) Handler() http.Handler {
	byHost := make(map[string]*environment)
	var hosts []string
	for _, e := range s.environments {
		host := strings.TrimPrefix(e.public.BaseURL, "http://")
		byHost[host] = e
		byHost["localhost:"+strconv.Itoa(e.port)] = e
		hosts = append(hosts, host)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e, ok := byHost[r.Host]; ok {
			e.ServeHTTP(w, r)
			return
		}
		a := message(http.StatusMisdirectedRequest, "this sandbox answers for "+strings.Join(hosts, ", "))
		s.environments[0].write(w, r, a)
	})
}

// Revoke ends every live token of a service in an environment, "" for all of
// its services, and returns how many there were. Both are named in full, as
// "QA" and "streaming-property"; an unknown name revokes nothing.
func (s *Sandbox) Revoke(env, service string) int {
	for _, e := range s.environments {
		if e.public.Name == env {
			return e.grants.revoke(service, e.world.options.Now())
		}
	}
	return 0
}

// Close ends it and waits until its listeners are gone. Calls under way get
// half a second to finish. Closing again, or a sandbox that listens nowhere,
// does nothing.
func (s *Sandbox) Close() error {
	if s.servers == nil {
		return nil
	}
	return s.servers.close()
}

// world is what the environments of one sandbox share. It does not change
// once it is built.
type world struct {
	options Options
	random  *source
	faults  []Fault
	keys    map[string]bool // API keys of all environments
	secrets []string        // what no log line may hold
	zstd    func() *zstd.Encoder
}

// pause adds the configured latency. It reports false when the caller left or
// the sandbox is closing.
func (w *world) pause(ctx context.Context) bool {
	if w.options.Latency <= 0 {
		return true
	}
	timer := time.NewTimer(w.options.Latency)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
