package gateway

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestDetachedRequestLeavesNoTrace lets something happen to a target while a
// token request for it is under way.
func TestDetachedRequestLeavesNoTrace(t *testing.T) {
	moved := testDirectory()
	moved.Environments[0].BaseURL = "https://qa.moved.test"
	gone := testDirectory()
	gone.Environments = gone.Environments[1:]
	for name, c := range map[string]struct {
		meanwhile func(*Tokens)
		want      State
	}{
		"forget":  {func(tk *Tokens) { tk.Forget(qaProperty) }, StateNone},
		"paste":   {func(tk *Tokens) { tk.Paste(qaProperty, "fake-pasted") }, StateNoExpiry},
		"moved":   {func(tk *Tokens) { tk.SetDirectory(moved) }, StateNone},
		"gone":    {func(tk *Tokens) { tk.SetDirectory(gone) }, StateNone},
		"nothing": {func(*Tokens) {}, StateValid},
		"same":    {func(tk *Tokens) { tk.SetDirectory(testDirectory()) }, StateValid},
	} {
		for _, status := range []int{200, 500} {
			t.Run(name+strconv.Itoa(status), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &tokenServer{}
					s.answer = func(w http.ResponseWriter, _ *http.Request) {
						time.Sleep(time.Second)
						w.WriteHeader(status)
						s.issue(w, 3600)
					}
					tokens := testTokens(s)
					var waiter sync.WaitGroup
					waiter.Go(func() {
						g, err := tokens.Get(t.Context(), qaProperty)
						if (err == nil) != (status == 200) || err == nil && g.Token == nil {
							t.Errorf("the one who waited got %v", err)
						}
					})
					synctest.Wait()
					c.meanwhile(tokens)
					waiter.Wait()
					want := c.want
					if status == 500 && want == StateValid {
						want = StateFailed
					}
					wantState(t, tokens, qaProperty, want)
					if want == StateNone && (tokens.State(qaProperty).LastError != nil || tokens.State(qaProperty).Token != nil) {
						t.Error("the detached request left a trace")
					}
				})
			})
		}
	}
}

func TestSetDirectoryKeepsWhatIsTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Environment)
		kept   bool
	}{
		"nothing":          {func(*Environment) {}, true},
		"timeout":          {func(e *Environment) { e.Timeout = time.Minute }, true},
		"api key":          {func(e *Environment) { e.APIKey = NewLiteral("fake-key") }, true},
		"call prefix":      {func(e *Environment) { e.CallPrefix = "/x" }, true},
		"default style":    {func(e *Environment) { e.AuthStyle = AuthForm }, true},
		"default path":     {func(e *Environment) { e.TokenPath = DefaultTokenPath }, true},
		"base URL":         {func(e *Environment) { e.BaseURL = "https://qa.moved.test" }, false},
		"scheme":           {func(e *Environment) { e.BaseURL = "http://qa.test" }, false},
		"token path":       {func(e *Environment) { e.TokenPath = "/{service}/v2/oauth2/token" }, false},
		"style":            {func(e *Environment) { e.AuthStyle = AuthBasic }, false},
		"client id":        {func(e *Environment) { e.ClientID = NewLiteral("another-fake-id") }, false},
		"client secret":    {func(e *Environment) { e.ClientSecret = NewLiteral("another-fake-secret") }, false},
		"kind of source":   {func(e *Environment) { e.ClientSecret = &slowSource{name: "a literal"} }, false},
		"secret is gone":   {func(e *Environment) { e.ClientSecret = nil }, false},
		"path to base URL": {func(e *Environment) { e.BaseURL += "/streaming-property"; e.TokenPath = "/v1/oauth2/token" }, false},
	} {
		tokens := testTokens(&tokenServer{})
		token := mustGet(t, tokens, qaProperty).Token
		other := mustGet(t, tokens, Target{"prod", "streaming-view"}).Token
		tokens.RefusedNew(qaProperty, token, Refusal{At: time.Now()})
		dir := testDirectory()
		c.change(dir.Environments[0])
		tokens.SetDirectory(dir)
		st := tokens.State(qaProperty)
		if (st.Token == token) != c.kept || st.Refusal != nil || st.Fetches != 1 {
			t.Errorf("%s: %+v, want kept: %v", name, st, c.kept)
		}
		if token.fits(dir.Environments[0], qaProperty.Service) != c.kept {
			t.Errorf("%s: fits is %v", name, !c.kept)
		}
		if token.fits(dir.Environments[1], qaProperty.Service) || token.fits(dir.Environments[0], "streaming-view") {
			t.Errorf("%s: the token fits another target", name)
		}
		if got := tokens.State(Target{"prod", "streaming-view"}).Token; got != other {
			t.Errorf("%s: the token of another environment was dropped", name)
		}
	}
}

