package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// script is a command source that runs a shell on purpose.
func script(t *testing.T, text string) *command {
	return &command{argv: []string{"/bin/sh", "-c", text}, folder: t.TempDir(), limit: 20 * time.Second}
}

func TestVariable(t *testing.T) {
	for value, want := range map[string]string{
		"made-up":        "made-up",
		"made-up\n":      "made-up",
		"made-up\r\n\n":  "made-up",
		" a b ":          " a b ",
		"":               "error: the environment variable GATEHOUSE_TEST is empty",
		"\n":             "error: the environment variable GATEHOUSE_TEST is empty",
		"s3cret\ns3cret": "error: the environment variable GATEHOUSE_TEST holds 2 lines: a secret is one line, so keep only that",
		"s3cret\x1b[0m":  "error: the environment variable GATEHOUSE_TEST holds a control character: a secret has none",
	} {
		t.Setenv("GATEHOUSE_TEST", value)
		if got := resolved((&variable{"GATEHOUSE_TEST"}).Resolve(t.Context())); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
	os.Unsetenv("GATEHOUSE_TEST")
	_, err := (&variable{"GATEHOUSE_TEST"}).Resolve(t.Context())
	if err == nil || !strings.Contains(err.Error(), "GATEHOUSE_TEST is not set") {
		t.Error(err)
	}
}

// resolved is a secret in clear, or its error.
func resolved[S interface{ Reveal() string }](s S, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	return s.Reveal()
}

func TestSecretFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	for text, want := range map[string]string{
		"made-up\n":                        "made-up",
		"":                                 "error: " + path + " is empty",
		strings.Repeat("s", maxSecret+1):   "error: " + path + " holds more than 64 KiB: that is no secret",
		strings.Repeat("s", maxSecret):     strings.Repeat("s", maxSecret),
		"s3cret\nuser: me\nurl: x.example": "error: " + path + " holds 3 lines: a secret is one line, so keep only that",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := resolved((&secretFile{path}).Resolve(t.Context())); got != want {
			t.Errorf("%.40q: %.200s, want %.200s", text, got, want)
		}
	}
}

func TestS3Command(t *testing.T) {
	t.Setenv("GATEHOUSE_OTHER", "another s3cret")
	for text, want := range map[string]string{
		"echo made-up":                        "made-up",
		"printf made-up; echo s3cret >&2":     "made-up",
		"cat":                                 "error: the output of the command sh is empty", // no input
		"echo s3cret; echo s3cret >&2; false": "error: the command sh failed (exit status 1): run it in a terminal to see why",
		"kill -9 $$":                          "error: the command sh failed (signal: killed): run it in a terminal to see why",
		"echo s3cret; echo s3cret":            "error: the output of the command sh holds 2 lines: a secret is one line, so keep only that",
		"yes s3cret | head -c 100000":         "error: the command sh printed more than 64 KiB: that is no secret",
		"echo ${GATEHOUSE_OTHER-hidden}":      "hidden",
		"test -t 0 || echo no terminal":       "no terminal",
		"(: </dev/tty) 2>/dev/null || echo x": "x",
		"sleep 60 & echo daemon":              "daemon",
	} {
		c := script(t, text)
		c.hidden = []string{"GATEHOUSE_OTHER"}
		if got := resolved(c.Resolve(t.Context())); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	// No shell looks at the arguments, and a relative program is one beside
	// the file.
	c := &command{argv: []string{"/bin/echo", "$HOME;*`id`"}, folder: t.TempDir(), limit: time.Minute}
	if got := resolved(c.Resolve(t.Context())); got != "$HOME;*`id`" {
		t.Error(got)
	}
	if err := os.WriteFile(filepath.Join(c.folder, "get"), []byte("#!/bin/sh\necho beside"), 0o700); err != nil {
		t.Fatal(err)
	}
	c.argv = []string{"./get"}
	if got := resolved(c.Resolve(t.Context())); got != "beside" {
		t.Error(got)
	}
	c.argv = []string{"no-such-program-of-ours", "s3cret"}
	if got := resolved(c.Resolve(t.Context())); got != "error: the command no-such-program-of-ours failed (executable file not found in $PATH): run it in a terminal to see why" {
		t.Error(got)
	}
}

// At its limit, and when the asker leaves, a command ends with all that it
// started.
// A token bought with what one command prints is no token of another's.
func TestT7CommandsAreToldApartByTheirArguments(t *testing.T) {
	c := &command{argv: []string{"pass", "show", "qa"}, folder: "/made-up", limit: time.Minute}
	for _, x := range []struct {
		other gateway.Source
		want  bool
	}{
		{&command{argv: []string{"pass", "show", "qa"}, folder: "/made-up", limit: time.Hour}, true},
		{&command{argv: []string{"pass", "show", "prod"}, folder: "/made-up", limit: time.Minute}, false},
		{&command{argv: []string{"pass", "show", "qa"}, folder: "/elsewhere", limit: time.Minute}, false},
		{&variable{"QA"}, false},
	} {
		if got := c.Same(x.other); got != x.want {
			t.Errorf("%v: same is %v", x.other, got)
		}
	}
}

func TestS3CommandIsKilled(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		pids := filepath.Join(t.TempDir(), "pids")
		c := script(t, "sleep 300 & echo $! >"+pids+"; echo $$ >>"+pids+"; echo s3cret; wait; sleep 300")
		ctx, cancel := context.WithCancel(t.Context())
		if cancelled {
			go func() { // ends with the command, which this waits for
				waitFor(t, pids)
				cancel()
			}()
		} else {
			c.limit = 700 * time.Millisecond
		}
		got := resolved(c.Resolve(ctx))
		cancel()
		want := "error: the command sh did not end within 700ms and was killed: run it in a terminal to see what it waits for, or give it a longer timeout"
		if cancelled {
			want = "error: context canceled"
		}
		if got != want {
			t.Errorf("got %s", got)
		}
		data, _ := os.ReadFile(pids)
		if len(strings.Fields(string(data))) != 2 {
			t.Fatalf("processes %q", data)
		}
		for pid := range strings.FieldsSeq(string(data)) {
			if !gone(pid) {
				t.Errorf("process %s is still there", pid)
			}
		}
	}
}

// waitFor waits until a file has two lines.
func waitFor(t *testing.T, path string) {
	for range 1000 {
		if data, _ := os.ReadFile(path); strings.Count(string(data), "\n") == 2 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%s is not written", path)
}

// gone reports whether a process ends soon; a dead one that nobody has asked
// for yet counts.
func gone(pid string) bool {
	for range 500 {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if errors.Is(err, os.ErrNotExist) || strings.Contains(string(stat), ") Z ") {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// A source names its place and never what it holds, whatever the verb.
func TestS1SourcesDoNotTell(t *testing.T) {
	file, _, faults := parse([]byte(qa+"api_key = 's3cret'\nclient_id = 'file:~/id'\nclient_secret = { cmd = ['vault', '-token=s3cret'] }\n"), "f", "/conf", services())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	e := file.Directory.Environments[0]
	for _, s := range []fmt.Stringer{e.APIKey, e.ClientID, e.ClientSecret} {
		if text := fmt.Sprintf("%v %s", s, s.String()); strings.Contains(text, "s3cret") {
			t.Errorf("%T tells %s", s, text)
		}
	}
	if got := e.ClientSecret.String(); got != "cmd:vault …" {
		t.Error(got)
	}
}
