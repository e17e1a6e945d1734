package jsonview

import "bytes"

// columns gathers the columns of a table, a row at a time. A row counts once the next one has
// begun: until then it may change.
type columns struct {
	list   []Column
	byName map[string]int // by the key with its escapes undone
	value  int            // the column of elements that are no objects, -1 for none
	cut    bool

	// The row under way.
	held   []CellKind // by column
	filled []int      // columns held has something in
	next   int        // the column that most likely comes next
}

func newColumns() *columns { return &columns{byName: map[string]int{}, value: -1} }

// clone is a copy that may be added to, without the row under way.
func (c *columns) clone() *columns {
	d := &columns{
		list: append([]Column(nil), c.list...), byName: make(map[string]int, len(c.byName)),
		value: c.value, cut: c.cut, held: make([]CellKind, len(c.list)),
	}
	for name, i := range c.byName {
		d.byName[name] = i
	}
	return d
}

// settledToo is a copy in which the row under way counts as well.
func (c *columns) settledToo() *columns {
	d := c.clone()
	for _, i := range c.filled {
		d.list[i].Held[c.held[i]]++
	}
	return d
}

// settle counts the row under way.
func (c *columns) settle() {
	for _, i := range c.filled {
		c.list[i].Held[c.held[i]]++
		c.held[i] = NoCell
	}
	c.filled, c.next = c.filled[:0], 0
}

// hold notes what the row under way has in a column.
func (c *columns) hold(i int, kind CellKind) {
	if c.held[i] == NoCell {
		c.filled = append(c.filled, i)
	}
	c.held[i] = kind
}

// of is the column of a key, -1 if there is none. After is the column of the key before it, for
// objects mostly have their keys in the same order.
func (c *columns) of(key []byte, after int) int {
	if next := after + 1; next < len(c.list) && next != c.value && c.list[next].Key == string(key) {
		return next
	}
	if bytes.IndexByte(key, '\\') >= 0 {
		key = unescaped(key)
	}
	if i, ok := c.byName[string(key)]; ok {
		return i
	}
	return -1
}

// member notes a member of the row under way; off is where its key stands.
func (c *columns) member(key []byte, off int, kind CellKind) {
	i := c.of(key, c.next-1)
	if i < 0 {
		if i = c.add(Column{Key: string(key), Off: off}); i < 0 {
			return
		}
		c.byName[string(unescaped(key))] = i
	}
	c.hold(i, kind)
	c.next = i + 1
}

// element notes that the row under way is no object.
func (c *columns) element(kind CellKind) {
	if c.value < 0 {
		if c.value = c.add(Column{Key: "value", Off: -1}); c.value < 0 {
			return
		}
	}
	c.hold(c.value, kind)
}

// add makes a column, -1 when there are too many.
func (c *columns) add(column Column) int {
	if len(c.list) == MaxColumns {
		c.cut = true
		return -1
	}
	c.list, c.held = append(c.list, column), append(c.held, NoCell)
	return len(c.list) - 1
}
