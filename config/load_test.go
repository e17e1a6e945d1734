package config

import (
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
keep_fresh = true
token_cache = true
token_cache_guarded = true
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
		AssumedLifetime: 8 * time.Hour, KeepFresh: true, TokenCache: true, Guarded: true, ReadOnly: true,
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

// A guard goes by where a write goes, whatever the name, unless the file says
// otherwise.
func TestG1SamePlaceIsGuarded(t *testing.T) {
	const other = "https://shop.example/gw"
	for _, c := range []struct {
		url, said string
		want      bool
	}{
		{other, "", true},
		{"HTTPS://Shop.Example:443/gw/", "", true},
		{other, "guarded = true", true},
		{other, "guarded = false", false},
		{"https://shop.example", "", false},
		{"https://shop.example:8443/gw", "", false},
		{"https://gateway.richrelevance.com", "", true},
		{"https://GATEWAY.richrelevance.com:443/", "", true},
		{"https://gateway.richrelevance.com/gw", "", true},
		{"https://gateway.richrelevance.com.:0443", "", true},
		{"https://gateway.richrelevance.com", "guarded = false", false},
		{"https://gateway.richrelevance.com.example", "", false},
		{"https://qa-gateway.richrelevance.com", "", false},
	} {
		tested := "[[environment]]\nname = 'Tests'\nbase_url = '" + c.url + "'\n" + c.said + "\n"
		guarded := "[[environment]]\nname = 'Prod shop'\nbase_url = '" + other + "'\n"
		for i, text := range []string{tested + guarded, guarded + tested} {
			f, err := Load(write(t, text, 0o600))
			if err != nil {
				t.Fatal(err)
			}
			if e := f.Directory.Environments[i]; e.Guarded != c.want {
				t.Errorf("%s %s: guarded %v", e.BaseURL, c.said, e.Guarded)
			}
		}
	}
}

// What an operation costs does not grow with how many there are.
func TestLoadManyOperations(t *testing.T) {
	each := func(n int) float64 {
		var b strings.Builder
		b.WriteString(qa)
		for i := range n {
			fmt.Fprintf(&b, "[[operation]]\nservice = \"streaming-view\"\nname = \"An operation with a long name, %d\"\nmethod = \"GET\"\npath = \"/x\"\n", i)
		}
		path := write(t, b.String(), 0o600)
		return testing.AllocsPerRun(1, func() {
			f, err := Load(path)
			if err != nil || len(f.Directory.OperationsOf("streaming-view")) < n {
				t.Errorf("%d operations: %v", n, err)
			}
		}) / float64(n)
	}
	if few, many := each(300), each(3000); many > 1.2*few {
		t.Errorf("%.0f allocations for each of 300 operations, %.0f for each of 3000", few, many)
	} else {
		t.Logf("%.0f allocations for each of 300 operations, %.0f for each of 3000", few, many)
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
