package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// profile is what tells the environments apart before any credential is made.
type profile struct {
	name     string
	guarded  bool
	lifetime time.Duration // of a token, 0 for none stated
	stage    stage         // how far the shop's changes have been rolled out
	lag      time.Duration // how much later than in QA they arrive
	products int           // size of the shop's catalog
}

// profiles are the three environments. Their token lifetimes show every case
// a client must know: short, long, not stated.
var profiles = []profile{
	{name: "QA", lifetime: 120 * time.Second, stage: inQA, products: 320},
	{name: "Staging", lifetime: 28800 * time.Second, stage: inStaging, lag: 2 * day, products: 640},
	{name: "Production", guarded: true, stage: inProduction, lag: 7 * day, products: 1280},
}

const (
	day  = 24 * time.Hour
	site = "acme outlet"
)

// environment is one environment: credentials, tokens and stores of its own.
type environment struct {
	world    *world
	public   Environment
	port     int
	profile  profile
	lifetime time.Duration // of new tokens, 0 or less for none
	grants   *grants

	// Stores are seeded when first used, as of the moment the sandbox began.
	shop     func() *shop
	items    func() *catalog
	messages func() []statusMessage
	uploads  *uploads // of this run
}

func newEnvironment(w *world, p profile, port int) *environment {
	began := w.options.Now().UTC()
	e := &environment{
		world:    w,
		port:     port,
		profile:  p,
		lifetime: p.lifetime,
		grants:   newGrants(),
		uploads:  newUploads(),
		public: Environment{
			Name:         p.name,
			BaseURL:      "http://127.0.0.1:" + strconv.Itoa(port),
			Site:         site,
			APIKey:       w.random.text(hexDigits, keyLength),
			ClientID:     w.random.text(hexDigits, keyLength),
			ClientSecret: w.random.text(base32Digits, secretLength),
			Guarded:      p.guarded,
		},
	}
	if w.options.Lifetime != nil {
		e.lifetime = *w.options.Lifetime
	}
	e.shop = sync.OnceValue(func() *shop { return newShop(p, began) })
	e.items = sync.OnceValue(func() *catalog { return newCatalog(p.products) })
	e.messages = sync.OnceValue(func() []statusMessage { return newMessages(e.shop().snapshots, began) })
	return e
}

// call is one authorized call to a service.
type call struct {
	*http.Request
	rest  []string // decoded path segments after the API key
	query url.Values
}

// services are the handlers behind the gateway, by the first path segment.
var services = map[string]func(*environment, call) answer{
	"streaming-property": (*environment).property,
	"streaming-snapshot": (*environment).snapshot,
	"streaming-ingest":   (*environment).ingest,
	"streaming-view":     (*environment).view,
	"streaming-status":   (*environment).status,
}

// ServeHTTP answers one call: latency, routing, faults, token, API key, then
// the service.
func (e *environment) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	rt := parseRoute(r.Method, r.URL.EscapedPath())
	a := e.gateway(r, rt)
	e.write(w, r, a.took(time.Since(began)))
	e.logCall(r, rt, a.status, time.Since(began))
}

// gateway is what stands before the services.
func (e *environment) gateway(r *http.Request, rt route) answer {
	if !e.world.pause(r.Context()) {
		return message(http.StatusServiceUnavailable, "the sandbox is closing")
	}
	if rt.service == "" {
		return message(http.StatusNotFound, "no Route matched with those values")
	}
	if f, hit := e.world.drawFault(); hit {
		return f.answer()
	}
	if rt.token {
		return e.issueToken(r, rt.service)
	}
	if refused, ok := e.checkToken(r, rt.service); !ok {
		return refused
	}
	if err := e.checkKey(rt); err != nil {
		return failure(err)
	}
	// Query parameters that cannot be read are left out, as Kong does.
	c := call{Request: r, rest: rt.rest, query: r.URL.Query()}
	a := e.world.translated(services[rt.service](e, c), c)
	a.upstream = true
	return a
}

// checkKey refuses what does not stand under this environment's API key. No
// vendor page tells the answers; these are the suggested ones.
func (e *environment) checkKey(rt route) error {
	switch {
	case !rt.versioned:
		return refusal{http.StatusNotFound, "not_found", "Every path of a service begins with /" + rt.service + "/v1/{apiKey}/"}
	case rt.apiKey == e.public.APIKey:
		return nil
	case e.world.keys[rt.apiKey]:
		return refusal{http.StatusForbidden, "forbidden", "This API key belongs to another site group"}
	default:
		return refusal{http.StatusNotFound, "not_found", "No site group has this API key; the path is /" + rt.service + "/v1/{apiKey}/..."}
	}
}

// methods are what a resource answers to. HEAD comes with GET.
type methods map[string]func() answer

// dispatch answers by the method, OPTIONS and refusals included.
func (c call) dispatch(m methods) answer {
	method := c.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if do, ok := m[method]; ok {
		return do()
	}
	allow := m.allow()
	if method == http.MethodOptions {
		return answer{status: http.StatusNoContent}.with("Allow", allow)
	}
	err := refusal{http.StatusMethodNotAllowed, "method_not_allowed", c.Method + " is not possible here; possible: " + allow}
	return failure(err).with("Allow", allow)
}

// allow lists the methods in a fixed order.
func (m methods) allow() string {
	list := ""
	for _, name := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
		known := name
		if name == http.MethodHead {
			known = http.MethodGet
		}
		if _, ok := m[known]; ok {
			list += name + ", "
		}
	}
	return list + "OPTIONS"
}

// noSuchPath refuses a path below the API key that the service does not know.
func noSuchPath(text string) answer {
	return failure(refusal{http.StatusNotFound, "not_found", text})
}

// notPlayed refuses a write the real gateway would take and the sandbox does
// not play.
func notPlayed() answer {
	return failure(refusal{http.StatusNotImplemented, "not_implemented", "This sandbox does not play this call"})
}
