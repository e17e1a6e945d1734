package theme

import "math"

// blackOrWhite is the luminance of a ground on which black and white are read
// equally well.
const blackOrWhite = 0.179

// luminance is the relative luminance of an sRGB colour with components from 0
// to 1 (WCAG 2.2, "relative luminance").
func luminance(red, green, blue float64) float64 {
	linear := func(c float64) float64 {
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(red) + 0.7152*linear(green) + 0.0722*linear(blue)
}
