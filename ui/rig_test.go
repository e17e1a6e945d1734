package ui

import (
	"context"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/encoding"
	"gatehouse/gateway/sandbox"
)

var update = flag.Bool("update", false, "write the golden files again")

// Colour profiles as lipgloss numbers them.
const (
	trueColor     = 0
	sixteenColors = 2
	noColors      = 3
)

func TestMain(m *testing.M) {
	flag.Parse()
	time.Local = time.UTC
	lipgloss.SetColorProfile(noColors)
	os.Exit(m.Run())
}

// setProfile sets the depth of colour of the whole process.
func setProfile(p int) {
	switch p {
	case trueColor:
		lipgloss.SetColorProfile(trueColor)
	case sixteenColors:
		lipgloss.SetColorProfile(sixteenColors)
	default:
		lipgloss.SetColorProfile(noColors)
	}
}

// share is n, the size of a random or exhaustive run, or less of it under the
// race detector.
func share(n int) int {
	if underRace {
		return max(1, n/10)
	}
	return n
}

// someScenes are the scenes of a test that could go through all of them, and does
// so in long runs. Else they are every third, under the race detector one in
// twenty-four, each test from another one on.
func someScenes(from int) []scene {
	step := 3
	switch {
	case long():
		step = 1
	case underRace:
		step = 24
	}
	var out []scene
	for i := from % step; i < len(scenes); i += step {
		out = append(out, scenes[i])
	}
	return out
}

// long reports whether the long variants of random tests are to run.
func long() bool { return os.Getenv("GATEHOUSE_LONG") != "" }

// setup says how a rig differs from the demo at 120 columns and 36 rows.
type setup struct {
	environment, service string
	width, height        int
	noColor              bool
	dialect              string                   // of the sandbox
	change               func(*gateway.Directory) // changes the settings before the start
	options              func(*Options)           // changes the options before the start
}

// rig is the explorer without a terminal and without a network: the model, a
// sandbox behind the gate, and a pump that runs commands and delivers their
// messages. It lives in a synctest bubble.
type rig struct {
	t      testing.TB
	m      *model
	o      Options
	wire   *wire
	box    *sandbox.Sandbox
	quit   bool
	copied []string
	frame  string             // as last drawn, styled
	watch  func(frame string) // sees every frame
	blind  bool               // draws nothing, for tests of what leaves
	heard  func(tea.Msg)      // hears every message that a command or the test sends

	running sync.WaitGroup // commands
	mu      sync.Mutex
	queue   []tea.Msg
	arrived chan struct{}
}

// inRig runs a test with a rig in a bubble. Every rig holds bar T7: no token
// is ever seen at a target it was not obtained from.
func inRig(t *testing.T, s setup, test func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.Sleep(time.Until(time.Date(2026, 3, 2, 13, 40, 10, 0, time.UTC)))
		r := newRig(ctx, t, s)
		defer func() { // ticks end by themselves, all else with the context
			cancel()
			if r.m.file != nil {
				r.m.file.drop()
			}
			r.running.Wait()
		}()
		test(r)
		for _, w := range r.wire.wrong {
			t.Error(w)
		}
	})
}

// newOptions makes what a program works on: settings for a sandbox whose
// handler stands in the place of the network.
func newOptions(s setup) (Options, *wire, *sandbox.Sandbox) {
	box := sandbox.New(sandbox.Options{Seed: 7, Now: time.Now, Dialect: s.dialect})
	dir := settings(box)
	if s.change != nil {
		s.change(dir)
	}
	w := newWire(box.Handler())
	redactor := gateway.NewRedactor()
	vault := gateway.NewVault(redactor)
	gate := gateway.NewGate(gateway.GateOptions{UserAgent: "gatehouse/test", Decoders: encoding.Decoders(), Redactor: redactor, Transport: w})
	tokens := gateway.NewTokens(dir, vault, gate)
	o := Options{
		Command:   "gatehouse --demo",
		Directory: dir, Tokens: tokens, Vault: vault, Redactor: redactor,
		Client:  gateway.NewClient(dir, vault, tokens, gate, redactor),
		Filter:  inProcess,
		Sandbox: true, NoColor: s.noColor, Now: time.Now,
		Environment: s.environment, Service: s.service,
	}
	if s.options != nil {
		s.options(&o)
	}
	return o, w, box
}

