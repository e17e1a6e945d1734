package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// binding is one row of the table of keys. The footer, the help screen, the
// command palette and the README's table are made from it.
type binding struct {
	keys   []string // as Bubble Tea spells them
	shown  string   // how the footer spells them, "" for the first of keys
	label  string
	help   string // the label in full, for the help screen; "" for label
	group  string
	in     place
	intent intent            // of none, the pane at the place handles the key itself
	typing bool              // works while a field is being typed in, too
	footer int               // the lower the further left; 0 for not in the footer
	hint   place             // where the footer names it; 0 for wherever it works
	when   func(*model) bool // the footer names it only then; nil for always
	// why says why the action cannot be done now, "" when it can. Nil: always.
	why     func(*model) string
	instead action // what is done then, doNothing to say why
}

// Groups of the help screen, in its order.
const (
	groupTarget  = "Environment and service"
	groupMove    = "Moving about"
	groupRequest = "Request"
	groupAnswer  = "Response"
	groupBody    = "Reading a body"
	groupTable   = "List as a table"
	groupCurl    = "Call as cURL"
	groupDiff    = "Compared bodies"
	groupToken   = "Tokens"
	groupCatalog = "Collections"
	groupProgram = "Program"
)

var groups = []string{groupTarget, groupMove, groupRequest, groupCurl, groupAnswer, groupBody, groupTable, groupDiff, groupToken, groupCatalog, groupProgram}

func to(do action) intent { return intent{do: do} }

