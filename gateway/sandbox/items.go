package sandbox

import (
	"fmt"
	"strings"
)

// item is one entry of the view store.
type item struct {
	ID         string         `json:"id"`
	Properties map[string]any `json:"properties"`
	Overrides  *overrides     `json:"overrides,omitempty"`
}

// overrides replace values in some regions.
type overrides struct {
	Region map[string]regional `json:"region"`
}

type regional struct {
	Properties map[string]any `json:"properties"`
}

// catalog is the view store of an environment by item type, in the order of
// ids. It does not change.
type catalog struct {
	byType map[string][]item
}

// The words products are made of.
var (
	lines      = []string{"Harbor", "Ridge", "Meadow", "Canyon", "Drift", "Ember", "Fjord", "Grove"}
	garments   = []string{"Parka", "Fleece", "Rain Jacket", "Trail Shoe", "Backpack", "Beanie", "Hiking Sock", "Down Vest", "Wool Sweater", "Trekking Pant"}
	colors     = []string{"moss", "slate", "rust", "navy", "sand", "black", "plum"}
	brands     = []string{"Acme Outdoor", "Northbeam", "Tall Pine", "Kestrel & Sons"}
	sizes      = []string{"XS", "S", "M", "L", "XL"}
	genders    = []string{"women", "men", "unisex"}
	materials  = []string{"merino wool", "recycled polyester", "cotton", "ripstop nylon"}
	department = []string{"outerwear", "footwear", "accessories", "base layers"}
)

// newCatalog makes a shop of n products with its categories and regions,
// always the same ones.
func newCatalog(n int) *catalog {
	c := &catalog{byType: map[string][]item{
		"region": {
			region("CA", "Canada", "CAD", "en-CA"),
			region("DE", "Germany", "EUR", "de-DE"),
			region("GB", "Great Britain", "GBP", "en-GB"),
			region("US", "United States", "USD", "en-US"),
		},
	}}
	for i, name := range department {
		c.byType["category"] = append(c.byType["category"], category(10+10*i, name, ""))
		for j, garment := range garments {
			if j%len(department) == i {
				c.byType["category"] = append(c.byType["category"], category(11+10*i+j, strings.ToLower(garment)+"s", fmt.Sprint("c", 10+10*i)))
			}
		}
	}
	for i := range n {
		c.byType["product"] = append(c.byType["product"], product(i))
	}
	return c
}

func region(id, title, currency, language string) item {
	return item{ID: id, Properties: map[string]any{"title": title, "currency_code": currency, "language_tag": language}}
}

func category(number int, name, parent string) item {
	properties := map[string]any{"name": name, "slug": strings.ReplaceAll(name, " ", "-")}
	if parent != "" {
		properties["parent_id"] = parent
	}
	return item{ID: fmt.Sprint("c", number), Properties: properties}
}

// product makes the i-th product. Prices are in cents until they are written.
func product(i int) item {
	garment := i % len(garments)
	list := 1990 + (i*731)%24000
	list -= list % 10
	effective := list
	id := fmt.Sprint(100001 + i)
	properties := map[string]any{
		"name":       lines[i/len(garments)%len(lines)] + " " + garments[garment],
		"brand":      brands[i*7%len(brands)],
		"link_url":   "https://acme-outlet.example/p/" + id,
		"image_url":  "https://acme-outlet.example/img/" + id + ".jpg",
		"list_price": float64(list) / 100,
		"categories": []string{fmt.Sprint("c", 10+10*(garment%len(department))), fmt.Sprint("c", 11+10*(garment%len(department))+garment)},
		"color":      colors[i*3%len(colors)],
		"size":       sizes[i%2 : 3+i%3],
		"material":   materials[i*5%len(materials)],
		"gender":     genders[i%len(genders)],
		"in_stock":   i%11 != 0,
	}
	it := item{ID: id, Properties: properties}
	if i%3 == 0 {
		effective = list * 8 / 10
		properties["sale_price"] = float64(effective) / 100
	}
	if i%7 == 0 {
		it.Overrides = &overrides{Region: map[string]regional{
			"CA": {Properties: map[string]any{"list_price": float64(list*137/100) / 100}},
		}}
	}
	properties[effectivePrice] = effective
	return it
}

// of returns the items of a type in a snapshot. One that is being created
// holds the first part only; one that was retired holds nothing.
func (c *catalog) of(s snapshot, itemType string) []item {
	all := c.byType[itemType]
	switch s.State {
	case inactive:
		return nil
	case "creating":
		return all[:len(all)/4]
	}
	return all
}
