package ui

import tea "github.com/charmbracelet/bubbletea"

// action names one thing the explorer can do. Every action stands in the
// bindings table, and every one is performed by one entry of the table acts.
type action string

// intent is what a key means: an action and what it is done to. It is a plain
// value; only the root model turns it into a change or a command.
type intent struct {
	do    action
	text  string // a name, a path, what was typed
	index int    // of doCommand: which entry of the palette
}

// The actions.
const (
	doNothing action = ""

	doNextEnvironment action = "next environment"
	doPrevEnvironment action = "previous environment"
	doNextService     action = "next service"
	doPrevService     action = "previous service"
	doEnvironment     action = "environment" // text: its name
	doService         action = "service"     // text: its name
	doOperation       action = "operation"   // text: its name

	doOperations action = "operations"
	doBuilder    action = "builder"
	doViewer     action = "viewer"
	doNextPane   action = "next pane"
	doPrevPane   action = "previous pane"
	doZoom       action = "zoom"
	doUTC        action = "UTC or local time"
	doBoard      action = "tokens"
	doDetail     action = "token detail"
	doReply      action = "raw reply"
	doHelp       action = "help"
	doPalette    action = "commands"
	doCommand    action = "run command" // index: which
	doBack       action = "back"
	doQuit       action = "quit"
	doCancel     action = "cancel"

	doEdit      action = "edit"
	doDrop      action = "drop"
	doFilter    action = "filter"
	doSearchAsk action = "search"
	doMessage   action = "message"

	doSend       action = "send"
	doSendNow    action = "send now" // the environment's name was typed: text
	doResend     action = "send again with a new token"
	doEditBody   action = "edit body in $EDITOR"
	doResetDraft action = "reset request"
	doBuild      action = "build"      // the chosen operation, in the builder
	doShowDraft  action = "show draft" // the chosen operation changed

	doMode       action = "pretty, plain, hex"
	doSearch     action = "next match"
	doSearchBack action = "previous match"
	doSave       action = "save body"
	doSaveTo     action = "save body to" // text: path
	doSaveHeld   action = "save body anyway"
	doFetch      action = "fetch token"
	doFetchAll   action = "fetch all tokens"
	doForget     action = "forget token"
	doReveal     action = "reveal token"
	doCopyToken  action = "copy token"
	doReload     action = "reload configuration"

	doCall       action = "call as cURL"
	doCopyCall   action = "copy call"
	doSaveCall   action = "save call"
	doShell      action = "call for another shell"
	doRevealCall action = "reveal call"
	doRevealNow  action = "reveal call now" // the environment's name was typed
	doPasteHow   action = "how to paste"
)

// perform does what an intent says.
func (m *model) perform(it intent) tea.Cmd {
	if act := acts[it.do]; act != nil {
		return act(m, it)
	}
	return nil
}
