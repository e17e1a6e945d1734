//go:build !unix

package cli

import "os"

// noFollow has no counterpart here; the path was looked at before.
const noFollow = 0

// checkPrivate accepts every file: here access lists and not mode bits say who
// may read it, and a new file inherits those of its folder.
func checkPrivate(*os.File) error { return nil }
