//go:build unix

package curl

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/gateway"
)

// shells are the shells that lines are run in, each as its own family. Bash
// expands history as it does for a person.
var shells = []struct {
	name  string
	args  []string
	first string
	Shell
}{
	{"dash", nil, "", POSIX},
	{"bash", []string{"--noprofile", "--norc"}, "set -o history -o histexpand\n", POSIX},
	{"zsh", []string{"-f", "-o", "bang_hist"}, "", POSIX},
	{"fish", []string{"--no-config"}, "", Fish},
}

// run runs command lines, one after the other, in one process of a shell whose
// folder is empty, and gives what it complained of. The gatehouse on its PATH
// prints the token or the key, and nothing if it is not called as it should.
func run(t *testing.T, name string, args []string, lines []string, environ ...string) (complaints string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	bin, work := t.TempDir(), t.TempDir()
	script := "#!/bin/sh\ncase \"$*\" in\n'token QA property') echo " + fakeToken + " ;;\n'key QA') echo " + fakeKey + " ;;\n*) echo \"gatehouse: $*\" >&2; exit 2 ;;\nesac\n"
	if err := os.WriteFile(filepath.Join(bin, "gatehouse"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = work
	cmd.Env = append([]string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + bin, "LC_ALL=C.UTF-8"}, environ...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Errorf("%s ended with %v", name, err)
	}
	left, err := os.ReadDir(work)
	if err != nil || len(left) > 0 {
		t.Errorf("%s left %v in its folder (%v)", name, left, err)
	}
	return stderr.String()
}

// quiet keeps curl from drawing its meter where nobody sits.
func quiet(line string) string {
	return strings.Replace(line, "curl -q ", "curl -q -sS ", 1) + " >/dev/null"
}

// TestC2SameBytesInEveryShell writes hostile texts into every field of a
// request, runs the command line in real shells with the real curl, and
// compares what arrives with what gatehouse itself sends.
func TestC2SameBytesInEveryShell(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	s := newSender(t)
	requests, texts, cells, refused := hostileRequests(s)
	var want []received
	for _, r := range requests {
		want = append(want, s.send(r))
	}
	for _, shell := range shells {
		lines := []string{shell.first}
		for _, r := range requests {
			lines = append(lines, quiet(s.write(r, Options{Shell: shell.Shell})))
		}
		t.Run(shell.name, func(t *testing.T) {
			complaints := run(t, shell.name, shell.args, lines)
			got := s.take()
			if complaints != "" {
				t.Errorf("it said\n%s", complaints)
			}
			if len(got) != len(want) {
				t.Fatalf("%d requests arrived, want %d", len(got), len(want))
			}
			for i := range want {
				if !got[i].same(want[i]) {
					t.Fatalf("request %d: received\n%s\nwant\n%s\nof\n%s", i, got[i], want[i], lines[i+1])
				}
			}
			t.Logf("C2 %s: %d texts, %d requests, %d cells the same, %d refused as HTTP forbids them, 0 complaints, 0 files", shell.name, texts, len(requests), cells, refused)
		})
	}
}

// hostileRequests spreads the hostile texts over the fields of requests, a few
// in each. A text that gatehouse refuses to send in a field is left out there.
func hostileRequests(s *sender) (requests []gateway.Request, texts, cells, refused int) {
	const each = 64
	list := hostile()
	fits := func(r gateway.Request) bool {
		_, err := s.client.Outgoing(s.target, r)
		if err != nil {
			refused++
		} else {
			cells++
		}
		return err == nil
	}
	for i := 0; i < len(list); i += each {
		group := list[i:min(len(list), i+each)]
		raw := gateway.Request{Method: "POST", Path: "/collections", Body: []byte(strings.Join(group, "")), Headers: []gateway.Field{{Name: "Content-Type", Value: "text/plain"}}}
		form := gateway.Request{Method: "PUT", Path: "/collections", Headers: []gateway.Field{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}}
		for j, text := range group {
			name := fmt.Sprintf("x%d", j)
			header := gateway.Field{Name: "X-Hostile-" + name, Value: text}
			param := gateway.Field{Name: name, Value: text}
			if fits(gateway.Request{Method: "GET", Headers: []gateway.Field{header}}) {
				raw.Headers = append(raw.Headers, header)
			}
			if fits(gateway.Request{Method: "GET", Path: "/{" + name + "}", PathParams: []gateway.Field{param}}) {
				raw.Path += "/{" + name + "}"
				raw.PathParams = append(raw.PathParams, param)
			}
			if fits(gateway.Request{Method: "GET", Query: []gateway.Field{param}}) {
				raw.Query = append(raw.Query, param)
			}
			if fits(gateway.Request{Method: "GET", Path: "/typed/" + text}) {
				form.Path += "/" + text
			}
			if len(form.Body) > 0 {
				form.Body = append(form.Body, '&')
			}
			form.Body = append(form.Body, name+"="+text...)
			cells += 2 // in each body
		}
		for _, r := range []gateway.Request{raw, form} {
			if _, err := s.client.Outgoing(s.target, r); err != nil {
				s.t.Fatalf("%+v: %v", r, err)
			}
			requests = append(requests, r)
		}
	}
	return requests, len(list), cells, refused
}
