package ui

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gatehouse/gateway"
)

// TestG1NoWriteLeaves does every action that there is, by its key at each of
// its places and by the palette, with the drafts of every write of every
// service: in a guarded and in a read-only environment nothing leaves that may
// change something. In one that is free the same keys do send.
func TestG1NoWriteLeaves(t *testing.T) {
	for _, c := range []struct {
		environment string
		free        bool
	}{{"Production", false}, {"Archive", false}, {"QA", true}} {
		actions, writes := 0, 0
		for _, service := range gateway.DocumentedServices()[:max(1, share(5))] {
			inRig(t, setup{environment: c.environment, service: service.Name, change: withReadOnly}, func(r *rig) {
				r.blind = true
				actions += r.doEverything()
				for _, s := range r.writes() {
					writes++
					if !c.free {
						t.Errorf("%s left for %s", s, c.environment)
					}
				}
			})
		}
		if c.free && writes == 0 {
			t.Error("nothing leaves for a free environment either: the test proves nothing")
		}
		t.Logf("G1: %s: %d actions, %d writes left", c.environment, actions, writes)
	}
}

// doEverything does every action with the writes of the chosen target under the
// keys, and counts them. In long runs each is done with each write, else with
// one in three, under the race detector with one in sixteen.
func (r *rig) doEverything() (actions int) {
	every := 3
	switch {
	case long():
		every = 1
	case underRace:
		every = 16
	}
	turn := 0
	due := func() bool { turn++; return turn%every == 0 }
	t := r.m.target()
	for _, o := range r.m.operations.all {
		if o.Safety.Safe(o.Method) && o.Name != typedRequest {
			continue
		}
		r.operation(o.Name)
		for _, b := range bindings {
			for _, p := range eachPlace {
				if b.intent.do == doQuit || b.in&p.at == 0 || !due() {
					continue
				}
				actions++
				r.goPlace(p.at)
				r.press(b.keys...)
				r.back(t, o.Name)
			}
		}
		for i, c := range r.m.commands() {
			if c.intent.do == doQuit || c.reason(r.m) != "" || !due() {
				continue
			}
			actions++
			r.m.openPalette(intent{})
			r.start(r.m.runCommand(intent{index: i}))
			r.settle()
			r.back(t, o.Name)
		}
		turn++ // another one each time
	}
	return actions
}

// operation shows an operation's draft in the builder, with every needed
// parameter filled in, so that nothing but the guard stands in the way.
func (r *rig) operation(name string) {
	r.m.operations.back()
	r.m.operations.choose(name)
	r.m.showDraft()
	d := r.m.builder.draft
	for i, e := range d.entries {
		if e.required && e.value == "" {
			d.entries[i].value = "1"
		}
	}
	if name == typedRequest {
		d.method, d.path = "PUT", "/collections/product/1"
	}
	r.draw()
}

// goPlace goes to a place as keys would.
func (r *rig) goPlace(p place) {
	switch p {
	case atServices, atOperations, atBuilder, atViewer:
		r.m.focus = p
	case atBoard:
		r.press("t")
	case atDetail:
		r.press("t", "enter")
	case atReply:
		r.press("t", "r")
	case atHelp:
		r.press("?")
	case atPalette:
		r.press(":")
	case atConfirm, atPrompt:
		r.press("f5")
	case atTypes, atCollections, atCollection, atDefinition, atForm, atCompare, atPair, atDrafts:
		r.goCatalog(p)
	}
}

// back goes back to where the next action starts: whatever is open is closed,
// what is under way may leave.
func (r *rig) back(t gateway.Target, operation string) {
	r.m.builder.commit()
	r.m.above, r.m.zoom = nil, false
	if len(r.m.sending) > 0 {
		r.wait(time.Second) // for a token, and then to leave
	}
	for i, e := range r.m.dir.Environments {
		if e.Name == t.Environment {
			r.m.choose(i, r.m.service)
		}
	}
	for i, s := range r.m.dir.Services {
		if s.Name == t.Service {
			r.m.choose(r.m.environment, i)
		}
	}
	r.m.focus = atOperations
	r.operation(operation)
}

// TestG1AWrongNameNeverSends types random names into the guard's dialog.
func TestG1AWrongNameNeverSends(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	tried := 0
	inRig(t, setup{environment: "Production"}, func(r *rig) {
		playGuard(r)
		for range share(300) {
			name := []rune("Production")
			switch random.IntN(4) {
			case 0:
				name = name[:random.IntN(len(name))]
			case 1:
				name[random.IntN(len(name))] ^= 0x20
			case 2:
				name = append(name, []rune(" nP\u200b")[random.IntN(4)])
			case 3:
				name[random.IntN(len(name))] = rune('a' + random.IntN(26))
			}
			if string(name) == "Production" {
				continue
			}
			tried++
			r.press("ctrl+u")
			r.paste(string(name))
			r.press("enter")
		}
		r.expect("Nothing was sent.")
		if got := r.wire.sightings(nil); len(got) != 0 {
			t.Errorf("%d requests left: %v", len(got), got)
		}
	})
	t.Logf("G1: %d wrong names", tried)
}

// TestT7RandomSwitching sends to all fifteen targets in a random order,
// switching while requests and tokens are under way and tokens expire: no
// target ever sees a token of another. Every rig holds that; this one tries.
func TestT7RandomSwitching(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 15))
	rounds := max(4, share(12))
	if long() {
		rounds = 200
	}
	inRig(t, setup{}, func(r *rig) {
		for range rounds {
			for _, i := range random.Perm(15) {
				t := r.m.dir.Targets()[i]
				r.goTo(t.Environment, t.Service)
				r.press("f5")
				if random.IntN(3) == 0 {
					r.press([]string{"e", "E", "s", "S", "ctrl+c"}[random.IntN(5)])
				}
				if random.IntN(12) == 0 {
					r.press("t", []string{"f", "A", "x"}[random.IntN(3)], "t")
				}
				r.wait(time.Duration(random.IntN(300)) * time.Millisecond)
			}
			r.wait(time.Duration(random.IntN(150)) * time.Second)
			if random.IntN(3) == 0 {
				r.box.Revoke(r.m.currentEnvironment().Name, "")
			}
		}
		r.wait(time.Minute)
		calls := r.wire.sightings(isCall)
		places := map[string]int{}
		for _, c := range calls {
			if c.authorization == "" {
				t.Errorf("%s went without a token", c)
			}
			places[c.place()]++
		}
		if len(places) != 15 {
			t.Errorf("%d of 15 targets were called", len(places))
		}
		if n := len(r.wire.wrong); n != 0 {
			t.Errorf("%d wrong tokens", n)
		}
		t.Logf("T7: %d calls to %d targets, %d tokens, %d wrong", len(calls), len(places), len(r.wire.owners), len(r.wire.wrong))
	})
}

// TestT7AnAnswerIsItsTargets: what the viewer shows for a target came from it.
func TestT7AnAnswerIsItsTargets(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		for _, target := range r.m.dir.Targets() {
			r.goTo(target.Environment, target.Service)
			r.press("f5")
		}
		r.wait(5 * time.Second)
		for _, target := range r.m.dir.Targets() {
			a := r.m.responses[target]
			if a == nil || a.exchange.Target != target {
				t.Errorf("%s shows %v", target, a)
				continue
			}
			if err := a.exchange.Err; err != nil {
				t.Errorf("%s: %v", target, err)
			}
		}
		if fmt.Sprint(len(r.m.responses)) != "15" {
			t.Errorf("%d answers", len(r.m.responses))
		}
	})
}
