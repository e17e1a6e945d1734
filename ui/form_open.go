package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway/catalog"
)

// newCollection asks for the name of a new collection of the chosen item type.
func (m *model) newCollection(intent) tea.Cmd {
	s := m.collections.shelf()
	return m.openForm(form{
		operation: catalog.CreateOperation(s.itemType), itemType: s.itemType, existing: s.list,
		fields: []formField{
			textField("name", "name", "", ""),
			textField("description", "description", "", ""),
		},
	})
}

// addProperty asks for a new custom property of the collection that is open.
func (m *model) addProperty(intent) tea.Cmd {
	t := &m.collections.table
	fields := []formField{
		textField(catalog.ElementName, "name", "", ""),
		choiceField(catalog.ElementDataType, "data type", catalog.DataTypes[0], "", catalog.DataTypes),
		choiceField(catalog.ElementStyle, "value style", catalog.ValueStyles[0], "", catalog.ValueStyles),
	}
	for _, f := range flags {
		value := "false"
		if f.column == byStored {
			value = "true"
		} else if f.column == byScoped {
			value = ""
		}
		fields = append(fields, flagField(f.element, f.member, f.long, value, f.note))
	}
	return m.openForm(form{operation: catalog.OperationAdd, itemType: t.collection.ItemType, collection: t.collection, fields: fields})
}

// changeProperty asks what is to be changed of the property under the cursor.
func (m *model) changeProperty(intent) tea.Cmd {
	t := &m.collections.table
	d := t.chosen()
	fields := []formField{
		choiceField(catalog.ElementDataType, "data type", d.DataType, "", catalog.DataTypes),
		choiceField(catalog.ElementStyle, "value style", d.ValueStyle, "", catalog.ValueStyles),
	}
	known := map[string]bool{}
	for _, f := range flags {
		known[f.element+f.member] = true
		if value := setting(*d, f.element, f.member); value == "" || value == "true" || value == "false" {
			fields = append(fields, flagField(f.element, f.member, f.long, value, f.note))
		}
	}
	others := func(element string, list []catalog.Setting) {
		for _, s := range list {
			if !known[element+s.Name] && (s.Value == "true" || s.Value == "false") {
				fields = append(fields, flagField(element, s.Name, s.Name, s.Value, element))
			}
		}
	}
	others(catalog.ElementSearch, d.Search)
	others(catalog.ElementScoped, d.Scoped)
	return m.openForm(form{operation: catalog.OperationChange, itemType: t.collection.ItemType, collection: t.collection, before: *d, fields: fields[:min(len(fields), mostFields)]})
}

// mostFields is how many members of a definition a form offers; the builder
// takes any.
const mostFields = 24

func (m *model) removeProperty(intent) tea.Cmd {
	t := &m.collections.table
	return m.openForm(form{operation: catalog.OperationRemove, itemType: t.collection.ItemType, collection: t.collection, before: *t.chosen()})
}

func (m *model) publishCollection(intent) tea.Cmd {
	c := m.collectionOnShow()
	return m.openForm(form{operation: catalog.OperationPublish, itemType: c.ItemType, collection: *c})
}

func (m *model) deleteCollection(intent) tea.Cmd {
	c := m.collectionOnShow()
	return m.openForm(form{operation: catalog.OperationDelete, itemType: c.ItemType, collection: *c})
}

// collectionOnShow is the collection that the screen is about, nil if it is
// about none.
func (m *model) collectionOnShow() *catalog.Collection {
	switch m.place() {
	case atCollections:
		return m.collections.shelf().chosen()
	case atCollection, atDefinition:
		return &m.collections.table.collection
	}
	return nil
}

func whyNotInForm(m *model) string {
	if m.place() != atForm {
		return "This is for a form of the collections: c opens them."
	}
	return ""
}

func whyNoForm(m *model) string {
	if m.place()&(atTypes|atCollections) == 0 {
		return "This is for the list of collections: c opens it."
	}
	return ""
}
