package ui

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"gatehouse/gateway/sandbox"
)

// catalogScenes are the states of the screens of collections.
var catalogScenes = []scene{
	{name: "collections", play: func(r *rig) { r.goCatalog(atTypes) }},
	{name: "collections-list", play: func(r *rig) {
		r.goCatalog(atCollections)
		r.press("down", "down")
	}},
	{name: "collections-reading", play: func(r *rig) {
		r.answerCollections(never)
		r.press("c")
		r.wait(1300 * time.Millisecond)
	}},
	{name: "collections-none", play: func(r *rig) {
		r.answerCollections(always(http.StatusOK, `{"collections":[],"pagination":{"page":1,"rows":50,"total":0}}`))
		r.goCatalog(atTypes)
	}},
	{name: "collections-refused", play: func(r *rig) {
		r.answerCollections(always(http.StatusForbidden, `{"error":"forbidden","error_description":"This key belongs to another site"}`))
		r.goCatalog(atTypes)
	}},
	{name: "collections-other", set: otherDialect, play: func(r *rig) { r.goCatalog(atTypes) }},
	{name: "collections-more", play: func(r *rig) {
		r.answerCollections(always(http.StatusOK, manyCollections(50)))
		r.goCatalog(atCollections)
	}},
	{name: "collection", play: func(r *rig) { r.goCatalog(atCollection) }},
	{name: "collection-gone", play: func(r *rig) {
		r.goCatalog(atCollections)
		r.answerCollections(always(http.StatusNotFound, `{"message":"there is no such collection"}`))
		r.press("enter")
		r.wait(time.Second)
	}},
	{name: "collection-filtered", play: func(r *rig) {
		r.goCatalog(atCollection)
		r.press("f", "f", "f", "s", "/")
		r.text("si")
	}},
	{name: "collection-no-fit", play: func(r *rig) {
		r.goCatalog(atCollection)
		r.press("/")
		r.text("zzz")
		r.press("enter")
	}},
	{name: "definition", play: func(r *rig) { r.goCatalog(atDefinition) }},
	{name: "definition-raw", play: func(r *rig) {
		r.goCatalog(atDefinition)
		r.press("r")
	}},
	{name: "form-create", play: func(r *rig) { r.goCatalog(atForm) }},
	{name: "form-advice", play: func(r *rig) {
		r.goCatalog(atCollection)
		r.press("a")
		r.text("brand")
		r.press("enter")
	}},
	{name: "form-change", play: func(r *rig) {
		r.goCatalog(atCollection)
		r.press("down", "C", "tab")
	}},
	{name: "form-publish", play: func(r *rig) {
		r.goCatalog(atCollections)
		r.press("P")
	}},
	{name: "form-guard", in: "Production", play: func(r *rig) {
		r.goCatalog(atForm)
		r.text("Spring")
		r.press("enter")
	}},
	{name: "form-refused", in: "Archive", play: func(r *rig) {
		r.goCatalog(atForm)
		r.press("enter")
	}},
	{name: "form-failed", in: "QA", play: func(r *rig) {
		r.goCatalog(atForm)
		r.text("autumn")
		r.press("enter", "enter")
		r.wait(2 * time.Second)
	}},
	{name: "compare", play: func(r *rig) {
		r.goCatalog(atTypes)
		r.press("d", "e")
		r.wait(2 * time.Second)
	}},
	{name: "compare-all", play: func(r *rig) {
		r.goCatalog(atCompare)
		r.press("=", "down", "down", "down")
	}},
	{name: "compare-same", in: "QA", play: func(r *rig) {
		r.goCatalog(atTypes)
		r.press("G", "d")
		r.wait(2 * time.Second)
	}},
	{name: "compare-reading", play: func(r *rig) {
		r.goCatalog(atTypes)
		r.answerCollections(never)
		r.press("d")
		r.wait(700 * time.Millisecond)
	}},
	{name: "compare-failed", play: func(r *rig) {
		r.goCatalog(atTypes)
		r.answerCollections(always(http.StatusServiceUnavailable, `{"message":"no server is there for it"}`))
		r.press("d")
		r.wait(2 * time.Second)
	}},
	{name: "compare-property", play: func(r *rig) {
		r.goCatalog(atTypes)
		r.press("d", "e")
		r.wait(2 * time.Second)
		r.press("down", "down", "down", "enter")
	}},
	{name: "drafts", play: func(r *rig) { r.goCatalog(atDrafts) }},
}

func init() { scenes = append(scenes, catalogScenes...) }

// otherDialect lets the sandbox speak otherwise than the convention.
func otherDialect(s *setup) { s.dialect = sandbox.DialectOther }

// never is a server that takes its time.
func never(_ http.ResponseWriter, req *http.Request) bool {
	<-req.Context().Done()
	return true
}

// always is a server that has one answer to everything.
func always(status int, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return true
	}
}

// manyCollections is a page of a longer listing: some without what others have,
// with names that are long, wide, hostile or none.
func manyCollections(n int) string {
	names := []string{`"name":"spring"`, `"name":"` + strings.Repeat("long name ", 20) + `"`, `"name":"漢字カタカナ"`, `"name":"\u001b[31m\u202e"`, `"description":"no name"`}
	var entries []string
	for i := range n {
		entry := fmt.Sprintf(`{"id":%d,%s,"status":%q,"size":%d`, 9000-i, names[i%len(names)], []string{"published", "open", "in-preparation-for-review"}[i%3], i)
		if i%4 > 0 {
			entry += fmt.Sprintf(`,"created":"2026-0%d-01T10:00:00Z"`, 1+i%2)
		}
		entries = append(entries, entry+"}")
	}
	return `{"collections":[` + strings.Join(entries, ",") + `],"pagination":{"page":1,"rows":50,"hasNext":true,"nextPage":2,"total":214}}`
}
