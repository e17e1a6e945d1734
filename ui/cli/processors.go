package cli

import (
	"context"
	"os"
	"runtime"

	"gatehouse/ui"
)

// spareProcessors is how many goroutines may run beyond the cores there are.
// Reading, indexing and searching a large body keep every core busy, and Go lets
// a key wait up to 10 ms until a goroutine that computes makes way, which costs
// a frame. With a place of its own the system wakes it at once.
const spareProcessors = 2

// showExplorer shows the explorer.
func showExplorer(ctx context.Context, o ui.Options) error {
	spareForKeys()
	return ui.Run(ctx, o)
}

// spareForKeys keeps places in the scheduler free for what keys and frames wait
// for. A number that the user set in GOMAXPROCS stays.
func spareForKeys() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + spareProcessors)
	}
}
