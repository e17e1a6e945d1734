package ui

import (
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// writes are the requests so far that may have changed something.
func (r *rig) writes() []sighting { return r.wire.sightings(sighting.write) }

func TestGuardDialog(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		sent int
		want string
	}{
		{"the right name", func(r *rig) { r.text("Production"); r.press("enter") }, 1, "201"},
		{"another name", func(r *rig) { r.text("Staging"); r.press("enter") }, 0, `That is not "Production". Nothing was sent.`},
		{"another case", func(r *rig) { r.text("production"); r.press("enter") }, 0, "Nothing was sent."},
		{"a space behind", func(r *rig) { r.text("Production "); r.press("enter") }, 0, "Nothing was sent."},
		{"nothing", func(r *rig) { r.press("enter") }, 0, "Nothing was sent."},
		{"wrong, then right", func(r *rig) {
			r.text("QA")
			r.press("enter", "backspace", "backspace")
			r.text("Production")
			r.press("enter")
		}, 1, "201"},
		{"esc", func(r *rig) { r.text("Production"); r.press("esc", "enter") }, 0, "REQUEST"},
		{"a paste with a line break", func(r *rig) { r.paste("Production\n") }, 0, "GUARDED"},
		{"a paste with line breaks, then enter", func(r *rig) { r.paste("Production\r\n"); r.press("enter") }, 0, "Nothing was sent."},
		{"F5", func(r *rig) { r.text("Production"); r.press("f5") }, 0, "GUARDED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inRig(t, setup{environment: "Production"}, func(r *rig) {
				playGuard(r)
				r.expect("GUARDED", "POST changes something in  Production", "Type its name to send: Production")
				c.do(r)
				r.wait(2 * time.Second)
				r.expect(c.want)
				if got := r.writes(); len(got) != c.sent {
					t.Errorf("%d writes left: %v", len(got), got)
				}
			})
		})
	}
}

// TestGuardShowsWholeNames: two environments whose names differ only late do not
// look alike, and neither do two collections.
func TestGuardShowsWholeNames(t *testing.T) {
	long := strings.Repeat("Production of the north and the south, ", 3)
	s := setup{environment: long + "site two", change: func(d *gateway.Directory) {
		for _, end := range []string{"site one", "site two"} {
			e := *d.Environments[2]
			e.Name = long + end
			d.Environments = append(d.Environments, &e)
		}
	}}
	inRig(t, s, func(r *rig) {
		playGuard(r)
		r.resize(80, 24)
		whole := func(text string) bool {
			return strings.Contains(strings.Join(strings.FieldsFunc(r.screen(), func(c rune) bool { return strings.ContainsRune(" \n│", c) }), ""), strings.ReplaceAll(text, " ", ""))
		}
		if !whole("Type its name to send:" + long + "site two▌") {
			t.Errorf("the name is cut on\n%s", r.screen())
		}
		r.text(long + "site one")
		r.press("enter")
		if !whole(`site two". Nothing was sent.`) {
			t.Errorf("what is wrong is cut on\n%s", r.screen())
		}
		r.m.confirm.sent.URL = "https://example.com/" + strings.Repeat("collections/", 200) + "a-or-b"
		r.resize(80, 24)
		r.expect("https://example.com/", "a-or-b", "GUARDED", "Nothing was sent.")
	})
}

// TestGuardSendsWhatItShowed: what is confirmed is what was asked about.
func TestGuardSendsWhatItShowed(t *testing.T) {
	inRig(t, setup{environment: "Production"}, func(r *rig) {
		playGuard(r)
		r.expect("/collections/product", "with a body of")
		r.text("Production")
		r.press("enter")
		r.wait(2 * time.Second)
		got := r.writes()
		if len(got) != 1 || got[0].method != "POST" || !strings.HasSuffix(got[0].path, "/collections/product") || !strings.Contains(got[0].body, "Autumn catalog") {
			t.Errorf("sent %v", got)
		}
		r.press("f5")
		r.expect("GUARDED")
	})
}

func TestReadOnlyRefuses(t *testing.T) {
	inRig(t, setup{environment: "Archive", change: withReadOnly}, func(r *rig) {
		r.send()
		r.expect("200 OK")
		r.press("o", "down", "down")
		r.send()
		r.expect("was not sent", "read-only")
		r.text("Archive")
		r.press("enter")
		r.wait(time.Second)
		if got := r.writes(); len(got) != 0 {
			t.Errorf("%d writes left: %v", len(got), got)
		}
	})
}

// TestPastesNeverSubmit pastes text that ends in line breaks wherever text can
// be typed: nothing is sent, chosen or saved by it.
func TestPastesNeverSubmit(t *testing.T) {
	const evil = "Production\r\nq\n\x1b[15~\ry\n"
	for _, c := range []struct {
		name string
		open []string
		at   place
	}{
		{"the filter", []string{"o", "/"}, atOperations},
		{"a parameter", []string{"b", "enter"}, atBuilder},
		{"auth", []string{"b", "up", "enter"}, atBuilder},
		{"the path", []string{"b", "up", "up", "enter"}, atBuilder},
		{"the method", []string{"b", "up", "up", "up", "enter"}, atBuilder},
		{"a new parameter", []string{"b", "down", "down", "down", "enter"}, atBuilder},
		{"the body", []string{"b", "right", "right", "enter"}, atBuilder},
		{"the palette", []string{":"}, atPalette},
		{"the search", []string{"v", "/"}, atViewer},
		{"the file name", []string{"v", "w"}, atPrompt},
		{"the guard", []string{"o", "down", "down", "f5"}, atConfirm},
		{"no field", []string{"o"}, atOperations},
		{"no field of the viewer", []string{"v"}, atViewer},
		{"the token board", []string{"t"}, atBoard},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			inRig(t, setup{environment: "Production"}, func(r *rig) {
				r.send()
				r.press(c.open...)
				sent, typing, target := len(r.wire.sightings(nil)), r.m.typing(), r.m.target()
				r.paste(evil)
				r.wait(time.Second)
				r.check()
				if r.quit || len(r.wire.sightings(nil)) != sent || r.m.place() != c.at || r.m.typing() != typing || r.m.target() != target {
					t.Errorf("the paste did something:\n%s", r.screen())
				}
			})
		})
	}
}

// TestGuardedAndReadOnlyHoldAfterReload: a file that now guards an environment
// guards it from then on.
func TestGuardedAndReadOnlyHoldAfterReload(t *testing.T) {
	inRig(t, setup{options: func(o *Options) {
		o.ConfigPath = "config.toml"
		o.Reload = func() (Settings, error) {
			d := *o.Directory
			d.Environments = nil
			for _, e := range o.Directory.Environments {
				e := *e
				e.ReadOnly = true
				d.Environments = append(d.Environments, &e)
			}
			return Settings{Directory: &d}, nil
		}
	}}, func(r *rig) {
		r.press("ctrl+r")
		r.wait(time.Second)
		r.expect("QA IS READ ONLY")
		r.press("o", "down", "down")
		r.send()
		r.expect("was not sent")
		if got := r.writes(); len(got) != 0 {
			t.Errorf("%d writes left: %v", len(got), got)
		}
	})
}
