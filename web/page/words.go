package page

import (
	"maps"
	"slices"
	"strings"
)

func lower(s string) string { return strings.ToLower(s) }

// joined puts a comma between the parts that are there.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
