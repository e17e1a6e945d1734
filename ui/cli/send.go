package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
)

// sendOptions are what the send command is asked for.
type sendOptions struct {
	*app
	environment, service, method, path string

	query   []string
	headers []string
	data    string
	hasData bool
	confirm string
	auth    string
	output  string
	raw     bool

	jq     string
	hasJQ  bool
	filter *query.Filter // of jq, nil without one
}

const sendExamples = `  gatehouse send qa property GET /collections/product
  gatehouse send qa property GET '/collections/product?page=2' -q rows=10
  gatehouse send qa ingest PATCH /product -d @items.json
  gatehouse send qa property GET /collections/product --jq '.collections[] | {id, status}'
  jq .items export.json | gatehouse send qa ingest PUT /product -d @-
  gatehouse send production snapshot POST /snapshots/product -d @new.json --confirm Production
  gatehouse send qa view GET /product/1001 --output json | jq .timings_ms`

func (a *app) sendCommand() *cobra.Command {
	o := sendOptions{app: a}
	cmd := &cobra.Command{
		Use:   "send ENV SERVICE METHOD PATH",
		Short: "Send a request with the right token",
		Long: `Send a request with the token of its environment and service. PATH is what
follows the environment's call_prefix and may carry a query. The answer's body
goes to stdout byte for byte as it arrives; everything about it goes to stderr.

The exit status is 4 for an answer of 4xx, 5 for 5xx, 6 when no token could be
had and 7 when the guard refused: a write to a guarded environment wants its name
by --confirm, and a read-only environment takes none.`,
		Example:           sendExamples,
		GroupID:           "work",
		Args:              exactly("ENV", "SERVICE", "METHOD", "PATH"),
		ValidArgsFunction: a.completeRequest,
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&o.query, "query", "q", nil, "add `NAME=VALUE` to the query, or the lines of @FILE; may be repeated")
	flags.StringArrayVarP(&o.headers, "header", "H", nil, "add the header `'NAME: VALUE'`, or the lines of @FILE; may be repeated")
	flags.StringVarP(&o.data, "data", "d", "", "the body: `DATA`, @FILE, or @- for stdin; it goes as JSON unless -H says otherwise")
	flags.StringVar(&o.confirm, "confirm", "", "`NAME` of the guarded environment that may be written to")
	flags.StringVar(&o.auth, "auth", authManaged, "`WHOSE` token: managed (gatehouse's), none, or custom (the Authorization header of -H)")
	flags.BoolVar(&o.raw, "raw", false, "write the exact bytes to a terminal too")
	flags.StringVar(&o.jq, "jq", "", "write what the jq `FILTER` makes of the body of a good answer")
	a.addOutput(cmd, &o.output)
	cmd.RunE = a.interruptible(func(ctx context.Context, args []string) error {
		o.environment, o.service, o.method, o.path = args[0], args[1], args[2], args[3]
		o.hasData, o.hasJQ = flags.Changed("data"), flags.Changed("jq")
		return o.run(ctx)
	})
	a.completeFlag(cmd, "query", cobra.NoFileCompletions)
	a.completeFlag(cmd, "jq", cobra.NoFileCompletions)
	a.completeFlag(cmd, "confirm", a.completeEnvironment)
	a.completeFlag(cmd, "auth", cobra.FixedCompletions([]cobra.Completion{authManaged, authNone, authCustom}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (o *sendOptions) run(ctx context.Context) error {
	if err := checkOutput(o.output); err != nil {
		return err
	}
	if err := o.checkFilter(); err != nil {
		return err
	}
	request, err := await(ctx, o.request)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return usage(err)
	}
	s, err := o.open()
	if err != nil {
		return err
	}
	defer s.end(o.app)
	target, err := s.target(o.environment, o.service)
	if err != nil {
		return err
	}
	request.Safety = declared(s.dir.OperationsOf(target.Service), request.Method, request.Path)

	exchange := s.client.Send(ctx, target, request)
	body, err := o.deliver(ctx, exchange)
	if err != nil {
		if o.filter != nil {
			o.summarize(exchange, body)
			return err
		}
		return fmt.Errorf("the answer could not be written: %w", err)
	}
	return o.conclude(exchange, body)
}

// deliver brings the answer to stdout and returns when all of it is there.
func (o *sendOptions) deliver(ctx context.Context, e *gateway.Exchange) (gateway.BodyState, error) {
	if o.output == outputJSON {
		body := e.Body.Wait()
		return body, o.writeExchange(e, body)
	}
	bring := func(to io.Writer) (gateway.BodyState, error) {
		if o.filter != nil {
			return o.filtered(ctx, e, to)
		}
		return stream(e.Body, to)
	}
	if o.StdoutTerminal && !o.raw {
		out := &terminalWriter{to: o.Stdout}
		body, err := bring(out)
		return body, cmp.Or(err, out.end())
	}
	return bring(o.Stdout)
}

// conclude tells how it went, and by its error the exit status.
func (o *sendOptions) conclude(e *gateway.Exchange, body gateway.BodyState) error {
	o.summarize(e, body)
	if explanation, ok := e.Explain(); ok {
		if name, ok := toConfirm(e.Err); ok {
			explanation.Try = []string{"add --confirm " + shellQuote(name) + " if the write is meant"}
		}
		o.explain(explanation, e.Err)
	}
	status := exitStatus(e.Err)
	if e.Err == nil {
		status = answerStatus(e.Status)
		if status == exitOK && (body.Err != nil || body.Truncated) {
			status = exitFailed
		}
	}
	if status == exitOK {
		return nil
	}
	return &exit{status: status}
}

// toConfirm is the name that would let a guarded write through.
func toConfirm(err error) (string, bool) {
	var guard *gateway.GuardError
	if errors.As(err, &guard) && guard.Reason != gateway.GuardReadOnly {
		return guard.Environment, true
	}
	return "", false
}