// TestT7ReloadOfACommand: the words of a command are not shown, and decide all
// the same whose credentials it prints.
func TestT7ReloadOfACommand(t *testing.T) {
	with := func(words string) *Directory {
		dir := testDirectory()
		for _, e := range dir.Environments {
			e.ClientSecret = wordsSource(words)
		}
		return dir
	}
	for words, kept := range map[string]bool{"show qa": true, "show prod": false} {
		tokens := newTokens(with("show qa"), NewVault(NewRedactor()), &tokenServer{})
		token := mustGet(t, tokens, qaProperty).Token
		tokens.SetDirectory(with(words))
		if got := tokens.State(qaProperty).Token == token; got != kept {
			t.Errorf("%s: kept is %v", words, got)
		}
		if got := token.fits(with(words).Environments[0], qaProperty.Service); got != kept {
			t.Errorf("%s: fits is %v", words, got)
		}
	}
}

func TestSetDirectoryAndForgetDropTheWindow(t *testing.T) {
	for name, drop := range map[string]func(*Tokens){
		"forget": func(tk *Tokens) { tk.Forget(qaProperty) },
		"reload": func(tk *Tokens) { tk.SetDirectory(testDirectory()) },
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &tokenServer{answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }}
			tokens := testTokens(s)
			tokens.Get(t.Context(), qaProperty)
			tokens.Get(t.Context(), qaProperty)
			if s.total() != 1 {
				t.Fatalf("%s: %d requests in a window", name, s.total())
			}
			drop(tokens)
			wantState(t, tokens, qaProperty, StateNone)
			tokens.Get(t.Context(), qaProperty)
			if s.total() != 2 {
				t.Errorf("%s: %d requests, want 2", name, s.total())
			}
			if window := time.Until(tokens.State(qaProperty).RetryAt); window != time.Second {
				t.Errorf("%s: the window is %v, want it to begin anew", name, window)
			}
		})
	}
}

func TestGoneTargets(t *testing.T) {
	s := &tokenServer{}
	tokens := testTokens(s)
	mustGet(t, tokens, qaProperty)
	dir := testDirectory()
	dir.Environments = dir.Environments[1:]
	tokens.SetDirectory(dir)
	if _, err := tokens.Get(t.Context(), qaProperty); !isTokenError(err, StageGate) {
		t.Errorf("Get: %v", err)
	}
	if _, err := tokens.Refresh(t.Context(), qaProperty); !isTokenError(err, StageGate) {
		t.Errorf("Refresh: %v", err)
	}
	if st := tokens.State(qaProperty); st.Token != nil || st.Target != qaProperty {
		t.Errorf("%+v", st)
	}
	tokens.Forget(qaProperty)
	states := tokens.States()
	if len(states) != 10 || states[0].Target != (Target{"staging", "streaming-property"}) || states[9].Target != (Target{"prod", "streaming-status"}) {
		t.Errorf("states are not in the directory's order: %v", states)
	}
	tokens.SetDirectory(testDirectory())
	if tokens.State(qaProperty).Token != nil {
		t.Error("the token came back from the dead")
	}
}
