//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// watch samples, a thousand times a second, the command line and environment
// of every process whose parent chain leads to this one, until done is closed.
// It gives what it saw of either.
func watch(done <-chan struct{}) (samples int, lines, environs map[string]bool) {
	lines, environs = map[string]bool{}, map[string]bool{}
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return samples, lines, environs
		case <-tick.C:
		}
		samples++
		for _, pid := range children(os.Getpid()) {
			if line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err == nil {
				lines[string(line)] = true
			}
			if environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)); err == nil {
				environs[string(programOf(pid))+"\n"+string(environ)] = true
			}
		}
	}
}

// programOf is the name that a process was started by.
func programOf(pid int) []byte {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	name, _, _ := bytes.Cut(line, []byte{0})
	return name
}

// children are the processes below one, at any depth.
func children(pid int) (out []int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		list, err := os.ReadFile(task)
		if err != nil {
			continue // it has ended
		}
		for _, field := range strings.Fields(string(list)) {
			var child int
			if _, err := fmt.Sscan(field, &child); err == nil {
				out = append(append(out, child), children(child)...)
			}
		}
	}
	return out
}

// TestS3ProcessList takes secrets from a variable, a file, a command and the
// configuration, uses them on the command line and in the explorer, with its
// editor, and watches the list of processes meanwhile.
func TestS3ProcessList(t *testing.T) {
	const canary = "made-up-canary-0123456789"
	list := []fault{{to: "call", status: 200, kind: "json"}}
	url := faulty(t, list)
	folder := t.TempDir()
	file := filepath.Join(folder, "secret")
	if err := os.WriteFile(file, []byte(canary+"-of-the-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(folder, "config.toml")
	text := fmt.Sprintf(`[[environment]]
name = "Test"
base_url = %q
api_key = "env:GATEHOUSE_TEST_KEY"
client_id = "file:%s"
client_secret = { cmd = ["sh", "-c", "sleep 0.05; cat %[2]s"] }
token_path = "/0/token"
call_prefix = "/0/{apiKey}/call"
`, url, file)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	editor := filepath.Join(folder, "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\nsleep 0.2\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, environ := newHome(t)
	environ = append(environ, "GATEHOUSE_TEST_KEY="+canary+"-of-the-variable", "EDITOR="+editor)
	done := make(chan struct{})
	type seen struct {
		samples         int
		lines, environs map[string]bool
	}
	result := make(chan seen, 1)
	go func() {
		n, lines, environs := watch(done)
		result <- seen{n, lines, environs}
	}()
	for _, args := range [][]string{{"token", "test", "property"}, {"send", "test", "property", "GET", "/x"}, {"status", "--fetch"}} {
		cmd := exec.Command(binary(t, ""), append(args, "--config", config)...)
		cmd.Env = environ
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
	cmd := exec.Command(binary(t, ""), "--config", config)
	cmd.Env = environ
	c := start(t, window{120, 36}, cmd)
	c.waitFor("List collections")
	c.press(keyF5)
	c.waitFor("200 Said")
	c.press("b")
	c.waitFor("enter edit")
	c.press("\x1bOS") // F4, the body in an editor
	c.wait("the editor's end", func() bool { return bytes.Count(c.stream, []byte("\x1b[?1049h")) == 2 })
	c.press("q")
	c.status()
	close(done)
	got := <-result
	children := 0
	for line := range got.lines {
		if strings.Contains(line, canary) {
			t.Errorf("a command line holds a secret: %q", line)
		}
	}
	for environ := range got.environs {
		if strings.Contains(environ, editor) && !strings.HasPrefix(environ, binary(t, "")) {
			children++
			if strings.HasPrefix(environ, "/bin/sh") && strings.Contains(environ, canary) {
				t.Errorf("the editor's environment holds a secret: %q", environ)
			}
		}
	}
	t.Logf("S3: %d samples, %d command lines, %d environments of others", got.samples, len(got.lines), children)
	if len(got.lines) < 6 || children == 0 {
		t.Errorf("too few processes were seen: %v", got.lines)
	}
}
