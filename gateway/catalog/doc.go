// Package catalog knows the streaming catalog's own words: property definition
// collections and what may be done with them. It reads answers of the gateway
// leniently, since their shapes are not public: what it does not know it keeps,
// and what it cannot read it says.
package catalog
