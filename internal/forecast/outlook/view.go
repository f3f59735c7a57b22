package outlook

import (
	"slices"

	"github.com/google/uuid"
)

// For is the part of an outlook on a group of members: their own figures and opportunities, and the group's as the
// figure of whom they report to where the group is exactly that; else the sum of theirs, whose range is not known. Nil
// is everybody.
func (o Outlook) For(members []uuid.UUID) (Outlook, Figure) {
	if members == nil {
		f, _ := o.Method(o.Published)
		return o, f
	}
	in := func(id *uuid.UUID) bool { return id != nil && slices.Contains(members, *id) }
	part := o
	part.Methods, part.Teams, part.Categories, part.Parts, part.Before = nil, nil, nil, Parts{}, nil
	part.Managers = keep(o.Managers, in)
	part.Members = keep(o.Members, in)
	part.Opportunities = nil
	for _, c := range o.Opportunities {
		if in(c.Owner) {
			part.Opportunities = append(part.Opportunities, c)
		}
	}
	sum := Figure{Parts: &Parts{}}
	for _, f := range part.Members {
		sum.Value, sum.Closed = sum.Value+f.Value, sum.Closed+f.Closed
		if f.Parts != nil {
			sum.Parts.Closed, sum.Parts.Open, sum.Parts.New = sum.Parts.Closed+f.Parts.Closed,
				sum.Parts.Open+f.Parts.Open, sum.Parts.New+f.Parts.New
		}
	}
	part.Parts = *sum.Parts
	if len(part.Members) == 1 && len(members) <= 2 { // oneself, once or twice
		sum.Range, sum.ID = part.Members[0].Range, part.Members[0].ID
	}
	for _, f := range part.Managers {
		if abs(f.Value-sum.Value) <= int64(len(members)) && f.Range != nil { // but for rounding
			sum.Range, sum.ID = f.Range.holding(sum.Value), f.ID
		}
	}
	return part, sum
}

func keep(figures []Figure, in func(*uuid.UUID) bool) []Figure {
	var kept []Figure
	for _, f := range figures {
		if in(f.ID) {
			kept = append(kept, f)
		}
	}
	return kept
}
