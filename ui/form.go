package ui

import (
	"context"
	"slices"
	"time"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
)

// form is a small dialog that makes one request to the collections of what is
// typed into its fields. What was typed stays until it was sent well, or
// another form is opened.
type form struct {
	operation  string // the operation that it sends
	target     gateway.Target
	itemType   string
	collection catalog.Collection   // what it changes; of none when one is created
	existing   []catalog.Collection // of the item type, when one is created
	before     catalog.Definition   // the definition that it changes or removes
	fields     []formField
	at         int

	told   bool                 // the advice that shows was sent away once: enter sends anyway
	fault  string               // why it was not sent, "" for nothing
	failed *gateway.Explanation // why the last send failed, nil if it did not

	id     int // of the send under way or the last one
	since  time.Time
	cancel context.CancelFunc // nil when nothing is under way
}

// formField is one line of a form: a text, or one of some values.
type formField struct {
	name   string // the element or member that it sets
	group  string // the settings that it is a member of, "" for none
	label  string
	note   string
	values []string // offered one after the other; nil for none
	only   bool     // nothing but the values can be set
	input  textinput.Model
}

func textField(name, label, value, note string) formField {
	in := newInput("")
	in.SetValue(value)
	in.CursorEnd()
	return formField{name: name, label: label, note: note, input: in}
}

func choiceField(name, label, value, note string, values []string) formField {
	f := textField(name, label, value, note)
	f.values = values
	return f
}

// flagField sets a member of settings to true or false; one that was not there
// can stay so.
func flagField(group, member, label, value, note string) formField {
	f := choiceField(member, label, value, note, []string{"true", "false"})
	f.group, f.only = group, true
	if value == "" {
		f.values = []string{"", "true", "false"}
	}
	return f
}

func (f *formField) value() string { return f.input.Value() }

// cycle goes to the next or previous of the values.
func (f *formField) cycle(step int) {
	at := slices.Index(f.values, f.value())
	if at < 0 && step < 0 {
		at = 0
	}
	f.input.SetValue(f.values[wrap(at+step, len(f.values))])
	f.input.CursorEnd()
}

// formTitles are the titles of the forms, by their operations.
var formTitles = map[string]string{
	catalog.OperationCreate: "CREATE A COLLECTION", catalog.OperationCreateProduct: "CREATE A COLLECTION",
	catalog.OperationAdd: "ADD A PROPERTY", catalog.OperationChange: "CHANGE A PROPERTY", catalog.OperationRemove: "REMOVE A PROPERTY",
	catalog.OperationPublish: "PUBLISH A COLLECTION", catalog.OperationDelete: "DELETE A COLLECTION",
}

// openForm shows a form. One for the same thing that was left unsent comes back
// as it was.
func (m *model) openForm(f form) tea.Cmd {
	f.target = m.propertyTarget()
	if old := &m.form; old.cancel != nil {
		m.say(sayWarn, old.operation+" is still under way to "+old.target.String()+": ctrl+c cancels it.")
		return nil
	}
	if !m.form.sameAs(f) {
		m.form = f
	}
	m.open(atForm)
	return m.form.focus(m.form.at)
}

func (f *form) sameAs(other form) bool {
	return len(f.fields) > 0 && f.operation == other.operation && f.target == other.target && f.itemType == other.itemType &&
		f.collection.ID == other.collection.ID && f.before.Name == other.before.Name && string(f.before.Raw) == string(other.before.Raw)
}

// focus puts the cursor into a field.
func (f *form) focus(at int) tea.Cmd {
	if len(f.fields) == 0 {
		return nil
	}
	f.fields[f.at].input.Blur()
	f.at = wrap(at, len(f.fields))
	return f.fields[f.at].input.Focus()
}

func (f *form) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	key := msg.String()
	if msg.Paste {
		key = ""
	}
	switch key {
	case "tab", "down":
		return intent{}, f.focus(f.at + 1)
	case "shift+tab", "up":
		return intent{}, f.focus(f.at - 1)
	}
	if len(f.fields) == 0 {
		return intent{}, nil
	}
	field := &f.fields[f.at]
	if field.values != nil {
		step := map[string]int{"right": 1, " ": 1, "left": -1}[key]
		if step != 0 {
			field.cycle(step)
			f.changed()
			return intent{}, nil
		}
		if field.only {
			return intent{}, nil
		}
	}
	if fault := tooLong(msg, field.input); fault != "" {
		f.fault = fault
		return intent{}, nil
	}
	return intent{}, f.update(msg)
}

