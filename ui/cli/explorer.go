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

// screen is what every screen of this run begins with, whatever is on it; theme
// is what the configuration says of its colours.
func (a *app) screen(theme string) ui.Options {
	o := ui.Options{
		Redactor: a.redactor,
		Copy:     a.copy,
		Held:     boundGarbage(),
		Filter:   filters(),
		NoColor:  a.Getenv("NO_COLOR") != "",
		Tmux:     a.Getenv("TMUX") != "",
		Editor:   cmp.Or(strings.TrimSpace(a.Getenv("VISUAL")), strings.TrimSpace(a.Getenv("EDITOR"))),
		Pager:    cmp.Or(strings.TrimSpace(a.Getenv("PAGER")), "less"),
		Now:      a.Now,
	}
	o.Ground, o.AskGround = a.ground(theme)
	return o
}

// start is what the explorer begins with.
func (o *explorerOptions) start(s *session) (ui.Options, error) {
	start := o.screen(s.theme)
	start.Directory, start.Client, start.Tokens, start.Vault = s.dir, s.client, s.tokens, s.vault
	start.OpenFile = o.fileOpener(s.dir.BodyLimit)
	start.Sandbox, start.Tour = o.demo, o.demo
	start.ConfigPath, start.Command, start.Program = s.path, o.started(), o.program()
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
