package ui

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/theme"
)

// partsOf are the parts of bytes of a page, a letter for each byte.
func partsOf(body string, from, to int) string {
	m := (&reader{format: jsonview.HTML}).markup([]byte(body))
	return letters(m.runs(from, to), from)
}

func letters(runs []markupRun, from int) string {
	var out strings.Builder
	for _, r := range runs {
		out.WriteString(strings.Repeat(string(".<tave&"[r.part]), max(0, r.to-from)))
		from = max(from, r.to)
	}
	return strings.NewReplacer("e", "c").Replace(out.String())
}

// TestMarkupParts: . text, < signs, t tag, a attribute, v value, c comment,
// & entity.
func TestMarkupParts(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`<p class="a b">x</p>`, `<t.aaaaa<vvvvv<.<<t<`},
		{`<a href=/b?c=d x>y`, `<t.aaaa<vvvvvv.a<.`},
		{`<br/>a`, `<tt<<.`},
		{`<a b='<c>' d="'>">`, `<t.a<vvvvv.a<vvvv<`},
		{`a < b && c > d`, `..............`},
		{`a<b;c`, `.....`},
		{`1<2>3`, `.....`},
		{`x &amp; &#169;&#x2014; & y;`, `..&&&&&.&&&&&&&&&&&&&&.....`},
		{`<a b="&lt;c">`, `<t.a<v&&&&vv<`},
		{`<!-- <b> -->c`, `cccccccccccc.`},
		{`<!-->c`, `ccccc.`},
		{`<![CDATA[<b>]]><i>`, `...............<t<`},
		{`<!doctype html>`, `<<ttttttt.aaaa<`},
		{`<?xml version="1"?>`, `<<ttt.aaaaaaa<vvv<<`},
		{`<script>a<b>"</p>"</script><b>`, `<tttttt<..........<<tttttt<<t<`},
		{`<script/><b>`, `<tttttt<<<t<`},
		{`<script src=/a/>b<i>`, `<tttttt.aaa<vvv<....`},
		{`<p <b>c`, `<t.<t<.`},
		{"<p \x1b[31m>c", "<t........"},
		{`<p a="never closed`, `<t.a<vvvvvvvvvvvvv`},
		{`<p`, `<t`},
		{`<`, `.`},
		{`&`, `.`},
		{`</`, `..`},
	} {
		if got := partsOf(c.body, 0, len(c.body)); got != c.want {
			t.Errorf("%s\n%s, want\n%s", c.body, got, c.want)
		}
	}
}

// TestMarkupOfXML: script and style are elements like others.
func TestMarkupOfXML(t *testing.T) {
	for body, want := range map[string]string{
		`<Style><a>ff</a></Style>`: `<ttttt<<t<..<<t<<<ttttt<`,
		`<script><echo/></script>`: `<tttttt<<tttt<<<<tttttt<`,
	} {
		m := (&reader{format: jsonview.XML}).markup([]byte(body))
		if got := letters(m.runs(0, len(body)), 0); got != want {
			t.Errorf("%s\n%s, want\n%s", body, got, want)
		}
	}
}

// hostileMarkup is a page that no one would write.
func hostileMarkup(r *rand.Rand, n int) string {
	pieces := []string{"<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<p", " a", "=", `"`, "'", "&", "&amp;", ";", "-", "é", "́", "漢", "\x1b[31m", "\u009b", "\u202e", "\xff", "\t", "\r", "\x00", "word", " "}
	var out strings.Builder
	for out.Len() < n {
		out.WriteString(pieces[r.IntN(len(pieces))])
	}
	return out.String()
}

// TestMarkupGoesOn: read in pieces, each byte is part of the same as in one go.
func TestMarkupGoesOn(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 300 {
		body := hostileMarkup(r, 200)
		whole := partsOf(body, 0, len(body))
		if len(whole) != len(body) {
			t.Fatalf("%q: %d parts of %d bytes", body, len(whole), len(body))
		}
		m := (&reader{format: jsonview.HTML}).markup([]byte(body))
		got := ""
		for at := 0; at < len(body); {
			to := min(len(body), at+r.IntN(9))
			got += letters(m.runs(at, to), at)
			at = to
		}
		if got != whole {
			t.Fatalf("%q\n%s in pieces\n%s in one go", body, got, whole)
		}
	}
}

