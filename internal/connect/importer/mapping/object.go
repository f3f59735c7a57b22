package mapping

import (
	"maps"
	"slices"

	"quarterdeck/internal/base/value"
)

// object is one that a mapping can fill.
type object struct {
	order  int  // of work: what others refer to comes first
	custom bool // has room for columns without a field
	fields []string
}

var objects = map[string]object{
	"stage": {order: 0, fields: []string{"key", "name", "position", "status", "closed", "won", "probability",
		"category"}},
	"member": {order: 1, custom: true, fields: []string{"key", "name", "email", "title", "manager", "team", "region",
		"role", "active",
		"created_at", "modified_at", "deleted"}},
	"account": {order: 2, custom: true, fields: []string{"key", "name", "website", "industry", "employees", "state",
		"country", "type", "territory", "region", "owner", "parent", "created_at", "modified_at", "deleted",
		"merged_into"}},
	"contact": {order: 3, custom: true, fields: []string{"key", "account", "first_name", "last_name", "email", "phone",
		"title", "created_at", "modified_at", "deleted", "merged_into"}},
	"product": {order: 4, custom: true, fields: []string{"key", "name", "family", "price", "currency", "created_at",
		"modified_at", "deleted"}},
	"opportunity": {order: 5, custom: true,
		fields: []string{"key", "account", "owner", "name", "stage", "status", "closed", "won", "amount",
			"currency", "probability", "category", "close_on", "type", "source", "competitor", "budget_confirmed",
			"loss_reason", "next_step",
			"created_at", "modified_at", "deleted"}},
	"history": {order: 6, fields: []string{"key", "opportunity", "field", "old", "new", "by", "at", "deleted"}},
	"line_item": {order: 7, custom: true,
		fields: []string{"key", "opportunity", "product", "quantity", "amount", "currency", "modified_at", "deleted"}},
	"contact_role": {order: 8, custom: true,
		fields: []string{"key", "opportunity", "contact", "role", "primary", "created_at", "modified_at", "deleted"}},
	"activity": {order: 9, custom: true, fields: []string{"key", "about", "opportunity", "account", "contact", "member",
		"kind", "subject", "occurs_on", "done", "status", "created_at", "modified_at", "deleted"}},
	"quota": {order: 10, custom: true, fields: []string{"key", "member", "amount", "currency", "starts_on", "ends_on",
		"period", "forecast_type", "family",
		"created_at", "modified_at", "deleted"}},
	"rate": {order: 11, fields: []string{"key", "currency", "rate", "per_base", "base", "active", "valid_from",
		"deleted"}},
}

// Objects lists the objects that a mapping can fill, in the order in which they are taken in.
func Objects() []string {
	return slices.SortedFunc(maps.Keys(objects), func(a, b string) int { return objects[a].order - objects[b].order })
}

// kind is what the cells of a field are.
type kind int

const (
	text kind = iota
	quantity
	percentage
	date
)

var kinds = map[string]kind{"amount": quantity, "price": quantity, "rate": quantity, "per_base": quantity,
	"quantity": quantity, "employees": quantity, "position": quantity, "probability": percentage, "close_on": date,
	"starts_on": date, "ends_on": date, "occurs_on": date, "valid_from": date, "created_at": date, "modified_at": date,
	"at": date}

// vocabularyOf is the one whose words a field of an object holds; nil where it holds none.
func vocabularyOf(object, field string) *value.Vocabulary {
	switch field {
	case "closed", "won", "budget_confirmed", "deleted", "active", "primary", "done":
		return value.YesNo
	case "category":
		return value.Category
	case "period":
		return value.Length
	case "role":
		if object == "member" {
			return value.Role
		}
	case "status":
		if object == "activity" {
			return value.Done
		}
		return value.Status
	}
	return nil
}

// vocabulariesOf are those that a field holds in any object, or into whose words those of a field can be mapped.
func vocabulariesOf(field string) []*value.Vocabulary {
	if field == "forecast_type" {
		return []*value.Vocabulary{value.Counting}
	}
	var all []*value.Vocabulary
	for _, object := range Objects() {
		v := vocabularyOf(object, field)
		if v != nil && slices.Contains(objects[object].fields, field) && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}
