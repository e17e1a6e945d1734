package ui

import (
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/keyboard"
	"gatehouse/ui/theme"
)

// TestGroundIsAskedOnce: after the first size and not before, and once only.
func TestGroundIsAskedOnce(t *testing.T) {
	var asked atomic.Int32
	inRig(t, setup{options: func(o *Options) { o.ask = func() error { asked.Add(1); return nil } }}, func(r *rig) {
		if asked.Load() != 0 {
			t.Error("the terminal was asked before it had a frame")
		}
		r.wait(time.Second)
		for range 3 {
			r.resize(0, 0)
			r.resize(100, 30)
			r.wait(time.Second)
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("the terminal was asked %d times", n)
		}
	})
}

// TestSizeIsAskedOnceMore: a change just after the first frame is not heard of.
func TestSizeIsAskedOnceMore(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		asked := 0
		r.heard = func(msg tea.Msg) {
			if msg == tea.WindowSize()() {
				asked++
			}
		}
		r.settle()
		if asked != 0 {
			t.Error("the size was asked for before there was a frame")
		}
		for range 3 {
			r.resize(100, 30)
			r.wait(time.Second)
		}
		if asked != 1 {
			t.Errorf("the size was asked for %d times", asked)
		}
	})
}

// TestGround changes the palette by the terminal's answer, and by the command,
// after which no answer counts; the words of the screen stay as they are.
func TestGround(t *testing.T) {
	defer setProfile(noColors)
	setProfile(trueColor)
	inRig(t, setup{}, func(r *rig) {
		words, dark := r.screen(), r.frame
		r.deliver(groundOf(keyboard.Colour{Red: 1, Green: 1, Blue: 0.9}))
		light := r.frame
		if r.screen() != words || light == dark {
			t.Errorf("a light ground changes more or less than the colours:\n%s", r.screen())
		}
		r.deliver(groundOf(keyboard.Colour{}))
		if r.frame != dark {
			t.Error("a dark answer does not bring the dark colours back")
		}
		r.press(":")
		r.text("light")
		r.press("enter")
		r.expect("Colours for a light ground until you quit")
		if r.m.ground.is != theme.Light {
			t.Error("the command changed nothing")
		}
		r.deliver(groundOf(keyboard.Colour{}))
		if r.m.ground.is != theme.Light {
			t.Error("an answer undid the user's choice")
		}
		r.press("ctrl+p")
		r.text("colours for a dark")
		r.press("enter")
		r.wait(10 * time.Second)
		if r.frame != dark {
			t.Error("the command does not bring the dark colours back")
		}
	})
	inRig(t, setup{noColor: true}, func(r *rig) {
		before := r.frame
		r.deliver(groundOf(keyboard.Colour{Red: 1, Green: 1, Blue: 1}))
		if r.frame != before {
			t.Error("without colour, the ground changed something")
		}
		r.press(":")
		r.text("colours")
		r.expect("NO_COLOR is set", "not now")
	})
}

// TestGroundOfTheConfiguration: what the file says when it is read again counts
// at once and more than the terminal, and when it says nothing more, what the
// terminal answered.
func TestGroundOfTheConfiguration(t *testing.T) {
	var says *theme.Ground
	light, dark := theme.Light, theme.Dark
	begin := setup{options: func(o *Options) {
		o.ConfigPath = "config.toml"
		o.Reload = func() (Settings, error) { return Settings{Directory: o.Directory, Ground: says}, nil }
	}}
	inRig(t, begin, func(r *rig) {
		reads := func(ground *theme.Ground, want theme.Ground) {
			t.Helper()
			says = ground
			r.press("ctrl+r")
			r.expect("Read config.toml again")
			if r.m.ground.is != want {
				t.Errorf("the ground is %s, want %s", r.m.ground.is, want)
			}
		}
		reads(nil, theme.Dark)
		reads(&light, theme.Light)
		r.deliver(groundMsg{theme.Dark})
		reads(&light, theme.Light)
		reads(nil, theme.Dark)
		r.deliver(groundMsg{theme.Light})
		reads(&dark, theme.Dark)
		reads(nil, theme.Light)
		r.press(":")
		r.text("colours for a dark")
		r.press("enter")
		reads(nil, theme.Dark) // the user's choice
		reads(&light, theme.Light)
	})
}
