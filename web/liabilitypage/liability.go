// Package liabilitypage is the page of what is owed to sellers, and of the rows behind each of its figures.
package liabilitypage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/accrual"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// liabilityView is what is owed to sellers. Rows are of one currency, oldest first; of those who read totals only they
// are joined until nobody is found in them, and nothing else stands here.
type liabilityView struct {
	Where      page.Where
	Role       tenant.Role
	Calendar   period.Calendar
	Base       money.Currency
	Kind       period.Kind
	Currency   money.Currency   // that the rows are in
	Chosen     money.Currency   // by the reader; empty: all, in Base
	Currencies []money.Currency // of all statements
	AsOf       string
	Today      period.Date    // up to which the rows go
	Rated      period.Date    // whose exchange rates hold
	Missing    *period.Period // that nobody has calculated yet; nil: none
	Rows       []accrual.Row
	Left       int // statements that have no exchange rate
	Statements int
	Totals     *accrual.Totals // for those who read totals only
	Parts      []accrual.Part  // of the periods of Rows
	Component  string          // that is opened; empty: none
	In         money.Currency  // of the opened component
	Earners    []accrual.Earner
	Roster     *member.Roster
	By         []currencyRow // where there are several
	Forecast   accrual.Expected
	Quarter    period.Period
	Expected   bool // there is a forecast
	Hidden     bool // there is a rate, and it would say what few people are paid
}

// currencyRow is what is owed in a currency at the end of the last period; Worth is in the base currency.
type currencyRow struct {
	Currency money.Currency
	Now      accrual.Movement
	Worth    int64
	Rated    bool
}

func (p liabilityView) cash() page.Cash { return page.Cash(p.Currency) }

func (p liabilityView) restricted() bool { return p.Totals != nil }

func (p liabilityView) last() accrual.Row {
	if len(p.Rows) == 0 {
		return accrual.Row{}
	}
	return p.Rows[len(p.Rows)-1]
}

// through says up to which day a period's figures go: "through Oct 31, 2026".
func (p liabilityView) through(in period.Period) string {
	return "through " + page.Day(min(in.End-1, p.Today))
}

// name is a period's, with the day up to which it goes where that is not its last.
func (p liabilityView) name(in period.Period) string {
	if in.End-1 > p.Today {
		return in.Label + " " + p.through(in)
	}
	return in.Label
}

// missing says what nobody has calculated yet; nothing where all is.
func (p liabilityView) missing() string {
	if p.Missing == nil {
		return ""
	}
	return "No run calculated for " + p.Missing.Label + " yet"
}

func (p liabilityView) split() bool { return p.Totals == nil || p.Totals.Split }

func (p liabilityView) draws() bool {
	if p.Totals != nil && !p.Totals.Draws {
		return false
	}
	return slices.ContainsFunc(p.Rows,
		func(r accrual.Row) bool { return r.Draws != 0 || r.Advanced != 0 || r.Repaid != 0 })
}

func (p liabilityView) guaranteed() bool {
	return slices.ContainsFunc(p.Rows, func(r accrual.Row) bool { return r.Guaranteed != 0 })
}

// Subtitle says whose money it is and as of when.
func (p liabilityView) Subtitle() string {
	return "Earned and not paid, " + p.through(period.Period{End: p.Today + 1})
}

// openNote stands under a period that is not over, or of which something is not locked yet.
func (p liabilityView) openNote(r accrual.Row) string {
	var notes []string
	if r.Period.End-1 > p.Today {
		notes = append(notes, p.through(r.Period))
	}
	if r.Open != 0 {
		notes = append(notes, "not locked")
	}
	return strings.Join(notes, ", ")
}

// payrollHref leads from what was settled to the runs that were paid.
func (p liabilityView) payrollHref(r accrual.Row) string {
	if r.Settled == 0 || !p.Role.May(tenant.ManagePay) {
		return ""
	}
	return p.Where.Base + "/commissions/payroll"
}

// behind leads to whose pay a period is made of; not for who reads totals.
func (p liabilityView) behind(r accrual.Row) string {
	if p.restricted() || r.Movement == (accrual.Movement{}) {
		return ""
	}
	return behindView{Where: p.Where, Period: r.Period, Chosen: p.Chosen, AsOf: p.AsOf}.address()
}

