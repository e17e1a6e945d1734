package gateway

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// fifteen are three environments on loopback, each a server that knows whose
// token it is shown: one recorder for each target.
type fifteen struct {
	dir     *Directory
	servers []*httptest.Server
	before  func() // called for each request before it is answered, nil for nothing

	mu     sync.Mutex
	issued map[string]Target         // whose token this is
	pairs  map[[2]Target]int         // token's owner, target it was shown to
	wrong  []string                  // tokens nobody issued, keys of others
	refuse map[Target]map[string]int // tokens refused once, to make replays
}

func newFifteen(t *testing.T) *fifteen {
	f := &fifteen{
		dir:    &Directory{Services: DocumentedServices()},
		issued: map[string]Target{}, pairs: map[[2]Target]int{}, refuse: map[Target]map[string]int{},
	}
	for _, name := range []string{"qa", "staging", "prod"} {
		server := httptest.NewServer(f.handler(name))
		t.Cleanup(server.Close)
		f.servers = append(f.servers, server)
		env := testEnvironment(name)
		env.BaseURL, env.APIKey = server.URL, NewLiteral(fakeKey(name))
		f.dir.Environments = append(f.dir.Environments, env)
	}
	return f
}

func (f *fifteen) handler(env string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		segments := strings.Split(r.URL.Path, "/")
		target := Target{env, segments[1]}
		if f.before != nil {
			f.before()
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "/oauth2/token") {
			value := fmt.Sprintf("fake-%s-%s-%06d", env, segments[1], len(f.issued))
			f.issued[value] = target
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"token_type":"bearer","access_token":%q,"expires_in":3600}`, value)
			return
		}
		owner, known := f.issued[bearerOf(r)]
		if !known {
			f.wrong = append(f.wrong, "a token that nobody issued, at "+target.String())
		}
		if segments[3] != fakeKey(env) {
			f.wrong = append(f.wrong, "a key of another environment, at "+target.String())
		}
		f.pairs[[2]Target{owner, target}]++
		if rand.IntN(4) == 0 && f.refuse[target] == nil {
			f.refuse[target] = map[string]int{bearerOf(r): 1}
			refuseToken(w)
			return
		}
		io.WriteString(w, "{}")
	})
}

// check counts the pairs and complains of each wrong one.
func (f *fifteen) check(t *testing.T) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	right, calls := 0, 0
	for pair, n := range f.pairs {
		if pair[0] != pair[1] {
			t.Errorf("the token of %v was shown to %v %d times", pair[0], pair[1], n)
			continue
		}
		right++
		calls += n
	}
	for _, w := range f.wrong {
		t.Error(w)
	}
	if right != 15 {
		t.Errorf("%d of 15 targets were called", right)
	}
	t.Logf("%d calls: %d right pairs, %d wrong ones of 210, %d tokens", calls, right, len(f.pairs)-right, len(f.issued))
}

// TestT7Isolation calls all targets from many goroutines at once, with tokens
// that are refused now and then.
func TestT7Isolation(t *testing.T) {
	f := newFifteen(t)
	c := newTestClient(t, f.dir, nil)
	defer c.gate.CloseIdle()
	var wg sync.WaitGroup
	for _, target := range f.dir.Targets() {
		for range 4 {
			wg.Go(func() {
				for range 5 {
					e := c.Send(t.Context(), target, Request{Method: "GET", Path: "/x"})
					e.Body.Wait()
					if e.Err != nil || e.Status != 200 && e.Status != 401 {
						t.Errorf("%v: %d %v", target, e.Status, e.Err)
					}
				}
			})
		}
	}
	wg.Wait()
	f.check(t)
}

// TestT7SettingsSwitchInFlight exchanges the hosts of the environments, round
// and round, while requests are under way: "qa" is another server each time. A
// server does it, before it answers one request out of ten.
func TestT7SettingsSwitchInFlight(t *testing.T) {
	const most = 100 // every change costs new tokens, and so further requests
	f := newFifteen(t)
	c := newTestClient(t, f.dir, nil)
	defer c.gate.CloseIdle()
	var arrived, turns atomic.Int64
	f.before = func() {
		if arrived.Add(1)%10 == 0 && turns.Load() < most {
			c.SetDirectory(f.switched(int(turns.Add(1))))
		}
	}
	var calling sync.WaitGroup
	for _, target := range f.dir.Targets() {
		calling.Go(func() {
			for range 12 {
				e := c.Send(t.Context(), target, Request{Method: "GET", Path: "/x"})
				e.Body.Wait()
				if e.Err != nil {
					t.Errorf("%v: %v", target, e.Err)
				}
			}
		})
	}
	calling.Wait()
	if turns.Load() < 15 {
		t.Errorf("settings changed %d times only", turns.Load())
	}
	t.Logf("settings changed %d times meanwhile", turns.Load())
	f.check(t)
}

// switched is the directory with the hosts moved on by so many names, and new
// sources, as a file that was read again gives.
func (f *fifteen) switched(turn int) *Directory {
	dir := &Directory{Services: f.dir.Services}
	for i, named := range f.dir.Environments {
		at := f.dir.Environments[(i+turn)%3]
		env := *at
		env.Name = named.Name
		env.APIKey, env.ClientID, env.ClientSecret = NewLiteral(fakeKey(at.Name)), NewLiteral(fakeID), NewLiteral(fakeSecret)
		dir.Environments = append(dir.Environments, &env)
	}
	return dir
}

// TestT7Rename: a token stays with its place, not with a name.
func TestT7Rename(t *testing.T) {
	f := newFifteen(t)
	c := newTestClient(t, f.dir, nil)
	defer c.gate.CloseIdle()
	for turn := range 3 {
		dir := &Directory{Services: f.dir.Services}
		for i, env := range f.dir.Environments {
			renamed := *env
			renamed.Name = []string{"one", "two", "three"}[(i+turn)%3]
			dir.Environments = append(dir.Environments, &renamed)
		}
		c.SetDirectory(dir)
		for _, target := range dir.Targets() {
			if e := c.Send(t.Context(), target, Request{Method: "POST", Path: "/x"}); e.Err != nil {
				t.Errorf("%v: %v", target, e.Err)
			}
		}
	}
	f.check(t)
}
