package gateway

import (
	"strings"
	"testing"
)

func TestRedactorKnowsALearntValue(t *testing.T) {
	r := NewRedactor()
	r.Learn("fake-secret/with+odd&chars")
	if got := r.Text("a fake-secret/with+odd&chars b"); got != "a •••• b" {
		t.Fatal(got)
	}
	if !r.Contains([]byte(strings.Repeat("x", 1000) + "fake-secret/with+odd&chars")) {
		t.Fatal("not found")
	}
}