// documented is read once: a directory is not changed after it was made.
var documented = sync.OnceValue(config.Documented)

// settings are the documented services at the environments of a sandbox.
func settings(box *sandbox.Sandbox) *gateway.Directory {
	dir := *documented()
	for _, e := range box.Environments() {
		dir.Environments = append(dir.Environments, &gateway.Environment{
			Name: e.Name, BaseURL: e.BaseURL, Site: e.Site, Guarded: e.Guarded,
			APIKey:       gateway.NewLiteral(e.APIKey),
			ClientID:     gateway.NewLiteral(e.ClientID),
			ClientSecret: gateway.NewLiteral(e.ClientSecret),
		})
	}
	return &dir
}

// withReadOnly adds a fourth environment that is read-only: Staging's, by
// another host name.
func withReadOnly(d *gateway.Directory) {
	e := *d.Environments[1]
	e.Name, e.ReadOnly = "Archive", true
	e.BaseURL = strings.Replace(e.BaseURL, "127.0.0.1", "localhost", 1)
	d.Environments = append(d.Environments, &e)
}

func newRig(ctx context.Context, t testing.TB, s setup) *rig {
	o, w, box := newOptions(s)
	r := &rig{t: t, wire: w, box: box, arrived: make(chan struct{}, 1)}
	if o.Copy == nil {
		o.Copy = func(text string, _ func(string) error) (string, error) {
			r.copied = append(r.copied, text)
			return "the rig", nil
		}
	}
	r.o = o
	r.m = newModel(ctx, o)
	r.start(r.m.Init())
	if s.width == 0 {
		s.width, s.height = 120, 36
	}
	r.resize(s.width, s.height)
	return r
}

// start runs a command; its message comes into the queue.
func (r *rig) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	r.running.Go(func() {
		msg := cmd()
		r.mu.Lock()
		r.queue = append(r.queue, msg)
		r.mu.Unlock()
		select {
		case r.arrived <- struct{}{}:
		default:
		}
	})
}

// deliver gives one message to the model and draws, as Bubble Tea does.
func (r *rig) deliver(msg tea.Msg) {
	if r.heard != nil {
		r.heard(msg)
	}
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			r.start(cmd)
		}
		return
	case tea.QuitMsg:
		r.quit = true
		return
	}
	_, cmd := r.m.Update(msg)
	r.draw()
	r.start(cmd)
}

func (r *rig) draw() {
	if r.blind {
		return
	}
	r.frame = r.m.View()
	if r.watch != nil {
		r.watch(r.frame)
	}
}

// settle delivers messages until nothing more comes without time passing.
func (r *rig) settle() {
	for {
		synctest.Wait()
		r.mu.Lock()
		msgs := r.queue
		r.queue = nil
		r.mu.Unlock()
		if len(msgs) == 0 {
			return
		}
		for _, msg := range msgs {
			r.deliver(msg)
		}
	}
}

// wait lets time pass and delivers what comes meanwhile, when it comes.
func (r *rig) wait(d time.Duration) {
	r.settle()
	deadline := time.NewTimer(d)
	defer deadline.Stop()
	for {
		select {
		case <-r.arrived:
			r.settle()
		case <-deadline.C:
			r.settle()
			return
		}
	}
}

// until waits until a text is on the screen.
func (r *rig) until(text string) {
	r.t.Helper()
	for range 600 {
		if strings.Contains(r.screen(), text) {
			return
		}
		r.wait(100 * time.Millisecond)
	}
	r.t.Fatalf("a minute went by without %q on\n%s", text, r.screen())
}
