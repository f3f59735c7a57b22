package page

import (
	"slices"

	"quarterdeck/internal/record/picklist"
	"quarterdeck/web/ui"
)

// Picked is what somebody chose in a Pick: a value of the list, or what they typed beside it.
func Picked(value, other string) string {
	if value == picklist.Other {
		return other
	}
	return value
}

// picks are the choices of a list, with the value that the record has now whatever it is.
func picks(l picklist.List, now string) []ui.Option {
	all := []ui.Option{{Label: "Not known"}}
	offered := l.Offered()
	if now != "" && now != picklist.Other && !slices.Contains(offered, now) {
		offered = append([]string{now}, offered...)
	}
	for _, v := range offered {
		all = append(all, ui.Option{Value: v, Label: v})
	}
	if !l.Closed {
		all = append(all, ui.Option{Value: picklist.Other, Label: "Other…"})
	}
	return all
}
