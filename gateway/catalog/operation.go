package catalog

import (
	"fmt"

	"gatehouse/gateway"
)

// Service is the service that has the collections.
const Service = "streaming-property"

// The operations on collections, by the names that the operations file gives
// them. A user's file may replace each.
const (
	OperationList          = "List collections"
	OperationShow          = "Show one collection"
	OperationCreateProduct = "Create a product collection"
	OperationCreate        = "Create a collection"
	OperationAdd           = "Add a property"
	OperationChange        = "Change a property"
	OperationRemove        = "Remove a property"
	OperationPublish       = "Publish"
	OperationDelete        = "Delete a collection"
)

// The parameters of the operations.
const (
	ParameterItemType   = "itemType"
	ParameterCollection = "collectionId"
	ParameterProperty   = "name"
	ParameterPage       = "page"
)

// MostPages is how many pages of a listing are read before a reader says that
// there are more.
const MostPages = 50

// CreateOperation is the operation that creates a collection of an item type:
// product has one of its own, which is documented.
func CreateOperation(itemType string) string {
	if itemType == "product" {
		return OperationCreateProduct
	}
	return OperationCreate
}

// MatchItemType finds an item type as a user types it: without case, and by
// any prefix that fits one only. The error lists the choices.
func MatchItemType(typed string) (string, error) {
	i, err := gateway.Match("item type", typed, ItemTypes)
	if err != nil {
		return "", err
	}
	return ItemTypes[i], nil
}

// Request is the request of one of the service's operations with values for
// its parameters in path and query; a value whose parameter the operation does
// not have is left out. The error says that there is no such operation.
func Request(operations []gateway.Operation, name string, values ...gateway.Field) (gateway.Request, error) {
	for _, o := range operations {
		if o.Service == Service && o.Name == name {
			r := o.Request()
			for _, v := range values {
				fill(r.PathParams, v)
				fill(r.Query, v)
			}
			return r, nil
		}
	}
	return gateway.Request{}, fmt.Errorf("%s has no operation %q: the configuration says what its operations are", Service, name)
}

func fill(fields []gateway.Field, value gateway.Field) {
	for i, f := range fields {
		if f.Name == value.Name {
			fields[i] = value
		}
	}
}
