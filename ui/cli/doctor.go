package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"gatehouse/gateway"
)

// doctorOptions are what the doctor command is asked for.
type doctorOptions struct {
	*app
	output string
}

const doctorExamples = `  gatehouse doctor                     everything, from the file to the tokens
  gatehouse doctor qa --output json
  gatehouse --demo doctor              on the sandbox, without an account`

func (a *app) doctorCommand() *cobra.Command {
	o := doctorOptions{app: a}
	cmd := &cobra.Command{
		Use:   "doctor [ENV]",
		Short: "Check everything between you and a token, and say how to mend it",
		Long: `Check the configuration, the sources of secrets, the way to each environment
(name, proxy, TLS, clock), a token of every service, the token cache and the
terminal. Each environment is sent one HEAD without credentials and one token
request for each service; no secret is shown. Exit status: 0 unless something
failed, 1 if it did, 2 for a configuration that cannot be read.`,
		Example:           doctorExamples,
		GroupID:           "setup",
		Args:              atMost(1),
		ValidArgsFunction: a.completeTarget,
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return o.run(ctx, args)
		}),
	}
	a.addOutput(cmd, &o.output)
	return cmd
}

func (o *doctorOptions) run(ctx context.Context, args []string) error {
	if err := checkOutput(o.output); err != nil {
		return err
	}
	d := &doctor{doctorOptions: o}
	broken, err := d.open(args)
	if d.session != nil {
		defer d.session.close()
	}
	if err != nil {
		return err
	}
	if err := d.examine(ctx); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case broken:
		return &exit{status: exitUsage}
	case slices.ContainsFunc(d.report, func(f finding) bool { return f.Result == resultFail }):
		return &exit{status: exitFailed}
	}
	return nil
}

// doctor is one examination.
type doctor struct {
	*doctorOptions
	session      *session               // without a directory when the settings are broken
	environments []*gateway.Environment // those asked for
	opening      []finding              // of the configuration and the debug log
	report       []finding
}

// open reads the settings and makes of them what it can. It reports whether
// they are broken, which is an error of the command only when nothing can be
// examined for it.
func (d *doctor) open(args []string) (broken bool, err error) {
	if d.demo && d.configFlag != "" {
		_, err := d.app.open()
		return false, err
	}
	s := &session{}
	if d.demo {
		if err := s.startDemo(); err != nil {
			return false, err
		}
		d.opening = append(d.opening, found(subjectConfiguration, "file", resultOK, "the demo's own: a sandbox inside the process", ""))
	} else if broken, err = d.readConfig(s); err != nil || s.dir == nil {
		d.session = s
		d.openLog(s)
		return broken, err
	}
	d.environments = s.dir.Environments
	if len(args) > 0 {
		e, err := s.dir.MatchEnvironment(args[0])
		if err != nil {
			s.close()
			return false, usage(err)
		}
		d.environments = []*gateway.Environment{e}
	}
	logger := d.openLog(s)
	s.connect(d.app, logger)
	d.session = s
	return false, nil
}

// examine makes the checks subject by subject and writes each subject as soon
// as it is done.
func (d *doctor) examine(ctx context.Context) error {
	byName := map[string][]finding{}
	for _, f := range d.opening {
		byName[f.Subject] = append(byName[f.Subject], f)
	}
	for _, step := range []struct {
		subject string
		check   func() []finding
	}{
		{subjectConfiguration, func() []finding { return nil }},
		{subjectSecrets, func() []finding { return d.each(func(e *gateway.Environment) []finding { return d.secrets(ctx, e) }) }},
		{subjectNetwork, func() []finding { return d.each(func(e *gateway.Environment) []finding { return d.network(ctx, e) }) }},
		{subjectCache, d.cache}, // as it is before tokens are put there
		{subjectTokens, func() []finding { return d.each(func(e *gateway.Environment) []finding { return d.tokens(ctx, e) }) }},
		{subjectTerminal, d.terminal},
		{subjectDebug, func() []finding { return nil }},
	} {
		if ctx.Err() != nil {
			break
		}
		findings := append(byName[step.subject], step.check()...)
		if len(findings) == 0 || ctx.Err() != nil {
			continue
		}
		if err := d.write(findings); err != nil {
			return err
		}
	}
	return d.finish(ctx)
}

// each examines the environments at once; what is found stays in their order.
func (d *doctor) each(check func(*gateway.Environment) []finding) []finding {
	found := make([][]finding, len(d.environments))
	var all sync.WaitGroup
	for i, e := range d.environments {
		all.Go(func() { found[i] = check(e) })
	}
	all.Wait()
	return slices.Concat(found...)
}

// write adds findings to the report, and to the text of it. They may hold
// words of a server, or a path with a secret in it.
func (d *doctor) write(findings []finding) error {
	for i := range findings {
		f := &findings[i]
		f.Detail = d.redactor.Text(f.Detail)
		if f.Fix != nil {
			fix := d.redactor.Text(*f.Fix)
			f.Fix = &fix
		}
	}
	first := len(d.report) == 0
	d.report = append(d.report, findings...)
	if d.output == outputJSON {
		return nil
	}
	width := 0
	if w, _, ok := d.Size(); ok && d.StdoutTerminal {
		width = w
	}
	text := paragraph(findings, width)
	if !first {
		text = "\n" + text
	}
	_, err := fmt.Fprint(d.Stdout, text)
	return err
}

func (d *doctor) finish(ctx context.Context) error {
	if d.output == outputJSON {
		return writeJSON(d.Stdout, d.report)
	}
	if ctx.Err() != nil {
		return nil
	}
	_, err := fmt.Fprintf(d.Stdout, "\n%s\n", tally(d.report))
	return err
}

// errorText is an error for a finding: its first line, without the mark that
// the command line gives it.
func errorText(err error) string {
	var t *gateway.TransportError
	if errors.As(err, &t) {
		if t.Host != "" {
			return t.Host + ": " + t.Fault
		}
		return t.Fault
	}
	return err.Error()
}