func (f *form) update(msg tea.Msg) tea.Cmd {
	if len(f.fields) == 0 {
		return nil
	}
	field := &f.fields[f.at]
	before := field.value()
	var cmd tea.Cmd
	if field.input, cmd = field.input.Update(msg); field.value() != before {
		f.changed()
	}
	return cmd
}

// changed forgets what was said of the form as it was.
func (f *form) changed() { f.told, f.fault, f.failed = false, "", nil }

// text is what stands in a field.
func (f *form) text(name string) string {
	for i := range f.fields {
		if f.fields[i].name == name {
			return f.fields[i].value()
		}
	}
	return ""
}

// typed is the definition that the fields make of the one before.
func (f *form) typed() catalog.Definition {
	d := f.before
	if f.operation == catalog.OperationAdd {
		d.Name = f.text(catalog.ElementName)
	}
	d.DataType, d.ValueStyle = f.text(catalog.ElementDataType), f.text(catalog.ElementStyle)
	d.Search, d.Scoped = slices.Clone(d.Search), slices.Clone(d.Scoped)
	for i := range f.fields {
		field := &f.fields[i]
		list := &d.Search
		if field.group == catalog.ElementScoped {
			list = &d.Scoped
		}
		if field.group != "" && field.value() != "" {
			*list = set(*list, field.name, field.value())
		}
	}
	return d
}

// set gives a member of settings a value.
func set(list []catalog.Setting, name, value string) []catalog.Setting {
	for i := range list {
		if list[i].Name == name {
			list[i].Value = value
			return list
		}
	}
	return append(list, catalog.Setting{Name: name, Value: value})
}

// elements are the names of the elements that differ from the definition
// before.
func (f *form) elements(to catalog.Definition) []string {
	var out []string
	add := func(name string, same bool) {
		if !same {
			out = append(out, name)
		}
	}
	add(catalog.ElementDataType, f.before.DataType == to.DataType)
	add(catalog.ElementStyle, f.before.ValueStyle == to.ValueStyle)
	add(catalog.ElementSearch, slices.Equal(f.before.Search, to.Search))
	add(catalog.ElementScoped, slices.Equal(f.before.Scoped, to.Scoped))
	return out
}

// advice is what is known to be refused of the request as it is typed now.
func (f *form) advice() []catalog.Advice {
	switch f.operation {
	case catalog.OperationAdd:
		d := f.typed()
		if d.Name == "" {
			return nil // it is about to be typed; see nothing
		}
		return catalog.AdviceAdd(f.collection, d)
	case catalog.OperationChange:
		return catalog.AdviceChange(f.collection, f.before.Name, f.elements(f.typed())...)
	case catalog.OperationRemove:
		return catalog.AdviceRemove(f.collection, f.before.Name)
	case catalog.OperationPublish:
		return catalog.AdvicePublish(f.collection)
	case catalog.OperationDelete:
		return catalog.AdviceDelete(f.collection)
	}
	return catalog.AdviceCreate(f.existing, f.text("name"))
}

// call is the request of the form: the operation's parameters and the body.
func (f *form) call() (values []gateway.Field, body []byte) {
	values = []gateway.Field{{Name: catalog.ParameterItemType, Value: f.itemType}, {Name: catalog.ParameterCollection, Value: f.collection.ID}}
	switch f.operation {
	case catalog.OperationAdd:
		body = catalog.NewDefinitionBody(f.typed())
	case catalog.OperationChange:
		body = catalog.PatchBody(f.before, f.typed())
	case catalog.OperationCreate, catalog.OperationCreateProduct:
		body = catalog.CreateBody(f.text("name"), f.text("description"))
	}
	if f.ofProperty() { // also one without a name: the operation's default is another property
		values = append(values, gateway.Field{Name: catalog.ParameterProperty, Value: f.before.Name})
	}
	return values, body
}

// ofProperty reports whether the request is about a property that is there.
func (f *form) ofProperty() bool {
	return f.operation == catalog.OperationChange || f.operation == catalog.OperationRemove
}

// nothing says what is missing for a request to be made at all, "" for
// nothing.
func (f *form) nothing() string {
	switch {
	case f.operation == catalog.OperationAdd && f.text(catalog.ElementName) == "":
		return "A property needs a name: type one."
	case f.ofProperty() && f.before.Name == "":
		return "The property has no name, and the path of the request needs one: no request changes it."
	case f.operation == catalog.OperationChange && catalog.PatchBody(f.before, f.typed()) == nil:
		return "Nothing is changed yet."
	}
	return ""
}
