package financepage

import (
	"fmt"

	"github.com/a-h/templ"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
	"quarterdeck/web/ui/chart"
)

// capitalisationView is what contracts cost in commission and how it is spread, in one currency.
type capitalisationView struct {
	Where      page.Where
	Role       tenant.Role
	Form       page.Form
	Calendar   period.Calendar
	Today      period.Date
	AsOf       string
	Period     period.Period
	Periods    []period.Period // to choose from
	Currency   money.Currency
	Currencies []money.Currency
	Policies   capitalisation.Policies
	All        []capitalisation.Contract // of Currency
	From       int                       // the first that is listed
	Contract   *capitalisation.Contract  // that is opened
	Roster     *member.Roster
	Impairment page.Form
	Tested     *capitalisation.Tested // nil: nobody asked, or it was refused
}

// Subtitle says what the page is and as of when.
func (p capitalisationView) Subtitle() string {
	return "Commission capitalised and amortised (ASC 340-40), as of " + page.Day(p.Today)
}

const contractsAPage = 50

func (p capitalisationView) cash() page.Cash { return page.Cash(p.Currency) }

func (p capitalisationView) schedules() []capitalisation.Schedule {
	return capitalisation.Schedules(p.All)
}

func (p capitalisationView) roll() capitalisation.Roll {
	return capitalisation.RollForward(p.schedules(), p.Currency, p.Period.Start, p.Period.End)
}

func (p capitalisationView) split(at period.Date) capitalisation.Split {
	return capitalisation.SplitOf(p.schedules(), p.Currency, at)
}

// view is what the page shows, without a contract that is opened, from the first.
func (p capitalisationView) view() view {
	return view{Period: p.Period.Key, Currency: p.Currency, AsOf: p.AsOf}
}

// opens is the page with a contract opened, the list below it as it is.
func (p capitalisationView) opens(one capitalisation.Contract) string {
	v := p.view()
	v.Contract, v.From = one.ID, p.From
	return v.in(p.Where)
}

// from is the page with the list from its nth contract on.
func (p capitalisationView) from(n int) string {
	v := p.view()
	v.From = n
	return v.in(p.Where)
}

// Exports lead to all contracts of the page's period, or to the months of the one that is open.
func (p capitalisationView) Exports() templ.Component {
	v := p.view()
	if p.Contract != nil {
		v.Contract = p.Contract.ID
	}
	return page.ExportsAt(p.Where.Base+"/commissions/capitalisation", v.Query().Encode())
}

func (p capitalisationView) periodOptions() []ui.Option {
	var all []ui.Option
	found := false
	for _, one := range p.Periods {
		group := "Quarters"
		if one.Kind != period.Quarter {
			group = "Years"
		}
		all, found = append(all, ui.Option{Value: one.Key, Label: one.Label, Group: group}),
			found || one.Key == p.Period.Key
	}
	if !found {
		all = append([]ui.Option{{Value: p.Period.Key, Label: p.Period.Label, Group: "Chosen"}}, all...)
	}
	return all
}

func (p capitalisationView) tiles(r capitalisation.Roll) []ui.TileProps {
	c, of := p.cash(), p.split(p.Period.End)
	return []ui.TileProps{
		{Label: "Carrying amount", Value: c.Short(r.Closing), Exact: c.Exact(r.Closing),
			Sub: "at the end of " + p.Period.Label, Define: p.Where.Define("capitalised-commission")},
		{Label: "Current", Value: c.Short(of.Current), Exact: c.Exact(of.Current), Sub: "amortises within 12 months"},
		{Label: "Non-current", Value: c.Short(of.NonCurrent), Exact: c.Exact(of.NonCurrent), Sub: "amortises later"},
		{Label: "Amortised", Value: c.Short(r.Amortised), Exact: c.Exact(r.Amortised), Sub: "in " + p.Period.Label,
			Define: p.Where.Define("amortisation")},
	}
}

// monthly is the roll-forward month by month, of the period where that is long enough, else of the year around it.
func (p capitalisationView) monthly() []capitalisation.Month {
	var all []capitalisation.Month
	for _, m := range p.Calendar.Between(period.Month, p.Period.Start, p.Period.End) {
		all = append(all, capitalisation.Month{Start: m.Start,
			Roll: capitalisation.RollForward(p.schedules(), p.Currency, m.Start, m.End)})
	}
	return all
}

// chart is what is carried at the end of each month from half a year before the period's end to a year after it.
func (p capitalisationView) chart() templ.Component {
	current, later := chart.Series{Name: "Current", Colour: chart.Blue},
		chart.Series{Name: "Non-current", Colour: chart.Teal}
	var labels []string
	first := p.Period.End.AddMonths(-6)
	for n := range 13 {
		at := first.AddMonths(n + 1)
		of := p.split(at)
		labels = append(labels, at.AddMonths(-1).Time().Format("Jan 06"))
		current.Values, later.Values = append(current.Values, float64(of.Current)),
			append(later.Values, float64(of.NonCurrent))
	}
	return chart.Stacked(chart.StackedProps{Props: chart.Props{Label: "Capitalised commission at the end of each month",
		Format: p.cash().Axis(), Corner: "Month",
		Desc: "Existing contracts. Future months assume no new contracts."}, X: labels,
		Series: []chart.Series{current, later}})
}

