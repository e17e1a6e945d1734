package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"gatehouse/config"
	"gatehouse/ui"
)

// explorerOptions are what the command without a name is asked for.
type explorerOptions struct {
	*app
	environment, service string
}

func (o *explorerOptions) run(ctx context.Context) error {
	s, err := o.open()
	if err != nil {
		return err
	}
	defer s.close()
	start, err := o.start(s)
	if err != nil {
		return err
	}
	if !o.StdinTerminal || !o.StdoutTerminal {
		return usage(errors.New("the explorer needs a terminal for input and output; for scripts there are status, token and send"))
	}
	return o.Explore(ctx, start)
}

// start is what the explorer begins with.
func (o *explorerOptions) start(s *session) (ui.Options, error) {
	start := ui.Options{
		Directory:  s.dir,
		Client:     s.client,
		Tokens:     s.tokens,
		Vault:      s.vault,
		Redactor:   o.redactor,
		Sandbox:    o.demo,
		Tour:       o.demo,
		ConfigPath: s.path,
		Command:    o.started(),
		Program:    o.program(),
		Copy:       o.copy,
		NoColor:    o.Getenv("NO_COLOR") != "",
		Tmux:       o.Getenv("TMUX") != "",
		Editor:     cmp.Or(strings.TrimSpace(o.Getenv("VISUAL")), strings.TrimSpace(o.Getenv("EDITOR"))),
		Now:        o.Now,
	}
	start.Ground, start.AskGround = o.ground(s.theme)
	if s.path != "" {
		start.Reload = func() (ui.Settings, error) {
			file, err := config.Load(s.path)
			if err != nil {
				return ui.Settings{}, err
			}
			s.learn(file.Directory)
			return ui.Settings{Directory: file.Directory, Ground: groundSet(file.Theme)}, nil
		}
	}
	if o.environment != "" {
		e, err := s.dir.MatchEnvironment(o.environment)
		if err != nil {
			return start, usage(err)
		}
		start.Environment = e.Name
	}
	if o.service != "" {
		v, err := s.dir.MatchService(o.service)
		if err != nil {
			return start, usage(err)
		}
		start.Service = v.Name
	}
	return start, nil
}
