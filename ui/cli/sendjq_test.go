package cli

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestSendJQ runs a filter over a good answer, and leaves others as they are.
func TestSendJQ(t *testing.T) {
	t.Setenv("GATEHOUSE_CANARY", "canary")
	const list = `{"items": [{"z": 1.10, "a": [1, 2]}, {"z": 2, "a": []}], "total": 2}`
	r, calls := newRig(t), 0
	r.serve(func(w http.ResponseWriter, req *http.Request) {
		calls++
		switch req.URL.Path {
		case "/call/wrong":
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error":"no such thing"}`)
		case "/call/page":
			fmt.Fprint(w, `<html>`)
		case "/call/empty":
		case "/call/hostile":
			fmt.Fprint(w, "{\"a\":[\"\u202e\u009b31m\"]}")
		default:
			fmt.Fprint(w, list)
		}
	})
	for _, c := range []struct {
		path, filter   string
		status         int
		stdout, stderr string
	}{
		{"/list", `.items[]`, exitOK, "{\"z\":1.10,\"a\":[1,2]}\n{\"z\":2,\"a\":[]}\n", "200 OK"},
		{"/list", `.items | map(.z)`, exitOK, "[\n  1.10,\n  2\n]\n", "200 OK"},
		{"/list", `.items | sort_by(-.z) | .[0].z`, exitOK, "2\n", "200 OK"},
		{"/list", `.total | (., error("enough"))`, exitFailed, "2\n", "gatehouse: the filter failed: error: enough"},
		{"/list", `.items[].a[0] | 1 / .`, exitFailed, "1\n", "gatehouse: the filter failed on element 1 of the list: "},
		{"/wrong", `.items[]`, exitClientError, `{"error":"no such thing"}`, "404"},
		{"/page", `.items[]`, exitFailed, "", "gatehouse: the body is not JSON at byte 0: "},
		{"/empty", `.items[]`, exitOK, "", "200 OK"},
	} {
		r.want(c.status, "send", "test", "property", "GET", c.path, "--jq", c.filter)
		if r.stdout.String() != c.stdout || !strings.Contains(r.stderr.String(), c.stderr) {
			t.Errorf("%s on %s: stdout %q, stderr %q", c.filter, c.path, r.stdout.String(), r.stderr.String())
		}
	}
	before := calls
	for _, c := range []struct{ filter, want string }{
		{`.items[`, "gatehouse: --jq: something has to follow [, such as .name\n  .items[\n         ^\n"},
		{"\"é\" |\n\t] .b", "\n   ] .b\n   ^\n"},
		{`env.GATEHOUSE_CANARY`, "env is not there"},
		{``, "it is empty"},
	} {
		r.want(exitUsage, "send", "test", "property", "GET", "/list", "--jq", c.filter)
		if !strings.Contains(r.stderr.String(), c.want) {
			t.Errorf("%s: %s", c.filter, r.stderr.String())
		}
	}
	r.want(exitUsage, "send", "test", "property", "GET", "/list", "--jq", ".", "-o", "json")
	if calls != before {
		t.Error("something was sent for a filter that cannot be read")
	}
	r.world.StdoutTerminal = true
	r.want(exitOK, "send", "test", "property", "GET", "/hostile", "--jq", ".a[]")
	if strings.ContainsAny(r.stdout.String(), "\u202e\u009b") {
		t.Errorf("raw bytes reached the terminal: %q", r.stdout.String())
	}
}

// TestFilterChildIsHidden has the command that runs filters told of nowhere, and
// refuse a person.
func TestFilterChildIsHidden(t *testing.T) {
	r := newRig(t)
	r.want(exitOK, "--help")
	if strings.Contains(r.stdout.String(), filterChild) {
		t.Error("the help tells of it")
	}
	r.world.StdoutTerminal = true
	r.want(exitUsage, filterChild)
	r.world.StdoutTerminal = false
	r.want(exitFailed, filterChild) // nothing says what to do
}
