package cli

import (
	"fmt"
	"log/slog"
	"os"

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
	s.ends = append(s.ends, func() { _ = file.Close() })
	lines := slog.NewJSONHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug})
	logger := slog.New(gateway.RedactingHandler(lines, a.redactor))
	logger.Info("start", "version", a.version(), "demo", a.demo)
	return logger, nil
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
