package ui

import (
	"testing"
	"time"
)

// TestUnfinished waits for a file that is being written.
func TestUnfinished(t *testing.T) {
	var files unfinished
	begun, taken := make(chan struct{}), false
	go func() {
		_ = files.write(func() error {
			close(begun)
			time.Sleep(20 * time.Millisecond)
			taken = true
			return nil
		})
	}()
	<-begun
	files.wait()
	if !taken {
		t.Error("it was not waited for")
	}
}
