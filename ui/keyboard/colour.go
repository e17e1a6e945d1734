package keyboard

import (
	"strconv"
	"strings"
)

// Colour is a colour that a terminal told, each part from 0 to 1.
type Colour struct{ Red, Green, Blue float64 }

// Dark reports whether light text reads better on the colour: its luma (ITU-R
// BT.601) is below one half.
func (c Colour) Dark() bool { return 0.299*c.Red+0.587*c.Green+0.114*c.Blue < 0.5 }

// background reads a terminal's answer to the question for its background
// colour (OSC 11), in the spellings that terminals use: rgb:R/G/B and
// rgba:R/G/B/A with one to four hexadecimal digits each, and #RRGGBB.
func background(answer []byte) (Colour, bool) {
	text, ok := strings.CutPrefix(string(answer), "\x1b]11;")
	if !ok {
		return Colour{}, false
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\x07"), "\x1b\\")
	var parts []string
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		if len(digits) == 0 || len(digits)%3 != 0 {
			return Colour{}, false
		}
		n := len(digits) / 3
		parts = []string{digits[:n], digits[n : 2*n], digits[2*n:]}
	} else {
		model, values, ok := strings.Cut(text, ":")
		parts = strings.Split(values, "/")
		if !ok || !(model == "rgb" && len(parts) == 3 || model == "rgba" && len(parts) == 4) {
			return Colour{}, false
		}
	}
	var c [3]float64
	for i := range c {
		if len(parts[i]) > 4 {
			return Colour{}, false
		}
		v, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return Colour{}, false
		}
		c[i] = float64(v) / float64(uint(1)<<(4*len(parts[i]))-1)
	}
	return Colour{c[0], c[1], c[2]}, true
}
