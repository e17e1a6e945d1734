//go:build !unix

package tokencache

import (
	"io/fs"
	"os"
)

// modesCount says that here access lists and not modes tell who can use a file.
const modesCount = false

func openNoFollow(path string) (*os.File, error) { return os.Open(path) }

func isLink(error) bool { return false }

func ownedByUser(fs.FileInfo) bool { return true }
