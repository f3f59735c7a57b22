package statementpage

import (
	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

func (p statementView) pace(s statement.Place) ui.PaceProps {
	share := float64(0)
	if s.Attainment != nil {
		share = s.Attainment.InexactFloat64() // a drawing
	}
	return ui.PaceProps{Arc: chart.ArcProps{Label: pay.Attained(s.Attainment) + " of quota",
		Text: pay.Attained(s.Attainment), Value: share},
		Value: p.cash().Credit(s, s.Credited),
		Of:    "of " + p.cash().Credit(s, *s.Quota) + " quota, " + p.component(s.Component) + " only"}
}

// next says what the next tier takes, in a sentence.
func (p statementView) next(s statement.Place) string {
	if said := p.cash().Next(s); said != "" {
		return said + "."
	}
	if len(s.Tiers) > 1 {
		return "You reached the highest rate."
	}
	return ""
}

// tier is a row of the tiers: its rate, its span and how much of it is filled.
type tier struct {
	Rate, Span string
	Bar        ui.Bar
	Here       bool
}

func (t tier) attributes() templ.Attributes {
	if !t.Here {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}

func (p statementView) tiers(s statement.Place) []tier {
	var all []tier
	now, _ := s.Now()
	for i, step := range s.Tiers {
		t := tier{Rate: p.cash().Rated(s, step.Rate), Here: step.Reached && step.From.Equal(now.From)}
		filled, width := decimal.Zero, decimal.NewFromInt(1)
		if i+1 < len(s.Tiers) {
			end := s.Tiers[i+1].From
			t.Span, width = p.cash().Credit(s, step.From)+" to "+p.cash().Credit(s, end), end.Sub(step.From)
		} else {
			t.Span = "from " + p.cash().Credit(s, step.From)
			if step.Reached {
				width = decimal.Max(width, s.Credited.Sub(step.From))
			}
		}
		if step.Back {
			t.Span += ", back to the first unit"
		}
		if step.Reached {
			filled = decimal.Min(width, s.Credited.Sub(step.From))
		}
		t.Bar = ui.Bar{Value: filled.InexactFloat64(), Max: width.InexactFloat64(), Label: t.Rate + ": " + t.Span,
			Tone: ui.Accent}
		if step.Reached && !t.Here {
			t.Bar.Tone = ui.Good
		}
		all = append(all, t)
	}
	return all
}
