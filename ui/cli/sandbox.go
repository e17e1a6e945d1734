package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/sandbox"
)

// sandboxOptions are what the sandbox command is asked for.
type sandboxOptions struct {
	*app
	port      int
	configOut string
	lifetime  time.Duration
	stated    bool // lifetime was given
	latency   time.Duration
	faults    []string
	dialect   string
}

const sandboxExamples = `  gatehouse sandbox                              on ports 8811, 8812 and 8813
  gatehouse sandbox --port 0 --config-out s.toml on free ports
  gatehouse sandbox --token-lifetime 20s         tokens that expire while you watch
  gatehouse sandbox --fault 503:10% --fault 500:0.01 --latency 300ms
  gatehouse sandbox --dialect other              answers of other shapes`

func (a *app) sandboxCommand() *cobra.Command {
	o := sandboxOptions{app: a}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Play the gateway on loopback until interrupted",
		Long: `Play the gateway locally: QA, Staging and Production on three loopback ports,
each with credentials and stores of its own, made at random at every start. They
are written to a configuration file, never to the terminal. Calls are logged on
stderr, a line each.`,
		Example: sandboxExamples,
		GroupID: "setup",
		Args:    atMost(0),
	}
	flags := cmd.Flags()
	flags.IntVar(&o.port, "port", 8811, "`PORT` of QA, the others follow; 0 for free ports")
	flags.StringVar(&o.configOut, "config-out", "", "write the configuration to `FILE` (default: sandbox.toml beside your own)")
	flags.DurationVar(&o.lifetime, "token-lifetime", 0, "lifetime of every token as a `DURATION`, 0 for none stated (default: QA 2m, Staging 8h, Production none)")
	flags.DurationVar(&o.latency, "latency", 0, "wait this `DURATION` before every answer")
	flags.StringArrayVar(&o.faults, "fault", nil, "answer a share of the calls with a status, as `STATUS:SHARE`; may be repeated")
	flags.StringVar(&o.dialect, "dialect", sandbox.Dialects[0], "`SHAPE` of what the services answer: convention, or other (other member names, bare lists, HTML)")
	cmd.RunE = a.interruptible(func(ctx context.Context, _ []string) error {
		o.stated = flags.Changed("token-lifetime")
		return o.run(ctx)
	})
	a.completeFlag(cmd, "fault", cobra.NoFileCompletions)
	a.completeFlag(cmd, "dialect", cobra.FixedCompletions(sandbox.Dialects, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (o *sandboxOptions) run(ctx context.Context) error {
	options, err := o.options()
	if err != nil {
		return usage(err)
	}
	path, err := o.sandboxConfigPath(o.configOut)
	if err != nil {
		return usage(err)
	}
	if path, err = filepath.Abs(path); err != nil {
		return usage(err)
	}
	box, err := sandbox.Start(options)
	if err != nil {
		return fmt.Errorf("%w (by --port)", err)
	}
	defer box.Close()
	environments := o.learn(box)
	if err := config.Write(path, configComment, environments); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return usage(fmt.Errorf("--config-out: %w", err))
		}
		return err
	}
	o.greet(path, environments)
	<-ctx.Done()
	return box.Close()
}

const configComment = "A sandbox gateway on loopback, with new credentials at each start."

// options are the sandbox's own, checked.
func (o *sandboxOptions) options() (sandbox.Options, error) {
	out := sandbox.Options{Port: o.port, Latency: o.latency, Now: o.Now}
	if o.port < 0 || o.port > 65533 {
		return out, fmt.Errorf("--port %d: three ports from there on must be free, 1 to 65533, or 0 for any", o.port)
	}
	if o.lifetime < 0 || o.latency < 0 {
		return out, errors.New("--token-lifetime and --latency cannot be negative")
	}
	if o.stated {
		out.Lifetime = &o.lifetime
	}
	dialect, err := sandbox.ParseDialect(o.dialect)
	if err != nil {
		return out, fmt.Errorf("--dialect: %w", err)
	}
	out.Dialect = dialect
	for _, text := range o.faults {
		fault, err := sandbox.ParseFault(text)
		if err != nil {
			return out, fmt.Errorf("--fault: %w", err)
		}
		out.Faults = append(out.Faults, fault)
	}
	lines := slog.NewTextHandler(o.Stderr, &slog.HandlerOptions{ReplaceAttr: shortLine})
	out.Log = slog.New(gateway.RedactingHandler(lines, o.redactor))
	return out, nil
}

// shortLine leaves out of a log line what is the same on all of them.
func shortLine(groups []string, attr slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return attr
	}
	switch attr.Key {
	case slog.LevelKey:
		return slog.Attr{}
	case slog.TimeKey:
		attr.Value = slog.StringValue(attr.Value.Time().Format("15:04:05.000"))
	}
	return attr
}

// learn makes the sandbox's secrets known to the redactor, under whose eyes
// its log is written, and gives what the configuration file is to hold.
func (o *sandboxOptions) learn(box *sandbox.Sandbox) []config.Literal {
	var out []config.Literal
	for _, e := range box.Environments() {
		for _, secret := range []string{e.APIKey, e.ClientID, e.ClientSecret} {
			o.redactor.Learn(gateway.Secret(secret))
		}
		o.redactor.LearnPair(gateway.Secret(e.ClientID), gateway.Secret(e.ClientSecret))
		out = append(out, config.Literal{
			Name: e.Name, BaseURL: e.BaseURL, Site: e.Site, Guarded: e.Guarded,
			APIKey: e.APIKey, ClientID: e.ClientID, ClientSecret: e.ClientSecret,
		})
	}
	return out
}

// greet says what runs and what to do with it.
func (o *sandboxOptions) greet(path string, environments []config.Literal) {
	fmt.Fprintln(o.Stdout, "The sandbox gateway is running; ctrl+c ends it.")
	fmt.Fprintln(o.Stdout)
	for _, e := range environments {
		fmt.Fprintf(o.Stdout, "  %-12s %s\n", e.Name, e.BaseURL)
	}
	shown := o.clean(shellQuote(path))
	fmt.Fprintf(o.Stdout, `
Its credentials are in %s. In another terminal:

  gatehouse --config %[1]s
  gatehouse --config %[1]s token qa property
  gatehouse --config %[1]s send qa property GET /collections/product
`, shown)
}
