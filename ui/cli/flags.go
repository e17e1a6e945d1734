package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError says of a flag's value that cannot be one what to write in its
// place; other errors of the parsing stay as they are.
func flagError(_ *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	flag := invalid.GetFlag()
	write, known := map[string]string{
		"bool":     "true or false, or nothing",
		"duration": "a duration such as 300ms, 20s or 1h30m",
		"int":      "a whole number",
	}[flag.Value.Type()]
	if !known {
		return err
	}
	return fmt.Errorf("--%s %q: write %s", flag.Name, invalid.GetValue(), write)
}

// demandShell makes cobra's completion command one that says which shells it
// knows: by itself it takes any other for a request for help.
func demandShell(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		var shells []string
		for _, shell := range cmd.Commands() {
			shells = append(shells, shell.Name())
		}
		cmd.Args = func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return fmt.Errorf("completion is there for %s", strings.Join(shells, ", "))
		}
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
}
