package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/gateway"
)

// value is the value of a target's token.
func (r *rig) value(environment, service string) string {
	s := r.o.Tokens.State(gateway.Target{Environment: environment, Service: service})
	if s.Token == nil {
		return ""
	}
	return s.Token.Value.Reveal()
}

func TestTokenBoard(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("t")
		r.expect("TOKENS", "streaming-property", "streaming-status", "No token yet.", "Production guarded")
		r.press("A")
		r.wait(time.Second)
		if n := strings.Count(r.screen(), "● valid 1m59s"); n != 6 { // five in the matrix, one below it
			t.Errorf("%d valid badges\n%s", n, r.screen())
		}
		if n := len(r.wire.sightings(isToken)); n != 5 {
			t.Errorf("%d token requests", n)
		}
		r.press("right", "down", "f")
		r.wait(time.Second)
		r.expect("Staging / streaming-snapshot", "valid 7h59m", "[Staging]", "Staging / snapshot")
		r.press("x")
		r.expect("Staging / streaming-snapshot: forgotten.", "No token yet.")
		r.press("x")
		r.expect("There is nothing to forget for Staging / streaming-snapshot.")
		r.press("left", "enter")
		r.expect("TOKEN", "QA / streaming-snapshot", "stated by the server (expires_in 120)", "The call that obtains it", `gatehouse --demo token "QA" snapshot`)
	})
}

func TestRevealAndCopy(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("t", "v")
		r.expect("There is no token for QA / streaming-property: f fetches one.")
		r.press("f")
		r.wait(time.Second)
		value := r.value("QA", "streaming-property")
		r.expectNot(value)
		r.press("y")
		r.expect("Copied the token of QA / streaming-property: the rig.")
		if !slices.Equal(r.copied, []string{value}) {
			t.Errorf("copied %q", r.copied)
		}
		r.expectNot(value)
		r.press("v")
		r.expect(value, "v masks again")
		r.press("v")
		r.expectNot(value)
		r.press("v", "down")
		r.expectNot(value)
		r.press("up")
		r.expectNot(value) // moving away masks it
		r.press("r")
		r.expect("RAW REPLY", "HTTP status 200", `"token_type"`)
		r.expectNot(value)
		r.press("v")
		r.expect(value)
		r.press("esc", "esc", "t")
		r.expect("TOKENS")
		r.expectNot(value)
	})
}

func TestCopyThatFails(t *testing.T) {
	inRig(t, setup{options: func(o *Options) {
		o.Copy = func(string, func(string) error) (string, error) { return "", errors.New("no clipboard here") }
	}}, func(r *rig) {
		r.press("t", "f")
		r.wait(time.Second)
		r.press("y")
		r.expect("Not copied: no clipboard here")
	})
}

// TestFetchesAreShared: asking twice, and sending meanwhile, is one request.
func TestFetchesAreShared(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.press("f5", "t", "f", "f", "A")
		r.wait(2 * time.Second)
		if n := len(r.wire.sightings(isToken)); n != 5 {
			t.Errorf("%d token requests for five services", n)
		}
		r.press("t")
		r.expect("200 OK")
	})
}

// reloading gives a rig a configuration file whose changes the test makes.
func reloading(change func(*gateway.Directory), err error) setup {
	return setup{options: func(o *Options) {
		o.ConfigPath = "config.toml"
		o.Reload = func() (Settings, error) {
			if err != nil {
				return Settings{}, err
			}
			d := *o.Directory
			d.Environments = nil
			for _, e := range o.Directory.Environments {
				e := *e
				d.Environments = append(d.Environments, &e)
			}
			d.Services = slices.Clone(d.Services)
			d.Operations = slices.Clone(d.Operations)
			change(&d)
			return Settings{Directory: &d}, nil
		}
	}}
}

