package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gatehouse/config"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init",
		Short:   "Write a first configuration file, with comments to fill it by",
		Long:    "Write a first configuration file with the three documented environments and\ncomments that say what to fill in. An existing file is never touched.",
		GroupID: "setup",
		Args:    atMost(0),
		RunE:    a.command(func(context.Context, []string) error { return a.runInit() }),
	}
}

func (a *app) runInit() error {
	path, err := a.configPath()
	if err != nil {
		return usage(err)
	}
	if err := config.Init(path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return usage(fmt.Errorf("%s is there already and was left as it is", path))
		}
		return err
	}
	fmt.Fprintf(a.Stdout, "Wrote %s (only you can read it).\n", a.clean(path))
	fmt.Fprintf(a.Stdout, "Put your API key, client id and client secret there, or say where they are. Then check it, and open the explorer:\n  %s\n  %s\n",
		a.clean(a.started()+" doctor"), a.clean(a.started()))
	return nil
}

func (a *app) pathsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "paths",
		Short:   "Print where everything lives",
		GroupID: "setup",
		Args:    atMost(0),
		RunE:    a.command(func(context.Context, []string) error { return a.runPaths() }),
	}
}

func (a *app) runPaths() error {
	path, err := a.configPath()
	if err != nil {
		return usage(err)
	}
	box, err := a.sandboxConfigPath("")
	if err != nil {
		return usage(err)
	}
	places, err := a.Places()
	if err != nil {
		return usage(err)
	}
	return a.table(a.Stdout, [][]string{
		{"configuration", path, presence(path)},
		{"sandbox's configuration", box, presence(box)},
		{"token cache", cmp.Or(places.TokenCache, "nowhere: set XDG_CACHE_HOME or HOME"), presence(places.TokenCache)},
		{"tokens and secrets", "in memory only, unless token_cache is set", ""},
	})
}

// presence says whether a file is there.
func presence(path string) string {
	if _, err := os.Lstat(path); err != nil {
		return "(not there)"
	}
	return ""
}

// sandboxConfigPath is where the sandbox command writes its configuration:
// the file that was asked for, or one beside the user's own.
func (a *app) sandboxConfigPath(asked string) (string, error) {
	if asked != "" {
		return asked, nil
	}
	places, err := a.Places()
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(places.Config), "sandbox.toml"), nil
}
