package cli

import (
	"context"
	"os"
	"slices"
	"testing"

	"go.uber.org/goleak"
)

// asProgram makes this test binary the program itself.
const asProgram = "GATEHOUSE_TEST_AS_PROGRAM"

// atEnd is what takes away what tests share, nil for nothing.
var atEnd func()

// TestMain fails when a command leaves a goroutine behind.
func TestMain(m *testing.M) {
	// A child that runs a filter has no environment to be told by.
	if os.Getenv(asProgram) != "" || slices.Equal(os.Args[1:], []string{filterChild}) {
		os.Exit(Run(context.Background(), os.Args[1:], System("")))
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(status int) {
		if atEnd != nil {
			atEnd()
		}
		os.Exit(status)
	}))
}
