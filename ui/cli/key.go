package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

// keyOptions are what the key command is asked for.
type keyOptions struct {
	*app
	output string
}

const keyExamples = `  gatehouse key qa
  curl "https://qa-gateway.richrelevance.com/streaming-property/v1/$(gatehouse key qa)/collections/product" ...`

func (a *app) keyCommand() *cobra.Command {
	o := keyOptions{app: a}
	cmd := &cobra.Command{
		Use:   "key ENV",
		Short: "Print the API key of an environment",
		Long: `Print the API key of an environment alone on stdout, as it stands in the path
of its calls: what a path may not hold is percent-escaped.`,
		Example:           keyExamples,
		GroupID:           "work",
		Args:              exactly("ENV"),
		ValidArgsFunction: a.completeTarget,
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return o.run(ctx, args[0])
		}),
	}
	a.addOutput(cmd, &o.output)
	return cmd
}

func (o *keyOptions) run(ctx context.Context, environment string) error {
	s, err := o.openFor(o.output)
	if err != nil {
		return err
	}
	defer s.close()
	e, err := s.dir.MatchEnvironment(environment)
	if err != nil {
		return usage(err)
	}
	key, err := s.client.APIKey(ctx, e.Name)
	if err != nil {
		return err
	}
	if o.output == outputJSON {
		return writeJSON(o.Stdout, keyJSON{e.Name, key.Reveal()})
	}
	_, err = fmt.Fprintln(o.Stdout, key.Reveal())
	return err
}

// keyJSON is an API key for a program.
type keyJSON struct {
	Environment string `json:"environment"`
	APIKey      string `json:"api_key"`
}
