package ui

import tea "github.com/charmbracelet/bubbletea"

// action names one thing the explorer can do. Every action stands in the
// bindings table, and every one is performed by one entry of the table acts.
type action string

// intent is what a key means: an action and what it is done to. It is a plain
// value; only the root model turns it into a change or a command.
type intent struct {
	do      action
	text    string // a name, a path, what was typed
	service string // of doOperation: whose it is, "" for the chosen one's
	index   int    // of doCommand: which entry of the palette
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
	doGround     action = "dark or light"
	doTour       action = "tour"
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
	doFilterAsk action = "jq filter"
	doFilterRun action = "run jq filter" // what was typed
	doMessage   action = "message"

	doSend       action = "send"
	doSendNow    action = "send now" // the environment's name was typed: text
	doResend     action = "send again with a new token"
	doEditBody   action = "edit body in $EDITOR"
	doResetDraft action = "reset request"
	doBuild      action = "build"      // the chosen operation, in the builder
	doShowDraft  action = "show draft" // the chosen operation changed

	doSearchAskBack action = "search backwards"
	doSearchKind    action = "kind of search"
	doSearchKeep    action = "keep the search" // that is being typed

	doMode        action = "pretty, plain, hex"
	doSearch      action = "next match"
	doSearchBack  action = "previous match"
	doFoldHere    action = "fold or unfold"
	doFoldTree    action = "fold the whole subtree"
	doUnfoldTree  action = "unfold the whole subtree"
	doFoldDepth   action = "fold to a depth" // index: the depth
	doFoldAll     action = "fold all"
	doUnfoldAll   action = "unfold all"
	doNextSibling action = "next sibling"
	doPrevSibling action = "previous sibling"
	doNextKey     action = "next line with this key"
	doPrevKey     action = "previous line with this key"
	doGoto        action = "go to"
	doGotoPlace   action = "go to this place" // text: a line, a part or a path
	doWrap        action = "wrap long lines"
	doCopyAsk     action = "copy from the body"
	doCopyPart    action = "copy this part" // index: which of the dialog
	doCopyHeld    action = "copy anyway"

	doSave      action = "save body"
	doSaveTo    action = "save body to" // text: path
	doSaveHeld  action = "save body anyway"
	doPage      action = "body in $PAGER"
	doOpenCopy  action = "copy of the body in $EDITOR"
	doHandHeld  action = "hand body over anyway"
	doFetch     action = "fetch token"
	doFetchAll  action = "fetch all tokens"
	doForget    action = "forget token"
	doReveal    action = "reveal token"
	doCopyToken action = "copy token"
	doReload    action = "reload configuration"

	doCollections  action = "collections"
	doEnterType    action = "collections of an item type"
	doOpen         action = "open collection"
	doDefinition   action = "property in full"
	doRaw          action = "property as sent"
	doMoreRows     action = "more collections"
	doReadAgain    action = "read again"
	doAnswer       action = "answer in the viewer"
	doFilterTable  action = "filter properties"
	doNextKind     action = "kind of properties"
	doNextColumn   action = "sort properties"
	doReverse      action = "sort the other way"
	doNewForm      action = "create a collection"
	doAddForm      action = "add a property"
	doChangeForm   action = "change a property"
	doRemoveForm   action = "remove a property"
	doPublishForm  action = "publish a collection"
	doDeleteForm   action = "delete a collection"
	doSubmit       action = "send the form"
	doSubmitNow    action = "send the form now" // the environment's name was typed: text
	doFormDraft    action = "form as a draft"
	doCompare      action = "compare environments"
	doNextCompared action = "compare with the next environment"
	doPrevCompared action = "compare with the previous environment"
	doOtherSide    action = "other side"
	doOlder        action = "older collection"
	doNewer        action = "newer collection"
	doEqual        action = "equal properties"
	doPair         action = "property on both sides"
	doNextPair     action = "next property that differs"
	doPrevPair     action = "previous property that differs"
	doDrafts       action = "drafts of a comparison"
	doTurnDrafts   action = "drafts the other way"
	doTakeDraft    action = "draft in the builder"

	doAnswers       action = "compare body"
	doCompareChosen action = "compare with this"
	doComparePrev   action = "compare with the previous answer"
	doAskRival      action = "compare with a file"
	doCompareFile   action = "compare with this file" // text: its path
	doEnterDiff     action = "difference in full"
	doNextDiff      action = "next difference"
	doPrevDiff      action = "previous difference"
	doSwapSides     action = "swap sides"
	doAskKey        action = "key of lists"
	doKeyTo         action = "this key of lists" // text: the key
	doIgnoreDiff    action = "ignore path"
	doIgnoreNothing action = "ignore nothing"
	doDiffInBody    action = "difference in the body"
	doCopyDiff      action = "copy difference"
	doCopyDiffs     action = "copy differences"
	doSaveDiffs     action = "save differences"
	doSaveDiffsTo   action = "save differences to" // text: path
	doCompareAgain  action = "compare again"

	doWhy        action = "why"
	doStep       action = "step" // index: which of the screen Why
	doToggle     action = "entry off or on"
	doCheck      action = "check token"
	doCheckAll   action = "check all tokens"
	doPaste      action = "paste token"
	doPasteTo    action = "paste this token" // text: the token
	doKeep       action = "keep token fresh"
	doCall       action = "call as cURL"
	doCopyCall   action = "copy call"
	doSaveCall   action = "save call"
	doShell      action = "call for another shell"
	doRevealCall action = "reveal call"
	doRevealNow  action = "reveal call now" // the environment's name was typed
	doPasteHow   action = "how to paste"

	doTable        action = "list as a table"
	doToCell       action = "cell in the document"
	doSortRows     action = "sort rows"
	doSortRowsBack action = "sort rows the other way"
	doFilterRows   action = "filter rows"
	doHideColumn   action = "hide column"
	doColumns      action = "choose columns"
	doToggleColumn action = "show or hide the column"
	doAllColumns   action = "show all columns"
	doCopyCell     action = "copy cell"
	doCopyRow      action = "copy row"
	doSaveRows     action = "save table"
	doSaveRowsTo   action = "save table to" // text: path
)

// perform does what an intent says.
func (m *model) perform(it intent) tea.Cmd {
	if act := acts[it.do]; act != nil {
		return act(m, it)
	}
	return nil
}
