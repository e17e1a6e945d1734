package ui

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// TestU1RandomResizes resizes at random, 0x0 and absurd sizes among them, in
// every scene while a body streams in: every frame is right, and the last one
// is what a fresh drawing at that size gives.
func TestU1RandomResizes(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 1))
	resizes := 0
	each := share(1000/len(scenes) + 1)
	if long() {
		each = 1000
	}
	for _, s := range someScenes(3) {
		begin := s.setup()
		inRig(t, begin, func(r *rig) {
			s.play(r)
			r.wire.mu.Lock() // a scene may have left calls under way
			instead := r.wire.instead
			r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
				if instead != nil && instead(w, req) || strings.HasSuffix(req.URL.Path, "/oauth2/token") {
					return instead != nil && w.Header().Get("Content-Type") != ""
				}
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, `{"items":[0`)
				for i := range 10000 {
					fmt.Fprintf(w, ",\n{\"n\":%d,\"text\":%q}", i, strings.Repeat("y", i%300))
					if wait(req.Context(), 20*time.Millisecond) != nil {
						return true
					}
				}
				return true
			}
			r.wire.mu.Unlock()
			if r.m.place()&inExplorer != 0 {
				r.deliver(keyMsg("f5"))
			}
			for range each {
				size := tea.WindowSizeMsg{Width: random.IntN(501), Height: random.IntN(201)}
				if random.IntN(3) > 0 {
					size = tea.WindowSizeMsg{Width: random.IntN(130), Height: random.IntN(45)}
				}
				if random.IntN(20) == 0 {
					size = tea.WindowSizeMsg{}
				}
				r.deliver(size)
				resizes++
				if err := checkFrame(r.m, r.frame, size.Width, size.Height); err != nil {
					t.Fatalf("%s: %v\n%s", s.name, err, r.screen())
				}
				if random.IntN(4) == 0 {
					r.wait(10 * time.Millisecond)
				}
			}
			r.resize(100, 30)
			r.check()
			r.press("ctrl+c")
			r.wait(time.Second)
		})
	}
	t.Logf("U1: %d resizes in %d states", resizes, len(someScenes(3)))
}

// monkeyKeys are what the monkey presses; letters of bindings come often.
func monkeyKeys() []string {
	var out []string
	for _, b := range bindings {
		for range 3 {
			out = append(out, b.keys...)
		}
	}
	for name := range keyTypes {
		out = append(out, name)
	}
	slices.Sort(out)
	for range 30 {
		out = append(out, "f5")
	}
	return append(out, "ctrl+c", "ctrl+c", "esc", "esc", "esc", "esc", "esc", "enter", "enter", "enter", "enter", "P", "r", "o", "d", "ä", "漢", "👩‍🚀", " ", "{", "\"", "=", ":", "0")
}

var monkeyPastes = []string{
	"Production", "Archive\n", "{\"a\": [1,2,\n{\"b\": null}]}", "a=b", "X-Header: y", strings.Repeat("long ", 2000), "\x1b[31m\x07\u202e", "\r\n\r\n",
	"/collections/{itemType}/{x}", "DELETE", "漢字カタカナ\tz", strings.Repeat("line\n", 1200), "../../etc/passwd", "%zz", "",
}

