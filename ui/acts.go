package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
)

// acts says how each action is done. The functions stand in the file of their
// subject: this one has the ways to a target, ways.go those from place to place,
// sending.go the requests, tokens.go the tokens, collections.go, form.go and
// compare.go the collections.
var acts map[action]func(*model, intent) tea.Cmd

// The table names functions that use the table: it is filled before main.
func init() {
	acts = map[action]func(*model, intent) tea.Cmd{
		doNextEnvironment: func(m *model, _ intent) tea.Cmd { m.choose(m.environment+1, m.service); return nil },
		doPrevEnvironment: func(m *model, _ intent) tea.Cmd { m.choose(m.environment-1, m.service); return nil },
		doNextService:     func(m *model, _ intent) tea.Cmd { m.choose(m.environment, m.service+1); return nil },
		doPrevService:     func(m *model, _ intent) tea.Cmd { m.choose(m.environment, m.service-1); return nil },
		doEnvironment:     (*model).gotoEnvironment,
		doService:         (*model).gotoService,
		doOperation:       (*model).gotoOperation,
		doShowDraft:       func(m *model, _ intent) tea.Cmd { m.showDraft(); return nil },
		doBuild:           (*model).build,

		doOperations: focusOn(atOperations),
		doBuilder:    focusOn(atBuilder),
		doViewer:     focusOn(atViewer),
		doNextPane:   func(m *model, _ intent) tea.Cmd { m.nextPane(1); return nil },
		doPrevPane:   func(m *model, _ intent) tea.Cmd { m.nextPane(-1); return nil },
		doZoom:       func(m *model, _ intent) tea.Cmd { m.zoom = !m.zoom; return nil },
		doUTC:        func(m *model, _ intent) tea.Cmd { m.utc = !m.utc; return nil },
		doGround:     (*model).otherGround,
		doTour:       (*model).toggleTour,
		doBoard:      (*model).openBoard,
		doDetail:     openPlace(atDetail),
		doReply:      openPlace(atReply),
		doHelp:       (*model).openHelp,
		doPalette:    (*model).openPalette,
		doCommand:    (*model).runCommand,
		doBack:       (*model).back,
		doQuit:       func(*model, intent) tea.Cmd { return tea.Quit },
		doCancel:     (*model).cancel,

		doEdit:      func(m *model, _ intent) tea.Cmd { m.above, m.focus = nil, atBuilder; return m.builder.edit() },
		doDrop:      func(m *model, _ intent) tea.Cmd { m.builder.drop(); return nil },
		doFilter:    (*model).openFilter,
		doSearchAsk: (*model).askSearch,
		doFilterAsk: (*model).askFilter,
		doFilterRun: (*model).runFilter,
		doMessage:   openPlace(atMessage),

		doSend:        (*model).startSend,
		doSendNow:     (*model).sendConfirmed,
		doResend:      (*model).startResend,
		doEditBody:    (*model).editBody,
		doResetDraft:  (*model).resetDraft,
		doMode:        (*model).nextMode,
		doSearch:      (*model).nextHit,
		doSearchBack:  (*model).nextHit,
		doFoldHere:    folding(func(f *jsonview.Folds, line int) { f.Toggle(line) }),
		doFoldTree:    folding((*jsonview.Folds).FoldTree),
		doUnfoldTree:  folding((*jsonview.Folds).UnfoldTree),
		doFoldDepth:   (*model).foldDepth,
		doFoldAll:     folding(func(f *jsonview.Folds, _ int) { f.FoldTo(0) }),
		doUnfoldAll:   folding(func(f *jsonview.Folds, _ int) { f.UnfoldAll() }),
		doNextSibling: (*model).nextSibling,
		doPrevSibling: (*model).nextSibling,
		doNextKey:     (*model).nextKey,
		doPrevKey:     (*model).nextKey,
		doGoto:        (*model).askPlace,
		doGotoPlace:   (*model).gotoPlace,
		doWrap:        (*model).toggleWrap,
		doCopyAsk:     (*model).askCopy,
		doCopyPart:    (*model).copyPart,
		doCopyHeld:    (*model).copyAnyway,

		doSearchAskBack: (*model).askSearch,
		doSearchKind:    (*model).searchOtherwise,
		doSearchKeep:    (*model).keepSearch,

		doSave:      (*model).askSave,
		doSaveTo:    (*model).saveTo,
		doSaveHeld:  (*model).saveHeld,
		doPage:      (*model).page,
		doOpenCopy:  (*model).openCopy,
		doHandHeld:  (*model).handHeld,
		doFetch:     (*model).fetchToken,
		doFetchAll:  (*model).fetchAll,
		doForget:    (*model).forgetToken,
		doReveal:    (*model).revealToken,
		doCopyToken: (*model).copyToken,
		doReload:    (*model).startReload,

		doCollections:  (*model).openCollections,
		doEnterType:    (*model).enterType,
		doOpen:         (*model).openCollection,
		doDefinition:   (*model).openDefinition,
		doRaw:          (*model).rawDefinition,
		doMoreRows:     (*model).moreRows,
		doReadAgain:    (*model).readAgain,
		doAnswer:       (*model).showAnswer,
		doFilterTable:  (*model).filterTable,
		doNextKind:     (*model).nextKind,
		doNextColumn:   (*model).nextColumn,
		doReverse:      (*model).reverseRows,
		doNewForm:      (*model).newCollection,
		doAddForm:      (*model).addProperty,
		doChangeForm:   (*model).changeProperty,
		doRemoveForm:   (*model).removeProperty,
		doPublishForm:  (*model).publishCollection,
		doDeleteForm:   (*model).deleteCollection,
		doSubmit:       (*model).submit,
		doSubmitNow:    (*model).submitConfirmed,
		doFormDraft:    (*model).formAsDraft,
		doCompare:      (*model).openCompare,
		doNextCompared: (*model).nextCompared,
		doPrevCompared: (*model).nextCompared,
		doOtherSide:    (*model).otherSide,
		doOlder:        (*model).otherCollection,
		doNewer:        (*model).otherCollection,
		doEqual:        (*model).showEqual,
		doPair:         (*model).openPair,
		doNextPair:     (*model).nextPair,
		doPrevPair:     (*model).nextPair,
		doDrafts:       (*model).openDrafts,
		doTurnDrafts:   (*model).turnDrafts,
		doTakeDraft:    (*model).takeDraft,

		doAnswers:       (*model).openAnswers,
		doCompareChosen: (*model).compareChosen,
		doComparePrev:   (*model).comparePrevious,
		doAskRival:      (*model).askRival,
		doCompareFile:   (*model).compareFile,
		doEnterDiff:     (*model).enterDiff,
		doNextDiff:      (*model).nextDiff,
		doPrevDiff:      (*model).nextDiff,
		doSwapSides:     (*model).swapSides,
		doAskKey:        (*model).askKey,
		doKeyTo:         (*model).keyTo,
		doIgnoreDiff:    (*model).ignoreDiff,
		doIgnoreNothing: (*model).ignoreNothing,
		doDiffInBody:    (*model).diffInBody,
		doCopyDiff:      (*model).copyDiff,
		doCopyDiffs:     (*model).copyDiffs,
		doSaveDiffs:     (*model).askSaveDiffs,
		doSaveDiffsTo:   (*model).saveDiffsTo,
		doCompareAgain:  (*model).compareAgain,

		doWhy:        (*model).openWhy,
		doStep:       (*model).step,
		doToggle:     func(m *model, _ intent) tea.Cmd { m.builder.toggle(); return nil },
		doCheck:      (*model).checkToken,
		doCheckAll:   (*model).checkTokens,
		doPaste:      (*model).askToken,
		doPasteTo:    (*model).pasteToken,
		doKeep:       (*model).toggleKeep,
		doCall:       (*model).openCurl,
		doCopyCall:   (*model).copyCall,
		doSaveCall:   (*model).saveCall,
		doShell:      (*model).nextShell,
		doRevealCall: (*model).revealCall,
		doRevealNow:  (*model).revealNow,
		doPasteHow:   (*model).sayHowToPaste,

		doTable:        (*model).openGrid,
		doToCell:       (*model).toCell,
		doSortRows:     (*model).sortGrid,
		doSortRowsBack: (*model).sortGrid,
		doFilterRows:   (*model).filterRows,
		doHideColumn:   (*model).hideColumn,
		doColumns:      (*model).openColumns,
		doToggleColumn: (*model).toggleColumn,
		doAllColumns:   (*model).allColumns,
		doCopyCell:     (*model).copyCell,
		doCopyRow:      (*model).copyRow,
		doSaveRows:     (*model).askSaveRows,
		doSaveRowsTo:   (*model).saveRowsTo,
	}
}