func (p liabilityView) kindWord() string {
	if p.Kind == period.Month {
		return "month"
	}
	return "quarter"
}

func (p liabilityView) tiles() []ui.TileProps {
	now, c := p.last(), p.cash()
	all := []ui.TileProps{{Label: "Unpaid liability", Value: c.Short(now.Closing), Exact: c.Exact(now.Closing),
		Sub: p.through(now.Period), Define: p.Where.Define("unpaid-liability"), Spark: p.course()}}
	if p.split() {
		all = append(all, ui.TileProps{Label: "Due", Value: c.Short(now.Due()), Exact: c.Exact(now.Due()),
			Sub: "payable, until it is paid", Define: p.Where.Define("unpaid-liability")},
			ui.TileProps{Label: "Pending", Value: c.Short(now.Pending), Exact: c.Exact(now.Pending),
				Sub: "until payment, invoice or go-live", Define: p.Where.Define("unpaid-liability")})
	}
	earned := now.Earned + now.Adjusted + now.Guaranteed
	sub := "in " + p.name(now.Period)
	if now.Open != 0 {
		sub = c.Short(now.Open) + " not locked yet"
	}
	tile := ui.TileProps{Label: "Earned", Value: c.Short(earned), Exact: c.Exact(earned), Sub: sub,
		Define: p.Where.Define("accrued-commission")}
	// nothing of it is known, which is not nothing
	if p.Missing != nil && p.Missing.Start <= now.Period.Start && now.Period.End <= p.Missing.End {
		tile.Value, tile.Exact, tile.Sub = ui.None, "", p.missing()
	}
	all = append(all, tile)
	if p.draws() {
		all = append(all, ui.TileProps{Label: "Draws outstanding", Value: c.Short(now.Draws), Exact: c.Exact(now.Draws),
			Sub: "paid in advance, to be earned back", Define: p.Where.Define("draw-balance")})
	}
	return all
}

func (p liabilityView) course() []float64 {
	var all []float64
	for _, r := range p.Rows {
		all = append(all, float64(r.Closing))
	}
	return all
}

func (p liabilityView) chart() templ.Component {
	due, pending, owed := chart.Series{Name: "Due", Colour: chart.Blue},
		chart.Series{Name: "Pending", Colour: chart.Amber}, chart.Series{Name: "Owed", Colour: chart.Blue}
	var labels []string
	for _, r := range p.Rows {
		labels = append(labels, r.Period.Label)
		due.Values, pending.Values, owed.Values = append(due.Values, float64(r.Due())),
			append(pending.Values, float64(r.Pending)), append(owed.Values, float64(r.Closing))
	}
	series := []chart.Series{due, pending}
	if !p.split() {
		series = []chart.Series{owed}
	}
	first, last := p.Rows[0], p.last()
	return chart.Stacked(chart.StackedProps{Props: chart.Props{Label: "Unpaid liability at the end of each " +
		p.kindWord(), Format: p.cash().Axis(), Corner: "Period",
		Desc: fmt.Sprintf("From %s %s to %s %s.", p.cash().Short(first.Closing), p.through(first.Period),
			p.cash().Short(last.Closing), p.through(last.Period))}, X: labels, Series: series})
}

// part is a component over the periods of the page.
type part struct {
	name           string
	currency       money.Currency
	window, latest int64
	open           int64
}

// parts sums what was earned by component and currency, largest first.
func (p liabilityView) parts() []part {
	var all []part
	if len(p.Rows) == 0 {
		return nil
	}
	latest := p.last().Period
	for _, one := range p.Parts {
		if p.Chosen != "" && one.Currency != p.Chosen {
			continue
		}
		at := slices.IndexFunc(all, func(x part) bool { return x.name == one.Component && x.currency == one.Currency })
		if at < 0 {
			at, all = len(all), append(all, part{name: one.Component, currency: one.Currency})
		}
		all[at].window += one.Amount
		if latest.Contains(one.On) {
			all[at].latest += one.Amount
		}
		if !one.Locked {
			all[at].open += one.Amount
		}
	}
	slices.SortStableFunc(all, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(b.window, a.window), cmp.Compare(a.name, b.name))
	})
	return all
}

func (p liabilityView) rate() string { return ui.Percent(p.Forecast.Rate.Share(), 2) }

