package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"strings"

	"gatehouse/config"
	"gatehouse/gateway"
	"gatehouse/gateway/tokencache"
	"gatehouse/ui/words"
)

// readConfig reads the configuration file into s, whose directory stays nil
// when that cannot be. The error is that no place for the file is known.
func (d *doctor) readConfig(s *session) (broken bool, err error) {
	path, err := d.configPath()
	if err != nil {
		return true, usage(err)
	}
	add := func(check string, r result, detail, fix string) {
		d.opening = append(d.opening, found(subjectConfiguration, check, r, detail, fix))
	}
	file, err := config.Load(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && d.configFlag == "":
		add("file", resultWarn, "there is none yet (it would be "+path+")",
			"gatehouse init writes a first one to fill in; gatehouse --demo needs none")
		return false, nil
	case errors.Is(err, fs.ErrNotExist):
		add("file", resultFail, "there is no "+path, "name another by --config, or write a first one: gatehouse init --config "+shellQuote(path))
		return true, nil
	case err != nil && !isContents(err):
		add("file", resultFail, err.Error(), "let this user read it")
		return true, nil
	}
	add("file", resultOK, path, "")
	d.checkMode(path, add)
	if err != nil {
		for _, fault := range faultsOf(err) {
			whole := *fault
			whole.Fix = ""
			add("contents", resultFail, whole.Error(), fault.Fix)
		}
		return true, nil
	}
	s.dir, s.path = file.Directory, path
	add("contents", resultOK, fmt.Sprintf("environments: %d, services: %d", len(s.dir.Environments), len(s.dir.Services)), "")
	return false, nil
}

// isContents reports an error about what stands in the file.
func isContents(err error) bool {
	var fault *config.Error
	return errors.As(err, &fault)
}

// faultsOf are the faults of a file.
func faultsOf(err error) []*config.Error {
	var many config.Errors
	if errors.As(err, &many) {
		return many
	}
	var one *config.Error
	if errors.As(err, &one) {
		return []*config.Error{one}
	}
	return nil
}

// checkMode says who can use the file. Who can write it can have the secrets
// sent elsewhere; that others can read one without secrets does no harm, and
// one with secrets is refused as a fault of its contents.
func (d *doctor) checkMode(path string, add func(check string, r result, detail, fix string)) {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" {
		return // modes do not tell there
	}
	switch mode := info.Mode().Perm(); {
	case mode&0o022 != 0:
		add("mode", resultWarn, fmt.Sprintf("others can change the file (%04o), and so have your secrets sent elsewhere", mode), "chmod go-w "+shellQuote(path))
	case mode&0o044 != 0:
		add("mode", resultOK, fmt.Sprintf("%04o: others can read it, but not change it", mode), "")
	default:
		add("mode", resultOK, fmt.Sprintf("%04o: it is yours alone", mode), "")
	}
}

// openLog opens the debug log, nil for none.
func (d *doctor) openLog(s *session) *slog.Logger {
	logger, err := d.openDebugLog(s)
	f := found(subjectDebug, "log", resultOK, "off; --debug-log FILE appends a line for every request, secrets taken out", "")
	switch {
	case err != nil:
		f = found(subjectDebug, "log", resultFail, err.Error(), "name a new file in a folder of your own")
	case logger != nil:
		f = found(subjectDebug, "log", resultOK, "every request of this run is in "+d.debugLog+", secrets taken out", "")
	}
	d.opening = append(d.opening, f)
	return logger
}

// secrets resolves the sources of an environment. What they give is never
// shown.
func (d *doctor) secrets(ctx context.Context, e *gateway.Environment) []finding {
	var out []finding
	for _, s := range []struct {
		key    string
		source gateway.Source
		needed bool
	}{
		{"api_key", e.APIKey, e.NeedsAPIKey()}, {"client_id", e.ClientID, true}, {"client_secret", e.ClientSecret, true},
	} {
		if s.source == nil && !s.needed {
			continue
		}
		_, err := d.session.vault.Get(ctx, s.source)
		f := found(subjectSecrets, s.key, resultOK, "", "")
		switch {
		case s.source == nil:
			f = found(subjectSecrets, s.key, resultFail, "none is configured", fmt.Sprintf(`add %s = "env:NAME", "file:PATH" or { cmd = ["pass", "show", "x"] }`, s.key))
		case err != nil:
			f = found(subjectSecrets, s.key, resultFail, err.Error(), giveBy(s.source.String())+", or name another source in the settings")
		default:
			f.Detail = s.source.String() + " gives a value"
			if _, ok := s.source.(*gateway.Literal); ok {
				f.Detail = "written out in the settings"
			}
		}
		out = append(out, f.of(e.Name))
	}
	return out
}

// giveBy says how a source that gives no value is made to give one.
func giveBy(source string) string {
	kind, where, _ := strings.Cut(source, ":")
	switch kind {
	case "env":
		return "export " + where + " with the value before gatehouse starts"
	case "file":
		return "write the value to " + where + ", mode 0600"
	case "cmd":
		return "make the program print the value and exit with 0"
	}
	return "make " + source + " give the value"
}

// cache looks at the file of shared tokens.
func (d *doctor) cache() []finding {
	var users []string
	for _, e := range d.environments {
		if e.TokenCache {
			users = append(users, e.Name)
		}
	}
	one := func(r result, detail, fix string) []finding {
		return []finding{found(subjectCache, "file", r, detail, fix)}
	}
	if len(users) == 0 {
		return one(resultOK, "not used: no environment has token_cache = true", "")
	}
	places, err := d.Places()
	if err != nil || places.TokenCache == "" {
		return one(resultFail, "there is no folder for it: tokens stay in memory", "set HOME or XDG_CACHE_HOME")
	}
	state, err := tokencache.Inspect(places.TokenCache, d.Now())
	by := ", for " + strings.Join(users, ", ")
	var fault *tokencache.Fault
	switch {
	case errors.As(err, &fault):
		return one(resultFail, fault.Path+" "+fault.Fault+": tokens stay in memory", fault.Fix)
	case err != nil:
		return one(resultWarn, err.Error(), "nothing: the next token request mends it")
	case !state.Exists:
		return one(resultOK, places.TokenCache+" will be made with the first token"+by, "")
	}
	return one(resultOK, fmt.Sprintf("%s holds %s%s", places.TokenCache, words.Count(state.Tokens, "token", "tokens"), by), "")
}
