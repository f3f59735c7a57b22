package liabilitypage

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
)

// earner is a member on the component that is opened, over the periods of the page.
type earner struct {
	member               uuid.UUID
	window, latest, open int64
	last                 period.Date // on which they earned on it last
}

// earners sums what each member earned on the opened component, the most first.
func (p liabilityView) earners() []earner {
	var all []earner
	for _, one := range p.Earners {
		at := slices.IndexFunc(all, func(e earner) bool { return e.member == one.MemberID })
		if at < 0 {
			at, all = len(all), append(all, earner{member: one.MemberID})
		}
		e := &all[at]
		e.window += one.Amount
		if len(p.Rows) > 0 && p.last().Period.Contains(one.On) {
			e.latest += one.Amount
		}
		if !one.Locked {
			e.open += one.Amount
		}
		e.last = max(e.last, one.On)
	}
	slices.SortStableFunc(all, func(a, b earner) int { return cmp.Compare(b.window, a.window) })
	return all
}

// opened is the page with a component's members shown, or without any where none is named.
func (p liabilityView) opened(component, currency string) string {
	q := url.Values{"kind": {string(p.Kind)}}
	for key, value := range map[string]string{"as_of": p.AsOf, "currency": string(p.Chosen), "component": component,
		"in": currency} {
		if value != "" {
			q.Set(key, value)
		}
	}
	at := p.Where.Base + "/commissions/liability?" + q.Encode()
	if component != "" {
		at += "#earners"
	}
	return at
}

// earnerHref leads to the member's statement of the month in which they earned on the component last.
func (p liabilityView) earnerHref(e earner) string {
	return p.Where.Base + "/commissions/" + p.Calendar.Containing(period.Month, e.last).Key + "?member=" +
		e.member.String()
}