// bindings is every key of the explorer.
var bindings = []binding{
	{keys: []string{"e"}, label: "environment", help: "next environment", group: groupTarget, in: inView | inLists, intent: to(doNextEnvironment), footer: 9, why: whyOneEnvironment},
	{keys: []string{"E"}, label: "previous environment", group: groupTarget, in: inView | inLists, intent: to(doPrevEnvironment), why: whyOneEnvironment},
	{keys: []string{"s"}, label: "service", help: "next service", group: groupTarget, in: inView, intent: to(doNextService), footer: 21},
	{keys: []string{"S"}, label: "previous service", group: groupTarget, in: inView, intent: to(doPrevService)},

	{keys: []string{"o"}, label: "operations", group: groupMove, in: inExplorer | inScreens, intent: to(doOperations), footer: 22},
	{keys: []string{"b"}, label: "builder", group: groupMove, in: inExplorer | inScreens, intent: to(doBuilder), footer: 23},
	{keys: []string{"v"}, label: "viewer", group: groupMove, in: inExplorer, intent: to(doViewer), footer: 24},
	{keys: []string{"t"}, label: "tokens", group: groupMove, in: inExplorer | inScreens, intent: to(doBoard), footer: 10},
	{keys: []string{"tab"}, label: "next pane", group: groupMove, in: inExplorer, intent: to(doNextPane), typing: true},
	{keys: []string{"shift+tab"}, label: "previous pane", group: groupMove, in: inExplorer, intent: to(doPrevPane), typing: true},
	{keys: []string{"z"}, label: "zoom", help: "whole screen for this pane, and back", group: groupMove, in: atBuilder | atViewer, intent: to(doZoom), footer: 6},
	{keys: []string{"up", "down", "k", "j"}, shown: "↑ ↓ k j", label: "move", group: groupMove, in: inExplorer | inScreens | atFile | atColumns},
	{keys: []string{"pgup", "pgdown", " ", "ctrl+b", "ctrl+f"}, shown: "pgup pgdn", label: "page", group: groupMove, in: inExplorer | atFile | atTable | atDetail | atHelp | atReply | atMessage | atWhy | atCurl | inCatalog | inBodies},
	{keys: []string{"g", "G", "home", "end"}, shown: "g G", label: "first, last", group: groupMove, in: atOperations | inGrid | atDetail | atHelp | atReply | atMessage | atWhy | atCurl | inCatalog | inBodies},
	{keys: []string{"left", "right", "h", "l"}, shown: "← → h l", label: "other environment", group: groupMove, in: atBoard},
	{keys: []string{"esc"}, label: "back", group: groupMove, in: everywhere, intent: to(doBack), typing: true, footer: 40},

	{keys: []string{"f5"}, shown: "F5", label: "send", group: groupRequest, in: inExplorer | inScreens&^inCatalog&^inBodies, intent: to(doSend), typing: true, footer: 1, why: whyNotSend},
	{keys: []string{"enter"}, label: "edit", help: "edit a field of the request", group: groupRequest, in: atBuilder, intent: to(doEdit), footer: 2, why: whyNotEdit},
	{keys: []string{"enter"}, label: "choose", group: groupRequest, in: atServices, intent: to(doOperations), footer: 2},
	{keys: []string{"enter"}, label: "build", group: groupRequest, in: atOperations, intent: to(doBuild), footer: 2},
	{keys: []string{"/"}, label: "filter", help: "filter the list", group: groupRequest, in: atOperations, intent: to(doFilter), footer: 11},
	{keys: []string{"left", "right", "h", "l", "[", "]"}, shown: "← →", label: "page", help: "parameters, headers, body, preview", group: groupRequest, in: atBuilder, footer: 4},
	{keys: []string{"d", "delete", "backspace"}, shown: "d", label: "remove", help: "remove or empty an entry", group: groupRequest, in: atBuilder, intent: to(doDrop)},
	{keys: []string{"x"}, label: "off, on", help: "switch an entry off, or on again", group: groupRequest, in: atBuilder, intent: to(doToggle), why: whyNotToggle},
	{keys: []string{"f4"}, shown: "F4", label: "body in $EDITOR", group: groupRequest, in: atBuilder, intent: to(doEditBody), typing: true, why: whyNoEditor},
	{keys: []string{"ctrl+x"}, label: "reset", help: "back to the operation's defaults", group: groupRequest, in: atBuilder, intent: to(doResetDraft), why: whyNotReset},
	{keys: []string{"Y"}, label: "as cURL", help: "the call as cURL", group: groupRequest, in: inExplorer | inTokens, intent: to(doCall), footer: 25},

	{keys: []string{"y"}, label: "copy", help: "copy the line", group: groupCurl, in: atCurl, intent: to(doCopyCall), footer: 2, why: whyNoCall},
	{keys: []string{"f"}, label: "other shell", help: "for sh and bash, or for fish", group: groupCurl, in: atCurl, intent: to(doShell), footer: 3, why: whyNotCurl},
	{keys: []string{"v"}, label: "reveal", help: "write the secrets out, or take them out", group: groupCurl, in: atCurl, intent: to(doRevealCall), footer: 4, why: whyNotRevealCall},
	{keys: []string{"w"}, label: "save", help: "save the line", group: groupCurl, in: atCurl, intent: to(doSaveCall), footer: 5, why: whyNoCall},

	{keys: []string{"[", "]"}, shown: "[ ]", label: "page", help: "why, body, headers, timing, attempts", group: groupAnswer, in: atViewer, footer: 2},
	{keys: []string{"/"}, label: "search", help: "search the body while you type; ↑ brings earlier searches back", group: groupAnswer, in: inBody, intent: to(doSearchAsk), footer: 3, when: filled, why: whyNoBody},
	{keys: []string{"?"}, label: "search backwards", help: "search the body backwards; help where none shows", group: groupAnswer, in: inBody, intent: to(doSearchAskBack), why: whyNoBody, instead: doHelp},
	{keys: []string{"ctrl+t"}, label: "kind of search", help: "search for plain text, in exact case, or a regular expression", group: groupAnswer, in: inBody, intent: to(doSearchKind), typing: true, why: whyNotAsking},
	{keys: []string{"n"}, label: "next match", help: "next match in the search's direction", group: groupAnswer, in: inBody, intent: to(doSearch), footer: 3, when: searched, why: whyNoBody},
	{keys: []string{"N"}, label: "previous match", help: "next match the other way", group: groupAnswer, in: inBody, intent: to(doSearchBack), why: whyNoBody},
	{keys: []string{"f"}, label: "jq", help: "the body through a jq filter", group: groupAnswer, in: inBody, intent: to(doFilterAsk), footer: 4, when: filled, why: whyNoFilter},
	{keys: []string{"p"}, label: "mode", help: "body pretty, plain, hex", group: groupAnswer, in: inBody, intent: to(doMode), footer: 7, when: filled, why: whyNoBody},
	{keys: []string{"left", "right", "h", "l"}, shown: "← →", label: "fold", help: "fold, or out; unfold, or in; sideways where nothing folds", group: groupBody, in: inBody, footer: 4, when: folds, why: whyNoBody},
	{keys: []string{"enter"}, label: "fold, unfold", group: groupBody, in: inBody, intent: to(doFoldHere), why: whyNoContainer},
	{keys: []string{"H"}, label: "fold the subtree", group: groupBody, in: inBody, intent: to(doFoldTree), why: whyNoContainer},
	{keys: []string{"L"}, label: "unfold the subtree", group: groupBody, in: inBody, intent: to(doUnfoldTree), why: whyNoContainer},
	{keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, shown: "1-9", label: "fold to depth", group: groupBody, in: inBody},
	{keys: []string{"-"}, label: "fold all", group: groupBody, in: inBody, intent: to(doFoldAll), why: whyNoFolds},
	{keys: []string{"0"}, label: "unfold all", group: groupBody, in: inBody, intent: to(doUnfoldAll), why: whyNoFolds},
	{keys: []string{"J"}, label: "next sibling", group: groupBody, in: inBody, intent: to(doNextSibling), why: whyNoFolds},
	{keys: []string{"K"}, label: "previous sibling", group: groupBody, in: inBody, intent: to(doPrevSibling), why: whyNoFolds},
	{keys: []string{"}"}, label: "next line with this key", group: groupBody, in: inBody, intent: to(doNextKey), why: whyNoKey},
	{keys: []string{"{"}, label: "previous line with this key", group: groupBody, in: inBody, intent: to(doPrevKey), why: whyNoKey},
	{keys: []string{"#"}, label: "go to", help: "go to a line, a percentage or a path", group: groupBody, in: inBody, intent: to(doGoto), footer: 8, when: filled, why: whyNoLines},
	{keys: []string{"\\"}, label: "wrap", help: "wrap long lines, or cut them", group: groupBody, in: inBody, intent: to(doWrap), footer: 9, when: filled, why: whyNoWrap},
	{keys: []string{"y"}, label: "copy", help: "copy the value, path, key or line", group: groupBody, in: inBody, intent: to(doCopyAsk), footer: 7, when: filled, why: whyNoLines},
	{keys: []string{"v"}, label: "value", help: "copy the value, as sent", group: groupBody, in: atCopy, footer: 1},
	{keys: []string{"p"}, label: "path", help: "copy the path", group: groupBody, in: atCopy, footer: 2},
	{keys: []string{"k"}, label: "key", help: "copy the key", group: groupBody, in: atCopy, footer: 3},
	{keys: []string{"l"}, label: "line", help: "copy the line as laid out", group: groupBody, in: atCopy, footer: 4},
	{keys: []string{"ctrl+u", "ctrl+d"}, shown: "ctrl+u ctrl+d", label: "half a page", group: groupBody, in: inBody},
	{keys: []string{"g", "G", "home", "end"}, shown: "g G", label: "first, last", help: "first line; last, and with it as more arrive", group: groupBody, in: inBody},
	{keys: []string{"<", ">"}, shown: "< >", label: "sideways", group: groupBody, in: inBody},
	{keys: []string{"w"}, label: "save", help: "save the body", group: groupAnswer, in: inBody, intent: to(doSave), footer: 6, when: filled, why: whyNotSave},
	{keys: []string{"i"}, label: "table", help: "the list as a table", group: groupAnswer, in: inBody, intent: to(doTable), footer: 5, when: tabled, why: whyNoGrid},
	{keys: []string{"tab"}, label: "form", help: "save exact or pretty", group: groupAnswer, in: atPrompt, typing: true},
	{keys: []string{"f3"}, shown: "F3", label: "in $PAGER", help: "the lines of the body in $PAGER", group: groupAnswer, in: inBody, intent: to(doPage), footer: 30, when: filled, why: whyNotPage},
	{keys: []string{"f4"}, shown: "F4", label: "in $EDITOR", help: "a copy of the body in $EDITOR", group: groupAnswer, in: inBody, intent: to(doOpenCopy), footer: 31, when: filled, why: whyNotOpenCopy},
	{keys: []string{"R"}, label: "renew the token and send again", group: groupAnswer, in: atViewer, intent: to(doResend), why: whyNotResend},

	{keys: []string{"enter"}, label: "in the body", help: "the cell in the body", group: groupTable, in: atTable, intent: to(doToCell), footer: 1, why: whyNoCell},
	{keys: []string{"left", "right", "h", "l"}, shown: "← →", label: "column", group: groupTable, in: atTable, footer: 2},
	{keys: []string{"<", ">"}, shown: "< >", label: "a screen of columns", group: groupTable, in: atTable},
	{keys: []string{"s"}, label: "sort", help: "sort by the column, turned round, not at all", group: groupTable, in: atTable, intent: to(doSortRows), footer: 3, why: whyNoColumns},
	{keys: []string{"S"}, label: "sort the other way first", group: groupTable, in: atTable, intent: to(doSortRowsBack), why: whyNoColumns},
	{keys: []string{"/"}, label: "filter", help: "filter the rows", group: groupTable, in: atTable, intent: to(doFilterRows), footer: 4, why: whyNoColumns},
	{keys: []string{"x"}, label: "hide", help: "hide the column", group: groupTable, in: atTable, intent: to(doHideColumn), footer: 5, why: whyNotHide},
	{keys: []string{"C"}, label: "columns", help: "choose the columns that show", group: groupTable, in: atTable, intent: to(doColumns), footer: 6, why: whyNoColumns},
	{keys: []string{"y"}, label: "copy", help: "copy the cell", group: groupTable, in: atTable, intent: to(doCopyCell), footer: 7, why: whyNotCopyCell},
	{keys: []string{"Y"}, label: "copy row", help: "copy the row", group: groupTable, in: atTable, intent: to(doCopyRow), why: whyNoCell},
	{keys: []string{"w"}, label: "save as CSV", help: "save what shows as CSV", group: groupTable, in: atTable, intent: to(doSaveRows), footer: 8, why: whyNoColumns},
	{keys: []string{"i"}, label: "body", help: "back to the body", group: groupTable, in: atTable, intent: to(doBack), footer: 9},
	{keys: []string{" ", "x"}, shown: "space", label: "show, hide", group: groupTable, in: atColumns, intent: to(doToggleColumn), footer: 1, why: whyNotToggleColumn},
	{keys: []string{"a"}, label: "show all", group: groupTable, in: atColumns, intent: to(doAllColumns), footer: 2, why: whyNoColumns},
	{keys: []string{"enter"}, label: "done", group: groupTable, in: atColumns, intent: to(doBack), footer: 3},

	{keys: []string{"d"}, label: "compare", help: "compare the body with another", group: groupAnswer, in: inBody, intent: to(doAnswers), footer: 6, when: filled, why: whyNotComparable},
	{keys: []string{"enter"}, label: "compare", help: "compare with this", group: groupDiff, in: atAnswers, intent: to(doCompareChosen), footer: 1, why: whyNoRival},
	{keys: []string{"p"}, label: "previous", help: "compare with the previous answer to the same request", group: groupDiff, in: atAnswers, intent: to(doComparePrev), footer: 2, why: whyNoPrevious},
	{keys: []string{"f"}, label: "file", help: "compare with a file", group: groupDiff, in: atAnswers, intent: to(doAskRival), footer: 3, why: whyNoRivalFile},
	{keys: []string{"enter"}, label: "open", help: "the difference in full, or the group of differences", group: groupDiff, in: atBodyDiff, intent: to(doEnterDiff), footer: 1, why: whyNoDiffRow},
	{keys: []string{"n", "right", "l"}, shown: "n", label: "next", help: "next difference in full", group: groupDiff, in: atDifference, intent: to(doNextDiff), footer: 1, why: whyNoDiff},
	{keys: []string{"N", "left", "h"}, shown: "N", label: "previous", help: "previous difference in full", group: groupDiff, in: atDifference, intent: to(doPrevDiff), footer: 2, why: whyNoDiff},
	{keys: []string{"tab"}, label: "swap", help: "swap the sides", group: groupDiff, in: atBodyDiff, intent: to(doSwapSides), footer: 7, why: whyNoBodyDiff},
	{keys: []string{"K"}, label: "key", help: "the key by which lists are paired", group: groupDiff, in: atBodyDiff, intent: to(doAskKey), footer: 4, why: whyNoBodyDiff},
	{keys: []string{"x"}, label: "ignore", help: "ignore the element, or all paths alike", group: groupDiff, in: atBodyDiff | atDifference, intent: to(doIgnoreDiff), footer: 2, why: whyNoDiffRow},
	{keys: []string{"X"}, label: "ignore nothing", group: groupDiff, in: atBodyDiff, intent: to(doIgnoreNothing), footer: 3, when: ignores, why: whyNothingIgnored},
	{keys: []string{"v"}, label: "in the body", help: "the place in the body marked −", group: groupDiff, in: atBodyDiff | atDifference, intent: to(doDiffInBody), footer: 3, why: whyNoPlace},
	{keys: []string{"y"}, label: "copy", help: "copy the difference", group: groupDiff, in: atBodyDiff | atDifference, intent: to(doCopyDiff), footer: 5, why: whyNoDiff},
	{keys: []string{"Y"}, label: "copy all", help: "copy all differences", group: groupDiff, in: atBodyDiff, intent: to(doCopyDiffs), why: whyNoDiffs},
	{keys: []string{"w"}, label: "save", help: "save all differences as text", group: groupDiff, in: atBodyDiff, intent: to(doSaveDiffs), footer: 6, why: whyNoDiffs},
	{keys: []string{"f5"}, shown: "F5", label: "compare again", group: groupDiff, in: atBodyDiff, intent: to(doCompareAgain), why: whyNotAgain},

	{keys: []string{"enter"}, label: "token in full", group: groupToken, in: atBoard, intent: to(doDetail), footer: 2},
	{keys: []string{"f"}, label: "fetch", help: "fetch a new token", group: groupToken, in: inTokens, intent: to(doFetch), footer: 3, why: whyNotFetch},
	{keys: []string{"A"}, label: "fetch all", help: "fetch all tokens of the environment", group: groupToken, in: inTokens, intent: to(doFetchAll), footer: 4},
	{keys: []string{"x"}, label: "forget", help: "forget the token", group: groupToken, in: inTokens, intent: to(doForget), footer: 5, why: whyNoTokenKnown},
	{keys: []string{"v"}, label: "reveal", help: "reveal or mask the token", group: groupToken, in: inTokens | atReply, intent: to(doReveal), footer: 6, why: whyNoToken},
	{keys: []string{"y"}, label: "copy", help: "copy the token", group: groupToken, in: inTokens, intent: to(doCopyToken), footer: 7, why: whyNoToken},
	{keys: []string{"r"}, label: "raw reply", group: groupToken, in: inTokens, intent: to(doReply), footer: 8, why: whyNoReply},
	{keys: []string{"T"}, label: "check", help: "check the token by one call", group: groupToken, in: inExplorer | inTokens, intent: to(doCheck), footer: 3, hint: inTokens, why: whyNotCheck},
	{keys: []string{"ctrl+t"}, label: "check all", help: "check all tokens of the environment", group: groupToken, in: inTokens, intent: to(doCheckAll), footer: 8, why: whyNotCheckAll},
	{keys: []string{"P"}, label: "paste", help: "paste a token", group: groupToken, in: inTokens, intent: to(doPaste), footer: 8},
	{keys: []string{"K"}, label: "keep fresh", help: "keep the token fresh, or no longer", group: groupToken, in: inTokens, intent: to(doKeep), footer: 8},

	{keys: []string{"c"}, label: "collections", group: groupCatalog, in: inExplorer | inScreens, intent: to(doCollections), footer: 12, why: whyNoCollections},
	{keys: []string{"enter"}, label: "its collections", group: groupCatalog, in: atTypes, intent: to(doEnterType), footer: 2},
	{keys: []string{"tab", "left", "right", "h", "l"}, shown: "← →", label: "types, collections", group: groupCatalog, in: atTypes | atCollections},
	{keys: []string{"enter"}, label: "open", help: "the collection as a table of its properties", group: groupCatalog, in: atCollections, intent: to(doOpen), footer: 2, why: whyNoCollection},
	{keys: []string{"enter"}, label: "in full", help: "the property in full", group: groupCatalog, in: atCollection, intent: to(doDefinition), footer: 2, why: whyNoDefinition},
	{keys: []string{"d"}, label: "compare", help: "compare with another environment", group: groupCatalog, in: inLists, intent: to(doCompare), footer: 3, why: whyNoList},
	{keys: []string{"/"}, label: "filter", help: "filter the properties", group: groupCatalog, in: atCollection, intent: to(doFilterTable), footer: 4, why: whyNoTable},
	{keys: []string{"f"}, label: "kind", help: "all, canonical, derived, custom properties", group: groupCatalog, in: atCollection, intent: to(doNextKind), footer: 5, why: whyNoTable},
	{keys: []string{"s"}, label: "sort", help: "sort by the next column", group: groupCatalog, in: atCollection, intent: to(doNextColumn), footer: 6, why: whyNoTable},
	{keys: []string{"S"}, label: "sort the other way", group: groupCatalog, in: atCollection, intent: to(doReverse), why: whyNoTable},
	{keys: []string{"r"}, label: "raw", help: "the property as it was sent", group: groupCatalog, in: atDefinition, intent: to(doRaw), footer: 4, why: whyNoDefinition},
	{keys: []string{"n"}, label: "create", help: "create a collection", group: groupCatalog, in: atTypes | atCollections, intent: to(doNewForm), footer: 4, why: whyNoForm},
	{keys: []string{"a"}, label: "add", help: "add a property", group: groupCatalog, in: atCollection | atDefinition, intent: to(doAddForm), footer: 7, why: whyNoTable},
	{keys: []string{"C"}, label: "change", help: "change the property", group: groupCatalog, in: atCollection | atDefinition, intent: to(doChangeForm), footer: 8, why: whyNoDefinition},
	{keys: []string{"D"}, label: "remove", help: "remove the property", group: groupCatalog, in: atCollection | atDefinition, intent: to(doRemoveForm), footer: 25, why: whyNoDefinition},
	{keys: []string{"P"}, label: "publish", help: "publish the collection", group: groupCatalog, in: atCollections | atCollection, intent: to(doPublishForm), footer: 26, why: whyNoCollection},
	{keys: []string{"D"}, label: "delete", help: "delete the collection", group: groupCatalog, in: atCollections, intent: to(doDeleteForm), footer: 27, why: whyNoCollection},
	{keys: []string{"+"}, label: "more", help: "read more collections", group: groupCatalog, in: atTypes | atCollections, intent: to(doMoreRows), why: whyNoMoreRows},
	{keys: []string{"v"}, label: "answer", help: "the answer as it came, in the viewer", group: groupCatalog, in: inCatalog, intent: to(doAnswer), footer: 28, why: whyNoAnswer},
	{keys: []string{"f5"}, shown: "F5", label: "read again", group: groupCatalog, in: inCatalog, intent: to(doReadAgain), typing: true, footer: 29, why: whyNoScreen},
	{keys: []string{"e", "right", "l"}, shown: "e", label: "other environment", help: "compare with the next environment", group: groupCatalog, in: atCompare, intent: to(doNextCompared), footer: 2, why: whyNoCompared},
	{keys: []string{"E", "left", "h"}, shown: "E", label: "previous environment", help: "compare with the previous environment", group: groupCatalog, in: atCompare, intent: to(doPrevCompared), why: whyNoCompared},
	{keys: []string{"tab"}, label: "other side", help: "the side whose collection [ and ] change", group: groupCatalog, in: atCompare, intent: to(doOtherSide), footer: 6, why: whyNotCompared},
	{keys: []string{"]"}, label: "older collection", help: "an older collection on this side", group: groupCatalog, in: atCompare, intent: to(doOlder), footer: 5, why: whyNotCompared},
	{keys: []string{"["}, label: "newer collection", help: "a newer collection on this side", group: groupCatalog, in: atCompare, intent: to(doNewer), why: whyNotCompared},
	{keys: []string{"="}, label: "equal ones", help: "show or fold the properties that are the same", group: groupCatalog, in: atCompare, intent: to(doEqual), footer: 4, why: whyNotCompared},
	{keys: []string{"D"}, label: "drafts", help: "the requests that would make both the same", group: groupCatalog, in: atCompare, intent: to(doDrafts), footer: 3, why: whyNoDifference},
	{keys: []string{"enter"}, label: "in full", help: "the property in full, on both sides", group: groupCatalog, in: atCompare, intent: to(doPair), footer: 1, why: whyNoPair},
	{keys: []string{"n"}, label: "next difference", help: "the next property that differs, in full", group: groupCatalog, in: atPair, intent: to(doNextPair), footer: 1, why: whyNoPair},
	{keys: []string{"N"}, label: "previous difference", help: "the previous property that differs, in full", group: groupCatalog, in: atPair, intent: to(doPrevPair), footer: 2, why: whyNoPair},
	{keys: []string{"enter"}, label: "in the builder", help: "the draft in the builder; nothing is sent", group: groupCatalog, in: atDrafts, intent: to(doTakeDraft), footer: 2, why: whyNoDraft},
	{keys: []string{"x"}, label: "turn round", help: "drafts for the other side", group: groupCatalog, in: atDrafts, intent: to(doTurnDrafts), footer: 3, why: whyNoDrafts},
	{keys: []string{"enter", "f5"}, shown: "enter F5", label: "send", help: "send the form", group: groupCatalog, in: atForm, intent: to(doSubmit), typing: true, why: whyNotInForm},
	{keys: []string{"tab", "shift+tab", "up", "down"}, shown: "tab ↑ ↓", label: "next field", group: groupCatalog, in: atForm, typing: true, footer: 5},
	{keys: []string{"left", "right", " "}, shown: "← →", label: "other value", group: groupCatalog, in: atForm, typing: true},
	{keys: []string{"ctrl+e"}, label: "in the builder", help: "the form as a draft in the builder", group: groupCatalog, in: atForm, intent: to(doFormDraft), typing: true, footer: 6, why: whyNotInForm},

	{keys: []string{"W"}, label: "why", help: "why was it refused: the evidence, and what to do", group: groupAnswer, in: inExplorer | inTokens | atReply | atWhy | inCatalog, intent: to(doWhy), footer: 5, hint: atViewer | inTokens | atReply | inCatalog, when: explains},
	{keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, shown: "1-9", label: "do it", help: "do the step of this number", group: groupAnswer, in: atWhy, footer: 2},

	{keys: []string{"u"}, label: "UTC or local time", group: groupProgram, in: inExplorer | inTokens | atWhy | inLists, intent: to(doUTC)},
	{keys: []string{"m"}, label: "message in full", group: groupProgram, in: inExplorer | inScreens | atFile, intent: to(doMessage), why: whyNoMessage},
	{keys: []string{":"}, label: "commands", group: groupProgram, in: inExplorer | inScreens | atFile, intent: to(doPalette), footer: 50},
	{keys: []string{"ctrl+p"}, label: "commands, also while typing", group: groupProgram, in: inExplorer | inScreens | atFile, intent: to(doPalette), typing: true},
	{keys: []string{"f1"}, shown: "F1", label: "help", help: "help, everywhere", group: groupProgram, in: inExplorer | inScreens | atFile, intent: to(doHelp), typing: true, footer: 51, when: helpByF1},
	{keys: []string{"?"}, label: "help", help: "help, but in a body", group: groupProgram, in: (inExplorer | inScreens) &^ inBody, intent: to(doHelp), footer: 51},
	{keys: []string{"ctrl+v"}, label: "paste", help: "paste: by the terminal's own key", group: groupProgram, in: inExplorer | atFile | atPalette | atConfirm | atPrompt, intent: to(doPasteHow), typing: true},
	{keys: []string{"ctrl+r"}, label: "read the configuration again", group: groupProgram, in: inExplorer | inScreens, intent: to(doReload), why: whyNoReload},
	{keys: []string{"ctrl+c"}, label: "cancel, then quit", group: groupProgram, in: everywhere, intent: to(doCancel), typing: true},
	{keys: []string{"q"}, label: "quit", group: groupProgram, in: inExplorer | atFile, intent: to(doQuit), footer: 52},
	{keys: []string{"q"}, label: "close", group: groupProgram, in: inScreens, intent: to(doBack)},
}

