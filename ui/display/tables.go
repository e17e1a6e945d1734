package display

import "unicode"

// joining holds the graphic characters other than marks that join a neighbour's
// grapheme: vowel signs that count as letters, half-width voicing marks, jamo
// vowels and tails, emoji modifiers, and letters that take in what follows
// (Grapheme_Cluster_Break SpacingMark, Extend, V, T and Prepend in UAX 29).
// A test holds it against the segmenter's own tables.
var joining = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0d4e, Hi: 0x0d4e, Stride: 1},
		{Lo: 0x0e33, Hi: 0x0e33, Stride: 1},
		{Lo: 0x0eb3, Hi: 0x0eb3, Stride: 1},
		{Lo: 0x1160, Hi: 0x11ff, Stride: 1},
		{Lo: 0xd7b0, Hi: 0xd7fb, Stride: 1},
		{Lo: 0xff9e, Hi: 0xff9f, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x111c2, Hi: 0x111c3, Stride: 1},
		{Lo: 0x1193f, Hi: 0x1193f, Stride: 1},
		{Lo: 0x11941, Hi: 0x11941, Stride: 1},
		{Lo: 0x11a84, Hi: 0x11a89, Stride: 1},
		{Lo: 0x11d46, Hi: 0x11d46, Stride: 1},
		{Lo: 0x11f02, Hi: 0x11f02, Stride: 1},
		{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1},
	},
}

// joiners are the two joining controls that ordinary writing uses.
var joiners = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: zwnj, Hi: zwj, Stride: 1}},
}

// joinerScripts are the scripts whose spelling uses the joiners.
var joinerScripts = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya,
	unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
	unicode.Khmer, unicode.Myanmar,
}

// viramas are the signs that take the vowel from a consonant (canonical
// combining class 9) in the scripts of [joinerScripts].
var viramas = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x094d, Hi: 0x0ccd, Stride: 0x80}, // Devanagari to Kannada, one block each
		{Lo: 0x0d3b, Hi: 0x0d3c, Stride: 1},
		{Lo: 0x0d4d, Hi: 0x0d4d, Stride: 1},
		{Lo: 0x0dca, Hi: 0x0dca, Stride: 1},
		{Lo: 0x1039, Hi: 0x103a, Stride: 1},
		{Lo: 0x17d2, Hi: 0x17d2, Stride: 1},
	},
}

// modifierBases are the emoji that take a skin tone (Emoji_Modifier_Base in
// emoji-data.txt, Unicode 16).
var modifierBases = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x261d, Hi: 0x261d, Stride: 1},
		{Lo: 0x26f9, Hi: 0x26f9, Stride: 1},
		{Lo: 0x270a, Hi: 0x270d, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f385, Hi: 0x1f385, Stride: 1},
		{Lo: 0x1f3c2, Hi: 0x1f3c4, Stride: 1},
		{Lo: 0x1f3c7, Hi: 0x1f3c7, Stride: 1},
		{Lo: 0x1f3ca, Hi: 0x1f3cc, Stride: 1},
		{Lo: 0x1f442, Hi: 0x1f443, Stride: 1},
		{Lo: 0x1f446, Hi: 0x1f450, Stride: 1},
		{Lo: 0x1f466, Hi: 0x1f478, Stride: 1},
		{Lo: 0x1f47c, Hi: 0x1f47c, Stride: 1},
		{Lo: 0x1f481, Hi: 0x1f483, Stride: 1},
		{Lo: 0x1f485, Hi: 0x1f487, Stride: 1},
		{Lo: 0x1f48f, Hi: 0x1f491, Stride: 2},
		{Lo: 0x1f4aa, Hi: 0x1f4aa, Stride: 1},
		{Lo: 0x1f574, Hi: 0x1f575, Stride: 1},
		{Lo: 0x1f57a, Hi: 0x1f57a, Stride: 1},
		{Lo: 0x1f590, Hi: 0x1f590, Stride: 1},
		{Lo: 0x1f595, Hi: 0x1f596, Stride: 1},
		{Lo: 0x1f645, Hi: 0x1f647, Stride: 1},
		{Lo: 0x1f64b, Hi: 0x1f64f, Stride: 1},
		{Lo: 0x1f6a3, Hi: 0x1f6a3, Stride: 1},
		{Lo: 0x1f6b4, Hi: 0x1f6b6, Stride: 1},
		{Lo: 0x1f6c0, Hi: 0x1f6cc, Stride: 12},
		{Lo: 0x1f90c, Hi: 0x1f90f, Stride: 3},
		{Lo: 0x1f918, Hi: 0x1f91f, Stride: 1},
		{Lo: 0x1f926, Hi: 0x1f926, Stride: 1},
		{Lo: 0x1f930, Hi: 0x1f939, Stride: 1},
		{Lo: 0x1f93c, Hi: 0x1f93e, Stride: 1},
		{Lo: 0x1f977, Hi: 0x1f977, Stride: 1},
		{Lo: 0x1f9b5, Hi: 0x1f9b6, Stride: 1},
		{Lo: 0x1f9b8, Hi: 0x1f9b9, Stride: 1},
		{Lo: 0x1f9bb, Hi: 0x1f9bb, Stride: 1},
		{Lo: 0x1f9cd, Hi: 0x1f9cf, Stride: 1},
		{Lo: 0x1f9d1, Hi: 0x1f9dd, Stride: 1},
		{Lo: 0x1fac3, Hi: 0x1fac5, Stride: 1},
		{Lo: 0x1faf0, Hi: 0x1faf8, Stride: 1},
	},
}

// subdivisionFlags are the three recommended emoji made of tag characters:
// England, Scotland, Wales. Tags stand nowhere else.
var subdivisionFlags = []string{
	"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
	"\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
	"\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
}