func (m *model) gotoEnvironment(it intent) tea.Cmd {
	m.choose(m.find(gateway.Target{Environment: it.text, Service: m.currentService().Name}))
	return nil
}

func (m *model) gotoService(it intent) tea.Cmd {
	m.choose(m.find(gateway.Target{Environment: m.currentEnvironment().Name, Service: it.text}))
	return nil
}

func (m *model) gotoOperation(it intent) tea.Cmd {
	if it.service != "" {
		m.choose(m.find(gateway.Target{Environment: m.currentEnvironment().Name, Service: it.service}))
	}
	m.operations.choose(it.text)
	return m.build(it)
}

// openFilter types a filter over the operations.
func (m *model) openFilter(intent) tea.Cmd {
	m.above, m.focus = nil, atOperations
	m.operations.open = true
	return m.operations.filter.Focus()
}

// build goes to the builder with the chosen operation; where method and path
// are to be typed, to the path.
func (m *model) build(intent) tea.Cmd {
	m.showDraft()
	m.above, m.focus = nil, atBuilder
	if m.operations.name == typedRequest {
		m.builder.row = rowPath
	}
	return nil
}

// cancel cancels what runs for the chosen target, or else anything that runs.
// With nothing to cancel, a second press within two seconds quits.
func (m *model) cancel(intent) tea.Cmd {
	for _, cancel := range []func() bool{
		m.cancelComparing,
		m.cancelErrand,
		m.cancelGrid,
		m.cancelWriting,
		m.cancelReadings,
		m.cancelSend,
		m.cancelFilter,
		m.cancelBody,
		m.cancelSearch,
		m.cancelFetches,
		m.cancelChecks,
	} {
		if cancel() {
			return nil
		}
	}
	if !m.quitting.IsZero() && m.now.Sub(m.quitting) <= 2*time.Second {
		return tea.Quit
	}
	m.quitting = m.now
	m.say(sayNote, "Nothing is running. Press ctrl+c again to quit.")
	return nil
}
