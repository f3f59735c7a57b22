package page

import "quarterdeck/web/ui"

// MostLines is how many rows a table of people shows; the export has them all.
const MostLines = 60

// First is the beginning of a list, at most so many.
func First[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// OverNote says that a table of so many lines stops before its end.
func OverNote(n int) string {
	if n <= MostLines {
		return ""
	}
	return "The first " + ui.Count(MostLines) + " of " + ui.Count(n) + "; the export has all of them."
}
