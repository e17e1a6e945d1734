package cli

import (
	"context"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// asProgram makes this test binary the program itself.
const asProgram = "GATEHOUSE_TEST_AS_PROGRAM"

// TestMain fails when a command leaves a goroutine behind.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Run(context.Background(), os.Args[1:], System("")))
	}
	goleak.VerifyTestMain(m)
}
