package config

import (
	"strconv"
	"strings"
	"time"

	"gatehouse/gateway"
)

// Limits of the durations of an environment. They catch a unit that was left
// out, and nobody has asked for more.
const (
	maxLifetime = 10 * 365 * 24 * time.Hour
	maxTimeout  = 24 * time.Hour
)

// environments reads the [[environment]] tables of one file.
type environments struct {
	folder    string   // of the file: relative paths begin there
	literal   *literal // the first secret written out for a host off loopback
	variables []string // process variables that hold secrets
	commands  []*command
}

// literal is where a secret is written out.
type literal struct {
	line       int
	table, key string
}

func (es *environments) read(top *table) []*gateway.Environment {
	var out, unsaid []*gateway.Environment // unsaid: those that do not say whether they are guarded
	lines := map[string]int{}
	tables := top.tables("environment", "[[environment]]")
	for i, t := range tables {
		t.label = "environment " + strconv.Itoa(i+1)
		e := es.environment(t)
		folded := strings.ToLower(e.Name)
		if first, twice := lines[folded]; twice && e.Name != "" {
			t.fault("name", "another environment has this name, on line "+strconv.Itoa(first), "names differ by more than case")
		} else {
			lines[folded] = t.line("name")
		}
		if !t.has("guarded") {
			unsaid = append(unsaid, e)
		}
		out = append(out, e)
	}
	guardSamePlaces(out, unsaid)
	for i, t := range tables {
		t.cacheFault(out[i])
	}
	for _, c := range es.commands {
		c.hidden = es.variables
	}
	return out
}

// productionURL is the documented gateway for production.
const productionURL = "https://gateway.richrelevance.com"

// guardSamePlaces guards those of unsaid that are the same place as a guarded
// environment under another name, or that are production as documented: what
// counts is where a write goes.
func guardSamePlaces(all, unsaid []*gateway.Environment) {
	guarded := map[string]bool{}
	for _, e := range all {
		if e.Guarded {
			guarded[samePlace(e.BaseURL)] = true
		}
	}
	production := samePlace(productionURL)
	for _, e := range unsaid {
		place := samePlace(e.BaseURL)
		e.Guarded = e.Guarded || guarded[place] || place == production || strings.HasPrefix(place, production+"/")
	}
}

func (es *environments) environment(t *table) *gateway.Environment {
	e := &gateway.Environment{Name: t.title("name")}
	if e.Name != "" {
		t.label = "environment " + strconv.Quote(e.Name)
	} else if t.values["name"] == "" {
		t.fault("name", "is empty", `write name = "QA"`)
	}
	t.need("name", `write name = "QA"`)
	e.BaseURL = t.baseURL("base_url")
	e.Site = t.title("site")
	exposed := e.BaseURL != "" && !isLoopback(e.BaseURL)
	e.APIKey = es.source(t, "api_key", exposed)
	e.ClientID = es.source(t, "client_id", false) // an identifier, no secret (RFC 6749 section 2.2)
	e.ClientSecret = es.source(t, "client_secret", exposed)
	e.AuthStyle = gateway.AuthStyle(t.choice("auth_style",
		string(gateway.AuthForm), string(gateway.AuthQuery), string(gateway.AuthBasic)))
	e.TokenPath = t.template("token_path", "{service}")
	e.CallPrefix = t.template("call_prefix", "{service}", "{apiKey}")
	e.AssumedLifetime = t.duration("assumed_lifetime", maxLifetime)
	e.KeepFresh = t.boolean("keep_fresh", false)
	e.TokenCache = t.boolean("token_cache", false)
	t.boolean("token_cache_guarded", false) // see cacheFault
	e.Guarded = t.boolean("guarded", strings.HasPrefix(strings.ToLower(e.Name), "prod"))
	e.ReadOnly = t.boolean("read_only", false)
	e.CAFile = es.path(t, "ca_file")
	e.Timeout = t.duration("timeout", maxTimeout)
	var password bool
	if e.Proxy, password = t.proxy("proxy"); password && exposed {
		es.wrote(t, "proxy")
	}
	t.finish()
	return e
}

// cacheFault refuses to keep the tokens of a guarded environment in a file,
// unless the settings say so twice. Whether it is guarded may follow from
// another environment.
func (t *table) cacheFault(e *gateway.Environment) {
	if e.TokenCache && e.Guarded && t.values["token_cache_guarded"] != true {
		t.fault("token_cache", "would keep the tokens of a guarded environment in a file",
			"remove it, or write token_cache_guarded = true as well")
	}
}

// wrote notes that a secret is written out at a key.
func (es *environments) wrote(t *table, key string) {
	if es.literal == nil {
		es.literal = &literal{line: t.line(key), table: t.label, key: key}
	}
}

// path is a path of the file system: relative to the folder of the file, with
// ~ for the user's home.
func (es *environments) path(t *table, key string) string {
	text := t.word(key)
	if text == "" {
		return ""
	}
	path, err := expandPath(es.folder, text)
	if err != nil {
		t.fault(key, err.Error(), "write the whole path")
	}
	return path
}