// TestMarkupLooksBackALittle: what is far before changes nothing, and where it is
// not known what a byte is inside of, it is text.
func TestMarkupLooksBackALittle(t *testing.T) {
	const tag = `<b c="d">`
	long := strings.Repeat("x", markupBack)
	for _, before := range []string{"", "<!--", `<a b="`, "<script>", "<![CDATA["} {
		body := strings.Repeat("y", 1<<20) + before + long + `x">` + tag
		at := len(body) - len(tag)
		if got, want := partsOf(body, at, len(body)), "<t.a<vvv<"; got != want {
			t.Errorf("far behind %q a tag is %s", before, got)
		}
		if got := partsOf(body, at-3, at); got != "..." {
			t.Errorf("far behind %q a text is %s", before, got)
		}
	}
	near := strings.Repeat("y", 1<<20) + "<!--" + long[:markupBack-10] + tag
	if got := partsOf(near, len(near)-len(tag), len(near)); got != "ccccccccc" {
		t.Errorf("in a comment that began near, a tag is %s", got)
	}
}

// TestMarkupChangesNoText: with colours a page has the same characters as
// without, and without colours the same bytes as text has, scrolled and wrapped.
func TestMarkupChangesNoText(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	pages := []string{htmlPage, "<p " + strings.Repeat(`a="<b>" `, 1<<17) + ">"}
	for range 30 {
		pages = append(pages, "<html>"+hostileMarkup(r, 300)+"\n"+hostileMarkup(r, 300))
	}
	draw := func(format jsonview.Format, page string, f frame, wrap bool, left int) string {
		b := newReader(1, source{body: gateway.BodyOf([]byte(page))}, gateway.NewRedactor())
		b.format, b.known, b.sure = format, true, true // also of what no server would call so
		for cmd := b.more(); cmd != nil; cmd = b.more() {
			b.indexed(cmd().(indexedMsg))
		}
		b.wrap, b.left, b.cols, b.rows = wrap, left, f.w, f.h
		return strings.Join(b.bodyView(f, b.body.State(), f.h), "\n")
	}
	mono := frame{w: 80, h: 20, Theme: theme.NewMono()}
	setProfile(trueColor)
	defer setProfile(noColors)
	coloured := 0
	for i, page := range pages {
		for _, left := range []int{0, 7, 90} {
			wrap := left == 7
			text := draw(jsonview.Text, page, mono, wrap, left)
			if got := draw(jsonview.HTML, page, mono, wrap, left); got != text {
				t.Fatalf("page %d without colours:\n%q, as text\n%q", i, got, text)
			}
			plain := draw(jsonview.Text, page, testFrame(80, 20), wrap, left)
			got := draw(jsonview.HTML, page, testFrame(80, 20), wrap, left)
			if ansi.Strip(got) != ansi.Strip(plain) {
				t.Fatalf("page %d:\n%q, as text\n%q", i, ansi.Strip(got), ansi.Strip(plain))
			}
			if got != plain {
				coloured++
			}
		}
	}
	if coloured < len(pages) {
		t.Errorf("only %d of %d screens have colours", coloured, 3*len(pages))
	}
}

// TestSearchMarksMarkup: hits are marked over the colours of a page.
func TestSearchMarksMarkup(t *testing.T) {
	setProfile(trueColor)
	defer setProfile(noColors)
	f := testFrame(84, 30)
	b := shown("text/html", []byte(`<p class="price">price &amp; more</p>`))
	const hit = `ss="price">p`
	b.lookFor(t, hit, 0)
	if got := strings.Join(marked(f, b.bodyView(f, b.body.State(), 20)), ""); got != hit {
		t.Errorf("marked is %q", got)
	}
}
