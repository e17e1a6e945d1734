package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// statusOptions are what the status command is asked for.
type statusOptions struct {
	*app
	fetch  bool
	check  bool
	output string
}

const statusExamples = `  gatehouse status --fetch             which of my credentials work?
  gatehouse status qa --fetch --output json
  gatehouse status --check             which of my tokens work?`

func (a *app) statusCommand() *cobra.Command {
	o := statusOptions{app: a}
	cmd := &cobra.Command{
		Use:   "status [ENV]",
		Short: "Show the token of every environment and service",
		Long: `Show the token of every environment and service, or of one environment's.
Tokens live in the memory of a run, so that a status without --fetch shows none;
with it, environments with token_cache = true take theirs from there.

With --check each token is obtained and then proven by one call that only reads:
the service's operation marked as its probe. The exit status is 0 when all are
proven, and otherwise the highest that one of them stands for.`,
		Example:           statusExamples,
		GroupID:           "work",
		Args:              atMost(1),
		ValidArgsFunction: a.completeTarget,
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return o.run(ctx, args)
		}),
	}
	cmd.Flags().BoolVar(&o.fetch, "fetch", false, "obtain each token first")
	cmd.Flags().BoolVar(&o.check, "check", false, "obtain each token, and prove it by one call that only reads")
	a.addOutput(cmd, &o.output)
	return cmd
}

func (o *statusOptions) run(ctx context.Context, args []string) error {
	s, err := o.openFor(o.output)
	if err != nil {
		return err
	}
	defer s.end(o.app)
	targets, err := o.targets(s, args)
	if err != nil {
		return err
	}
	if o.check {
		return o.runCheck(ctx, s, targets)
	}
	if o.fetch {
		fetchAll(ctx, s.tokens, targets)
	}
	states := make([]gateway.TokenState, len(targets))
	failed := 0
	for i, target := range targets {
		states[i] = s.tokens.State(target)
		if o.fetch && states[i].Token == nil {
			failed++
		}
	}
	if err := o.write(states, nil); err != nil {
		return err
	}
	if !o.fetch && o.output != outputJSON {
		o.say("Tokens live in the memory of a run: --fetch obtains them%s, --check proves them too.", orShared(s, targets))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if failed > 0 {
		return &exit{status: exitNoToken}
	}
	return nil
}

// targets are the pairs asked for, in the order of the file.
func (o *statusOptions) targets(s *session, args []string) ([]gateway.Target, error) {
	if len(args) == 0 {
		return s.dir.Targets(), nil
	}
	e, err := s.dir.MatchEnvironment(args[0])
	if err != nil {
		return nil, usage(err)
	}
	var out []gateway.Target
	for _, target := range s.dir.Targets() {
		if target.Environment == e.Name {
			out = append(out, target)
		}
	}
	return out, nil
}

// fetchAll obtains the tokens of all targets at once; what became of each is
// in their states.
func fetchAll(ctx context.Context, tokens *gateway.Tokens, targets []gateway.Target) {
	var all sync.WaitGroup
	for _, target := range targets {
		all.Go(func() { _, _ = tokens.Get(ctx, target) })
	}
	all.Wait()
}

// write shows the states, and what the checks of them showed; nil for none.
func (o *statusOptions) write(states []gateway.TokenState, checks []*gateway.Check) error {
	now := o.Now()
	if o.output == outputJSON {
		out := make([]statusJSON, 0, len(states))
		for i, state := range states {
			one := o.statusJSONOf(state, now)
			if checks != nil {
				o.addCheck(&one, checks[i], state)
			}
			out = append(out, one)
		}
		return writeJSON(o.Stdout, out)
	}
	if checks != nil {
		return o.table(o.Stdout, checkRows(states, checks, now))
	}
	rows := [][]string{{"ENVIRONMENT", "SERVICE", "TOKEN", ""}}
	for _, state := range states {
		rows = append(rows, []string{state.Target.Environment, state.Target.Service, badge(state.Status(now)),
			strings.TrimPrefix(trouble(state), state.Target.String()+": ")})
	}
	if err := o.table(o.Stdout, rows); err != nil {
		return err
	}
	return nil
}

// orShared says where --fetch takes tokens from that another run has obtained.
func orShared(s *session, targets []gateway.Target) string {
	for _, target := range targets {
		if e := s.dir.Environment(target.Environment); e != nil && e.TokenCache {
			return " or takes them from the token cache"
		}
	}
	return ""
}

// badge is the state of a token in words.
func badge(s gateway.Status) string {
	switch s.State {
	case gateway.StateValid, gateway.StateExpiring:
		return string(s.State) + " " + words.Left(s.Left)
	case gateway.StateFetching:
		return "fetching " + words.Seconds(s.Left)
	case gateway.StateExpired:
		return "expired " + words.Left(s.Left) + " ago"
	case gateway.StateNoExpiry:
		return "unknown expiry"
	}
	return string(s.State)
}

// trouble is what went wrong with a target's token last, "" if nothing did.
func trouble(s gateway.TokenState) string {
	switch {
	case s.LastError != nil:
		return s.LastError.Error()
	case s.Refusal != nil:
		return fmt.Sprintf("refused %s after it was obtained: %s", words.Left(s.Refusal.TokenAge), s.Refusal.Words)
	}
	return ""
}

// statusJSON is the state of one target for a program.
type statusJSON struct {
	Environment     string   `json:"environment"`
	Service         string   `json:"service"`
	State           string   `json:"state"`
	ObtainedAt      *string  `json:"obtained_at"`
	ExpiresAt       *string  `json:"expires_at"`
	LifetimeSeconds *float64 `json:"lifetime_seconds"`
	LifetimeSource  *string  `json:"lifetime_source"`
	LastError       *string  `json:"last_error"`
	// These are null without --check.
	ProvenAt   *string `json:"proven_at"`
	Check      *string `json:"check"` // ok, refused or failed
	CheckError *string `json:"check_error"`
}

func (o *statusOptions) statusJSONOf(s gateway.TokenState, now time.Time) statusJSON {
	out := statusJSON{
		Environment: s.Target.Environment,
		Service:     s.Target.Service,
		State:       string(s.Status(now).State),
	}
	if t := s.Token; t != nil {
		source := string(t.LifetimeSource)
		out.ObtainedAt, out.ExpiresAt = stamp(t.ObtainedAt), stamp(t.ExpiresAt())
		out.LifetimeSeconds, out.LifetimeSource = lifetime(t), &source
	}
	if text := trouble(s); text != "" {
		text = o.redactor.Text(text)
		out.LastError = &text
	}
	return out
}