func TestReloadKeepsDraftsAndTokens(t *testing.T) {
	inRig(t, reloading(func(d *gateway.Directory) {
		d.Environments[0].Site = "another label"
		d.Environments = append(d.Environments[:1:1], d.Environments[2])
		d.Services = d.Services[:3]
		d.Services = append(d.Services, gateway.Service{Name: "streaming-extra"})
		d.Operations[0].Doc = "A new description of what it does."
		d.Operations = append(d.Operations, gateway.Operation{Service: "streaming-extra", Name: "Ping", Method: "GET", Path: "/ping"})
	}, nil), func(r *rig) {
		r.send()
		value := r.value("QA", "streaming-property")
		r.press("b", "down", "enter")
		r.text("5")
		r.press("esc", "ctrl+r")
		r.wait(time.Second)
		r.expect("Read config.toml again: 2 environments.", "another label", "changed", "15", "200 OK", "extra")
		r.expectNot("Staging")
		if r.value("QA", "streaming-property") != value {
			t.Error("the token is gone")
		}
		r.send()
		if n := len(r.wire.sightings(isToken)); n != 1 {
			t.Errorf("%d token requests", n)
		}
		r.expect("200 OK")
		if !strings.Contains(r.call().query, "page=15") {
			t.Errorf("sent %q", r.call().query)
		}
		r.check()
	})
}

// TestReloadWithoutTheChosen takes the chosen environment and service away
// while a request to them is under way and the board shows them.
func TestReloadWithoutTheChosen(t *testing.T) {
	for _, path := range [][]string{{}, {"t"}, {"t", "enter"}, {"t", "r"}, {"?"}, {"b", "enter"}, {"o", "/"}, {"v"}} {
		s := reloading(func(d *gateway.Directory) {
			d.Environments = d.Environments[:1]
			d.Services = d.Services[:1]
		}, nil)
		s.environment, s.service = "Production", "streaming-status"
		inRig(t, s, func(r *rig) {
			r.send()
			r.press("f5")
			r.press(path...)
			r.deliver(r.m.reload()())
			r.wait(3 * time.Second)
			r.check()
			r.expect("[QA]")
			for range 12 {
				r.press("esc")
			}
			r.expect("[QA]", "QA / property")
			r.send()
			r.expect("200 OK")
			r.check()
		})
	}
}

// TestReloadDuringADialog: the guard's dialog is answered after the file
// changed; the gate has the last word.
func TestReloadDuringADialog(t *testing.T) {
	s := reloading(func(d *gateway.Directory) { d.Environments[2].ReadOnly = true }, nil)
	s.environment = "Production"
	inRig(t, s, func(r *rig) {
		playGuard(r)
		r.text("Production")
		r.deliver(r.m.reload()())
		r.press("enter")
		r.wait(2 * time.Second)
		if got := r.writes(); len(got) != 0 {
			t.Errorf("%d writes left: %v", len(got), got)
		}
		r.check()
	})
}

// TestReloadEndsDialogs: what a dialog shows is of the settings that were. A
// list of commands would lead to an environment that is gone.
func TestReloadEndsDialogs(t *testing.T) {
	s := reloading(func(d *gateway.Directory) { d.Environments[2].BaseURL = "http://127.0.0.2:1" }, nil)
	s.environment = "Production"
	inRig(t, s, func(r *rig) {
		playGuard(r)
		r.text("Production")
		r.deliver(r.m.reload()())
		r.expect("The question was about the old settings: nothing was sent or shown.")
		r.expectNot("Type its name")
		r.press("enter")
		r.wait(2 * time.Second)
		if got := r.writes(); len(got) != 0 {
			t.Errorf("%v left", got)
		}
	})
	s = reloading(func(d *gateway.Directory) { d.Environments = d.Environments[:2] }, nil)
	s.environment = "Production"
	inRig(t, s, func(r *rig) {
		r.press("ctrl+p")
		r.expect("COMMANDS")
		r.deliver(r.m.reload()())
		r.expectNot("COMMANDS")
		r.expect("Now at QA / streaming-property: Production / streaming-property is not in the changed file.")
	})
}

func TestReloadThatFails(t *testing.T) {
	inRig(t, reloading(nil, errors.New("config.toml:3: base_ur: no such key; did you mean base_url?")), func(r *rig) {
		r.press("ctrl+r")
		r.wait(time.Second)
		r.expect("config.toml:3: base_ur: no such key", "[QA]")
		r.send()
		r.expect("200 OK")
	})
	inRig(t, reloading(func(d *gateway.Directory) { d.Environments = nil }, nil), func(r *rig) {
		r.press("ctrl+r")
		r.wait(time.Second)
		r.expect("the old settings stay", "[QA]")
	})
}
