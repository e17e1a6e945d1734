package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	graceful      = 500 * time.Millisecond // for calls under way at Close
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = time.Minute // beyond the configured latency
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10
)

// listen opens one loopback listener per environment: first, first+1, ..., or
// free ports when first is 0. Either all are open or none.
func listen(first int) (open []net.Listener, err error) {
	if last := first + len(profiles) - 1; first < 0 || last > 65535 {
		return nil, fmt.Errorf("port %d: %d ports from there on must lie between 1 and 65535; choose a lower one, or 0 for free ports", first, len(profiles))
	}
	defer func() {
		if err != nil {
			for _, l := range open {
				l.Close()
			}
			open = nil
		}
	}()
	for i, p := range profiles {
		port := 0
		if first != 0 {
			port = first + i
		}
		l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			return open, fmt.Errorf("listen on port %d for %s: %w; choose another first port (%d in a row must be free), or 0 for free ports",
				port, p.name, err, len(profiles))
		}
		open = append(open, l)
	}
	return open, nil
}

// servers own the HTTP servers of one sandbox and the goroutines they run in.
type servers struct {
	list    []*http.Server
	cancel  context.CancelFunc // ends the calls that wait
	running sync.WaitGroup

	mu     sync.Mutex
	failed []error // of servers that ended before close

	once sync.Once
	err  error
}

// serve runs one server per environment on its listener until close.
func serve(listeners []net.Listener, environments []*environment, o Options) *servers {
	ctx, cancel := context.WithCancel(context.Background())
	s := &servers{cancel: cancel}
	complaints := log.New(io.Discard, "", 0)
	if o.Log != nil {
		complaints = slog.NewLogLogger(o.Log.Handler(), slog.LevelError)
	}
	for i, l := range listeners {
		server := &http.Server{
			Handler:           environments[i],
			BaseContext:       func(net.Listener) context.Context { return ctx },
			ReadHeaderTimeout: headerTimeout,
			ReadTimeout:       readTimeout,
			WriteTimeout:      writeTimeout + max(o.Latency, 0),
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    maxHeader,
			ErrorLog:          complaints,
		}
		s.list = append(s.list, server)
		s.running.Go(func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				s.mu.Lock()
				s.failed = append(s.failed, err)
				s.mu.Unlock()
			}
		})
	}
	return s
}

// close asks all servers to finish, then makes them.
func (s *servers) close() error {
	s.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), graceful)
		defer cancel()
		var stopping sync.WaitGroup
		for _, server := range s.list {
			stopping.Go(func() {
				if server.Shutdown(ctx) != nil {
					server.Close() // connections that would not end in time
				}
			})
		}
		stopping.Wait()
		s.cancel()
		s.running.Wait()
		s.err = errors.Join(s.failed...)
	})
	return s.err
}
