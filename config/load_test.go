package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// write puts a file with this mode into a new folder, whatever the umask.
func write(t *testing.T, text string, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadEveryKey(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	path := write(t, `
body_limit = "1MiB"

[[environment]]
name = "QA"
base_url = "HTTPS://qa.example:8443/base/"
site = "acme “outlet”"
api_key = "made-up-api-key"
client_id = "env:QA_ID"
client_secret = { cmd = ["pass", "show", "qa"], timeout = 5 }
auth_style = "basic"
token_path = "/token"
call_prefix = "/"
assumed_lifetime = "8h"
guarded = true
read_only = true
ca_file = "~/ca.pem"
timeout = 7
proxy = "none"

[[environment]]
name = "production two"
base_url = "https://two.example"
client_secret = "file:secrets/two"
ca_file = "two.pem"

[[environment]]
name = "Prod three"
base_url = "http://127.0.0.1:8811"
guarded = false
`, 0o600)
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	d := f.Directory
	if f.Path != path || d.BodyLimit != 1<<20 || len(d.Services) != 5 || len(d.Operations) != len(Documented().Operations) {
		t.Errorf("file %+v", f)
	}
	qa, two, three := d.Environments[0], d.Environments[1], d.Environments[2]
	want := &gateway.Environment{
		Name: "QA", BaseURL: "HTTPS://qa.example:8443/base", Site: "acme “outlet”",
		APIKey: qa.APIKey, ClientID: &variable{"QA_ID"}, ClientSecret: qa.ClientSecret,
		AuthStyle: gateway.AuthBasic, TokenPath: "/token", CallPrefix: "/",
		AssumedLifetime: 8 * time.Hour, Guarded: true, ReadOnly: true,
		CAFile: "/home/ann/ca.pem", Timeout: 7 * time.Second, Proxy: "none",
	}
	if !reflect.DeepEqual(qa, want) {
		t.Errorf("got %+v\nwant %+v", qa, want)
	}
	if qa.CallURL("x", "") != "HTTPS://qa.example:8443/base" || qa.NeedsAPIKey() {
		t.Errorf("call prefix / gives %s", qa.CallURL("x", ""))
	}
	c := qa.ClientSecret.(*command)
	if c.limit != 5*time.Second || c.folder != filepath.Dir(path) || !reflect.DeepEqual(c.hidden, []string{"QA_ID"}) {
		t.Errorf("command %+v", c)
	}
	if !two.Guarded || two.ReadOnly || two.APIKey != nil || two.ClientID != nil || two.CAFile != filepath.Join(filepath.Dir(path), "two.pem") {
		t.Errorf("second environment %+v", two)
	}
	if s := two.ClientSecret.String(); s != "file:"+filepath.Join(filepath.Dir(path), "secrets/two") {
		t.Errorf("source %s", s)
	}
	if three.Guarded || three.BaseURL != "http://127.0.0.1:8811" {
		t.Errorf("third environment %+v", three)
	}
}

func TestLoadTwelveEnvironments(t *testing.T) {
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, "[[environment]]\nname = \"site %d\"\nbase_url = \"https://h%d.example\"\n", i, i)
	}
	f, err := Load(write(t, b.String(), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range f.Directory.Environments {
		if want := fmt.Sprintf("site %d", i); e.Name != want {
			t.Errorf("environment %d is %s", i, e.Name)
		}
	}
	if len(f.Directory.Targets()) != 60 {
		t.Errorf("%d targets", len(f.Directory.Targets()))
	}
}

// An empty file, a folder, a missing file, a huge one: each says so.
func TestLoadNoFile(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.toml"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	for path, want := range map[string]string{
		t.TempDir(): "is a folder",
		write(t, strings.Repeat("# \n", maxFile/2), 0o600): "larger than 4 MiB",
		write(t, "", 0o600):             "there is no environment",
		write(t, qa+"nam = 1\n", 0o600): "config.toml:4: environment \"QA\": nam: unknown key",
	} {
		var e *Error
		if _, err := Load(path); !errors.As(err, &e) || e.File != path || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

// A literal secret wants a private file where it is worth something, and only
// there.
func TestS3LiteralSecrets(t *testing.T) {
	const local = "[[environment]]\nname = 'QA'\nbase_url = 'http://localhost:8811'\n"
	cells := 0
	for _, c := range []struct {
		text  string
		holds bool
	}{
		{qa + "client_secret = 's3cret'", true},
		{qa + "api_key = 's3cret'", true},
		{qa + "proxy = 'http://me:s3cret@proxy.example:3128'", true},
		{local + qa + "client_secret = 's3cret'", true},
		{qa + "client_id = 'an identifier'", false},
		{qa + "client_secret = 'env:QA_SECRET'", false},
		{qa + "client_secret = { cmd = ['pass'] }", false},
		{qa + "proxy = 'http://proxy.example:3128'", false},
		{local + "client_secret = 's3cret'\napi_key = 's3cret'", false},
	} {
		text := strings.Replace(c.text, "name = 'QA'\nbase_url = 'https", "name = 'Q2'\nbase_url = 'https", 1)
		for _, mode := range []fs.FileMode{0o600, 0o400, 0o640, 0o604, 0o660, 0o644, 0o666} {
			cells++
			path := write(t, text, mode)
			_, err := Load(path)
			if want := c.holds && mode&0o077 != 0; (err != nil) != want {
				t.Errorf("%s\nmode %o: %v", text, mode, err)
			}
			if err == nil {
				continue
			}
			var e *Error
			if !errors.As(err, &e) || e.Line < 4 || !strings.Contains(e.Fix, "chmod 600 "+path) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("mode %o: %v", mode, err)
			}
		}
		cells++
		link := filepath.Join(t.TempDir(), "link.toml")
		if err := os.Symlink(write(t, text, 0o600), link); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(link); (err != nil) != c.holds {
			t.Errorf("%s\nby a link: %v", text, err)
		}
	}
	t.Logf("%d cells", cells)
}

func TestServicesAndOperations(t *testing.T) {
	f, err := Load(write(t, ping+`safe = false
[[service]]
name = "prices"
doc = "price lists"
[[operation]]
service = "prices"
name = "Search"
method = "POST"
path = "/search/{region}/{shop}/{region}"
body = '{"q": "shirt"}'
safe = true
probe = true
mark = "documented"
page = "our wiki"
[[operation.parameters]]
in = "header"
name = "X-Trace"
default = true
[[operation.parameters]]
in = "path"
name = "shop"
default = 7
required = false
[[operation]]
service = "streaming-property"
name = "list collections"
method = "GET"
path = "/mine"
[[operation]]
service = "streaming-view"
name = "Quick"
method = "HEAD"
path = "/"
probe = true
`, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	d := f.Directory
	if d.Services[5] != (gateway.Service{Name: "prices", Doc: "price lists"}) {
		t.Errorf("services %v", d.Services)
	}
	if o := d.OperationsOf("streaming-view"); o[3].Name != "Ping" || o[3].Safety != gateway.DeclaredUnsafe || o[3].Mark != gateway.Configured || o[0].Probe || !o[4].Probe {
		t.Errorf("operations of view %+v", o)
	}
	if o := d.Operations[0]; o.Name != "list collections" || o.Path != "/mine" || o.Probe || len(d.OperationsOf("streaming-property")) != 9 {
		t.Errorf("replaced operation %+v", o)
	}
	want := gateway.Operation{
		Service: "prices", Name: "Search", Method: "POST", Path: "/search/{region}/{shop}/{region}",
		PathParams: []gateway.Parameter{{Name: "region", Required: true}, {Name: "shop", Default: "7", Required: true}},
		Headers:    []gateway.Parameter{{Name: "X-Trace", Default: "true"}},
		Body:       `{"q": "shirt"}`, Safety: gateway.DeclaredSafe, Probe: true, Mark: gateway.Documented, Page: "our wiki",
	}
	if got := d.OperationsOf("prices"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestEmbeddedOperations(t *testing.T) {
	d, faults := documented()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if o := d.Operations[0]; o.Service != "streaming-property" || o.Name != "List collections" || o.Request().PathParams[0].Value != "product" {
		t.Errorf("first operation %+v", o)
	}
	documentedOnes := 0
	for _, s := range d.Services {
		probes, wrote := 0, false
		for _, o := range d.OperationsOf(s.Name) {
			safe := o.Safety.Safe(o.Method)
			if o.Probe {
				probes++
			}
			if safe && wrote {
				t.Errorf("%s / %s reads, but stands after one that writes", s.Name, o.Name)
			}
			wrote = wrote || !safe
			if (o.Mark == gateway.Documented) != (o.Page != "") || o.Mark == gateway.Configured || o.Mark == "" {
				t.Errorf("%s / %s has mark %q and page %q", s.Name, o.Name, o.Mark, o.Page)
			}
			if o.Mark == gateway.Documented {
				documentedOnes++
			}
			checkDocs(t, o)
			for line := range bytes.Lines([]byte(o.Body)) {
				if !json.Valid([]byte(o.Body)) && !json.Valid(line) {
					t.Errorf("%s / %s: the body is neither JSON nor JSON lines", s.Name, o.Name)
				}
			}
		}
		if probes != 1 {
			t.Errorf("%s has %d probes", s.Name, probes)
		}
	}
	if documentedOnes != 1 {
		t.Errorf("%d operations are documented; the vendor's pages name one", documentedOnes)
	}
	t.Logf("%d operations", len(d.Operations))
}

func checkDocs(t *testing.T, o gateway.Operation) {
	for _, list := range [][]gateway.Parameter{o.PathParams, o.Query, o.Headers} {
		for _, p := range list {
			if p.Doc == "" {
				t.Errorf("%s / %s: parameter %s has no doc", o.Service, o.Name, p.Name)
			}
		}
	}
	if !strings.HasSuffix(o.Doc, ".") {
		t.Errorf("%s / %s: doc is no sentence", o.Service, o.Name)
	}
}

func BenchmarkLoad(b *testing.B) {
	path := filepath.Join(b.TempDir(), "config.toml")
	if err := Init(path); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Load(path); err != nil {
			b.Fatal(err)
		}
	}
}
