package ui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answering makes every call answered by a handler; tokens come from the
// sandbox.
func (r *rig) answering(h http.HandlerFunc) {
	r.wire.instead = func(w http.ResponseWriter, req *http.Request) bool {
		if strings.HasSuffix(req.URL.Path, "/oauth2/token") {
			return false
		}
		h(w, req)
		return true
	}
}

// body answers with these bytes.
func body(contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(text))
	}
}

func TestSearch(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(body("application/json", `{"a":"needle","b":["Needle","x"],"c":{"needle":1}}`))
		r.send()
		r.press("v", "/")
		r.text("needle")
		r.press("enter")
		r.expect("2/10") // hits are marked; the cursor stands on the first
		for _, want := range []string{"4/10", "8/10", "2/10"} {
			r.press("n")
			r.expect(want)
		}
		r.expect("Searched on from the other end.")
		r.press("N")
		r.expect("8/10")
		r.press("/")
		r.text("Needle")
		r.press("enter")
		r.expect("4/10")
		r.press("/")
		r.text("nowhere")
		r.press("enter")
		r.expect("Not found: nowhere")
		r.press("esc", "n")
		r.expect("Nothing to search for")
	})
}

func TestModesKeepThePlace(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		var all []string
		for i := range 500 {
			all = append(all, fmt.Sprintf(`{"id":%d}`, i))
		}
		r.answering(body("application/json", "["+strings.Join(all, ",\n")+"]"))
		r.send()
		r.press("v", "/")
		r.text(`321`)
		r.press("enter")
		r.expect(`"id": 321`, "JSON")
		r.press("p")
		r.wait(time.Second)
		r.expect(`{"id":321},`, "plain")
		r.press("p")
		r.wait(time.Second)
		r.expect("hex", "00000")
		r.press("p")
		r.wait(time.Second)
		r.expect("JSON", `"id": 32`)
	})
}

func TestPagingAndSideways(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		var all []string
		for i := range 1000 {
			all = append(all, fmt.Sprintf("line %d %s end-of-%d", i, strings.Repeat("x", 200), i))
		}
		r.answering(body("text/plain", strings.Join(all, "\n")))
		r.send()
		r.press("v")
		r.expect("line 0 ", "1/1000")
		r.press("pgdown")
		r.expectNot("line 0 ")
		r.press("G")
		r.expect("line 999 ", "1000/1000")
		for range 26 {
			r.press("l")
		}
		r.expect("end-of-999")
		for range 26 {
			r.press("h")
		}
		r.expect("line 999 ")
		r.press("g")
		r.expect("line 0 ", "1/1000")
		r.press("up")
		r.expect("1/1000")
		for range 40 {
			r.press("down")
		}
		r.expect("line 40 ", "41/1000")
		for range 100 {
			r.press("pgup")
		}
		r.expect("line 0 ", "1/1000")
	})
}

// TestGrowingBody reads a body while it arrives, cancels it, and keeps what
// came.
func TestGrowingBody(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			for i := range 100 {
				fmt.Fprintf(w, "piece %d %s\n", i, strings.Repeat(".", 600))
				if wait(req.Context(), time.Second) != nil {
					return
				}
			}
		})
		r.press("f5")
		r.wait(1500 * time.Millisecond)
		r.expect("200 OK", "arriving", "piece 1 ")
		r.wait(2 * time.Second)
		r.expect("piece 3 ")
		r.press("v", "G")
		r.wait(3 * time.Second)
		r.check()
		r.press("ctrl+c")
		r.wait(time.Second)
		r.expect("stopped. What had arrived is kept.", "· stopped", "! stopped after", "piece 4 ")
		if r.quit {
			t.Error("ctrl+c quit")
		}
		r.wait(10 * time.Second)
		r.press("g")
		r.expect("piece 0 ")
		r.expectNot("arriving")
	})
}

// TestGrowingBodyOfAnother goes on arriving while another target is looked at.
func TestGrowingBodyOfAnother(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			fmt.Fprintf(w, "[%q", req.Host)
			for range 5 {
				if wait(req.Context(), time.Second) != nil {
					return
				}
				fmt.Fprint(w, ",1")
			}
			fmt.Fprint(w, `,"the end"]`)
		})
		r.press("f5")
		r.wait(time.Second)
		r.press("e")
		r.wait(8 * time.Second)
		r.expect("Nothing was sent to Staging")
		r.press("E")
		r.wait(time.Second)
		r.expect("the end")
		r.expectNot("arriving")
	})
}

func TestEmptyAndBrokenBodies(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   []string
	}{
		{"empty", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, []string{"204", "No body: 204 says"}},
		{"not valid JSON", body("application/json", `{"a": 1,, "b": 2}`), []string{"200", "! not valid JSON, line"}},
		{"shorter than stated", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "short")
		}, []string{"200", "short"}},
		{"binary", body("application/octet-stream", "\x00\x01\x02\xffbinary"), []string{"hex", "00 01 02"}},
		{"control characters", body("text/plain", "a\x1b[31mred\x1b]0;title\x07\u202eb"), []string{"red"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inRig(t, setup{}, func(r *rig) {
				r.answering(c.answer)
				r.send()
				r.press("v")
				r.expect(c.want...)
				r.check()
			})
		})
	}
}

// TestResend asks about a write that was answered 401, and repeats it when R
// says so.
func TestResend(t *testing.T) {
	inRig(t, setup{}, func(r *rig) {
		r.send()
		r.wait(3 * time.Second)
		n := 0
		r.answering(func(w http.ResponseWriter, req *http.Request) {
			if n++; n == 1 {
				w.Header().Set("WWW-Authenticate", `Bearer realm="service"`)
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			w.WriteHeader(http.StatusCreated)
		})
		r.press("v", "R")
		r.expect("The answer was no 401")
		r.press("o", "down", "down")
		r.send()
		r.expect("401", "R renews the token and sends again")
		if got := len(r.writes()); got != 1 {
			t.Fatalf("%d writes before R", got)
		}
		r.press("v", "R")
		r.wait(2 * time.Second)
		r.expect("201", "Attempts 2", "token renewed after a 401")
		if got := len(r.writes()); got != 2 {
			t.Errorf("%d writes", got)
		}
	})
}
