package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"gatehouse/gateway/catalog"
)

// collectionsOptions are what the collections command is asked for.
type collectionsOptions struct {
	*app
	output string
}

const collectionsExamples = `  gatehouse collections qa                     all item types, with the newest collections
  gatehouse collections qa product             the product collections
  gatehouse collections qa product 1022        the properties of one
  gatehouse collections qa product 1022 --output json | jq '.definitions[].name'`

func (a *app) collectionsCommand() *cobra.Command {
	o := collectionsOptions{app: a}
	cmd := &cobra.Command{
		Use:   "collections ENV [ITEMTYPE [ID]]",
		Short: "Show property definition collections",
		Long: `Show the property definition collections of an environment: all item types, the
collections of one, or the properties of one collection. ITEMTYPE matches without
case and by unique prefix. An answer of another shape than expected is written as
it is, with a sentence why on stderr; the exit status is then 1.`,
		Example:           collectionsExamples,
		GroupID:           "work",
		Args:              between(1, 3, "ENV"),
		ValidArgsFunction: a.completeItemType,
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return o.run(ctx, args)
		}),
	}
	a.addOutput(cmd, &o.output)
	return cmd
}

func (o *collectionsOptions) run(ctx context.Context, args []string) error {
	itemType := ""
	if len(args) > 1 {
		var err error
		if itemType, err = catalog.MatchItemType(args[1]); err != nil {
			return usage(err)
		}
	}
	s, err := o.openFor(o.output)
	if err != nil {
		return err
	}
	defer s.end(o.app)
	r, err := s.reader(args[0])
	if err != nil {
		return err
	}
	switch len(args) {
	case 1:
		return o.overview(ctx, r)
	case 2:
		return o.oneType(ctx, r, itemType)
	}
	return o.oneCollection(ctx, r, itemType, args[2])
}

// overview shows what there is of every item type. Types whose answer failed
// are told one by one, and the first of them decides the exit status.
func (o *collectionsOptions) overview(ctx context.Context, r reader) error {
	lists, errs := r.listAll(ctx, catalog.ItemTypes)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if sameFailure(errs) {
		return o.failRead(errs[0])
	}
	if err := o.writeOverview(lists, errs); err != nil {
		return err
	}
	for i, itemType := range catalog.ItemTypes {
		if errs[i] != nil {
			o.say("gatehouse: %s", errs[i])
		}
		o.sayIncomplete(itemType, lists[i])
	}
	o.sayWhereShown(r.target.Environment, errs...)
	return statusOf(cmp.Or(errs...))
}

// sameFailure reports that every read failed before there was an answer: then
// the reason is one, and told once.
func sameFailure(errs []error) bool {
	for _, err := range errs {
		var read *readError
		if !errors.As(err, &read) || read.exchange.Err == nil {
			return false
		}
	}
	return true
}

// oneType shows the collections of an item type.
func (o *collectionsOptions) oneType(ctx context.Context, r reader, itemType string) error {
	l, err := r.list(ctx, itemType)
	if err != nil {
		return o.failOrShow(err)
	}
	if err := o.writeList(r.target.Environment, itemType, l); err != nil {
		return err
	}
	o.sayIncomplete(itemType, l)
	return nil
}

// oneCollection shows a collection in full.
func (o *collectionsOptions) oneCollection(ctx context.Context, r reader, itemType, id string) error {
	c, err := r.show(ctx, itemType, id)
	if err != nil {
		return o.failOrShow(err)
	}
	return o.writeCollection(r.target.Environment, itemType, c)
}

// failOrShow ends a command whose read came to nothing. An answer of another
// shape is written as it is.
func (o *collectionsOptions) failOrShow(err error) error {
	var read *readError
	if errors.As(err, &read) && read.shape != nil {
		if err := o.writeAsItIs(read); err != nil {
			return err
		}
	}
	return o.failRead(err)
}

// writeAsItIs writes the body of an answer: for a program with the reason.
func (o *collectionsOptions) writeAsItIs(e *readError) error {
	if o.output == outputJSON {
		var bodies bodiesJSON
		out := otherShapeJSON{Environment: e.exchange.Target.Environment, Error: o.redactor.Text(e.shape.Error())}
		out.Body, out.BodyBase64 = bodies.place(e.body.Bytes)
		return bodies.write(o.Stdout, out)
	}
	if !o.StdoutTerminal {
		_, err := o.Stdout.Write(e.body.Bytes)
		return err
	}
	out := &terminalWriter{to: o.Stdout}
	if _, err := out.Write(e.body.Bytes); err != nil {
		return err
	}
	return out.end()
}

// sayIncomplete tells what of a listing was not read.
func (a *app) sayIncomplete(itemType string, l listed) {
	if l.unread > 0 {
		a.say("%s: entries without an id, which are left out: %d", itemType, l.unread)
	}
	if l.cut {
		a.say("%s: there are more; reading stopped after %d pages with %d collections", itemType, catalog.MostPages, len(l.collections))
	}
}

// sayWhereShown names the command that shows answers of another shape as they
// came, where some of the errors are such.
func (a *app) sayWhereShown(environment string, errs ...error) {
	for _, err := range errs {
		var read *readError
		if errors.As(err, &read) && read.shape != nil {
			a.say("%s collections %s ITEMTYPE  shows such an answer as it came.", a.started(), shellQuote(environment))
			return
		}
	}
}

// failRead says why a read came to nothing, with the evidence, and gives the
// exit status that says so.
func (a *app) failRead(err error) error {
	var read *readError
	if !errors.As(err, &read) || errors.Is(err, context.Canceled) {
		return err
	}
	a.say("gatehouse: %s", read)
	if explanation, ok := read.exchange.Explain(); ok && read.shape == nil {
		a.explain(explanation, read)
	}
	return statusOf(read)
}

// statusOf is the exit status of a read, told already; nil for none.
func statusOf(err error) error {
	var read *readError
	if errors.As(err, &read) {
		return &exit{status: read.status()}
	}
	return err
}

// between demands some named arguments and takes a few more.
func between(least, most int, names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least {
			return exactly(names...)(cmd, args)
		}
		return atMost(most)(cmd, args)
	}
}

// completeItemType completes ENV and ITEMTYPE.
func (a *app) completeItemType(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return a.completeEnvironment(cmd, args, typed)
	}
	var out []cobra.Completion
	if len(args) == 1 {
		for _, itemType := range catalog.ItemTypes {
			out = offer(out, itemType, "", typed)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
