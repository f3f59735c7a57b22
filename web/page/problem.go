package page

import (
	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/quality"
)

// ProblemList is the list of the opportunities in which a rule of the data's quality finds a problem, by amount. ok
// is false for a rule about accounts.
func ProblemList(rule quality.Rule) (l List, ok bool) {
	f, ok := rule.Filter()
	return List{Flag: f.Flag, Whose: f.Whose, Sort: pipeline.ByAmount}, ok
}

// Problem is the address of those of an owner; nil: those of nobody.
func (w Where) Problem(rule quality.Rule, owner *uuid.UUID) string {
	l, _ := ProblemList(rule)
	if owner == nil {
		l.Whose = pipeline.Nobodys
		return w.Of("", "").Pipeline(l)
	}
	l.Whose = pipeline.TheirOwn
	return w.Of(owner.String(), "").Pipeline(l)
}
