package page

import "quarterdeck/web/ui"

// MostLines is the maximum number of rows in a table of people; the export has all.
const MostLines = 60

// First is the first elements of a list, up to a maximum.
func First[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// OverNote says that a table shows only the first of so many lines.
func OverNote(n int) string {
	if n <= MostLines {
		return ""
	}
	return "The first " + ui.Count(MostLines) + " of " + ui.Count(n) + "; the export has all of them."
}
