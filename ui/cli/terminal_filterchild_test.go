//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// filterChildren are the processes below one that run a filter.
func filterChildren(pid int) (out []int) {
	for _, child := range children(pid) {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", child))
		if args := bytes.Split(line, []byte{0}); len(args) > 1 && slices.ContainsFunc(args, func(arg []byte) bool { return string(arg) == filterChild }) {
			out = append(out, child)
		}
	}
	return out
}

// TestFilterChildOnATerminal: a filter without an end runs in a child that is
// told nothing of it but by its pipe; each way to stop it, and to leave, ends the
// child at once, and keys are answered meanwhile.
func TestFilterChildOnATerminal(t *testing.T) {
	const canary = "made-up-canary-0123456789"
	const endless = `.records[0].id | range(1; 1e18) | select(. < 0)`
	cmd := exec.Command(binary(t, ""), "open", "records.json")
	cmd.Dir, cmd.Env = newHome(t)
	cmd.Env = append(cmd.Env, "GATEHOUSE_CANARY="+canary)
	if err := os.WriteFile(filepath.Join(cmd.Dir, "records.json"), records(1000), 0o600); err != nil {
		t.Fatal(err)
	}
	c := start(t, window{80, 24}, cmd)
	c.waitFor("1/4004 JSON")
	running := func() []int { return filterChildren(cmd.Process.Pid) }
	order := func() (child int) {
		t.Helper()
		c.press("f", "\x15", endless, keyEnter)
		c.waitFor("so far")
		now := running()
		if len(now) != 1 {
			t.Fatalf("%d children run the filter", len(now))
		}
		return now[0]
	}
	gone := func(how string) {
		t.Helper()
		began := time.Now()
		for len(running()) > 0 {
			if time.Since(began) > 10*time.Second {
				t.Fatalf("%s: the child still runs", how)
			}
			time.Sleep(time.Millisecond)
		}
		t.Logf("%s: gone after %s", how, time.Since(began).Round(time.Millisecond))
	}

	child := order()
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", child))
	if err != nil || strings.Contains(string(environ), canary) || strings.Contains(string(environ), "HOME=") {
		t.Errorf("the child's environment is %q, %v", environ, err)
	}
	if line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", child)); strings.Contains(string(line), "records") {
		t.Errorf("the child's arguments are %q", line)
	}
	c.press(keyF1)
	c.waitFor("HELP")
	c.press("q")
	c.waitFor("so far")
	c.press(keyEscape)
	gone("esc")
	c.waitFor("! stopped")
	c.press(keyEscape)
	c.waitFor("1/4004 JSON")

	order()
	c.press(keyCtrlC)
	gone("ctrl+c")
	c.waitFor("! stopped")

	first := order()
	c.press("f", "\x15", ".records | length", keyEnter)
	c.waitFor("1/1 JSON · 0%") // it has ended
	if slices.Contains(running(), first) {
		t.Error("the filter before runs beside another")
	}

	child = order()
	c.press("q")
	if status := c.status(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	c.restored()
	for range 10_000 {
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", child)); err != nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the child outlived the program")
}