// Policy is the one that holds today.
func (p capitalisationView) policy() capitalisation.Policy { return p.Policies.At(p.Today) }

func (p capitalisationView) policyPairs() []ui.Pair {
	of := p.policy()
	return []ui.Pair{{Key: "Amortisation", Value: methodLabel(of.Method)}, {Key: "Over", Value: lifeLabel(of)},
		{Key: "12 months or less", Value: choice(of.ExpenseUpTo12Months, "expensed immediately", "capitalised")},
		{Key: "Overrides", Value: choice(of.CapitaliseOverrides, "capitalised", "expensed")},
		{Key: "Payroll taxes", Value: ui.Percent(of.TaxShare, 2) + " added to the cost"}}
}

func choice(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

func methodLabel(m capitalisation.Method) string {
	return choice(m == capitalisation.ByDay, "straight line, by day", "straight line, by month")
}

func lifeLabel(p capitalisation.Policy) string {
	return choice(p.Commensurate, fmt.Sprintf("the contract term, or %d months if unknown", p.LifeMonths),
		fmt.Sprintf("%d months (customer lifetime)", p.LifeMonths))
}

func (p capitalisationView) history() []ui.Event {
	var all []ui.Event
	for n := len(p.Policies) - 1; n >= 0; n-- {
		of := p.Policies[n]
		all = append(all,
			ui.Event{Title: "From " + page.Day(of.From), Detail: methodLabel(of.Method) + ", over " + lifeLabel(of)})
	}
	return all
}

func (p capitalisationView) shown() []capitalisation.Contract {
	return p.All[min(p.From, len(p.All)):min(p.From+contractsAPage, len(p.All))]
}

func (p capitalisationView) pager() ui.PagerProps {
	props := ui.PagerProps{Note: fmt.Sprintf("%d–%d of %s", min(p.From+1, len(p.All)),
		min(p.From+contractsAPage, len(p.All)), ui.Count(len(p.All)))}
	if p.From > 0 {
		props.Prev = p.from(max(0, p.From-contractsAPage))
	}
	if p.From+contractsAPage < len(p.All) {
		props.Next = p.from(p.From + contractsAPage)
	}
	return props
}

// capitalisationSheet is a row for each contract of the period, or for each month of the contract that is open.
func capitalisationSheet(p capitalisationView) page.Sheet {
	c := p.Currency
	if p.Contract != nil {
		s := page.Sheet{File: "contract-cost", Head: []string{"Contract", "Account", "Month", "Opening", "Capitalised",
			"Amortised", "Written off", "Expensed", "Closing", "Currency"}}
		for _, m := range p.Contract.Schedule.List() {
			s.Rows = append(s.Rows,
				append([]page.Cell{page.Text(p.Contract.Name), page.Text(p.Contract.Account),
					page.Text(m.Start.Time().Format("2006-01"))},
					append(rollCells(m.Roll, c), page.Text(string(c)))...))
		}
		return s
	}
	s := page.Sheet{File: "contract-costs-" + p.Period.Key,
		Head: []string{"Contract", "Account", "From", "Months", "Method", "Ended", "Opening", "Capitalised",
			"Amortised", "Written off", "Expensed", "Closing", "Current", "Non-current", "Currency"}}
	for _, one := range p.All {
		of, split := one.Schedule, one.Schedule.Split(p.Period.End)
		row := append([]page.Cell{page.Text(one.Name), page.Text(one.Account), page.Text(of.Cost.On.String()),
			page.Count(int64(of.Months)), page.Text(string(of.Method)), page.Text(of.Ended().String())},
			rollCells(of.Between(p.Period.Start, p.Period.End), c)...)
		s.Rows = append(s.Rows,
			append(row, page.Major(split.Current, c), page.Major(split.NonCurrent, c), page.Text(string(c))))
	}
	return s
}

func rollCells(r capitalisation.Roll, c money.Currency) []page.Cell {
	return []page.Cell{page.Major(r.Opening, c), page.Major(r.Capitalised, c), page.Major(r.Amortised, c),
		page.Major(r.WrittenOff, c), page.Major(r.Expensed, c), page.Major(r.Closing, c)}
}

// chosen are the filters that are set.
func (p capitalisationView) chosen() []ui.Choice {
	key, currency := p.Period.Key, string(p.Currency)
	if len(p.Periods) > 0 && key == p.Calendar.Containing(p.Period.Kind, p.Today).Key {
		key = ""
	}
	if len(p.Currencies) < 2 || p.Currency == p.Currencies[0] {
		currency = ""
	}
	return page.Chosen(p.Where.Base+"/commissions/capitalisation",
		page.Set{Name: "period", Value: key, Label: "Period: " + p.Period.Label},
		page.Set{Name: "currency", Value: currency, Label: "Currency: " + currency},
		page.Set{Name: "as_of", Value: p.AsOf, Label: "As of " + p.AsOf})
}
