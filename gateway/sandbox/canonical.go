package sandbox

import "slices"

// itemTypes in the order they are documented. Only the spelling of product is
// documented for paths.
var itemTypes = []string{"product", "category", "region", "referenceContent", "assortments", "visibility"}

// Search settings of a definition in the tables of the seed, bit by bit in
// the order of findFlags.
const (
	storable = 1 << iota
	searchable
	filterable
	listed // propertyValueStyle LIST
	scoped // a scoped action may be limited by it
)

// property writes a definition for a table.
func property(kind, name, dataType string, bits int) definition {
	d := newDefinition()
	d.Name, d.Kind, d.DataType = name, kind, dataType
	d.FindAttribute = flags(findFlags, bits)
	if bits&listed != 0 {
		d.PropertyValueStyle = "LIST"
	}
	if bits&scoped != 0 {
		d.ScopedAction = flags(scopeFlags, 1)
	}
	return d
}

// prefilled are the definitions every new collection of an item type begins
// with. The vendor's lists are not public: this is a small fixture of ours
// around the one documented name, product_effectiveprice_cents of type Long.
func prefilled(itemType string) []definition {
	switch itemType {
	case "product":
		return []definition{
			property(canonical, "name", "String", storable|searchable),
			property(canonical, "brand", "String", storable|searchable|filterable|scoped),
			property(canonical, "link_url", "String", storable),
			property(canonical, "image_url", "String", storable),
			property(canonical, "sale_price", "Double", storable|filterable),
			property(canonical, "list_price", "Double", storable|filterable),
			property(canonical, "categories", "String", storable|filterable|listed),
			property(derived, effectivePrice, "Long", storable|filterable),
		}
	case "category":
		return []definition{
			property(canonical, "name", "String", storable|searchable),
			property(canonical, "parent_id", "String", storable),
		}
	case "region":
		return []definition{
			property(canonical, "title", "String", storable),
			property(canonical, "description", "String", 0),
			property(canonical, "currency_code", "String", storable),
			property(canonical, "language_tag", "String", storable),
		}
	case "referenceContent":
		return []definition{
			property(canonical, "title", "String", storable|searchable),
			property(canonical, "image_url", "String", storable),
			property(canonical, "link_url", "String", storable),
		}
	case "assortments":
		return []definition{
			property(canonical, "title", "String", storable),
			property(canonical, "product_ids", "String", listed),
		}
	case "visibility":
		return []definition{
			property(canonical, "assortment_ids", "String", listed),
			property(canonical, "visible_from", "Date", 0),
			property(canonical, "visible_until", "Date", 0),
		}
	}
	return nil
}

// effectivePrice is the one derived property that is documented by name.
const effectivePrice = "product_effectiveprice_cents"

// reservedWords are those known from the reference content feed. The vendor's
// full list is not public.
var reservedWords = []string{
	"id", "content_id", "content_external_id", "content_genre", "content_genre_id", "content_name", "name",
	"content_type", "contentType", "content_feed_date", "content_start_date", "startDate", "content_end_date", "endDate",
}

// reservedName tells why a custom property may not have a name.
func reservedName(name, itemType string) (why string, reserved bool) {
	if name == effectivePrice {
		return "the name of a derived property, which vendor applications fill", true
	}
	for _, d := range prefilled(itemType) {
		if d.Name == name {
			return "the name of a " + d.Kind + " property", true
		}
	}
	if slices.Contains(reservedWords, name) {
		return "a reserved word", true
	}
	return "", false
}
