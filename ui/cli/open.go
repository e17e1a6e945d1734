package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/encoding"
	"gatehouse/gateway/query"
	"gatehouse/ui"
)

// openOptions are what the open command is asked for.
type openOptions struct {
	*app
	limit   string
	jq      string
	hasJQ   bool
	against string
}

// fromStdin is the name that stands for the standard input.
const fromStdin = "-"

const openExamples = `  gatehouse open answer.json
  gatehouse open export.jsonl.gz
  gatehouse open answer.json --jq '.items[] | select(.price > 100)'
  curl -s https://example.com/list | gatehouse open -
  gatehouse open answer.json --compare yesterday.json
  gatehouse send qa property GET /collections/product | gatehouse open`

func (a *app) openCommand() *cobra.Command {
	o := openOptions{app: a}
	cmd := &cobra.Command{
		Use:   "open [FILE|-]",
		Short: "Read any file or pipe in the viewer",
		Long: `Read any file in the viewer of the explorer: JSON, JSON Lines, text or bytes, of
any size. It is read in the background, and shown as it comes. The name - stands
for the standard input, and so does no name at all behind a pipe. What is
compressed by gzip or zstd is shown decompressed, told by its first bytes.

It needs no configuration, sends nothing and changes no file. Keys are read from
the terminal, and it draws on one: behind another pipe it does nothing.`,
		Example: openExamples,
		GroupID: "work",
		Args:    atMost(1),
	}
	cmd.RunE = a.command(func(ctx context.Context, args []string) error {
		o.hasJQ = cmd.Flags().Changed("jq")
		name := ""
		if len(args) > 0 {
			name = args[0]
		}
		return o.run(ctx, name)
	})
	cmd.Flags().StringVar(&o.limit, "limit", "", "read at most this `SIZE`, such as 64MB or 1GiB (default: body_limit of the configuration, else 256MiB)")
	cmd.Flags().StringVar(&o.jq, "jq", "", "begin with the results of the jq `FILTER`; esc goes back to the file")
	a.completeFlag(cmd, "limit", cobra.NoFileCompletions)
	a.completeFlag(cmd, "jq", cobra.NoFileCompletions)
	cmd.Flags().StringVar(&o.against, "compare", "", "begin with what differs from the file `OTHER`")
	return cmd
}

func (o *openOptions) run(ctx context.Context, name string) error {
	if name == "" && o.StdinTerminal {
		return usage(errors.New("open needs FILE, or a pipe before it: ... | gatehouse open"))
	}
	start, limit, err := o.start()
	if err != nil {
		return err
	}
	var filter *query.Filter
	if o.hasJQ {
		if filter, err = parseJQ(o.jq); err != nil {
			return err
		}
	}
	if !o.StdoutTerminal {
		return usage(errors.New("open needs a terminal to draw on; what only copies a file is cat"))
	}
	if !o.StdinTerminal {
		if start.Keys, err = o.Keyboard(); err != nil {
			return usage(fmt.Errorf("open needs a terminal for its keys: %w", err))
		}
		defer start.Keys.Close()
	}
	start.OpenFile = o.fileOpener(limit)
	if start.File, err = o.readFile(ctx, name, limit); err != nil {
		return err
	}
	start.File.Filter = filter
	defer start.File.Body.Cancel()
	if o.against != "" {
		if start.Against, err = start.OpenFile(ctx, o.against); err != nil {
			return err
		}
		defer start.Against.Body.Cancel()
	}
	return o.Explore(ctx, start)
}

// readFile begins to read a file, or the standard input for "-" and for no name
// at all. No more than limit is kept of it, 0 for the default.
func (a *app) readFile(ctx context.Context, name string, limit int64) (*ui.File, error) {
	from, size, err := a.source(name)
	if err != nil {
		return nil, err
	}
	file := &ui.File{Limit: "--limit reads more", Pipe: size < 0}
	if name != "" && name != fromStdin {
		file.Name, file.SaveAs, file.Media = name, saveName(name), mediaOf(name)
	}
	file.Body = gateway.ReadBody(ctx, from, gateway.BodyOptions{
		Expected: size, Limit: limit, Detect: encoding.Detect, Decoders: encoding.Decoders(),
	})
	return file, nil
}

// fileOpener is how a screen of this run opens files to compare with. The
// standard input is none of them: it is the screen's own.
func (a *app) fileOpener(limit int64) func(context.Context, string) (*ui.File, error) {
	return func(ctx context.Context, name string) (*ui.File, error) {
		if name == fromStdin {
			return nil, errors.New("- is no file here: the standard input can only be read first")
		}
		return a.readFile(ctx, name, limit)
	}
}

// start is what the viewer begins with, and how much it may hold. The
// configuration is asked for colours, a limit, and the variables that are none
// of a pager's or an editor's business, where there is one: unless it was named, nothing that is wrong with it keeps anybody from reading a file.
func (o *openOptions) start() (start ui.Options, limit int64, err error) {
	theme, dir := "", (*gateway.Directory)(nil)
	path, err := o.configPath()
	if err == nil {
		var file *config.File
		if file, err = config.Load(path); err == nil {
			theme, dir, limit = file.Theme, file.Directory, file.Directory.BodyLimit
		}
	}
	if err != nil && o.configFlag != "" {
		return start, 0, usage(err)
	}
	if o.limit != "" {
		if limit, err = config.ParseSize(o.limit); err != nil {
			return start, 0, usage(fmt.Errorf("--limit %q %w", o.limit, err))
		}
	}
	start = o.screen(theme)
	start.Directory = dir
	return start, limit, nil
}

// source opens what is to be read. Its size is -1 where it is not known.
func (a *app) source(name string) (io.ReadCloser, int64, error) {
	if name == "" || name == fromStdin {
		// It stays open at the end: what is opened next must not get its number.
		return io.NopCloser(a.Stdin), -1, nil
	}
	info, err := os.Stat(name)
	if err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		var from io.ReadCloser
		if from, err = openFIFO(name); err == nil {
			return from, -1, nil
		}
	} else if err == nil && !info.IsDir() {
		var f *os.File
		if f, err = os.Open(name); err == nil {
			if !info.Mode().IsRegular() {
				return f, -1, nil
			}
			return f, info.Size(), nil
		}
	}
	switch {
	case err == nil:
		return nil, 0, fmt.Errorf("%s is a folder: name a file in it", name)
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, fmt.Errorf("there is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return nil, 0, fmt.Errorf("%s may not be read by you: look at its mode and owner", name)
	}
	return nil, 0, err
}

// medias are the content types of the endings that say more than the first bytes
// can. What is called JSON may be JSON Lines all the same.
var medias = map[string]string{
	".json": "application/json", ".jsonl": "application/jsonl", ".ndjson": "application/x-ndjson",
	".csv": "text/csv", ".tsv": "text/tab-separated-values",
	".html": "text/html", ".htm": "text/html", ".xml": "application/xml",
}

func mediaOf(path string) string { return medias[strings.ToLower(filepath.Ext(saveName(path)))] }

// saveName proposes where what a file holds is saved: beside the caller, under
// the file's own name without the ending of an encoding.
func saveName(path string) string {
	name := filepath.Base(path)
	for _, ending := range []string{".gz", ".zst"} {
		if stem, found := strings.CutSuffix(name, ending); found && stem != "" {
			return stem
		}
	}
	return name
}
