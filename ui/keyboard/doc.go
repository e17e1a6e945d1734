// Package keyboard is the one way from a terminal's bytes to the program's
// keys, as package display is the one way out.
//
// What a terminal sends is not only what a person typed. A paste comes between
// two marks, and text on somebody's clipboard may hold the mark that ends it,
// so that the rest would arrive as keys and do what keys do. And a terminal
// answers questions (for its colours, its kind, the cursor's place) whenever it
// likes, on the same line as the keys: an answer that comes late would be typed
// into a field.
//
// A [Reader] stands before Bubble Tea's own reading. It keeps all of a paste
// inside marks that hold no mark, and takes answers out wherever they arrive.
// Keys pass at once: nothing waits but an escape sequence that is not whole,
// and what follows a paste so closely that it may belong to it.
package keyboard
