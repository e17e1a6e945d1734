package catalog

import (
	"slices"
	"strings"
	"testing"
)

// seasons is a collection with a property of each kind.
func seasons(status string) Collection {
	return Collection{ID: "1022", ItemType: "product", Name: "autumn", Status: status, Definitions: []Definition{
		{Name: "brand", Kind: Canonical, DataType: "String", ValueStyle: "SINGLE", Search: []Setting{{"storable", "true"}}},
		{Name: effectivePrice, Kind: Derived, DataType: "Long", ValueStyle: "SINGLE"},
		{Name: "popularity", Kind: Derived, DataType: "Double", ValueStyle: "SINGLE"},
		{Name: "Color", Kind: Custom, DataType: "String", ValueStyle: "LIST", Scoped: []Setting{{"enabled", "false"}}},
	}}
}

// said is advice in short: the beginning of each source and a part of the text.
func said(list []Advice) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Text+" ["+a.Source+"]")
	}
	return strings.Join(out, "\n")
}

func TestAdviceAdd(t *testing.T) {
	good := func(name string) Definition { return Definition{Name: name, DataType: "String", ValueStyle: "SINGLE"} }
	for _, c := range []struct {
		name       string
		collection Collection
		definition Definition
		want       []string // parts, one for each advice
	}{
		{"good", seasons("open"), good("fabric"), nil},
		{"good without a style", seasons("open"), Definition{Name: "fabric", DataType: "Long", Kind: Custom}, nil},
		{"published", seasons("PUBLISHED"), good("fabric"), []string{"structure cannot be changed any more. Create a new collection instead. [convention]"}},
		{"canonical", seasons("open"), good("brand"), []string{"brand is a canonical property, which every collection has already. [documented: Streaming Property"}},
		{"derived", seasons("open"), good("popularity"), []string{"popularity is a derived property: its name is reserved. [documented: Streaming Property"}},
		{"the documented derived one, in any collection", Collection{}, good(effectivePrice), []string{"the vendor's applications define and fill it"}},
		{"there already", seasons("open"), good("Color"), []string{"has a property Color already"}},
		{"another case", seasons("open"), good("color"), []string{"The collection has Color: case matters in names, and color would be a second property. [documented for the gateway's"}},
		{"reserved", seasons("open"), good("content_id"), []string{"content_id is a reserved word. [documented for the batch feed"}},
		{"no name", seasons("open"), good(""), []string{"needs a name"}},
		{"a name with a space", seasons("open"), good("heel height"), []string{"letters, digits and _"}},
		{"a kind", seasons("open"), Definition{Name: "fabric", Kind: Canonical, DataType: "String"}, []string{"Only custom properties can be added: the server adds canonical ones"}},
		{"a type", seasons("open"), Definition{Name: "fabric", DataType: "string"}, []string{`The data type "string" is not known: there are String, Long, Double, Boolean and Date. [convention]`}},
		{"no type", seasons("open"), Definition{Name: "fabric"}, []string{"A property needs a data type: String, Long"}},
		{"a style", seasons("open"), Definition{Name: "fabric", DataType: "Long", ValueStyle: "MANY"}, []string{`The value style "MANY" is not known: there are SINGLE and LIST.`}},
		{"all at once", seasons("published"), Definition{Name: "brand", Kind: Derived}, []string{"published", "Only custom", "canonical", "data type"}},
	} {
		check(t, c.name, AdviceAdd(c.collection, c.definition), c.want)
	}
}

func check(t *testing.T, name string, got []Advice, want []string) {
	t.Helper()
	fits := slices.EqualFunc(got, want, func(a Advice, part string) bool { return strings.Contains(a.Text+" ["+a.Source+"]", part) })
	if !fits {
		t.Errorf("%s:\n%s\nwant\n%s", name, said(got), strings.Join(want, "\n"))
	}
	for _, a := range got {
		if a.Source == "" || !strings.HasSuffix(a.Text, ".") {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestAdviceChange(t *testing.T) {
	for _, c := range []struct {
		name, status, property string
		elements               []string
		want                   []string
	}{
		{"the three of a canonical one", "open", "brand", []string{ElementSearch, ElementStyle, ElementScoped}, nil},
		{"the three of a derived one", "open", effectivePrice, []string{ElementSearch, ElementStyle, ElementScoped}, nil},
		{"another of a canonical one", "open", "brand", []string{ElementSearch, ElementDataType},
			[]string{"brand is a canonical property: of it only findAttributeSettings, propertyValueStyle and scopedActionSettings may be changed, not dataType. [documented"}},
		{"anything of a custom one", "open", "Color", []string{ElementDataType, ElementName, ElementStyle, "boost"}, nil},
		{"the kind", "open", "Color", []string{ElementKind}, []string{"The kind of a property cannot be changed."}},
		{"published: settings", "published", "Color", []string{ElementSearch, ElementScoped}, nil},
		{"published: structure", "published", "Color", []string{ElementStyle, ElementDataType}, []string{"not propertyValueStyle. [convention]", "not dataType. [convention]"}},
		{"published, canonical: structure", "published", "brand", []string{ElementStyle, ElementDataType}, []string{"not propertyValueStyle. [convention]", "brand is a canonical"}},
		{"another case", "open", "color", []string{ElementSearch}, []string{"no property color; it has Color, and case matters."}},
		{"not there", "open", "fabric", []string{ElementSearch}, []string{"The collection has no property fabric."}},
	} {
		check(t, c.name, AdviceChange(seasons(c.status), c.property, c.elements...), c.want)
	}
}

func TestAdviceOnTheRest(t *testing.T) {
	open, published := seasons("open"), seasons("published")
	check(t, "remove", AdviceRemove(open, "Color"), nil)
	check(t, "remove canonical", AdviceRemove(open, "brand"), []string{"only custom ones can be removed. [documented"})
	check(t, "remove from published", AdviceRemove(published, "Color"), []string{"structure cannot be changed"})
	check(t, "remove what is not there", AdviceRemove(open, "COLOR"), []string{"it has Color"})
	check(t, "publish", AdvicePublish(open), nil)
	check(t, "publish again", AdvicePublish(published), []string{"published already"})
	check(t, "delete", AdviceDelete(open), nil)
	check(t, "delete published", AdviceDelete(published), []string{"where a snapshot uses it"})
	check(t, "create", AdviceCreate([]Collection{open}, "winter"), nil)
	check(t, "create without a name", AdviceCreate([]Collection{{ID: "1"}}, ""), nil)
	check(t, "create again", AdviceCreate([]Collection{open}, "autumn"), []string{`Collection 1022 of this item type is named "autumn" already. [convention]`})
}
