package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
)

// safely writes a text through a safeWriter in pieces of random length.
func safely(t testing.TB, random *rand.Rand, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := &safeWriter{to: &out}
	for rest := text; rest != ""; {
		n := 1 + random.IntN(len(rest))
		if got, err := w.Write([]byte(rest[:n])); got != n || err != nil {
			t.Fatalf("%d of %d, %v", got, n, err)
		}
		rest = rest[n:]
	}
	if err := w.flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestSafeWriter: in whatever pieces lines come, each is as the screen has it;
// but tabs stay.
func TestSafeWriter(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	alphabet := []string{"a", "é", "漢", "\n", "\t", "\x1b[31m", "\xff", "\u202e", "\r\n", "\u009b", "👩‍🚀", "\x00"}
	for range share(400) {
		text := ""
		for range random.IntN(60) {
			text += alphabet[random.IntN(len(alphabet))]
		}
		var want []string
		for _, line := range strings.Split(text, "\n") {
			var parts []string
			for _, part := range strings.Split(line, "\t") {
				parts = append(parts, display.Line(part))
			}
			want = append(want, strings.Join(parts, "\t"))
		}
		if got := safely(t, random, text); got != strings.Join(want, "\n") {
			t.Fatalf("of %q: %q, want %q", text, got, strings.Join(want, "\n"))
		}
	}
	long := strings.Repeat("漢", 100_000) + "\x1b"
	if got := safely(t, random, long); got != strings.Repeat("漢", 100_000)+"␛" {
		t.Errorf("a giant line is %d bytes, ends %q", len(got), got[len(got)-20:])
	}
}

// FuzzSafeWriter: nothing that a terminal would act on comes out, and as many
// lines as went in.
func FuzzSafeWriter(f *testing.F) {
	f.Add([]byte("a\x1b[2J\nb\xff\t\u202e\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got := safely(t, rand.New(rand.NewPCG(1, uint64(len(b)))), string(b))
		if strings.Count(got, "\n") != bytes.Count(b, []byte("\n")) {
			t.Errorf("%q became %q", b, got)
		}
		for line := range strings.SplitSeq(got, "\n") {
			for part := range strings.SplitSeq(line, "\t") {
				if display.Line(part) != part {
					t.Errorf("%q became %q", b, got)
				}
			}
		}
	})
}

// TestCopyFile: the copy and its directory are the user's alone, and gone when
// the program has ended; a changed one stays.
func TestCopyFile(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	left := func() int { all, _ := os.ReadDir(temp); return len(all) }
	body := []byte(`{"a": [1,2]}`)
	for _, c := range []struct {
		h    handing
		want string
	}{
		{handing{name: "x.json", body: body, format: jsonview.JSON, exact: true}, `{"a": [1,2]}`},
		{handing{name: "x.json", body: body, format: jsonview.JSON}, "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n"},
		{handing{name: "x.txt", body: []byte("a\x1bb\r\nc"), format: jsonview.Text, safe: true}, "a␛b\nc\n"},
	} {
		path, as, err := copyFile(t.Context(), c.h)
		if err != nil {
			t.Fatal(err)
		}
		file, _ := os.Stat(path)
		dir, _ := os.Stat(filepath.Dir(path))
		if file.Mode().Perm() != 0o600 || dir.Mode().Perm() != 0o700 || filepath.Base(path) != c.h.name {
			t.Errorf("%s has modes %v and %v", path, file.Mode(), dir.Mode())
		}
		if got, _ := os.ReadFile(path); string(got) != c.want {
			t.Errorf("it holds %q, want %q", got, c.want)
		}
		if msg := takeBack("vi", path, as)(nil).(returnedMsg); msg.kept != "" || msg.err != nil || left() != 0 {
			t.Errorf("%+v, and %d are left", msg, left())
		}
	}
	path, as, err := copyFile(t.Context(), handing{name: "x.json", body: body, exact: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("longer than it was before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if msg := takeBack("vi", path, as)(errors.New("exit status 1")).(returnedMsg); msg.kept != path || left() != 1 {
		t.Errorf("%+v, and %d are left", msg, left())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := copyFile(ctx, handing{name: "x.json", body: body, exact: true}); !errors.Is(err, context.Canceled) || left() != 1 {
		t.Errorf("%v, and %d are left", err, left())
	}
}

// withPrograms makes a scene's pager and editor ones that surely are there.
func withPrograms(program string) func(*setup) {
	return func(s *setup) {
		inner := s.options
		s.options = func(o *Options) {
			if inner != nil {
				inner(o)
			}
			o.Pager, o.Editor = program, program
		}
	}
}

// TestHandingSaysWhyNot in words, before a program takes the screen.
func TestHandingSaysWhyNot(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := setup{}
	withPrograms("no-such-program -x")(&s)
	inRig(t, s, func(r *rig) {
		r.press("v", "f3")
		r.expect("has not answered yet: F5 sends.")
		r.send()
		r.press("f3")
		r.expect("no-such-program was not started: it is not in PATH. PAGER names another.")
		r.press("f4")
		r.expect("EDITOR names another.")
		r.answering(noContent)
		r.send()
		r.press("f3")
		r.expect("There is no body to hand to a program.")
	})
	inRig(t, setup{}, func(r *rig) {
		r.send()
		r.press("v", "f3")
		r.expect("No pager is known: set PAGER.")
		r.press("f4")
		r.expect("No editor is known")
	})
}

// TestHandingAsksAboutSecrets: a body that holds a secret of this run is written
// after a yes only.
func TestHandingAsksAboutSecrets(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := setup{}
	withPrograms("true")(&s)
	inRig(t, s, func(r *rig) {
		r.answering(echoToken)
		r.send()
		for _, key := range []string{"f3", "f4"} {
			r.press("v", key)
			r.expect("THE BODY HOLDS A SECRET", "Write yes to")
			r.press("enter")
			r.expect("THE BODY HOLDS A SECRET") // enter alone is no yes
			r.press("esc")
		}
		if all, _ := os.ReadDir(temp); len(all) > 0 {
			t.Fatalf("written before the yes: %v", all)
		}
		r.press("f4")
		r.text("yes")
		r.press("enter")
		files, _ := filepath.Glob(filepath.Join(temp, "gatehouse-*", "list-collections.json"))
		if len(files) != 1 {
			t.Fatalf("after the yes there are %v", files)
		}
		if got, _ := os.ReadFile(files[0]); !bytes.Contains(got, []byte("Bearer ")) {
			t.Errorf("it holds %q", got)
		}
	})
}

// TestWritingIsStopped by ctrl+c, and one file at a time is written.
func TestWritingIsStopped(t *testing.T) {
	dir := t.TempDir()
	inRig(t, setup{}, func(r *rig) {
		r.send()
		r.press("v")
		ctx, _ := r.m.writing.start(r.m.ctx, "first.json", r.m.now)
		r.press("w", "enter")
		r.expect("first.json is still being written: ctrl+c stops it")
		r.press("ctrl+c")
		if ctx.Err() == nil {
			t.Error("ctrl+c did not stop it")
		}
		path := filepath.Join(dir, "x.json")
		r.deliver(r.m.save(ctx, saving{path: path, body: []byte("x")}, false)())
		r.expect("Not saved: it was stopped, and nothing is left of")
		if _, err := os.Stat(path); err == nil {
			t.Error("the file is there")
		}
		r.wait(time.Second)
	})
}

// TestSavePretty: the tab key chooses the form, and pretty is what the viewer
// shows.
func TestSavePretty(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.json")
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("application/json", `{"b":[1.50,{"a":"é"}],"a":{}}`))
		r.send()
		r.press("v", "w")
		r.expect("[exact]", "pretty", "30 B, byte for byte", "An existing file is not replaced.")
		r.press("tab")
		r.expect("[pretty]", "A line for each member", "An existing file is not replaced.")
		r.press("ctrl+u")
		r.text(path)
		r.press("enter")
		want := "{\n  \"b\": [\n    1.50,\n    {\n      \"a\": \"é\"\n    }\n  ],\n  \"a\": {}\n}\n"
		r.expect(fmt.Sprintf("✓ Saved %d B to", len(want)))
		if got, err := os.ReadFile(path); string(got) != want {
			t.Errorf("saved %d bytes %q, %v", len(got), got, err)
		}
		r.answering(body("text/plain", "no JSON"))
		r.send()
		r.press("w")
		r.expectNot("pretty")
	})
}
