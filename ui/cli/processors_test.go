package cli

import (
	"runtime"
	"testing"
)

// TestSpareForKeys: there are places beyond the usual ones, unless the user said
// how many there are.
func TestSpareForKeys(t *testing.T) {
	usual := runtime.GOMAXPROCS(0)
	t.Cleanup(func() { runtime.GOMAXPROCS(usual) })
	t.Setenv("GOMAXPROCS", "1")
	spareForKeys()
	if n := runtime.GOMAXPROCS(0); n != usual {
		t.Errorf("%d places where the user set them, want the %d there were", n, usual)
	}
	t.Setenv("GOMAXPROCS", "")
	spareForKeys()
	if n := runtime.GOMAXPROCS(0); n != usual+spareProcessors {
		t.Errorf("%d places, want %d beyond the usual %d", n, spareProcessors, usual)
	}
}
