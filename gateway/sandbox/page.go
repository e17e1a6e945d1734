package sandbox

import (
	"math"
	"strconv"
)

// window is the part of a list that was asked for.
type window struct{ page, rows int }

// pagination tells where in a list an answer stands. The first page is 1.
type pagination struct {
	Page     int  `json:"page"`
	Rows     int  `json:"rows"`
	Returned int  `json:"returned"`
	Total    *int `json:"total,omitempty"`
	HasNext  bool `json:"hasNext"`
	NextPage int  `json:"nextPage,omitempty"`
}

// window reads page and rows. Below 1 is refused, rows above the most are cut
// to it.
func (c call) window(rows, most int) (window, error) {
	w := window{page: 1, rows: rows}
	var err error
	if w.page, err = c.positive("page", w.page); err != nil {
		return w, err
	}
	if w.rows, err = c.positive("rows", w.rows); err != nil {
		return w, err
	}
	w.rows = min(w.rows, most)
	return w, nil
}

// positive reads a whole number of 1 or more from the query.
func (c call) positive(name string, otherwise int) (int, error) {
	if !c.query.Has(name) {
		return otherwise, nil
	}
	text := c.query.Get(name)
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badRequest(name + " must be a whole number from 1 on, not " + clip(text))
	}
	return n, nil
}

// cut takes a window out of a list. Past the end it is empty. The result is
// never nil, so that JSON shows [].
func cut[T any](list []T, w window) ([]T, pagination) {
	start := len(list)
	if w.page-1 <= math.MaxInt/w.rows {
		start = min((w.page-1)*w.rows, len(list))
	}
	end := min(len(list)-start, w.rows) + start
	p := pagination{Page: w.page, Rows: w.rows, Returned: end - start, HasNext: end < len(list)}
	if p.HasNext {
		p.NextPage = w.page + 1
	}
	return append([]T{}, list[start:end]...), p
}

// withTotal adds the size of the whole list.
func (p pagination) withTotal(n int) pagination {
	p.Total = &n
	return p
}
