package cli

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"gatehouse/gateway"
)

// openDebugLog opens the file that --debug-log names; nil without the flag.
// The session closes it.
func (a *app) openDebugLog(s *session) (*slog.Logger, error) {
	if a.debugLog == "" {
		return nil, nil
	}
	file, err := openPrivate(a.debugLog)
	if err != nil {
		return nil, fmt.Errorf("--debug-log: %w", err)
	}
	log := &logFile{file: file}
	s.ends = append(s.ends, func() {
		if err := log.close(); err != nil {
			a.say("gatehouse: --debug-log: the log is not whole (%s); make room for it, or name another file", err)
		}
	})
	lines := slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})
	logger := slog.New(gateway.RedactingHandler(lines, a.redactor))
	logger.Info("start", "version", a.version(), "demo", a.demo)
	return logger, nil
}

// logFile is the file of the debug log. A write that fails is its last: a line
// that was cut short stays the end, and what goes wrong is said once, when the
// work that the log is about is done.
type logFile struct {
	file *os.File

	mu  sync.Mutex
	err error // of the write that failed
}

func (l *logFile) Write(p []byte) (n int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		n, l.err = l.file.Write(p)
	}
	return n, l.err
}

// close closes the file and gives the first error that it had.
func (l *logFile) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return cmp.Or(l.err, l.file.Close())
}

// openPrivate opens a file for appending that only its owner can read, and
// makes it when there is none. A link, a file of somebody else and a file that
// others can read are refused: what is written may tell more than its writer
// meant to.
func openPrivate(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err == nil {
		return file, nil
	}
	if !os.IsExist(err) {
		return nil, err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a plain file (a link, a folder or a device); name another", path)
	}
	file, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND|noFollow, 0)
	if err != nil {
		return nil, err
	}
	if err := checkPrivate(file); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return file, nil
}
