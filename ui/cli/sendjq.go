package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
	"gatehouse/gateway/query"
)

// checkFilter reads the filter of --jq before anything is sent.
func (o *sendOptions) checkFilter() error {
	if !o.hasJQ {
		return nil
	}
	if o.output == outputJSON {
		return usage(errors.New("--jq and --output json cannot both be given: one shows the body, the other the exchange"))
	}
	var err error
	o.filter, err = parseJQ(o.jq)
	return err
}

// parseJQ reads the filter of a flag --jq, and shows where in it a fault is.
func parseJQ(text string) (*query.Filter, error) {
	filter, err := query.Parse(text)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		return nil, usage(fmt.Errorf("--jq: %s\n%s", syntax.Reason, markedPlace(text, syntax.Offset)))
	}
	return filter, err
}

// markedPlace is the line of a text that holds a byte, and a mark below it.
func markedPlace(text string, offset int) string {
	text = strings.ReplaceAll(text, "\t", " ")
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return "  " + line + "\n  " + strings.Repeat(" ", ansi.StringWidth(text[start:offset])) + "^"
}

// filtered is the answer's body through the filter. What is not a good answer
// goes as it came: it says what went wrong, and is shaped otherwise.
func (o *sendOptions) filtered(ctx context.Context, e *gateway.Exchange, out io.Writer) (gateway.BodyState, error) {
	if e.Err != nil || answerStatus(e.Status) != exitOK {
		return stream(e.Body, out)
	}
	body := e.Body.Wait()
	if len(body.Bytes) == 0 || ctx.Err() != nil {
		return body, nil
	}
	run, err := filterRunner()
	if err != nil {
		return body, err
	}
	results := run(ctx, body.Bytes, o.filter)
	defer results.Close()
	_, err = io.Copy(out, results)
	return body, err
}
