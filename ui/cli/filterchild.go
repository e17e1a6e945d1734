package cli

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"gatehouse/gateway/query"
)

// filterChild is the command of the processes that run jq filters. It is not
// for people, so no help tells of it.
const filterChild = "filter-child"

func (a *app) filterChildCommand() *cobra.Command {
	return &cobra.Command{
		Use:    filterChild,
		Short:  "Run a jq filter for the process that started this one",
		Hidden: true,
		Args:   exactly(),
		RunE: a.command(func(context.Context, []string) error {
			if a.StdoutTerminal {
				return usage(errors.New("this command is for gatehouse itself; for a filter there is: gatehouse send ... --jq FILTER"))
			}
			if status := query.Serve(a.Stdin, a.Stdout, a.Stderr); status != exitOK {
				return &exit{status: status}
			}
			return nil
		}),
	}
}

// filters runs jq filters for the screens; nil where that cannot be done.
func filters() query.Runner {
	run, err := filterRunner()
	if err != nil {
		return nil
	}
	return run
}

// filterRunner runs jq filters in children of this program.
func filterRunner() (query.Runner, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return (&query.Process{Path: self, Args: []string{filterChild}}).Run, nil
}
