package compensation

import (
	"slices"

	"quarterdeck/internal/base/period"
)

// Readable is what of a plan's versions a member reads who does not manage plans: published ones that are in effect on
// a day on which the plan is theirs. A draft is nobody's yet, and what came after they left the plan is not theirs.
func Readable(versions []Version, theirs []Assignment) []Version {
	return slices.DeleteFunc(slices.Clone(versions), func(v Version) bool {
		return v.PublishedAt == nil || !slices.ContainsFunc(theirs, func(a Assignment) bool {
			return a.ValidFrom < v.Document.Effective.To &&
				(a.ValidTo.IsZero() || a.ValidTo > v.Document.Effective.From)
		})
	})
}

// Begins is the first effective day of a plan's published versions; zero: none is published.
func Begins(versions []Version) (first period.Date) {
	for _, v := range versions {
		if on := v.Document.Effective.From; v.PublishedAt != nil && (first.IsZero() || on < first) {
			first = on
		}
	}
	return first
}
