package liabilitypage

import (
	"net/url"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
)

// behindView is whose pay a period of the roll-forward is made of. Amounts are in Currency.
type behindView struct {
	Where    page.Where
	Role     tenant.Role
	Period   period.Period
	Currency money.Currency
	Chosen   money.Currency // by the reader; empty: all, in Currency
	AsOf     string
	Today    period.Date
	Roster   *member.Roster
	Shares   []accrual.Share
	Whole    accrual.Row
	Left     int // statements that have no exchange rate
}

// Subtitle says as of when.
func (p behindView) Subtitle() string {
	return "By member, " + p.Period.Label + ", as of " + page.Day(p.Today)
}

func (p behindView) cash() page.Cash { return page.Cash(p.Currency) }

// back leads to the roll-forward that was opened.
func (p behindView) back() string {
	kind := period.Month
	if p.Period.Kind != period.Month {
		kind = period.Quarter
	}
	return p.Where.Base + "/commissions/liability?" + p.query(url.Values{"kind": {string(kind)}})
}

// query keeps the currency and the moment of the page.
func (p behindView) query(q url.Values) string {
	if p.Chosen != "" {
		q.Set("currency", string(p.Chosen))
	}
	if p.AsOf != "" {
		q.Set("as_of", p.AsOf)
	}
	return q.Encode()
}

// address is the page's own, with what it keeps.
func (p behindView) address() string {
	at := p.Where.Base + "/commissions/liability/" + p.Period.Key
	if q := p.query(url.Values{}); q != "" {
		at += "?" + q
	}
	return at
}

// statementHref leads to a member's statement of the period, of a quarter that of its last month.
func (p behindView) statementHref(s accrual.Share, c period.Calendar) string {
	last := c.Containing(period.Month, min(p.Period.End-1, p.Today))
	return p.Where.Base + "/commissions/" + last.Key + "?member=" + s.Member.String()
}

// behindSheet is the page's table.
func behindSheet(p behindView) page.Sheet {
	c := p.Currency
	s := page.Sheet{File: "commission-liability-" + p.Period.Key, Head: []string{"Member", "Opening", "Earned",
		"Adjustments", "Guarantees", "Settled", "Closing", "Due", "Pending", "Draws", "Currency"}}
	for _, m := range p.Shares {
		s.Rows = append(s.Rows, []page.Cell{page.Text(p.Roster.Name(&m.Member)), page.Major(m.Opening, c),
			page.Major(m.Earned, c), page.Major(m.Adjusted, c), page.Major(m.Guaranteed, c), page.Major(m.Settled, c),
			page.Major(m.Closing, c), page.Major(m.Due(), c), page.Major(m.Pending, c), page.Major(m.Draws, c),
			page.Text(string(c))})
	}
	return s
}
