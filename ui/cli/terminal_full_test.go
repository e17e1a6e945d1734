//go:build linux

package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// room is a disk on which nothing can be written any more.
type room struct {
	name   string
	script string // runs "$@" with $XDG_CACHE_HOME on such a disk
	says   string // what the system says of a write
}

// rooms are a limit for the size of files, which anybody may set and which
// stands for a full disk, and a full file system, where the user may mount one.
func rooms(t *testing.T) []room {
	full := room{
		name: "full tmpfs",
		says: "no space left on device",
		script: `exec unshare -Urm sh -c '
			mount -t tmpfs -o size=16k,mode=0700 none "$XDG_CACHE_HOME" && cd "$XDG_CACHE_HOME" || exit
			cat /dev/zero >fill 2>/dev/null
			exec "$@"' sh "$@"`,
	}
	out := []room{{"RLIMIT_FSIZE in the place of a full disk", `ulimit -f 0; exec "$@"`, "file too large"}}
	if exec.Command("unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt").Run() == nil {
		return append(out, full)
	}
	t.Log("no file system of its own can be mounted here")
	return out
}

// command is the program with a home of its own, its cache in the room.
func (r room) command(t *testing.T, args ...string) (cmd *exec.Cmd, folder string) {
	cmd = exec.Command("sh", append([]string{"-c", r.script, "sh", binary(t, "")}, args...)...)
	home, environ := newHome(t)
	cmd.Env = environ
	return cmd, filepath.Join(home, "xdg_cache_home")
}

// TestU2FullDisk writes the debug log, the token cache and a body on a full
// disk: each failure is said, nothing half written stays, the call goes through,
// and the terminal is as it was before.
func TestU2FullDisk(t *testing.T) {
	server := answering(t, func(r *http.Request) []byte {
		if strings.HasSuffix(r.URL.Path, "/token") {
			return answerOf("200 OK", "Cache-Control: no-store\r\n", "application/json", goodToken)
		}
		return answerOf("200 OK", "", "application/json", "["+strings.Repeat(`{"some":"text"},`, 5000)+"0]")
	})
	config := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(config, []byte(testEnvironment(server)+"token_cache = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, r := range rooms(t) {
		t.Run(r.name, func(t *testing.T) {
			cmd, folder := r.command(t)
			log := filepath.Join(folder, "debug.log")
			cmd.Args = append(cmd.Args, "--config", config, "--debug-log", log)
			c := start(t, window{240, 36}, cmd)
			c.waitFor("List collections")
			c.press(keyF5)
			c.waitFor("200 OK")
			c.waitFor("token cache")
			c.press("v")
			c.waitFor("[ ] page")
			c.press("w")
			c.waitFor("SAVE BODY")
			saved := filepath.Join(folder, "saved.json")
			c.press(keyCtrlU, saved, keyEnter)
			c.waitFor("Not saved")
			c.waitFor(r.says)
			seen := fmt.Sprintf("/proc/%d/root%s", cmd.Process.Pid, folder)
			_ = filepath.WalkDir(seen, func(path string, entry os.DirEntry, err error) error {
				switch info, statErr := os.Lstat(path); {
				case err != nil || statErr != nil:
					t.Errorf("%s: %v, %v", path, err, statErr)
				case entry.Type().IsRegular() && filepath.Base(path) != "fill" && info.Size() > 0, filepath.Base(path) == "saved.json":
					t.Errorf("%s was left, with %d bytes", path, info.Size())
				}
				return nil
			})
			c.press("q")
			if got := c.status(); got != 0 {
				t.Errorf("exit status %d", got)
			}
			c.restored()
			if text := c.emulator.String(); !strings.Contains(text, "--debug-log: the log is not whole") || !strings.Contains(text, r.says) {
				t.Errorf("nothing is said of the log:\n%s", text)
			}
		})
	}
}

// everyOutput are commands that write, by what they write.
var everyOutput = [][]string{
	{"--help"}, {"completion", "bash"}, {"version"}, {"paths"},
	{"--demo", "status"}, {"--demo", "status", "--output", "json"},
	{"--demo", "token", "qa", "property"}, {"--demo", "doctor"},
	{"--demo", "collections", "qa"}, {"--demo", "collections", "qa", "product", "--output", "json"},
	{"--demo", "diff", "qa", "production", "product"},
	{"--demo", "send", "qa", "property", "GET", "/collections/product"},
	{"--demo", "send", "qa", "property", "GET", "/collections/product", "--output", "json"},
}

// TestU2OutputOnAFullDisk: every command says in one line that what it wrote is
// not there, and by its exit status.
func TestU2OutputOnAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	for _, args := range everyOutput {
		cmd := exec.Command(binary(t, ""), args...)
		_, cmd.Env = newHome(t)
		var said strings.Builder
		cmd.Stdout, cmd.Stderr = full, &said
		_ = cmd.Run() // the state says how it ended
		want := exitFailed
		if slices.Contains(args, "diff") {
			want = exitUncompared
		}
		text := said.String()
		if got := cmd.ProcessState.ExitCode(); got != want || strings.Count(text, "\n") != 1 || !strings.Contains(text, "no space left on device") {
			t.Errorf("%q: exit status %d, want %d; it says %q", args, got, want, text)
		}
	}
}

// TestU2ReaderGone is "| head -1" and the like: a command whose reader leaves
// ends by SIGPIPE as others do, and says nothing.
func TestU2ReaderGone(t *testing.T) {
	const large = 8 << 20
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if strings.HasSuffix(req.URL.Path, "/token") {
			fmt.Fprint(w, goodToken)
			return
		}
		fmt.Fprint(w, "[\n"+strings.Repeat("{\"some\":\"text\"},\n", large/16)+"0]")
	}))
	t.Cleanup(server.Close)
	config := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(config, []byte(testEnvironment(server.URL)), 0o600); err != nil {
		t.Fatal(err)
	}
	send := []string{"--config", config, "send", "test", "property", "GET", "/x"}
	checkReaderGone(t, 1, send...)
	checkReaderGone(t, 1, append(send, "--output", "json")...)
	for _, args := range everyOutput {
		checkReaderGone(t, 0, args...)
	}
	t.Logf("U2: %d commands without a reader", 2+len(everyOutput))
}

// checkReaderGone runs a command whose output is read for some bytes only.
func checkReaderGone(t *testing.T, head int, args ...string) {
	t.Helper()
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if head == 0 {
		from.Close()
	}
	cmd := exec.Command(binary(t, ""), args...)
	_, cmd.Env = newHome(t)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = to, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	to.Close()
	if head > 0 {
		_, err = from.Read(make([]byte, head))
		from.Close()
	}
	_ = cmd.Wait() // the state says how it ended
	state, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if err != nil || !ok || !state.Signaled() || state.Signal() != syscall.SIGPIPE || said.Len() > 0 {
		t.Errorf("%q: %v, %v; it says %q", args, err, cmd.ProcessState, said.String())
	}
}
