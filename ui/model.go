package ui

import (
	"context"
	"time"

	"gatehouse/gateway"
	"gatehouse/ui/theme"
)

// model is the whole state of the explorer. Panes are plain structs in it; they
// turn keys into intents, and the model acts on those.
type model struct {
	o   Options
	dir *gateway.Directory
	ctx context.Context // ends with the program

	now           time.Time
	width, height int
	sized         bool // the size was asked for once more
	clock         clock

	environment int // index into dir.Environments
	service     int // index into dir.Services
	themes      []*theme.Theme
	ground      ground
	states      []gateway.TokenState // of every target, in the directory's order

	focus  place   // the pane of the explorer that has the keys
	above  []place // screens and dialogs above the explorer, the topmost last
	origin origin  // of the draft in the builder
	zoom   bool    // the focused half of the explorer has the screen
	utc    bool    // times are shown in UTC

	operations   operations
	builder      builder
	drafts       drafts
	board        board
	evidence     evidence
	help         help
	palette      palette
	confirm      confirm
	prompt       prompt
	copying      copying
	curl         curlScreen
	tour         tour
	message      message
	said         message // the last one, to be read in full
	storeTrouble string  // what was said of the token cache last

	table    []binding // the rows of the table of keys that can work in this run
	held     held
	writing  job
	searches pastSearches
	file     *reader // of a file or a pipe, which has the place of the explorer; nil for none

	filters filters

	collections collections
	compare     compare
	form        form

	past       []answer // that the viewer no longer shows, the newest first
	answerList answerList
	bodyDiff   bodyDiff

	sends     int // the number of the last send
	opened    int // the number of the last reader
	sending   map[gateway.Target]*sending
	responses map[gateway.Target]*response
	letGo     map[gateway.Target]bool // the last answer was, to save memory
	fetching  map[gateway.Target]context.CancelFunc
	batch     batch
	checks    checks
	lastOf    map[string]string // the operation last chosen of each service
	recent    []intent          // what the palette did last, the last first

	quitting time.Time // when ctrl+c was last pressed with nothing to cancel
}

// sending is a request whose answer's head is not there yet.
type sending struct {
	id     int
	name   string // of the operation, or method and path
	since  time.Time
	cancel context.CancelFunc
}

// newModel makes the state of a program that has drawn nothing yet. It does no
// I/O: the first frame comes before anything else.
func newModel(ctx context.Context, o Options) *model {
	m := &model{
		o: o, dir: o.Directory, ctx: ctx, now: o.Now(),
		focus:     atOperations,
		drafts:    newDrafts(),
		builder:   newBuilder(),
		sending:   map[gateway.Target]*sending{},
		responses: map[gateway.Target]*response{},
		letGo:     map[gateway.Target]bool{},
		fetching:  map[gateway.Target]context.CancelFunc{},
		checks:    checks{under: map[gateway.Target]*check{}},
		lastOf:    map[string]string{},
		bodyDiff:  bodyDiff{group: noGroup},
	}
	if o.whole == nil { // nothing is left to end
		m.o.whole = func(file func() error) error { return file() }
	}
	m.ground.is, m.ground.told, m.tour.on = o.Ground, o.Ground, o.Tour
	m.table = bindings
	if o.File != nil {
		m.dir = &gateway.Directory{}
		m.readFile(*o.File)
		m.setThemes()
		if o.Against != nil {
			m.beginBodyDiff(ofFile(*o.Against))
		}
		return m
	}
	m.setThemes()
	m.environment, m.service = m.find(gateway.Target{Environment: o.Environment, Service: o.Service})
	m.operations.show(m.dir.OperationsOf(m.currentService().Name), "")
	m.showDraft()
	m.refresh()
	return m
}

// find is where in the directory a target's environment and service stand; the
// first of each where there is none of its name.
func (m *model) find(t gateway.Target) (environment, service int) {
	for i, e := range m.dir.Environments {
		if e.Name == t.Environment {
			environment = i
		}
	}
	for i, s := range m.dir.Services {
		if s.Name == t.Service {
			service = i
		}
	}
	return environment, service
}

func (m *model) currentEnvironment() *gateway.Environment { return m.dir.Environments[m.environment] }
func (m *model) currentService() gateway.Service          { return m.dir.Services[m.service] }
func (m *model) theme() *theme.Theme                      { return m.themes[m.environment] }

// target is the chosen environment and service, none where a file is read.
func (m *model) target() gateway.Target {
	if m.file != nil {
		return gateway.Target{}
	}
	return gateway.Target{Environment: m.currentEnvironment().Name, Service: m.currentService().Name}
}

// response is what the viewer shows: the last answer of the chosen target, nil
// if there is none.
func (m *model) response() *response { return m.responses[m.target()] }

// refresh takes a copy of what is known of every token. It reads memory only.
func (m *model) refresh() {
	if m.o.Tokens != nil {
		m.states = m.o.Tokens.States()
	}
}

// state is what is known of one target's token.
func (m *model) state(t gateway.Target) gateway.TokenState {
	for _, s := range m.states {
		if s.Target == t {
			return s
		}
	}
	return gateway.TokenState{Target: t}
}

// showDraft shows the chosen operation's draft in the builder.
func (m *model) showDraft() {
	m.builder.show(m.drafts.of(m.currentService().Name, m.operations.chosen()))
}

// choose makes another environment and service the chosen ones. What was typed
// stays; the same operation is shown where the new service has it, and
// otherwise the one that was last chosen there.
func (m *model) choose(environment, service int) {
	m.environment = wrap(environment, len(m.dir.Environments))
	m.board = board{}
	if service = wrap(service, len(m.dir.Services)); service != m.service {
		m.lastOf[m.currentService().Name] = m.operations.name
		was := m.operations.name
		m.service = service
		m.operations.show(m.dir.OperationsOf(m.currentService().Name), m.lastOf[m.currentService().Name])
		m.operations.choose(was)
		m.showDraft()
	}
}

func wrap(i, n int) int { return ((i % n) + n) % n }
