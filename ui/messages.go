package ui

import (
	"os"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/theme"
)

// Messages are the results of commands. Each that answers a question carries
// what it was asked under, so that an answer that comes too late is dropped.

// tickMsg says that the screen may be out of date. Ticks of an older order are
// dropped.
type tickMsg struct{ order int }

// groundMsg is what the terminal answered about the colour of its ground.
type groundMsg struct{ ground theme.Ground }

// sentMsg is a send whose answer's head, or failure, is there.
type sentMsg struct {
	id       int
	exchange *gateway.Exchange
}

// indexedMsg is more of a body laid out in lines.
type indexedMsg struct {
	reader int // the id
	mode   mode
	doc    jsonview.Document
	fault  *jsonview.Fault // the first place where the JSON is wrong, nil if none yet
}

// heldMsg says that the memory that bodies hold was told.
type heldMsg struct{}

// fetchedMsg is a token request that has ended.
type fetchedMsg struct {
	target gateway.Target
	err    error
}

// forgottenMsg is a target's token that was forgotten.
type forgottenMsg struct{ target gateway.Target }

// checkedMsg is a check of a token that has ended.
type checkedMsg struct{ check *gateway.Check }

// reloadedMsg is a configuration that was read again.
type reloadedMsg struct {
	settings Settings
	err      error
}

// savedMsg is a body that was written to a file, or was not.
type savedMsg struct {
	saving saving
	n      int64 // bytes that were written
	held   bool  // a known secret is in it: it was not written, and waits for a yes
	err    error
}

// handedMsg is a body in a file of its own, for a program of the user's.
type handedMsg struct {
	handing handing
	path    string
	as      os.FileInfo // as it was written
	held    bool        // a known secret is in it: it was not written, and waits for a yes
	err     error
}

// returnedMsg is the end of a program that was handed a body.
type returnedMsg struct {
	program string
	kept    string // where its file stays, "" if it is gone
	err     error
}

// bodyFileMsg is a draft's body in a file, for the user's editor.
type bodyFileMsg struct {
	draft *draft
	path  string
	ended bool // the body ends in a line feed of its own
	err   error
}

// editedMsg is a body that comes back from the user's editor.
type editedMsg struct {
	draft *draft
	text  string
	err   error
}

// readMsg is the whole answer to a GET of the collection screens, taken apart.
type readMsg struct {
	id         int
	exchange   *gateway.Exchange
	listing    catalog.Listing    // of a listing
	collection catalog.Collection // of one collection
	shape      error              // why a success is neither: a *catalog.ShapeError
}

// comparedMsg is what comparing two collections gave.
type comparedMsg struct {
	id      int
	outcome outcome
}

// draftedMsg are the drafts of a comparison.
type draftedMsg struct {
	id   int
	list []catalog.Draft
}

// wroteMsg is the whole answer to a form's request.
type wroteMsg struct {
	id       int
	exchange *gateway.Exchange
}

// fileOpenedMsg is a file to compare with, or why it could not be opened.
type fileOpenedMsg struct {
	id   int
	file *File
	err  error
}

// bodiesComparedMsg is a comparison of two bodies that has ended.
type bodiesComparedMsg struct {
	id     int
	docs   [2]jsonview.Document // of both bodies
	result *jsonview.Comparison
	groups [][]int32 // of each summary the differences, where they are many
	rows   []diffRow
}

// copiedMsg is a text that was handed to the clipboard.
type copiedMsg struct {
	what string
	way  string // by which it went
	err  error
}

// copyHeldMsg is a text that was not copied: a known secret is in it, and it
// waits for a yes.
type copyHeldMsg struct{ what, text string }

// disclosedMsg is a call with the values of its secrets.
type disclosedMsg struct {
	id     int // of the screen that asked
	target gateway.Target
	out    gateway.Outgoing
	err    error
}
