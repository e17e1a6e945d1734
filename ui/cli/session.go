package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/encoding"
	"gatehouse/gateway/sandbox"
	"gatehouse/gateway/tokencache"
)

// session is the gateway as one run uses it: the explorer and the commands
// get theirs here and nowhere else.
type session struct {
	dir    *gateway.Directory
	vault  *gateway.Vault
	gate   *gateway.Gate
	tokens *gateway.Tokens
	client *gateway.Client

	path  string   // the configuration file, "" in the demo
	theme string   // what it says of the screen's colours
	ends  []func() // what close does, last first
}

// open builds the session that the flags ask for. Nothing is resolved or sent
// before it is needed. The error is one of usage.
func (a *app) open() (*session, error) {
	if a.demo && a.configFlag != "" {
		return nil, usage(errors.New("--demo and --config cannot both be given: the demo has environments of its own"))
	}
	s := &session{}
	var err error
	if a.demo {
		err = s.startDemo()
	} else {
		err = a.load(s)
	}
	if err != nil {
		return nil, err
	}
	return a.begin(s)
}

// begin makes the rest of a session whose directory is known, or ends it.
func (a *app) begin(s *session) (*session, error) {
	logger, err := a.openDebugLog(s)
	if err != nil {
		s.close()
		return nil, usage(err)
	}
	s.connect(a, logger)
	return s, nil
}

// openFor is open for a command whose output has a format: that is checked
// first.
func (a *app) openFor(output string) (*session, error) {
	if err := checkOutput(output); err != nil {
		return nil, err
	}
	return a.open()
}

// connect makes the parts of the gateway and joins them.
func (s *session) connect(a *app, logger *slog.Logger) {
	s.vault = gateway.NewVault(a.redactor)
	s.learn(s.dir)
	s.gate = gateway.NewGate(gateway.GateOptions{
		UserAgent: "gatehouse/" + a.version(),
		Decoders:  encoding.Decoders(),
		Logger:    logger,
		Redactor:  a.redactor,
		Transport: a.Transport,
	})
	s.tokens = gateway.NewTokens(s.dir, s.vault, s.gate)
	s.share(a)
	s.ends = append(s.ends, s.tokens.Close)
	s.client = gateway.NewClient(s.dir, s.vault, s.tokens, s.gate, a.redactor)
	s.ends = append(s.ends, s.gate.CloseIdle)
}

// share lets the environments that ask for it share their tokens with other
// runs. Nothing is touched before a token is needed. The tokens of the demo are
// worth nothing to anybody else.
func (s *session) share(a *app) {
	if a.demo {
		return
	}
	if places, err := a.Places(); err == nil && places.TokenCache != "" {
		s.tokens.UseStore(tokencache.New(places.TokenCache))
	}
}

// learn makes the secrets of all environments known to the redactor that can
// be known at once: a server may quote one that was not used yet. A client id
// is no secret (RFC 6749 section 2.2).
func (s *session) learn(dir *gateway.Directory) {
	for _, e := range dir.Environments {
		s.vault.Learn(e.APIKey, e.ClientSecret)
	}
}

// end is close for a command, and says what was wrong with the token cache.
func (s *session) end(a *app) {
	if err := s.tokens.StoreTrouble(); err != nil {
		a.say("gatehouse: %s", err)
	}
	s.close()
}

// close ends what the session began.
func (s *session) close() {
	for i := len(s.ends) - 1; i >= 0; i-- {
		s.ends[i]()
	}
}

// target finds the pair that a command line names.
func (s *session) target(environment, service string) (gateway.Target, error) {
	e, err := s.dir.MatchEnvironment(environment)
	if err != nil {
		return gateway.Target{}, usage(err)
	}
	v, err := s.dir.MatchService(service)
	if err != nil {
		return gateway.Target{}, usage(err)
	}
	return gateway.Target{Environment: e.Name, Service: v.Name}, nil
}

// load reads the configuration file that the flags or the defaults name.
func (a *app) load(s *session) error {
	path, err := a.configPath()
	if err != nil {
		return usage(err)
	}
	file, err := config.Load(path)
	if errors.Is(err, fs.ErrNotExist) && a.configFlag == "" {
		return a.missingConfig(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("there is no %s; name another by --config, or write a first one: gatehouse init --config %s", path, shellQuote(path)))
	}
	if err != nil {
		return usage(err)
	}
	s.dir, s.path, s.theme = file.Directory, path, file.Theme
	return nil
}

// configPath is the configuration file of this run, there or not.
func (a *app) configPath() (string, error) {
	if a.configFlag != "" {
		return a.configFlag, nil
	}
	places, err := a.Places()
	return places.Config, err
}

// missingConfig tells a person with no configuration file what to do.
func (a *app) missingConfig(path string) error {
	a.say("gatehouse: no configuration file yet (it would be %s).", path)
	a.say("To look around without an account:   gatehouse --demo")
	a.say("To write a first file and fill it:   gatehouse init")
	return &exit{status: exitUsage}
}

// startDemo makes the session's directory of a sandbox inside the process.
func (s *session) startDemo() error {
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		return &exit{exitFailed, err}
	}
	s.ends = append(s.ends, func() { _ = box.Close() })
	s.dir = sandboxDirectory(box)
	return nil
}

// sandboxDirectory is the documented services at a sandbox's environments.
func sandboxDirectory(box *sandbox.Sandbox) *gateway.Directory {
	dir := *config.Documented()
	for _, e := range box.Environments() {
		dir.Environments = append(dir.Environments, &gateway.Environment{
			Name:         e.Name,
			BaseURL:      e.BaseURL,
			Site:         e.Site,
			APIKey:       gateway.NewLiteral(e.APIKey),
			ClientID:     gateway.NewLiteral(e.ClientID),
			ClientSecret: gateway.NewLiteral(e.ClientSecret),
			Guarded:      e.Guarded,
		})
	}
	return &dir
}
