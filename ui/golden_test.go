package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
)

// goldenSizes are what the goldens are drawn at.
var goldenSizes = [][2]int{{80, 24}, {120, 36}, {200, 50}}

// golden compares a text with a file in testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: go test ./ui -update writes it", err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./ui -update writes it again); now it is\n%s", path, got)
	}
}

// setup is how a scene of the goldens begins.
func (s scene) setup() setup {
	out := setup{environment: s.in}
	if s.in == "Archive" {
		out.change = withReadOnly
	}
	if s.set != nil {
		s.set(&out)
	}
	return out
}

func TestGoldenScreens(t *testing.T) {
	all := scenes
	if underRace {
		all = someScenes(2)
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			inRig(t, s.setup(), func(r *rig) {
				s.play(r)
				for _, size := range goldenSizes {
					r.resize(size[0], size[1])
					golden(t, fmt.Sprintf("%s.%dx%d", s.name, size[0], size[1]), strings.Join(lines(r.frame), "\n")+"\n")
				}
			})
		})
	}
}

func TestGoldenTooSmall(t *testing.T) {
	inRig(t, setup{width: 59, height: 14}, func(r *rig) {
		golden(t, "too-small.59x14", strings.Join(lines(r.frame), "\n")+"\n")
	})
}

// TestGoldenStyles keeps the escape sequences of one frame at each depth of
// colour: they are what a terminal gets.
func TestGoldenStyles(t *testing.T) {
	defer lipgloss.SetColorProfile(noColors)
	for _, c := range []struct {
		name    string
		profile int
		mono    bool
	}{{"truecolor", trueColor, false}, {"sixteen", sixteenColors, false}, {"no-color", sixteenColors, true}} {
		t.Run(c.name, func(t *testing.T) {
			setProfile(c.profile)
			inRig(t, setup{environment: "Production", noColor: c.mono, width: 80, height: 24}, func(r *rig) {
				r.send()
				golden(t, "style-"+c.name+".80x24", strings.ReplaceAll(r.frame, "\x1b", "␛")+"\n")
			})
		})
	}
}