// made tells how the forecast of commission is made.
func (p liabilityView) made() string {
	r := p.Forecast.Rate
	return fmt.Sprintf("Estimate: the published forecast for %s, %s, times the effective rate of %s. The rate is commission earned in "+
		"locked statements of the last %s, %s, divided by the revenue credited, %s. This quarter's tiers, caps and "+
		"plan changes are not included.",
		p.Quarter.Label, p.base().Short(p.Forecast.Revenue), p.rate(), ui.Plural(r.Quarters, "quarter", "quarters"),
		p.base().Short(r.Earned), p.base().Short(r.Revenue))
}

func (p liabilityView) base() page.Cash { return page.Cash(p.Base) }

// why says what is missing for a forecast.
func (p liabilityView) why() string {
	switch {
	case p.Hidden:
		return "Hidden to protect individual pay: too few people to show a total."
	case p.Forecast.Rate.Quarters > 0 && p.Forecast.Rate.Revenue <= 0:
		return "Locked statements of the last four quarters credit no opportunity that closed in those quarters."
	case !p.Forecast.Rate.Known():
		return "No statement of the last four quarters is locked, so there is no rate to use."
	}
	return "No forecast for " + p.Quarter.Label + " is published yet."
}

func (p liabilityView) forecastPairs() []ui.Pair {
	e, c := p.Forecast, p.base()
	pairs := []ui.Pair{{Key: "Expected in " + p.Quarter.Label, Value: c.Short(e.Value)}}
	if e.Ranged {
		pairs = append(pairs, ui.Pair{Key: "80\u00a0% range", Value: c.Short(e.Low) + " – " + c.Short(e.High)})
	}
	return append(pairs, ui.Pair{Key: "Effective rate", Value: p.rate()})
}

// restriction says to those who read totals what they do not see.
func (p liabilityView) restriction() string {
	return fmt.Sprintf("Totals cover at least %d people; smaller quarters are combined. Everything earned %s is included, "+
		"as of the end of that day.", accrual.Few,
		p.through(period.Period{End: p.Today + 1}))
}

// liabilitySheet is the roll-forward of the page, with its currencies where all are shown to the reader.
func liabilitySheet(p liabilityView) page.Sheet {
	s := page.Sheet{File: "commission-liability",
		Head: []string{"Period", "From", "To", "Opening", "Earned", "Adjustments", "Guarantees", "Settled", "Closing",
			"Due", "Pending", "Draws at start", "Advanced", "Repaid", "Draws at end", "Cash paid", "Currency"}}
	c := p.Currency
	for _, r := range p.Rows {
		row := []page.Cell{page.Text(p.name(r.Period)), page.Text(r.Period.Start.String()),
			page.Text(min(r.Period.End-1, p.Today).String()), page.Major(r.Opening, c), page.Major(r.Earned, c),
			page.Major(r.Adjusted, c), page.Major(r.Guaranteed, c), page.Major(r.Settled, c), page.Major(r.Closing, c),
			page.Major(r.Due(), c), page.Major(r.Pending, c), page.Major(r.DrawsOpening, c), page.Major(r.Advanced, c),
			page.Major(r.Repaid, c), page.Major(r.Draws, c), page.Major(r.Cash(), c), page.Text(string(c))}
		if p.restricted() {
			row[5], row[6] = page.Cell{}, page.Cell{}
		}
		if !p.split() {
			row[9], row[10] = page.Cell{}, page.Cell{}
		}
		if p.restricted() && !p.Totals.Draws {
			row[11], row[12], row[13], row[14], row[15] = page.Cell{}, page.Cell{}, page.Cell{}, page.Cell{},
				page.Cell{}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// chosen are the filters that are set.
func (p liabilityView) chosen() []ui.Choice {
	kind := ""
	if p.Kind != period.Month && !p.restricted() {
		kind = string(p.Kind)
	}
	return page.Chosen(p.Where.Base+"/commissions/liability",
		page.Set{Name: "kind", Value: kind, Label: "By fiscal " + kind},
		page.Set{Name: "currency", Value: string(p.Chosen), Label: "Currency: " + string(p.Chosen)},
		page.Set{Name: "as_of", Value: p.AsOf, Label: "As of " + p.AsOf})
}
