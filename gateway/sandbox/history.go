package sandbox

// textual, integer and so on write a custom definition for the tables below.
func textual(name string, bits int) definition { return property(custom, name, "String", bits) }
func integer(name string, bits int) definition { return property(custom, name, "Long", bits) }
func decimal(name string, bits int) definition { return property(custom, name, "Double", bits) }
func boolean(name string, bits int) definition { return property(custom, name, "Boolean", bits) }
func dated(name string, bits int) definition   { return property(custom, name, "Date", bits) }

// found is a property that Find shows, searches and filters by.
const found = storable | searchable | filterable

// productionOnly is how production differs from the history it shares.
var productionOnly = []definition{
	textual("color", storable|searchable|listed),
	integer("review_count", storable|filterable|scoped),
	textual("size_chart", storable|searchable),
}

// history is how the shop's schema grew, oldest first.
var history = []step{
	{itemType: "region", name: "regions", description: "Markets at launch", age: 431, reach: inProduction,
		add: []definition{textual("warehouse", 0), boolean("ships_alcohol", 0)}},
	{itemType: "category", name: "categories", description: "The tree at launch", age: 430, reach: inProduction,
		add: []definition{textual("slug", storable), integer("sort_order", 0)}},
	{itemType: "product", name: "launch", description: "What the shop opened with", age: 429, reach: inProduction,
		add: []definition{
			textual("color", found), textual("size", found|listed), textual("material", storable|searchable), textual("gender", storable|filterable|scoped),
			textual("ean", storable|searchable), integer("weight_grams", 0), boolean("in_stock", storable|filterable),
		}},
	{itemType: "product", name: "reviews", description: "Stars and counts from the review provider", age: 382, reach: inProduction,
		add: []definition{decimal("review_average", storable|filterable), integer("review_count", storable|filterable)}},
	{itemType: "product", name: "loyalty points trial", description: "Given up: points are worked out at the till", age: 355, reach: inProduction, open: true,
		add: []definition{integer("loyalty_points", storable)}},
	{itemType: "product", name: "winter", description: "Seasons and fits", age: 327, reach: inProduction, drop: []string{"loyalty_points"},
		add: []definition{textual("season", found|scoped), textual("fit", found), textual("sleeve_length", storable|filterable), textual("neckline", storable|filterable)}},
	{itemType: "referenceContent", name: "guides", description: "Buying guides for Find", age: 300, reach: inProduction,
		add: []definition{textual("topic", found), textual("author", storable), dated("reviewed_on", storable)}},
	{itemType: "product", name: "sustainability", description: "Labels and origin", age: 268, reach: inProduction,
		add: []definition{textual("eco_label", found|listed), textual("country_of_origin", storable|filterable), boolean("vegan", storable|filterable), decimal("recycled_share", storable)}},
	{itemType: "region", name: "regions with tax", description: "Prices with and without tax", age: 240, reach: inProduction,
		add: []definition{decimal("vat_rate", 0), boolean("prices_with_tax", 0)}},
	{itemType: "product", name: "care", description: "Care symbols and washing", age: 221, reach: inProduction,
		add: []definition{textual("care_symbols", storable|listed), integer("wash_celsius", storable), boolean("tumble_dry", storable)}},
	{itemType: "category", name: "categories with pictures", description: "Teasers on category pages", age: 199, reach: inProduction,
		add: []definition{textual("teaser_image_url", storable), textual("teaser_text", storable|searchable)}},
	{itemType: "product", name: "marketplace", description: "Sellers other than ourselves", age: 174, reach: inProduction,
		add: []definition{
			textual("seller_name", found), decimal("seller_rating", storable|filterable), integer("handling_days", storable),
			boolean("fulfilled_by_us", storable|filterable|scoped), textual("return_policy", storable),
		}},
	{itemType: "visibility", name: "visibility draft", description: "For when assortments are there", age: 150, reach: inProduction, open: true},
	{itemType: "visibility", name: "visibility by store", description: "Which assortment is shown when", age: 131, reach: inProduction,
		add: []definition{textual("store_group", filterable)}},
	{itemType: "product", name: "spring", description: "Sizes told apart by fit", age: 118, reach: inProduction,
		add: []definition{textual("size_chart", storable), textual("pattern", found), textual("heel_height", storable|filterable), textual("closure", storable|filterable)}},
	{itemType: "assortments", name: "store assortments", description: "What each store carries", age: 103, reach: inProduction,
		add: []definition{textual("store_ids", listed), dated("valid_from", 0)}},
	{itemType: "referenceContent", name: "guides and recipes", description: "Care recipes join the guides", age: 88, reach: inProduction,
		add: []definition{textual("content_kind", found), integer("reading_minutes", storable)}},
	{itemType: "product", name: "b2b prices", description: "Prices and packs for business customers", age: 61, reach: inProduction,
		add: []definition{
			decimal("b2b_price", storable), integer("b2b_pack_size", storable), boolean("b2b_only", storable|filterable|scoped),
			textual("customs_tariff_number", 0),
		}},
	{itemType: "category", name: "categories for search", description: "Synonyms per category", age: 47, reach: inStaging,
		add: []definition{textual("synonyms", searchable|listed)}},
	{itemType: "product", name: "summer", description: "Outdoor ratings; EAN replaced by GTIN", age: 33, reach: inStaging, drop: []string{"ean"},
		add: []definition{
			textual("gtin", storable|searchable), integer("uv_protection", storable|filterable), integer("water_column_mm", storable|filterable),
			textual("activity", found|listed|scoped), decimal("recycled_share", storable|filterable),
		}},
	{itemType: "assortments", name: "store assortments with stock", description: "Counts per store", age: 21, reach: inQA, open: true,
		add: []definition{integer("stock", 0)}},
	{itemType: "product", name: "autumn", description: "Video, bundles and delivery promises", age: 9, reach: inQA,
		add: []definition{
			textual("video_url", storable), textual("bundle_ids", storable|listed), boolean("same_day", storable|filterable),
			dated("available_from", storable|filterable),
		}},
	{itemType: "product", name: "autumn, second try", description: "Being worked on", age: 1, reach: inQA, open: true,
		add: []definition{textual("look_id", storable|filterable), textual("stylist_note", storable|searchable)}},
}
