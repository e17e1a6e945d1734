package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"gatehouse/gateway/catalog"
)

// diffOptions are what the diff command is asked for.
type diffOptions struct {
	*app
	output string
}

const diffExamples = `  gatehouse diff qa production product
  gatehouse diff qa:1022 qa:1023 product       two collections of one environment
  gatehouse diff staging production category && echo the same`

func (a *app) diffCommand() *cobra.Command {
	o := diffOptions{app: a}
	cmd := &cobra.Command{
		Use:   "diff ENV1 ENV2 ITEMTYPE",
		Short: "Compare a collection in two environments",
		Long: `Compare the property definitions of one item type in two environments: the newest
published collection of each, or the newest where none is published. ENV:ID names
another one. Each side is read with its own token.

The exit status is 0 if they are the same, 1 if they differ, and 2 if they could
not be compared.`,
		Example:           diffExamples,
		GroupID:           "work",
		Args:              exactly("ENV1", "ENV2", "ITEMTYPE"),
		ValidArgsFunction: a.completeDiff,
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return notCompared(o.run(ctx, args[0], args[1], args[2]))
		}),
	}
	a.addOutput(cmd, &o.output)
	return cmd
}

// errDifferent ends a comparison that found differences, all of them said.
var errDifferent = &exit{status: exitDifferent}

// notCompared gives whatever prevented a comparison the one status that says
// so.
func notCompared(err error) error {
	if err == nil || errors.Is(err, errDifferent) {
		return err
	}
	var ended *exit
	if errors.As(err, &ended) {
		err = ended.err
	}
	return &exit{exitUncompared, err}
}

// side is one of the two that are compared.
type side struct {
	reader
	label      string // the environment, with the id where both sides are in one
	id         string // "" for the newest
	listed     listed // what the newest was chosen from
	collection catalog.Collection
}

func (o *diffOptions) run(ctx context.Context, left, right, itemType string) error {
	itemType, err := catalog.MatchItemType(itemType)
	if err != nil {
		return usage(err)
	}
	s, err := o.openFor(o.output)
	if err != nil {
		return err
	}
	defer s.end(o.app)
	var sides [2]side
	for i, typed := range []string{left, right} {
		if sides[i], err = s.side(typed); err != nil {
			return err
		}
	}
	if err := o.readBoth(ctx, &sides, itemType); err != nil {
		return err
	}
	label(&sides)
	changes := catalog.Diff(sides[0].collection, sides[1].collection)
	if err := o.write(itemType, sides, changes); err != nil {
		return err
	}
	if len(changes) > 0 {
		return errDifferent
	}
	return nil
}

// side reads ENV or ENV:ID. The name of an environment may hold a colon.
func (s *session) side(typed string) (side, error) {
	r, err := s.reader(typed)
	if err == nil {
		return side{reader: r}, nil
	}
	at := strings.LastIndex(typed, ":")
	if at < 0 {
		return side{}, err
	}
	if r, err = s.reader(typed[:at]); err != nil {
		return side{}, err
	}
	if typed[at+1:] == "" {
		return side{}, usage(fmt.Errorf("%s: there is no collection's id after the colon; without a colon the newest is taken", typed))
	}
	return side{reader: r, id: typed[at+1:]}, nil
}

// readBoth reads both collections at once, each with its own token.
func (o *diffOptions) readBoth(ctx context.Context, sides *[2]side, itemType string) error {
	var errs [2]error
	var both sync.WaitGroup
	for i := range sides {
		both.Go(func() { errs[i] = sides[i].read(ctx, itemType) })
	}
	both.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed error
	for i, err := range errs {
		o.sayIncomplete(sides[i].target.Environment+" / "+itemType, sides[i].listed)
		if err == nil {
			continue
		}
		told := o.failRead(err)
		o.sayWhereShown(sides[i].target.Environment, err)
		if failed == nil { // refusals of both are told
			failed = told
		}
	}
	return failed
}

// read reads the collection of a side: the one that was named, or the newest
// published one, else the newest.
func (s *side) read(ctx context.Context, itemType string) (err error) {
	id := s.id
	if id == "" {
		if s.listed, err = s.list(ctx, itemType); err != nil {
			return err
		}
		newest, found := catalog.Newest(s.listed.collections)
		if !found {
			return usage(fmt.Errorf("%s has no %s collections: there is nothing to compare", s.target.Environment, itemType))
		}
		id = newest.ID
	}
	s.collection, err = s.show(ctx, itemType, id)
	return err
}

// label names the sides so that they can be told apart.
func label(sides *[2]side) {
	for i := range sides {
		s := &sides[i]
		s.label = s.target.Environment
		if sides[0].target == sides[1].target {
			s.label += " " + s.collection.ID
		}
	}
}

// completeDiff completes ENV1, ENV2 and ITEMTYPE.
func (a *app) completeDiff(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 1 {
		return a.completeEnvironment(cmd, nil, typed)
	}
	return a.completeItemType(cmd, args[:max(0, len(args)-1)], typed)
}
