package commission

import "github.com/shopspring/decimal"

// limits applies caps in the order of booking: on an opportunity first, then on the period (contract: cap).
type limits struct {
	opportunities map[string]*limit
	period        limit
}

// limit is how much was earned, and how much of it was allowed. What is taken away after the cap was passed costs
// nothing until the earned is under the cap again.
type limit struct{ earned, allowed int64 }

// limitsOf finds a component's limits: those on an opportunity hold over all its periods.
func limitsOf(all map[string]*limits, component string) *limits {
	if all[component] == nil {
		all[component] = &limits{opportunities: map[string]*limit{}}
	}
	return all[component]
}

// begin opens another period.
func (l *limits) begin() { l.period = limit{} }

// take is what is allowed of an amount in minor units.
func (l *limit) take(amount int64, at *int64) int64 {
	l.earned += amount
	allowed := l.earned
	if at != nil {
		allowed = min(allowed, *at)
	}
	amount, l.allowed = allowed-l.allowed, allowed
	return amount
}

// apply limits an entry's lines.
func (l *limits) apply(e *entry, lines []Line) []Line {
	each, all := minorCap(e, e.of.Cap.PerOpportunity), minorCap(e, e.of.Cap.PerPeriod)
	if each == nil && all == nil {
		return lines
	}
	for i := range lines {
		was := lines[i].Amount
		amount := l.of(e).take(was, each)
		if amount != was {
			lines[i].Why += whyCap(amount, was, *e.of.Cap.PerOpportunity, "for an opportunity", e.plan.Currency)
		}
		allowed := l.period.take(amount, all)
		if allowed != amount {
			lines[i].Why += whyCap(allowed, amount, *e.of.Cap.PerPeriod, "for a period", e.plan.Currency)
		}
		lines[i].Amount = allowed
	}
	return lines
}

// pass counts lines that were limited before, and what was taken back of them, which makes room again.
func (l *limits) pass(e *entry, lines []Line) {
	if e.of.Cap.PerOpportunity == nil && e.of.Cap.PerPeriod == nil {
		return
	}
	for _, line := range lines {
		for _, at := range []*limit{l.of(e), &l.period} {
			at.earned, at.allowed = at.earned+line.Amount, at.allowed+line.Amount
		}
	}
}

func (l *limits) of(e *entry) *limit {
	at := l.opportunities[e.deal.key]
	if at == nil {
		at = &limit{}
		l.opportunities[e.deal.key] = at
	}
	return at
}

func minorCap(e *entry, d *decimal.Decimal) *int64 {
	if d == nil {
		return nil
	}
	m := round(*d, e.plan)
	return &m
}
