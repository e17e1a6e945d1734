package config

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"gatehouse/gateway"
)

// maxSecret is the most bytes that a secret may have.
const maxSecret = 64 << 10

const (
	cmdExample = `{ cmd = ["pass", "show", "x"] }`
	cmdWords   = `["pass", "show", "x"]`
)

var (
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	shellName    = regexp.MustCompile(`^\$(\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z_][A-Za-z0-9_]*)$`)
	scheme       = regexp.MustCompile(`^(?i)(env|file|cmd|command|environment|var)\s*:`)
)

// source reads where a credential comes from; nil when the key is not there,
// which only the environment's own calls are worse off for. Exposed says that
// a literal would be worth something to whoever reads the file.
func (es *environments) source(t *table, key string, exposed bool) gateway.Source {
	if m, ok := t.values[key].(map[string]any); ok {
		t.ask(key)
		return es.command(&table{doc: t.doc, path: join(t.path, key), label: t.label + ": " + key, values: m})
	}
	text, ok := t.given(key)
	if !ok {
		return nil
	}
	kind, rest, _ := strings.Cut(text, ":")
	switch {
	case text == "":
		t.fault(key, "is empty", `write "env:NAME", "file:PATH" or `+cmdExample+`, or leave the key out`)
	case kind == "env":
		return es.variable(t, key, rest)
	case kind == "file":
		return es.file(t, key, rest)
	case shellName.MatchString(text):
		t.fault(key, "names a variable as a shell does", `write "env:`+strings.Trim(text, "${}")+`"`)
	case scheme.MatchString(text):
		t.fault(key, "is not a known kind of source", `write "env:NAME", "file:PATH" or `+cmdExample)
	default:
		if exposed {
			es.wrote(t, key)
		}
		return gateway.NewLiteral(text)
	}
	return nil
}

func (es *environments) variable(t *table, key, name string) gateway.Source {
	if !variableName.MatchString(name) {
		t.fault(key, "names no environment variable", `write "env:NAME" with letters, digits and _`)
		return nil
	}
	es.variables = append(es.variables, name)
	return &variable{name}
}

func (es *environments) file(t *table, key, name string) gateway.Source {
	if name == "" {
		t.fault(key, "names no file", `write "file:PATH"`)
		return nil
	}
	path, err := expandPath(es.folder, name)
	if err != nil {
		t.fault(key, err.Error(), "write the whole path")
		return nil
	}
	return &secretFile{path}
}

func (es *environments) command(t *table) gateway.Source {
	argv := t.texts("cmd", cmdWords)
	limit := t.duration("timeout", maxTimeout)
	if limit == 0 {
		limit = commandLimit
	}
	t.need("cmd", "write "+cmdExample)
	t.finish()
	if len(argv) == 0 {
		return nil
	}
	if strings.TrimSpace(argv[0]) == "" {
		t.fault("cmd", "names no program", "write cmd = "+cmdWords)
		return nil
	}
	c := &command{argv: argv, folder: es.folder, limit: limit}
	es.commands = append(es.commands, c)
	return c
}

// expandPath makes a path absolute: ~ is the user's home, and a relative path
// begins in folder.
func expandPath(folder, path string) (string, error) {
	if path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("~ stands for no folder: %w", err)
		}
		return filepath.Join(home, path[1:]), nil
	}
	if strings.HasPrefix(path, "~") {
		return "", errors.New("~ with a user's name is not known")
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	return filepath.Clean(path), nil
}

// variable is a secret in a variable of the process environment.
type variable struct{ name string }

func (v *variable) String() string { return "env:" + v.name }

// Resolve reads the variable.
func (v *variable) Resolve(context.Context) (gateway.Secret, error) {
	value, set := os.LookupEnv(v.name)
	if !set {
		return "", fmt.Errorf("the environment variable %s is not set", v.name)
	}
	return clean(value, "the environment variable "+v.name)
}

// Known is the variable's value if it is set to what can be a secret.
func (v *variable) Known() (gateway.Secret, bool) {
	value, err := v.Resolve(context.Background())
	return value, err == nil
}

// secretFile is a secret in a file of its own.
type secretFile struct{ path string }

func (f *secretFile) String() string { return "file:" + f.path }

// Resolve reads the file, if nobody else can.
func (f *secretFile) Resolve(context.Context) (gateway.Secret, error) {
	file, err := openNoFollow(f.path)
	if err != nil {
		return "", fmt.Errorf("read a secret: %w", err)
	}
	defer file.Close()
	if err := checkRegular(file); err != nil {
		return "", fmt.Errorf("read a secret: %s %w; for a pipe or device use { cmd = [\"cat\", \"PATH\"] }", f.path, err)
	}
	if err := checkPrivate(file, f.path); err != nil {
		return "", fmt.Errorf("read a secret: %s %s: %s", f.path, err.fault, err.fix)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSecret+1))
	if err != nil {
		return "", fmt.Errorf("read a secret: %w", err)
	}
	return clean(string(data), f.path)
}

// clean takes the line end off that editors and commands put after a secret,
// and refuses what cannot be one. The error never holds any of it.
func clean(value, from string) (gateway.Secret, error) {
	value = strings.TrimRight(value, "\r\n")
	switch {
	case value == "":
		return "", fmt.Errorf("%s is empty", from)
	case len(value) > maxSecret:
		return "", fmt.Errorf("%s holds more than 64 KiB: that is no secret", from)
	case strings.ContainsAny(value, "\r\n"):
		return "", fmt.Errorf("%s holds %d lines: a secret is one line, so keep only that", from, 1+strings.Count(value, "\n"))
	case strings.ContainsFunc(value, unicode.IsControl):
		return "", fmt.Errorf("%s holds a control character: a secret has none", from)
	}
	return gateway.Secret(value), nil
}
