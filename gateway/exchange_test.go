package gateway

import (
	"errors"
	"testing"
)

func TestSucceeded(t *testing.T) {
	for status, want := range map[int]bool{0: false, 199: false, 200: true, 204: true, 299: true, 300: false, 304: false, 404: false, 500: false} {
		e := Exchange{Status: status}
		if e.Succeeded() != want {
			t.Errorf("%d: %v", status, !want)
		}
		if e.Err = errors.New("made up"); e.Succeeded() {
			t.Errorf("%d with an error is a success", status)
		}
	}
}
