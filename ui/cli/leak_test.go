package cli

import (
	"context"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// asProgram makes this test binary the program itself.
const asProgram = "GATEHOUSE_TEST_AS_PROGRAM"

// atEnd is what takes away what tests share, nil for nothing.
var atEnd func()

// TestMain fails when a command leaves a goroutine behind.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Run(context.Background(), os.Args[1:], System("")))
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(status int) {
		if atEnd != nil {
			atEnd()
		}
		os.Exit(status)
	}))
}
