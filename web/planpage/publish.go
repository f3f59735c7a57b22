package planpage

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// publication is what publishing a version changes, for whom, and what it does to pay that is locked.
type publication struct {
	Where   page.Where
	Plan    compensation.Plan
	Version compensation.Version
	Last    *compensation.Version // published before; nil: none
	Changes []wording.Change      // against it
	Roster  *member.Roster
	People  []compensation.Assignment // on the plan on a day of the version
	Locked  hypothesis.Correction
	Today   period.Date
	Form    page.Form
}

// affected says since which day the version holds for somebody.
func (p publication) affected(a compensation.Assignment) string {
	from := max(a.ValidFrom, p.Version.Document.Effective.From)
	to := p.Version.Document.Effective.To
	if !a.ValidTo.IsZero() {
		to = min(to, a.ValidTo)
	}
	return page.Day(from) + " – " + page.Day(to-1)
}

// policyNote is what a policy means for a correction, for people.
func policyNote(r plan.Retroactive) string {
	switch r {
	case plan.Restate:
		return "Recalculates as if the change had always applied"
	case plan.OriginalRate:
		return "Keeps the rate already paid for changed opportunities"
	default:
		return "Applies to changed opportunities from the change date"
	}
}

func policyLabel(r plan.Retroactive) string {
	switch r {
	case plan.Restate:
		return "Restate"
	case plan.OriginalRate:
		return "Original rate"
	default:
		return "Prospective"
	}
}

func (p publication) chosen(r plan.Retroactive) bool { return p.Version.Document.Retroactive == r }

func (p publication) names() []ui.Pair {
	var all []ui.Pair
	for i, a := range p.People {
		if i == mostNamed {
			break
		}
		all = append(all, ui.Pair{Key: p.Roster.Name(&a.MemberID), Value: p.affected(a)})
	}
	return all
}

// mostNamed is how many members a confirmation names.
const mostNamed = 25
