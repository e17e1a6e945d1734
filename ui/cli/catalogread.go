package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
)

// reader reads collections for the commands that show them.
type reader struct {
	*session
	target gateway.Target
}

// reader is that of an environment as a command line names it.
func (s *session) reader(environment string) (reader, error) {
	target, err := s.target(environment, catalog.Service)
	return reader{s, target}, err
}

// readError is a read that came to nothing. One of its two causes is there:
// the exchange failed, or its answer has another shape.
type readError struct {
	tried    string // such as "list product collections"
	exchange *gateway.Exchange
	body     gateway.BodyState
	shape    *catalog.ShapeError // nil if the exchange failed
}

func (e *readError) Error() string {
	lead := fmt.Sprintf("%s: %s: ", e.exchange.Target, e.tried)
	switch {
	case e.shape != nil:
		return lead + e.shape.Error()
	case e.exchange.Err != nil:
		return lead + strings.TrimPrefix(e.exchange.Err.Error(), e.exchange.Target.String()+": ")
	case e.body.Err != nil:
		return lead + "the answer of " + e.host() + " ended early: " + strings.TrimPrefix(e.body.Err.Error(), "body: ")
	case e.body.Truncated:
		return lead + "the body is larger than body_limit"
	}
	return lead + statusLine(e.exchange)
}

// host is whose answer it was.
func (e *readError) host() string {
	if u, err := url.Parse(e.exchange.Sent.URL); err == nil && u.Host != "" {
		return u.Host
	}
	return e.exchange.Target.Environment
}

// Unwrap gives what the exchange failed of.
func (e *readError) Unwrap() error { return e.exchange.Err }

// status is the exit status, as send has them; of another shape it is failed:
// the answer is there, but not what was asked for.
func (e *readError) status() int {
	switch {
	case e.exchange.Err != nil:
		return exitStatus(e.exchange.Err)
	case e.shape == nil && e.exchange.Status >= 400:
		return answerStatus(e.exchange.Status)
	}
	return exitFailed
}

// read sends a request that reads and waits for the whole answer, of which no
// byte may be longer in coming than the environment's timeout. The error is
// a *readError, or one of the configuration.
func (r reader) read(ctx context.Context, tried, operation string, values ...gateway.Field) (*gateway.Exchange, gateway.BodyState, error) {
	request, err := catalog.Request(r.dir.OperationsOf(catalog.Service), operation, values...)
	if err != nil {
		return nil, gateway.BodyState{}, usage(err)
	}
	e := r.client.Send(ctx, r.target, request)
	body := e.Body.WaitMoving(r.dir.Environment(r.target.Environment).WaitLimit())
	if !e.Succeeded() || body.Err != nil || body.Truncated {
		return e, body, &readError{tried: tried, exchange: e, body: body}
	}
	return e, body, nil
}

// listed are the collections of an item type, as far as they were read.
type listed struct {
	collections []catalog.Collection
	unread      int  // entries that could not be read
	total       int  // as the server counts them, -1 if it does not
	cut         bool // there are more
}

// list reads the collections of an item type, page by page.
func (r reader) list(ctx context.Context, itemType string) (listed, error) {
	tried := "list " + itemType + " collections"
	out := listed{total: -1}
	for page, n := 1, 0; ; n++ {
		if n == catalog.MostPages {
			out.cut = true
			return out, nil
		}
		e, body, err := r.read(ctx, tried, catalog.OperationList,
			gateway.Field{Name: catalog.ParameterItemType, Value: itemType}, gateway.Field{Name: catalog.ParameterPage, Value: strconv.Itoa(page)})
		if err != nil {
			return out, err
		}
		l, err := catalog.DecodeCollections(body.Bytes)
		if err != nil {
			return out, otherShape(tried, e, body, err)
		}
		out.collections = append(out.collections, l.Collections...)
		out.unread += l.Unread
		out.total = max(out.total, l.Total)
		if !l.HasNext || l.NextPage <= page {
			return out, nil
		}
		page = l.NextPage
	}
}

// show reads one collection in full.
func (r reader) show(ctx context.Context, itemType, id string) (catalog.Collection, error) {
	tried := "show " + itemType + " collection " + id
	e, body, err := r.read(ctx, tried, catalog.OperationShow,
		gateway.Field{Name: catalog.ParameterItemType, Value: itemType}, gateway.Field{Name: catalog.ParameterCollection, Value: id})
	if err != nil {
		return catalog.Collection{}, err
	}
	c, err := catalog.DecodeCollection(body.Bytes)
	if err != nil {
		return c, otherShape(tried, e, body, err)
	}
	return c, nil
}

func otherShape(tried string, e *gateway.Exchange, body gateway.BodyState, err error) error {
	out := &readError{tried: tried, exchange: e, body: body}
	if !errors.As(err, &out.shape) {
		return err
	}
	return out
}

// listAll reads the collections of several item types at once; results and
// errors are in the order of the types.
func (r reader) listAll(ctx context.Context, itemTypes []string) ([]listed, []error) {
	lists, errs := make([]listed, len(itemTypes)), make([]error, len(itemTypes))
	var all sync.WaitGroup
	for i, itemType := range itemTypes {
		all.Go(func() { lists[i], errs[i] = r.list(ctx, itemType) })
	}
	all.Wait()
	return lists, errs
}
