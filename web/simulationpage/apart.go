package simulationpage

import (
	"github.com/google/uuid"

	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/web/ui"
)

// mostParts is how many opportunities of a member the page names.
const mostParts = 100

// differing are the opened member's opportunities that either side pays otherwise, and how many it names of them.
func (p simulationView) differing() (shown []hypothesis.Part, all int) {
	for _, one := range p.Apart.Parts {
		if one.Gain() != 0 {
			shown = append(shown, one)
		}
	}
	return shown[:min(mostParts, len(shown))], len(shown)
}

// alike is what the opportunities earn that are not named: those that both sides pay alike, and those beyond the bound.
func (p simulationView) alike(shown []hypothesis.Part) (n int, before, after int64) {
	n, before, after = len(p.Apart.Parts)-len(shown), p.Apart.Before, p.Apart.After
	for _, one := range shown {
		before, after = before-one.Before, after-one.After
	}
	return n, before, after
}

func (p simulationView) named(one hypothesis.Part) (href, name, account string) {
	id, err := uuid.Parse(one.Opportunity)
	if err != nil {
		return "", ui.None, ""
	}
	of := p.Apart.Names[id]
	return p.Where.Base + "/opportunities/" + one.Opportunity, of.Name, of.Account
}
