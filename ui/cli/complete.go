package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/sandbox"
)

// completeFlag makes complete known for a flag of cmd.
func (a *app) completeFlag(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // a flag that the command does not have: a slip in this package
	}
}

// directory is what completion chooses from; nil where there is none to be
// had. It starts nothing and resolves nothing.
func (a *app) directory() *gateway.Directory {
	if a.demo {
		return sandboxDirectory(sandbox.New(sandbox.Options{}))
	}
	path, err := a.configPath()
	if err != nil {
		return nil
	}
	file, err := config.Load(path)
	if err != nil {
		return nil
	}
	return file.Directory
}

// completeTarget completes ENV and SERVICE; of commands that take fewer
// arguments it completes fewer.
func (a *app) completeTarget(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch {
	case len(args) == 0:
		return a.completeEnvironment(cmd, args, typed)
	case len(args) == 1 && strings.Contains(cmd.Use, "SERVICE"):
		return a.completeService(cmd, args, typed)
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// completeRequest completes ENV, SERVICE, METHOD and PATH.
func (a *app) completeRequest(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) < 2 {
		return a.completeTarget(cmd, args, typed)
	}
	var out []cobra.Completion
	if dir := a.directory(); dir != nil {
		service, err := dir.MatchService(args[1])
		switch {
		case err != nil:
		case len(args) == 2:
			out = methods(dir.OperationsOf(service.Name), typed)
		case len(args) == 3:
			out = paths(dir.OperationsOf(service.Name), args[2], typed)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeEnvironment(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	if dir := a.directory(); dir != nil {
		for _, e := range dir.Environments {
			out = offer(out, e.Name, e.BaseURL, typed)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeService offers the short names, and the full ones to who began one.
func (a *app) completeService(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	if dir := a.directory(); dir != nil {
		for _, s := range dir.Services {
			out = offer(out, s.Short(), s.Doc, typed)
		}
		if len(out) == 0 {
			for _, s := range dir.Services {
				out = offer(out, s.Name, s.Doc, typed)
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// offer adds a word if what was typed begins it, whatever the case: as the
// user began it, for a shell drops words that begin otherwise.
func offer(words []cobra.Completion, word, doc, typed string) []cobra.Completion {
	if len(word) < len(typed) || !strings.EqualFold(word[:len(typed)], typed) {
		return words
	}
	word = typed + word[len(typed):]
	for _, known := range words {
		if known == word || strings.HasPrefix(known, word+"\t") {
			return words
		}
	}
	return append(words, cobra.CompletionWithDesc(word, doc))
}

// methods are those of operations, each described by what it is used for.
func methods(operations []gateway.Operation, typed string) []cobra.Completion {
	var order []string
	uses := map[string][]string{}
	for _, o := range operations {
		if !slices.Contains(order, o.Method) {
			order = append(order, o.Method)
		}
		uses[o.Method] = append(uses[o.Method], o.Name)
	}
	var out []cobra.Completion
	for _, method := range order {
		out = offer(out, method, strings.Join(uses[method], ", "), typed)
	}
	return out
}

// paths are those of the operations with a method. A parameter whose values
// are known is filled with each of them, another with its default.
func paths(operations []gateway.Operation, method, typed string) []cobra.Completion {
	var out []cobra.Completion
	for _, o := range operations {
		if strings.EqualFold(o.Method, method) {
			for _, path := range filled(o.Path, o.PathParams) {
				out = offer(out, path, o.Name, typed)
			}
		}
	}
	return out
}

// filled are the paths that a template stands for.
func filled(template string, parameters []gateway.Parameter) []string {
	out := []string{template}
	for _, p := range parameters {
		values := p.Values
		if len(values) == 0 && p.Default != "" {
			values = []string{p.Default}
		}
		if len(values) == 0 {
			continue
		}
		var next []string
		for _, path := range out {
			for _, value := range values {
				next = append(next, strings.ReplaceAll(path, "{"+p.Name+"}", value))
			}
		}
		out = next
	}
	return out
}
