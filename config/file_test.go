package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gatehouse/gateway"
)

func TestInitLoads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "config.toml")
	if err := Init(path); err != nil {
		t.Fatal(err)
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range f.Directory.Environments {
		got = append(got, e.Name, e.BaseURL, e.ClientSecret.String())
		if e.Guarded != (e.Name == "Production") {
			t.Errorf("%s: guarded %t", e.Name, e.Guarded)
		}
	}
	want := "QA https://qa-gateway.richrelevance.com env:GATEHOUSE_QA_CLIENT_SECRET " +
		"Staging https://staging-gateway.richrelevance.com env:GATEHOUSE_STAGING_CLIENT_SECRET " +
		"Production https://gateway.richrelevance.com env:GATEHOUSE_PRODUCTION_CLIENT_SECRET"
	if strings.Join(got, " ") != want {
		t.Errorf("got %s", got)
	}
}

// example is a line of the first file that shows a key as a comment.
var example = regexp.MustCompile(`(?m)^# ?([a-z_]+ +=|\[\[|  \{ in|\])`)

// What the first file shows in comments is right as well: without the marks
// it loads.
func TestInitExamplesAreRight(t *testing.T) {
	text := example.ReplaceAllString(string(first), "$1")
	file, _, faults := parse([]byte(text), "first.toml", "/conf", services())
	if len(faults) > 0 {
		t.Fatalf("%v\n%s", faults, text)
	}
	d := file.Directory
	qa := d.Environments[0]
	if d.BodyLimit != gateway.DefaultBodyLimit || qa.Timeout != gateway.DefaultTimeout || qa.Style() != gateway.AuthForm ||
		qa.TokenPath != gateway.DefaultTokenPath || qa.CallPrefix != gateway.DefaultCallPrefix || qa.Guarded || qa.ReadOnly || file.Theme != "" {
		t.Errorf("what it calls the default is not: %+v %d", qa, d.BodyLimit)
	}
	if qa.AssumedLifetime == 0 || qa.Proxy == "" || qa.CAFile == "" || qa.Site == "" || len(d.Services) != 6 || len(d.Operations) != 1 {
		t.Errorf("not every key is shown: %+v", qa)
	}
}

func TestInitReplacesNothing(t *testing.T) {
	folder := t.TempDir()
	mine := filepath.Join(folder, "mine.toml")
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	dangling, link := filepath.Join(folder, "dangling.toml"), filepath.Join(folder, "link.toml")
	if err := errors.Join(os.Symlink(filepath.Join(folder, "nowhere"), dangling), os.Symlink(mine, link)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{mine, dangling, link, folder} {
		if err := Init(path); !errors.Is(err, fs.ErrExist) {
			t.Errorf("init over %s: %v", path, err)
		}
		if path == folder {
			continue
		}
		if err := Write(path, "", nil); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "name another file") {
			t.Errorf("write over %s: %v", path, err)
		}
	}
	if data, _ := os.ReadFile(mine); string(data) != "mine" {
		t.Errorf("the file is now %q", data)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 3 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestWriteThenLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "sandbox.toml")
	odd := []Literal{
		{Name: `Q"A\`, BaseURL: "http://127.0.0.1:8811", Site: "a — “c”", APIKey: `"\ü#`, ClientID: "id", ClientSecret: `'''"""`, Guarded: true},
		{Name: "Production", BaseURL: "http://127.0.0.1:8813"},
	}
	for range 2 { // its own file is replaced
		if err := Write(path, "made\nat\x1b\x00\r\n\nonce", odd); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(data), Marker+"\n# made\n# at\n#\n# once\n") {
		t.Fatalf("%v\n%s", err, data)
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	e := f.Directory.Environments[0]
	key, _ := e.APIKey.Resolve(t.Context())
	secret, _ := e.ClientSecret.Resolve(t.Context())
	if e.Name != odd[0].Name || e.Site != odd[0].Site || key.Reveal() != odd[0].APIKey || secret.Reveal() != odd[0].ClientSecret || !e.Guarded || f.Directory.Environments[1].Guarded {
		t.Errorf("%+v from\n%s", e, data)
	}
	if err := Write(filepath.Join(path, "x"), "", nil); err == nil {
		t.Error("wrote below a file")
	}
}

// Whoever reads while the file is replaced sees the old one or the new one.
func TestH6WriteIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.toml")
	comments := []string{strings.Repeat("one\n", 5000), "two"}
	var whole []string
	for _, c := range comments {
		whole = append(whole, string(render(c, nil)))
	}
	if err := Write(path, comments[0], nil); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		var err error
		for i := range 60 {
			err = errors.Join(err, Write(path, comments[i%2], nil))
		}
		done <- err
	}()
	for reads := 0; ; reads++ {
		if data, err := os.ReadFile(path); err != nil || !slices.Contains(whole, string(data)) {
			t.Fatalf("read %d bytes: %v", len(data), err)
		}
		select {
		case err := <-done:
			if entries, _ := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("%v, and the folder holds %v", err, entries)
			}
			t.Logf("%d reads", reads)
			return
		default:
		}
	}
}

func TestPlaces(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for xdg, want := range map[string]string{
		"/x/conf":  "/x/conf/gatehouse/config.toml",
		"relative": filepath.Join(home, ".config/gatehouse/config.toml"),
		"":         filepath.Join(home, ".config/gatehouse/config.toml"),
	} {
		t.Setenv("XDG_CONFIG_HOME", xdg)
		got, err := Places()
		if runtime.GOOS == "linux" && (err != nil || got.Config != want) {
			t.Errorf("%q: %v %v, want %s", xdg, got, err, want)
		}
	}
	for xdg, want := range map[string]string{
		"/x/cache": "/x/cache/gatehouse/tokens.json",
		"relative": filepath.Join(home, ".cache/gatehouse/tokens.json"),
		"":         filepath.Join(home, ".cache/gatehouse/tokens.json"),
	} {
		t.Setenv("XDG_CACHE_HOME", xdg)
		got, err := Places()
		if runtime.GOOS == "linux" && (err != nil || got.TokenCache != want) {
			t.Errorf("%q: %v %v, want %s", xdg, got, err, want)
		}
	}
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("XDG_CONFIG_HOME", "/x/conf")
	t.Setenv("HOME", "")
	if got, err := Places(); runtime.GOOS == "linux" && (err != nil || got.TokenCache != "") {
		t.Errorf("without HOME: %v %v; the token cache alone needs it", got, err)
	}
	t.Setenv("XDG_CONFIG_HOME", "")
	if _, err := Places(); runtime.GOOS == "linux" && (err == nil || !strings.Contains(err.Error(), "set HOME")) {
		t.Errorf("without HOME: %v", err)
	}
}