// binding is the row that a key means at the place that has the keys; nil when
// the key is the pane's own, or text. A paste is always text.
func (m *model) binding(msg tea.KeyMsg) *binding {
	if msg.Paste {
		return nil
	}
	key, at, typing := msg.String(), m.place(), m.typing()
	for i := range m.table {
		b := &m.table[i]
		if b.in&at == 0 || typing && !b.typing || !slices.Contains(b.keys, key) {
			continue
		}
		if b.intent.do == doNothing {
			return nil
		}
		return b
	}
	return nil
}

// How far a row is from a place.
const (
	ownRow    = iota // it is for this place, or for few places with this one
	sharedRow        // it works there as nearly everywhere
	otherRow         // it does not work there
)

// distance is how far a row is from a place.
func (b binding) distance(at place) int {
	switch {
	case b.in&at == 0:
		return otherRow
	case b.in&inExplorer == inExplorer, b.in&inScreens == inScreens:
		return sharedRow
	}
	return ownRow
}

// elsewhere says where a key works that means nothing at the place that has the
// keys; "" when it means something there, or nowhere. Where it has several
// meanings, those among the place's own kind are named, or else all of them.
func (m *model) elsewhere(key string) string {
	var near, all []*binding
	for i := range m.table {
		b := &m.table[i]
		if !slices.Contains(b.keys, key) {
			continue
		}
		if b.in&m.place() != 0 {
			return ""
		}
		if b.in.String() == "" {
			continue
		}
		all = append(all, b)
		if b.in&m.place().kind() != 0 {
			near = append(near, b)
		}
	}
	if len(near) > 0 {
		all = near
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%s (%s) works in %s.", all[0].key(), all[0].inFull(), all[0].in)
	}
	meanings := make([]string, len(all))
	for i, b := range all {
		meanings[i] = fmt.Sprintf("%s (in %s)", b.inFull(), b.in)
	}
	return fmt.Sprintf("%s works elsewhere: %s.", all[0].key(), strings.Join(meanings, ", "))
}

// key is how a binding is spelled for a person.
func (b binding) key() string {
	if b.shown != "" {
		return b.shown
	}
	return b.keys[0]
}
