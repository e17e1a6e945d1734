package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Fault answers a share of all calls with a status.
type Fault struct {
	Status int     // 400 to 599
	Share  float64 // 0 to 1
}

// ParseFault reads "STATUS:SHARE", such as "503:0.2" or "503:20%".
func ParseFault(text string) (Fault, error) {
	status, share, found := strings.Cut(text, ":")
	if !found {
		return Fault{}, fmt.Errorf("fault %q: want STATUS:SHARE, such as 503:0.2 or 503:20%%", text)
	}
	var f Fault
	var err error
	if f.Status, err = strconv.Atoi(strings.TrimSpace(status)); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %q is no HTTP status, give a number such as 503", text, status)
	}
	number, percent := strings.CutSuffix(strings.TrimSpace(share), "%")
	if f.Share, err = strconv.ParseFloat(strings.TrimSpace(number), 64); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %q is no share, give one such as 0.2 or 20%%", text, share)
	}
	if percent {
		f.Share /= 100
	}
	if err := f.check(); err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	return f, nil
}

// check tells what makes a fault impossible.
func (f Fault) check() error {
	if f.Status < 400 || f.Status > 599 {
		return fmt.Errorf("status %d is no failure, give one from 400 to 599", f.Status)
	}
	if !(f.Share >= 0 && f.Share <= 1) { // refuses NaN too
		return errors.New("the share must lie between 0 and 1, or 0% and 100%")
	}
	return nil
}

// possible leaves out what check refuses.
func possible(faults []Fault) []Fault {
	var kept []Fault
	for _, f := range faults {
		if f.check() == nil {
			kept = append(kept, f)
		}
	}
	return kept
}

// drawFault decides by one random number whether a call fails and how: the
// shares of several faults stand side by side and are not multiplied.
func (w *world) drawFault() (Fault, bool) {
	if len(w.faults) == 0 {
		return Fault{}, false
	}
	left := w.options.Random()
	for _, f := range w.faults {
		if left < f.Share {
			return f, true
		}
		left -= f.Share
	}
	return Fault{}, false
}

// answer is the fault as the gateway itself would tell it.
func (f Fault) answer() answer {
	text := http.StatusText(f.Status)
	if text == "" {
		text = "status " + strconv.Itoa(f.Status)
	}
	a := message(f.Status, text+": a fault this sandbox was asked to show")
	if f.Status == http.StatusTooManyRequests || f.Status == http.StatusServiceUnavailable {
		a = a.with("Retry-After", "1")
	}
	return a
}
