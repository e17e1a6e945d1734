package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"gatehouse/config"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// compareOptions are what the compare command is asked for.
type compareOptions struct {
	*app
	keys, ignore  []string
	limit, output string
}

const compareExamples = `  gatehouse compare qa.json production.json
  gatehouse compare old.json new.json --key sku --ignore '$..updatedAt'
  gatehouse send qa property GET /collections/product | gatehouse compare - saved.json
  gatehouse compare a.jsonl.gz b.jsonl.gz --output json`

func (a *app) compareCommand() *cobra.Command {
	o := compareOptions{app: a}
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Compare two saved bodies",
		Long: `Compare two files by what they mean: in JSON and JSON Lines whitespace, the order of
members and how a number or text is spelled count for nothing. The elements of a
list are paired by a key that is found in them, or the one that --key names, and
else in order. What is no JSON is compared line by line. The name - stands for the
standard input. What is compressed by gzip or zstd is read decompressed.

The exit status is 0 if they are the same, 1 if they differ, and 2 if they could
not be compared, or not wholly and no difference was found.`,
		Example: compareExamples,
		GroupID: "work",
		Args:    exactly("A", "B"),
		RunE: a.interruptible(func(ctx context.Context, args []string) error {
			return notCompared(o.run(ctx, args[0], args[1]))
		}),
	}
	cmd.Flags().StringArrayVar(&o.keys, "key", nil, "pair the elements of lists by their member `NAME`, or those of one list by a path such as $.items[*].id; # pairs all by position (may be repeated)")
	cmd.Flags().StringArrayVar(&o.ignore, "ignore", nil, "only count what differs at `PATH` and below, such as $.meta or $..updatedAt (may be repeated)")
	cmd.Flags().StringVar(&o.limit, "limit", "", "read at most this `SIZE` of each, such as 64MB or 1GiB (default: 256MiB)")
	for _, flag := range []string{"key", "ignore", "limit"} {
		a.completeFlag(cmd, flag, cobra.NoFileCompletions)
	}
	a.addOutput(cmd, &o.output)
	return cmd
}

func (o *compareOptions) run(ctx context.Context, left, right string) error {
	rules, limit, err := o.rules()
	if err != nil {
		return usage(err)
	}
	if left == "" || right == "" {
		return usage(errors.New("compare needs two files, and one of the names is empty: - stands for the standard input"))
	}
	if left == fromStdin && right == fromStdin {
		return usage(errors.New("only one of the two can be the standard input"))
	}
	var docs [2]jsonview.Document
	for i, name := range []string{left, right} {
		if docs[i], err = o.read(ctx, name, limit); err != nil {
			return err
		}
	}
	c, err := jsonview.Compare(ctx, docs[0], docs[1], rules)
	if err != nil {
		return err
	}
	if err := o.write(c, onlyIn(left, right)); err != nil {
		return err
	}
	switch {
	case c.Total() > 0:
		return errDifferent
	case !c.Same():
		return &exit{status: exitUncompared} // the notes say why
	}
	return nil
}

// rules are what the flags ask for.
func (o *compareOptions) rules() (r jsonview.Rules, limit int64, err error) {
	if err := checkOutput(o.output); err != nil {
		return r, 0, err
	}
	for _, text := range o.keys {
		if text == jsonview.KeyByPosition {
			if len(o.keys) > 1 {
				return r, 0, errors.New("--key: # pairs all lists by position and leaves nothing to other keys: give it alone")
			}
			r.ByPosition = true
			continue
		}
		key, err := jsonview.ParseListKey(text)
		if err != nil {
			return r, 0, fmt.Errorf("--key: %w", err)
		}
		r.Keys = append(r.Keys, key)
	}
	for _, text := range o.ignore {
		path, err := jsonview.ParsePathPattern(text)
		if err != nil {
			return r, 0, fmt.Errorf("--ignore: %w", err)
		}
		r.Ignore = append(r.Ignore, path)
	}
	if o.limit != "" {
		if limit, err = config.ParseSize(o.limit); err != nil {
			return r, 0, fmt.Errorf("--limit %q %w", o.limit, err)
		}
	}
	return r, limit, nil
}

// read reads a file to its end and lays it out.
func (o *compareOptions) read(ctx context.Context, name string, limit int64) (jsonview.Document, error) {
	file, err := o.readFile(ctx, name, limit)
	if err != nil {
		return nil, err
	}
	state := file.Body.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case state.Err != nil:
		return nil, fmt.Errorf("%s could not be read to its end: %w", name, state.Err)
	case state.Truncated:
		return nil, fmt.Errorf("%s holds more than the %s that were read: %s", name, words.Size(int64(len(state.Bytes))), file.Limit)
	}
	return jsonview.Whole(ctx, file.Media, state.Bytes, nil)
}

// onlyIn says of each file what is there alone, as the screen does.
func onlyIn(left, right string) [2]string {
	for _, name := range []*string{&left, &right} {
		if *name == fromStdin {
			*name = "standard input"
		}
	}
	names := words.FilesApart(left, right)
	if names[0] == names[1] {
		return [2]string{"only left", "only right"}
	}
	return [2]string{"only in " + names[0], "only in " + names[1]}
}

// write writes what differs. A terminal gets it cleaned.
func (o *compareOptions) write(c *jsonview.Comparison, only [2]string) error {
	if o.output == outputJSON {
		var text bytes.Buffer
		if err := c.WriteJSON(&text); err != nil {
			return err
		}
		_, err := o.Stdout.Write(escapeUnseen(text.Bytes()))
		return err
	}
	to := io.Writer(o.Stdout)
	if !o.StdoutTerminal {
		return c.WriteText(to, jsonview.LineBytes, only)
	}
	out := &terminalWriter{to: to}
	if err := c.WriteText(out, jsonview.LineBytes, only); err != nil {
		return err
	}
	return out.end()
}
