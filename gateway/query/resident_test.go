package query

import (
	"fmt"
	"os"
	"strings"
)

// peakOf is the most memory that a running process had, in kB, as Linux tells
// it; 0 if unknown. What is told of an ended one counts its parent's too.
func peakOf(pid int) (peak int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &peak); err == nil {
			return peak
		}
	}
	return 0
}