// TestMonkey presses random keys, pastes and resizes, with a gateway that
// answers in every way there is: every frame is right, no write leaves for a
// guarded or read-only environment unless its name was typed, and no token
// goes astray.
func TestMonkey(t *testing.T) {
	seeds, each := 8, share(700)
	if long() {
		seeds, each = 100, 10000
	}
	t.Chdir(t.TempDir())
	presses, calls := 0, 0
	for seed := range seeds {
		inRig(t, setup{environment: environmentNames[seed%4], change: withReadOnly, options: func(o *Options) {
			o.ConfigPath = "config.toml"
			n := 0
			o.Reload = func() (Settings, error) {
				d := *o.Directory
				if n++; n%3 == 0 {
					return Settings{}, fmt.Errorf("config.toml:1: broken on purpose")
				}
				d.Environments = slices.Clone(d.Environments)
				slices.Reverse(d.Environments)
				d.Environments = d.Environments[:2+n%3]
				d.Services = d.Services[:1+n%5]
				return Settings{Directory: &d}, nil
			}
		}}, func(r *rig) {
			m := monkey{rig: r, random: rand.New(rand.NewPCG(uint64(seed), 99)), chance: rand.New(rand.NewPCG(uint64(seed), 7)), keys: monkeyKeys()}
			r.wire.instead = m.answer
			for n := range each {
				if n%150 == 0 { // typed over by now, nothing of it could be sent
					r.m.drafts = newDrafts()
					r.m.showDraft()
					r.draw()
				}
				m.act()
				presses++
				if err := checkFrame(r.m, r.frame, r.m.width, r.m.height); err != nil {
					t.Fatalf("seed %d, after %d: %v\nlast keys %q\n%s", seed, n, err, m.last, r.screen())
				}
				if n%50 == 0 {
					r.draw() // more of a body may have come since the last frame
					r.check()
				}
			}
			r.wait(time.Minute)
			for _, s := range r.writes() {
				if !m.mayReach(s) {
					t.Errorf("seed %d: %s left", seed, s)
				}
			}
			calls += len(r.wire.sightings(nil))
		})
		if t.Failed() {
			return
		}
	}
	left, _ := os.ReadDir(".")
	t.Logf("%d random acts, %d requests, %d files saved", presses, calls, len(left))
}

// monkey acts at random on a rig.
type monkey struct {
	*rig
	random *rand.Rand
	mu     sync.Mutex
	chance *rand.Rand // of the gateway, guarded by mu
	keys   []string
	last   []string
	named  bool // Production was confirmed by its name
}

func (m *monkey) act() {
	switch n := m.random.IntN(100); {
	case n < 80:
		key := m.keys[m.random.IntN(len(m.keys))]
		m.note(key)
		if c := &m.m.confirm; key == "enter" && m.m.place() == atConfirm && c.input.Value() == c.target.Environment {
			m.named = true
		}
		m.deliver(keyMsg(key))
		m.settle()
	case n < 85:
		text := monkeyPastes[m.random.IntN(len(monkeyPastes))]
		m.note("paste")
		m.paste(text)
	case n < 90:
		w, h := 60+m.random.IntN(120), 15+m.random.IntN(40)
		if m.random.IntN(8) == 0 {
			w, h = m.random.IntN(60), m.random.IntN(15)
		}
		m.note(fmt.Sprintf("%dx%d", w, h))
		m.resize(w, h)
	default:
		m.note("wait")
		m.wait(time.Duration(m.random.IntN(400)) * time.Millisecond)
	}
}

func (m *monkey) note(what string) {
	m.last = append(m.last, what)
	if len(m.last) > 25 {
		m.last = m.last[1:]
	}
}

// mayReach reports whether a write was free to leave.
func (m *monkey) mayReach(s sighting) bool {
	for _, e := range m.box.Environments() {
		if strings.HasSuffix(e.BaseURL, s.host) {
			return !e.Guarded || m.named
		}
	}
	return false
}

// answer plays a gateway that often is not as it should be.
func (m *monkey) answer(w http.ResponseWriter, req *http.Request) bool {
	m.mu.Lock() // handlers run beside each other
	what, status := m.chance.IntN(12), m.chance.IntN(9)
	m.mu.Unlock()
	switch what {
	case 0:
		<-req.Context().Done()
	case 1:
		w.WriteHeader([]int{204, 301, 400, 401, 403, 404, 429, 500, 503}[status])
		fmt.Fprint(w, `{"error":"invalid_token","message":"made up"}`)
	case 2:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprint(w, "<html>\x1b[2J\u202e</html>")
	case 3:
		for range 20 {
			fmt.Fprint(w, `{"a":[`)
			if wait(req.Context(), 50*time.Millisecond) != nil {
				break
			}
		}
	default:
		return false
	}
	return true
}
