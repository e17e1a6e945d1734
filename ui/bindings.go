package ui

import (
	"fmt"
	"slices"

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
	intent intent // of none, the pane at the place handles the key itself
	typing bool   // works while a field is being typed in, too
	footer int    // the lower the further left; 0 for not in the footer
	// why says why the action cannot be done now, "" when it can. Nil: always.
	why func(*model) string
}

// Groups of the help screen, in its order.
const (
	groupTarget  = "Environment and service"
	groupMove    = "Moving about"
	groupRequest = "Request"
	groupAnswer  = "Response"
	groupCurl    = "Call as cURL"
	groupToken   = "Tokens"
	groupProgram = "Program"
)

var groups = []string{groupTarget, groupMove, groupRequest, groupCurl, groupAnswer, groupToken, groupProgram}

func to(do action) intent { return intent{do: do} }

// bindings is every key of the explorer.
var bindings = []binding{
	{keys: []string{"e"}, label: "environment", help: "next environment", group: groupTarget, in: inView, intent: to(doNextEnvironment), footer: 9, why: whyOneEnvironment},
	{keys: []string{"E"}, label: "previous environment", group: groupTarget, in: inView, intent: to(doPrevEnvironment), why: whyOneEnvironment},
	{keys: []string{"s"}, label: "service", help: "next service", group: groupTarget, in: inView, intent: to(doNextService), footer: 21},
	{keys: []string{"S"}, label: "previous service", group: groupTarget, in: inView, intent: to(doPrevService)},

	{keys: []string{"o"}, label: "operations", group: groupMove, in: inExplorer | inScreens, intent: to(doOperations), footer: 22},
	{keys: []string{"b"}, label: "builder", group: groupMove, in: inExplorer | inScreens, intent: to(doBuilder), footer: 23},
	{keys: []string{"v"}, label: "viewer", group: groupMove, in: inExplorer, intent: to(doViewer), footer: 24},
	{keys: []string{"t"}, label: "tokens", group: groupMove, in: inExplorer | inScreens, intent: to(doBoard), footer: 10},
	{keys: []string{"tab"}, label: "next pane", group: groupMove, in: inExplorer, intent: to(doNextPane), typing: true},
	{keys: []string{"shift+tab"}, label: "previous pane", group: groupMove, in: inExplorer, intent: to(doPrevPane), typing: true},
	{keys: []string{"z"}, label: "whole screen for this pane", group: groupMove, in: atBuilder | atViewer, intent: to(doZoom)},
	{keys: []string{"up", "down", "k", "j"}, shown: "↑ ↓ k j", label: "move", group: groupMove, in: inExplorer | inScreens},
	{keys: []string{"pgup", "pgdown", " ", "ctrl+b", "ctrl+f"}, shown: "pgup pgdn", label: "page", group: groupMove, in: inExplorer | atDetail | atHelp | atReply | atMessage | atCurl},
	{keys: []string{"g", "G", "home", "end"}, shown: "g G", label: "first, last", group: groupMove, in: atOperations | atViewer | atDetail | atHelp | atReply | atMessage | atCurl},
	{keys: []string{"left", "right", "h", "l"}, shown: "← → h l", label: "other environment", group: groupMove, in: atBoard},
	{keys: []string{"esc"}, label: "back", group: groupMove, in: everywhere, intent: to(doBack), typing: true, footer: 40},

	{keys: []string{"f5"}, shown: "F5", label: "send", group: groupRequest, in: inExplorer | inScreens, intent: to(doSend), typing: true, footer: 1, why: whyNotSend},
	{keys: []string{"enter"}, label: "edit", help: "edit a field of the request", group: groupRequest, in: atBuilder, intent: to(doEdit), footer: 2, why: whyNotEdit},
	{keys: []string{"enter"}, label: "choose", group: groupRequest, in: atServices, intent: to(doOperations), footer: 2},
	{keys: []string{"enter"}, label: "build", group: groupRequest, in: atOperations, intent: to(doBuild), footer: 2},
	{keys: []string{"/"}, label: "filter", help: "filter the list", group: groupRequest, in: atOperations, intent: to(doFilter), footer: 11},
	{keys: []string{"left", "right", "h", "l", "[", "]"}, shown: "← →", label: "page", help: "parameters, headers, body, preview", group: groupRequest, in: atBuilder, footer: 4},
	{keys: []string{"d", "delete", "backspace"}, shown: "d", label: "remove", help: "remove or empty an entry", group: groupRequest, in: atBuilder, intent: to(doDrop)},
	{keys: []string{"f4"}, shown: "F4", label: "body in $EDITOR", group: groupRequest, in: atBuilder, intent: to(doEditBody), typing: true, why: whyNoEditor},
	{keys: []string{"ctrl+x"}, label: "reset", help: "back to the operation's defaults", group: groupRequest, in: atBuilder, intent: to(doResetDraft), why: whyNotReset},
	{keys: []string{"Y"}, label: "as cURL", help: "the call as cURL", group: groupRequest, in: inExplorer | inTokens, intent: to(doCall), footer: 25},

	{keys: []string{"y"}, label: "copy", help: "copy the line", group: groupCurl, in: atCurl, intent: to(doCopyCall), footer: 2, why: whyNoCall},
	{keys: []string{"f"}, label: "other shell", help: "for sh and bash, or for fish", group: groupCurl, in: atCurl, intent: to(doShell), footer: 3, why: whyNotCurl},
	{keys: []string{"v"}, label: "reveal", help: "write the secrets out, or take them out", group: groupCurl, in: atCurl, intent: to(doRevealCall), footer: 4, why: whyNotRevealCall},
	{keys: []string{"w"}, label: "save", help: "save the line", group: groupCurl, in: atCurl, intent: to(doSaveCall), footer: 5, why: whyNoCall},

	{keys: []string{"left", "right", "[", "]"}, shown: "← →", label: "page", help: "why, body, headers, timing, attempts", group: groupAnswer, in: atViewer, footer: 2},
	{keys: []string{"/"}, label: "search", help: "search the body", group: groupAnswer, in: atViewer, intent: to(doSearchAsk), footer: 3, why: whyNoBody},
	{keys: []string{"n"}, label: "next match", group: groupAnswer, in: atViewer, intent: to(doSearch), why: whyNoBody},
	{keys: []string{"N"}, label: "previous match", group: groupAnswer, in: atViewer, intent: to(doSearchBack), why: whyNoBody},
	{keys: []string{"p"}, label: "mode", help: "body pretty, plain, hex", group: groupAnswer, in: atViewer, intent: to(doMode), footer: 5, why: whyNoBody},
	{keys: []string{"h", "l"}, shown: "h l", label: "sideways", group: groupAnswer, in: atViewer},
	{keys: []string{"w"}, label: "save body", help: "save the body", group: groupAnswer, in: atViewer, intent: to(doSave), footer: 6, why: whyNotSave},
	{keys: []string{"R"}, label: "renew the token and send again", group: groupAnswer, in: atViewer, intent: to(doResend), why: whyNotResend},

	{keys: []string{"enter"}, label: "token in full", group: groupToken, in: atBoard, intent: to(doDetail), footer: 2},
	{keys: []string{"f"}, label: "fetch", help: "fetch a new token", group: groupToken, in: inTokens, intent: to(doFetch), footer: 3, why: whyNotFetch},
	{keys: []string{"A"}, label: "fetch all", help: "fetch all tokens of the environment", group: groupToken, in: inTokens, intent: to(doFetchAll), footer: 4},
	{keys: []string{"x"}, label: "forget", help: "forget the token", group: groupToken, in: inTokens, intent: to(doForget), footer: 5, why: whyNoTokenKnown},
	{keys: []string{"v"}, label: "reveal", help: "reveal or mask the token", group: groupToken, in: inTokens | atReply, intent: to(doReveal), footer: 6, why: whyNoToken},
	{keys: []string{"y"}, label: "copy", help: "copy the token", group: groupToken, in: inTokens, intent: to(doCopyToken), footer: 7, why: whyNoToken},
	{keys: []string{"r"}, label: "raw reply", group: groupToken, in: inTokens, intent: to(doReply), footer: 8, why: whyNoReply},

	{keys: []string{"u"}, label: "UTC or local time", group: groupProgram, in: inExplorer | inTokens, intent: to(doUTC)},
	{keys: []string{"m"}, label: "message in full", group: groupProgram, in: inExplorer | inScreens, intent: to(doMessage), why: whyNoMessage},
	{keys: []string{":"}, label: "commands", group: groupProgram, in: inExplorer | inScreens, intent: to(doPalette), footer: 50},
	{keys: []string{"?"}, label: "help", group: groupProgram, in: inExplorer | inScreens, intent: to(doHelp), footer: 51},
	{keys: []string{"ctrl+v"}, label: "paste", help: "paste: by the terminal's own key", group: groupProgram, in: inExplorer | atPalette | atConfirm | atPrompt, intent: to(doPasteHow), typing: true},
	{keys: []string{"ctrl+r"}, label: "read the configuration again", group: groupProgram, in: inExplorer | inScreens, intent: to(doReload), why: whyNoReload},
	{keys: []string{"ctrl+c"}, label: "cancel, then quit", group: groupProgram, in: everywhere, intent: to(doCancel), typing: true},
	{keys: []string{"q"}, label: "quit", group: groupProgram, in: inExplorer, intent: to(doQuit), footer: 52},
	{keys: []string{"q"}, label: "close", group: groupProgram, in: inScreens, intent: to(doBack)},
}

// binding is the row that a key means at the place that has the keys; nil when
// the key is the pane's own, or text. A paste is always text.
func (m *model) binding(msg tea.KeyMsg) *binding {
	if msg.Paste {
		return nil
	}
	key, at, typing := msg.String(), m.place(), m.typing()
	for i := range bindings {
		b := &bindings[i]
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

// elsewhere says where a key works that means nothing at the place that has the
// keys; "" when it means something there, or nowhere.
func (m *model) elsewhere(key string) string {
	var found *binding
	for i := range bindings {
		b := &bindings[i]
		if !slices.Contains(b.keys, key) {
			continue
		}
		if b.in&m.place() != 0 {
			return ""
		}
		if found == nil {
			found = b
		}
	}
	if found == nil || found.in.String() == "" {
		return ""
	}
	return fmt.Sprintf("%s (%s) works in %s.", found.key(), found.inFull(), found.in)
}

// key is how a binding is spelled for a person.
func (b binding) key() string {
	if b.shown != "" {
		return b.shown
	}
	return b.keys[0]
}
