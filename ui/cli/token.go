package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"gatehouse/gateway"
)

// tokenOptions are what the token command is asked for.
type tokenOptions struct {
	*app
	output string
}

const tokenExamples = `  gatehouse token qa property
  curl -H "Authorization: Bearer $(gatehouse token qa property)" ...
  gatehouse token staging ingest --output json | jq .expires_at`

func (a *app) tokenCommand() *cobra.Command {
	o := tokenOptions{app: a}
	cmd := &cobra.Command{
		Use:               "token ENV SERVICE",
		Short:             "Obtain an access token and print it",
		Long:              "Obtain an access token and print it alone on stdout.",
		Example:           tokenExamples,
		GroupID:           "work",
		Args:              exactly("ENV", "SERVICE"),
		ValidArgsFunction: a.completeTarget,
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return o.run(ctx, args[0], args[1])
		}),
	}
	a.addOutput(cmd, &o.output)
	return cmd
}

func (o *tokenOptions) run(ctx context.Context, environment, service string) error {
	s, err := o.openFor(o.output)
	if err != nil {
		return err
	}
	defer s.end(o.app)
	target, err := s.target(environment, service)
	if err != nil {
		return err
	}
	grant, err := s.tokens.Get(ctx, target)
	if err != nil {
		return err
	}
	if o.output == outputJSON {
		return writeJSON(o.Stdout, tokenJSONOf(target, grant.Token))
	}
	_, err = fmt.Fprintln(o.Stdout, grant.Token.Value.Reveal())
	return err
}

// tokenJSON is a token for a program.
type tokenJSON struct {
	Environment     string   `json:"environment"`
	Service         string   `json:"service"`
	AccessToken     string   `json:"access_token"`
	TokenType       string   `json:"token_type"`
	ObtainedAt      *string  `json:"obtained_at"`
	LifetimeSeconds *float64 `json:"lifetime_seconds"`
	LifetimeSource  string   `json:"lifetime_source"`
	ExpiresAt       *string  `json:"expires_at"`
}

func tokenJSONOf(target gateway.Target, t *gateway.Token) tokenJSON {
	return tokenJSON{
		Environment:     target.Environment,
		Service:         target.Service,
		AccessToken:     t.Value.Reveal(),
		TokenType:       t.Type,
		ObtainedAt:      stamp(t.ObtainedAt),
		LifetimeSeconds: lifetime(t),
		LifetimeSource:  string(t.LifetimeSource),
		ExpiresAt:       stamp(t.ExpiresAt()),
	}
}

// lifetime is a token's lifetime as JSON has it, null if nobody knows it.
func lifetime(t *gateway.Token) *float64 {
	if t.Lifetime <= 0 {
		return nil
	}
	s := t.Lifetime.Seconds()
	return &s
}
