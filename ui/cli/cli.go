// Package cli is the command line of gatehouse: the explorer's door, and the
// explorer's abilities for scripts. Every command is an options struct that
// the flags fill and a run method that does the work, so that parsing and
// doing are apart.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/spf13/cobra"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// Run carries out one command line, without the program's name, and returns
// the status the process is to exit with: 0 ok, 1 failed (of diff
// and compare: different), 2 usage or configuration (of these: not compared), 4 the answer was 4xx, 5 it
// was 5xx, 6 no token could be had, 7 refused by the guard, 128+N ended by
// signal N before it was done.
func Run(ctx context.Context, args []string, w World) int {
	// net/http logs what a server sends beyond its answer, and with it a token
	// that the server repeats; what is ours goes to the debug log.
	log.SetOutput(io.Discard)
	out := &watched{Writer: w.Stdout}
	w.Stdout = out
	a := &app{World: w, redactor: gateway.NewRedactor()}
	root := a.rootCommand()
	root.SetArgs(args)

	cmd, err := root.ExecuteContextC(ctx)
	var ended *exit
	switch {
	case errors.As(err, &ended):
	case out.err != nil: // of the help or a completion, which nobody marked
		ended = &exit{exitFailed, out.err}
	case err == nil:
		return exitOK
	default:
		// Commands mark what they return, so this comes from the parsing.
		ended = &exit{exitUsage, fmt.Errorf("%w\nTry '%s --help'", err, cmd.CommandPath())}
	}
	switch {
	case ended.err == nil:
	case errors.Is(ended.err, context.Canceled):
		a.say("gatehouse: interrupted")
	case ended.status == exitUsage:
		a.sayLines("gatehouse: " + ended.err.Error())
	default:
		a.reportFault(ended.err)
		a.say("gatehouse: %s", ended.err)
		a.explainError(ended.err)
	}
	return ended.status
}

// app is one run of the command line: its world and what all commands share.
type app struct {
	World
	redactor *gateway.Redactor

	configFlag string
	demo       bool
	debugLog   string
}

const about = `gatehouse explores the Personalization Cloud Gateway: fifteen tokens, three
environments, five services on one screen. Without a command it opens the
explorer; the commands do the same work for scripts.`

const rootExamples = `  gatehouse --demo                     the explorer on a sandbox inside the process
  gatehouse init                       write a first configuration file
  gatehouse --env qa                   the explorer on your own environments
  gatehouse send qa property GET /collections/product`

func (a *app) rootCommand() *cobra.Command {
	o := explorerOptions{app: a}
	root := &cobra.Command{
		Use:           "gatehouse",
		Short:         "A terminal explorer for the Personalization Cloud Gateway",
		Long:          about,
		Example:       rootExamples,
		Args:          a.noSuchCommand,
		SilenceErrors: true,
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,

		RunE: a.command(func(ctx context.Context, _ []string) error { return o.run(ctx) }),
	}
	root.SetIn(a.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.SetFlagErrorFunc(flagError)
	all := root.PersistentFlags()
	all.StringVar(&a.configFlag, "config", "", "configuration `FILE` (see: gatehouse paths)")
	all.BoolVar(&a.demo, "demo", false, "work on a sandbox gateway inside the process")
	all.StringVar(&a.debugLog, "debug-log", "", "append JSON lines on every request to `FILE`, secrets taken out")
	root.Flags().StringVar(&o.environment, "env", "", "start in this `ENVIRONMENT`")
	root.Flags().StringVar(&o.service, "service", "", "start at this `SERVICE`")
	a.completeFlag(root, "env", a.completeEnvironment)
	a.completeFlag(root, "service", a.completeService)

	root.AddGroup(&cobra.Group{ID: "work", Title: "Tokens and requests:"},
		&cobra.Group{ID: "setup", Title: "Setting up:"})
	root.AddCommand(a.statusCommand(), a.tokenCommand(), a.keyCommand(), a.sendCommand(),
		a.collectionsCommand(), a.diffCommand(), a.openCommand(), a.compareCommand(),
		a.doctorCommand(), a.initCommand(), a.pathsCommand(), a.sandboxCommand(), a.versionCommand(),
		a.filterChildCommand())
	root.InitDefaultHelpCmd()
	demandShell(root)
	return root
}

// noSuchCommand refuses arguments of the root command: they are misspelt
// commands. It repeats only what could be meant for one: anything else that was
// typed by mistake may be a secret.
func (a *app) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	fault := "there is no such command"
	if likeCommand(args[0]) {
		fault = fmt.Sprintf("there is no command %q", args[0])
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("%s; did you mean %s?", fault, strings.Join(near, " or "))
	}
	return errors.New(fault)
}

// likeCommand reports a short word of letters, as the names of commands are.
func likeCommand(word string) bool {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' }
	return len(word) <= 16 && strings.Trim(word, "-") != "" && !strings.ContainsFunc(word, func(r rune) bool { return !letter(r) })
}

// command makes what cobra calls of what a command does, and gives its error
// the exit status it stands for.
func (a *app) command(run func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := run(cmd.Context(), args)
		if err == nil {
			return nil
		}
		var ended *exit
		if errors.As(err, &ended) {
			return ended
		}
		return &exit{exitStatus(err), err}
	}
}

// interruptible is command for work that ctrl+c or SIGTERM ends in order, with
// the status that says so; a second signal ends the process at once.
func (a *app) interruptible(run func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return a.command(func(ctx context.Context, args []string) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		sent := make(chan os.Signal, 1)
		signal.Notify(sent, os.Interrupt, syscall.SIGTERM)
		defer signal.Stop(sent)
		var got atomic.Pointer[os.Signal]
		go func() {
			select {
			case s := <-sent:
				signal.Stop(sent)
				got.Store(&s)
				cancel()
			case <-ctx.Done():
			}
		}()
		err := run(ctx, args)
		if by := got.Load(); by != nil {
			return endedBy(*by, err)
		}
		return err
	})
}

// exactly demands the named arguments and says which one is missing.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return fmt.Errorf("%s needs %s", cmd.Name(), strings.Join(names[len(args):], " and "))
		}
		return atMost(len(names))(cmd, args)
	}
}

// atMost refuses further arguments, and does not repeat them either.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return fmt.Errorf("%s takes %s, %d were given", cmd.Name(), words.Count(n, "argument", "arguments"), len(args))
		}
		return nil
	}
}
