package ui

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/gateway"
)

// wares is a JSON text with a short list and a long one, whose elements do not
// all have the same keys.
func wares(n int) string {
	names := []string{"Winter sale", `Za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105`, "", "漢字カタカナ", `two\nlines`}
	var all []string
	for i := range n {
		element := fmt.Sprintf(`{"id":%d,"name":"%s","price":%d.5,"active":%v,"owner":{"id":%d,"mail":"user%d@example.com"}`, 1000+7*i%900, names[i%5], i*i%1000, i%3 > 0, i, i)
		if i%4 == 0 {
			element += `,"tags":["red","blue"]`
		}
		if i%6 == 0 {
			element += `,"text":"` + strings.Repeat("A sentence that no column has room for. ", 6) + `","note":null`
		}
		all = append(all, element+"}")
	}
	return `{"facets":[{"k":"a"},{"k":"b"}],"total":` + fmt.Sprint(n) + `,"items":[` + strings.Join(all, ",") + "]}\n"
}

// inTable plays keys in the table of a text.
func inTable(name, text, file string, play func(r *rig)) scene {
	return scene{name: name, in: "QA", set: withText(file, text, gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("i")
		r.wait(time.Second)
		play(r)
	}}
}

// withCSV is reading of a file whose name says that it is CSV.
func withCSV(text string) func(*setup) {
	return func(s *setup) {
		withText("wares.csv", text, gateway.BodyOptions{})(s)
		inner := s.options
		s.options = func(o *Options) {
			inner(o)
			o.File.Media = "text/csv"
		}
	}
}

const csvText = "id;name;amount\n1;\"first; with a separator\";1.50\n2;;20\n3;third;\n"

// tableScenes are the states of a list as a table.
var tableScenes = []scene{
	{name: "answer-table", play: func(r *rig) {
		r.send()
		r.press("v", "i")
		r.wait(time.Second)
		r.press("right", "down")
	}},
	inTable("table", wares(300), "wares.json", func(r *rig) { r.press("right", "down") }),
	inTable("table-sideways", wares(300), "wares.json", func(r *rig) { r.press(">", "right", "right", "right", "G") }),
	inTable("table-sorted", wares(300), "wares.json", func(r *rig) {
		r.press("S", "right", "x")
		r.wait(time.Second)
	}),
	inTable("table-filtering", wares(300), "wares.json", func(r *rig) {
		r.press("/")
		r.text("zażółć")
		r.wait(time.Second)
	}),
	inTable("table-filtered", wares(300), "wares.json", func(r *rig) {
		r.press("/")
		r.text("no such text")
		r.press("enter")
		r.wait(time.Second)
	}),
	inTable("table-columns", wares(300), "wares.json", func(r *rig) { r.press("C", "down", " ", "down") }),
	inTable("table-saving", wares(300), "wares.json", func(r *rig) { r.press("w") }),
	inTable("table-scalars", `["one",2,null,[3],{"key":"value"}]`, "scalars.json", func(r *rig) { r.press("down") }),
	inTable("table-lines", "{\"at\":\"10:00\",\"level\":\"info\"}\n{\"at\":\"10:01\",\"message\":\"\\u001b[2J\"}\n", "log.jsonl", func(r *rig) { r.press("G", ">") }),
	inTable("table-none", `{"total":0,"items":[]}`, "nothing.json", func(*rig) {}),
	inTable("table-of-text", "<html><body>no list</body></html>", "page.html", func(*rig) {}),
	{name: "table-csv", in: "QA", set: withCSV(csvText), play: func(r *rig) {
		r.wait(time.Second)
		r.press("down", "right")
	}},
	{name: "table-csv-empty", in: "QA", set: withCSV("id;name\n"), play: func(r *rig) { r.wait(time.Second) }},
	{name: "table-arriving", in: "QA", set: withFile("wares.json", slowly(wares(300), 2500), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(2 * time.Second)
		r.press("i")
		r.wait(time.Second)
	}},
	{name: "table-waiting", in: "QA", set: withFile("wares.json", slowly(`{"text":"`+strings.Repeat("long ", 2000)+`"}`, 2500), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(2 * time.Second)
		r.press("i")
		r.wait(time.Second)
	}},
	{name: "table-help", in: "QA", set: withText("wares.json", wares(30), gateway.BodyOptions{}), play: func(r *rig) {
		r.wait(time.Second)
		r.press("i", "?")
	}},
}

func init() { scenes = append(scenes, tableScenes...) }
