package catalog

import (
	"fmt"
	"slices"

	"gatehouse/gateway"
)

// Draft is a request for the builder. Nothing sends it by itself.
type Draft struct {
	Title string
	// Operation is the name of the operation, "" if no request does it: then
	// Note says why, and there is nothing to send.
	Operation string
	// PathParams are the operation's, in order. One that is not known yet is
	// empty: Note says where its value comes from.
	PathParams []gateway.Field
	Body       []byte // nil for none
	Note       string // what to know before sending, "" for nothing
}

// Drafts are the requests that would make a collection the same as another, in
// the order in which to send them; none if there are no changes. The changes
// are those from the collection to the other one: Diff(into, other).
//
// The structure of a published collection is frozen. If it has to change, a new
// collection is created with everything in it, and published.
func Drafts(changes []Change, into Collection, itemType string) []Draft {
	p := plan{itemType: itemType, id: into.ID, published: into.Published()}
	if p.published && slices.ContainsFunc(changes, structural) {
		return p.anew(changes, into)
	}
	for _, c := range changes {
		switch c.Kind {
		case Added:
			p.add(*c.Right)
		case Removed:
			p.remove(*c.Left)
		case Changed:
			p.change(c)
		}
	}
	return p.drafts
}

// structural reports a change that a published collection does not take.
func structural(c Change) bool {
	switch c.Kind {
	case Added:
		return !vendors(c.Right.Kind)
	case Removed:
		return !vendors(c.Left.Kind)
	}
	return c.Left.DataType != c.Right.DataType && !vendors(c.Left.Kind) || c.Left.ValueStyle != c.Right.ValueStyle ||
		patched(c.Left.Other, c.Right.Other) != nil
}

// plan collects drafts for one collection.
type plan struct {
	itemType, id string
	published    bool
	later        string // note of requests to a collection that has no id yet
	drafts       []Draft
}

func (p *plan) params(property string) []gateway.Field {
	out := []gateway.Field{{Name: ParameterItemType, Value: p.itemType}, {Name: ParameterCollection, Value: p.id, Off: p.id == ""}}
	if property != "" {
		out = append(out, gateway.Field{Name: ParameterProperty, Value: property})
	}
	return out
}

func (p *plan) add(d Definition) {
	if vendors(d.Kind) {
		p.impossible(d.Name, fmt.Sprintf("It is a %s property: the vendor adds it, no request does.", d.Kind))
		return
	}
	p.drafts = append(p.drafts, Draft{
		Title: "Add " + d.Name, Operation: OperationAdd, PathParams: p.params(""), Body: NewDefinitionBody(d), Note: p.later,
	})
}

func (p *plan) remove(d Definition) {
	if d.Name == "" {
		p.nameless()
		return
	}
	if vendors(d.Kind) {
		p.impossible(d.Name, fmt.Sprintf("It is a %s property: only custom ones can be removed.", d.Kind))
		return
	}
	p.drafts = append(p.drafts, Draft{
		Title: "Remove " + d.Name, Operation: OperationRemove, PathParams: p.params(d.Name), Note: p.later,
	})
}

// change drafts what a request can change of a property, and says what none
// can.
func (p *plan) change(c Change) {
	from, to := *c.Left, *c.Right
	if from.Kind != to.Kind {
		p.impossible(c.Property, fmt.Sprintf("It is %s on one side and %s on the other, and the kind of a property cannot be changed.", kindWord(from.Kind), kindWord(to.Kind)))
	}
	if vendors(from.Kind) && from.DataType != to.DataType {
		p.impossible(c.Property, fmt.Sprintf("It is a %s property: its data type cannot be changed.", from.Kind))
		to.DataType = from.DataType
	}
	body := PatchBody(from, to)
	if body == nil {
		return
	}
	if c.Property == "" {
		p.nameless()
		return
	}
	note := p.later
	if p.published && note == "" {
		note = "The collection is published; search and scoped-action settings may still be changed (" + SourceConvention + ")."
	}
	p.drafts = append(p.drafts, Draft{
		Title: "Change " + c.Property, Operation: OperationChange, PathParams: p.params(c.Property), Body: body, Note: note,
	})
}

// nameless says that no request can name a property without a name.
func (p *plan) nameless() {
	p.impossible("A property without a name", "The path of a request names its property: no request leads to this one.")
}

func (p *plan) impossible(property, why string) {
	p.drafts = append(p.drafts, Draft{Title: property + " stays different", Note: why})
}

// anew drafts a new collection that has all custom properties as they are to
// be; what the server puts into it is changed afterwards.
func (p *plan) anew(changes []Change, into Collection) []Draft {
	name := into.Name
	if name != "" {
		name += ", next"
	}
	p.drafts = append(p.drafts, Draft{
		Title:      "Create a new collection",
		Operation:  CreateOperation(p.itemType),
		PathParams: p.createParams(),
		Body:       CreateBody(name, into.Description, wanted(changes, into)...),
		Note:       fmt.Sprintf("Collection %s is published and its structure frozen: a new one takes its place, with all custom properties.", into.ID),
	})
	p.id, p.published = "", false
	p.later = "The id is that of the new collection, which the answer to the first request tells."
	for _, c := range changes {
		left, right := c.Left, c.Right
		switch {
		case left == nil && vendors(right.Kind):
			p.add(*right)
		case right == nil && vendors(left.Kind):
			p.remove(*left)
		case left != nil && right != nil && vendors(left.Kind):
			p.change(c)
		}
	}
	p.drafts = append(p.drafts, Draft{
		Title: "Publish the new collection", Operation: OperationPublish, PathParams: p.params(""),
		Note: p.later + " Its structure cannot be changed afterwards.",
	})
	return p.drafts
}

// createParams are those of [CreateOperation].
func (p *plan) createParams() []gateway.Field {
	if CreateOperation(p.itemType) == OperationCreateProduct {
		return nil
	}
	return []gateway.Field{{Name: ParameterItemType, Value: p.itemType}}
}

// wanted are the custom definitions of a collection after some changes.
func wanted(changes []Change, into Collection) []Definition {
	changed := make(map[string]Change, len(changes))
	for _, c := range changes {
		changed[c.Property] = c
	}
	var out []Definition
	for _, d := range into.Definitions {
		if vendors(d.Kind) {
			continue
		}
		switch c := changed[d.Name]; c.Kind {
		case Removed:
			continue
		case Changed:
			d = *c.Right
		}
		if !vendors(d.Kind) {
			out = append(out, d)
		}
	}
	for _, c := range changes {
		if c.Kind == Added && !vendors(c.Right.Kind) {
			out = append(out, *c.Right)
		}
	}
	return out
}

func kindWord(k Kind) string {
	if k == "" {
		return "of no stated kind"
	}
	return string(k)
}
