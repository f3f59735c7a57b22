// Package outlookpage is the screens of the published forecast and of its scenarios.
package outlookpage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/pipeline/scorecard"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// outlookView is the page of the published forecast: the part of it that its reader may see, and the proof behind it.
type outlookView struct {
	Where     page.Where
	Role      tenant.Role
	Me        uuid.UUID
	Calendar  period.Calendar
	Scope     scope.Scope
	None      bool            // nothing was forecast by that day
	Outlook   outlook.Outlook // the reader's part of it
	Figure    outlook.Figure  // of the whole scope
	Record    outlook.Record  // what the training proved
	Proven    bool            // there is a record
	Card      scorecard.Card
	Course    []outlook.Point
	Since     period.Date
	Before    outlook.Outlook // of Since
	Change    *outlook.Change // nil: nothing to compare with
	Scenarios []outlook.Scenario
	Names     map[uuid.UUID]outlook.Name
	By        string // of the table: team, manager or member
	Order     string // of the open opportunities: "risk", or by their expected contribution
	Edit      string // the scenario that the form shows
	Form      page.Form
	Foreign   bool // some amounts are in other currencies
}

// ratesNote says of which moment the exchange rates are, for the list converts at those of now.
func (p outlookView) ratesNote() string {
	if !p.Foreign {
		return ""
	}
	return "Amounts at the exchange rates " + p.asOf() + ". The pipeline list uses those of its own moment."
}

// Show cuts an outlook down to the scope of the page.
func (p *outlookView) Show(whole outlook.Outlook) {
	f := whole.Within(p.Scope)
	p.Outlook, p.Figure = f.Outlook, f.Figure
}

// Whole tells that the page is about the whole organisation.
func (p outlookView) Whole() bool { return p.Scope.Owners == nil }

// Compare sets the forecast beside that of an earlier day.
func (p *outlookView) Compare(before outlook.Outlook) {
	p.Before, _ = before.For(p.Scope.Owners)
	if p.Before.HasParts() && p.Outlook.HasParts() {
		change := outlook.Explain(p.Before, p.Outlook)
		p.Change = &change
	}
}

const (
	carriers = 25 // opportunities that carry the forecast, listed
	movers   = 8  // that changed it most
	eligible = 40 // that a scenario can name
)

// Shown are the opportunities whose names the page needs.
func (p outlookView) Shown() []uuid.UUID {
	var ids []uuid.UUID
	for _, c := range append(p.carriers(), p.open()...) {
		ids = append(ids, c.ID)
	}
	if p.Change != nil {
		for _, m := range page.First(p.Change.Movers, movers) {
			ids = append(ids, m.ID)
		}
	}
	for _, s := range p.Scenarios {
		ids = append(append(ids, s.In...), s.Out...)
	}
	slices.SortFunc(ids, func(x, y uuid.UUID) int { return cmp.Compare(x.String(), y.String()) })
	return slices.Compact(ids)
}

// byRisk orders the open opportunities by what of them may not come.
const byRisk = "risk"

// carriers are the open opportunities of the table, in the order that was asked for.
func (p outlookView) carriers() []outlook.Chance {
	open := slices.DeleteFunc(slices.Clone(p.Outlook.Opportunities), func(c outlook.Chance) bool { return c.Won })
	if p.Order == byRisk {
		slices.SortStableFunc(open, func(x, y outlook.Chance) int { return cmp.Compare(y.AtRisk(), x.AtRisk()) })
	}
	return page.First(open, carriers)
}

// orders switches between the orders of the open opportunities.
func (p outlookView) orders() []ui.Tab {
	return []ui.Tab{
		{Label: "By contribution", Href: p.Where.To("/forecast/outlook") + "#carriers", Active: p.Order != byRisk},
		{Label: "By risk", Href: p.Where.To("/forecast/outlook", "order", byRisk) + "#carriers",
			Active: p.Order == byRisk}}
}

// open are the open opportunities that a scenario can name, those that add most first.
func (p outlookView) open() []outlook.Chance {
	var open []outlook.Chance
	for _, c := range p.Outlook.Opportunities {
		if !c.Won && len(open) < eligible {
			open = append(open, c)
		}
	}
	return open
}

// Subtitle says the period, whose forecast it is and of which evening.
func (p outlookView) Subtitle() string {
	parts := []string{p.Scope.Period.Label}
	if p.Scope.Team != "" {
		parts = append(parts, p.Scope.Team)
	}
	if id, err := uuid.Parse(p.Scope.Owner); err == nil {
		parts = append(parts, p.Scope.Roster.Name(&id)+" and below")
	}
	if !p.None {
		parts = append(parts, p.asOf())
	}
	return strings.Join(parts, " · ")
}

// asOf is the one moment of every figure of the page.
func (p outlookView) asOf() string {
	if known := p.Outlook.KnownAt; known != nil {
		return page.AsOf(*known, p.Calendar.Location())
	}
	return "as of " + page.Day(p.Outlook.AsOf)
}

func (p outlookView) cash() page.Cash { return page.Cash(p.Outlook.Currency) }

// rows is the address of the opportunities behind a figure, as they were on the outlook's evening.
func (p outlookView) rows(l page.List) string {
	w := p.Where.In(p.Scope.Period.Key)
	if p.Outlook.AsOf < p.Scope.Today {
		w = w.AsOf(p.Outlook.AsOf.String())
	}
	l.Closes = page.InPeriod
	return w.Pipeline(l)
}

func (p outlookView) level() backtest.Level {
	switch {
	case p.Whole():
		return backtest.Organisation
	case len(p.Outlook.Members) == 1:
		return backtest.Member
	default:
		return backtest.Team
	}
}

func (p outlookView) kind() period.Kind { return proofKind(p.Scope.Period.Kind) }

// proofKind is the kind of period whose proof speaks for a kind: halves and years go by the quarters.
func proofKind(k period.Kind) period.Kind {
	if k == period.Month {
		return period.Month
	}
	return period.Quarter
}

// proof is what the record says of a method at a cut-off and level.
func (p outlookView) proof(m projection.Method, c backtest.Cutoff, l backtest.Level) (backtest.Row, bool) {
	for _, r := range p.Record.Rows {
		if r.Kind == p.kind() && r.Method == m && r.Cutoff == c && r.Level == l {
			return r, true
		}
	}
	return backtest.Row{}, false
}

// tiles are the figures of the page's first row.
func (p outlookView) tiles() []ui.TileProps {
	tiles := []ui.TileProps{p.forecastTile(), p.closedTile(), p.commitTile()}
	if p.Card.Target > 0 {
		tiles = append(tiles, p.targetTile())
	}
	return append(tiles, p.coverageTile())
}

func (p outlookView) forecastTile() ui.TileProps {
	m := p.cash()
	t := ui.TileProps{Label: "Forecast", Value: m.Short(p.Figure.Value), Exact: m.Exact(p.Figure.Value),
		Define: p.Where.Define("house-model"), Href: "#parts"}
	if r := p.Figure.Range; r != nil {
		t.Sub = "80\u00a0% range " + m.Short(r.P10) + " – " + m.Short(r.P90)
	}
	if house, ok := p.Outlook.Method(projection.House); ok && p.Figure.Range == nil && house.Range != nil {
		t.Sub = "80\u00a0% range of the Quarterdeck model: " + m.Short(house.Range.P10) + " – " + m.Short(house.Range.P90)
	}
	if row, ok := p.held(); ok && p.Figure.Range != nil {
		t.Sub += ", held in " + page.PercentOf(*row.Coverage, 0) + " of " + ui.Count(row.N) + " past forecasts"
	}
	return t
}

// held is how often the ranges of this level kept their word, over quarters and months.
func (p outlookView) held() (backtest.Row, bool) {
	for _, r := range p.Record.Rows {
		if r.Kind == "" && r.Method == projection.House && r.Cutoff == backtest.All && r.Level == p.level() &&
			r.Coverage != nil {
			return r, true
		}
	}
	return backtest.Row{}, false
}

func (p outlookView) closedTile() ui.TileProps {
	m := p.cash()
	t := ui.TileProps{Label: "Closed won", Value: m.Short(p.Figure.Closed), Exact: m.Exact(p.Figure.Closed),
		Href: p.rows(page.List{Status: page.OnlyWon}), Define: p.Where.Define("closed-won")}
	if p.Figure.Value > 0 {
		t.Bar = &ui.Bar{Value: float64(max(0, min(p.Figure.Closed, p.Figure.Value))), Max: float64(p.Figure.Value),
			Label: "Part of the forecast that is closed", Tone: ui.Accent}
		t.Sub = ui.Share(p.Figure.Closed, p.Figure.Value) + " of the forecast"
	}
	return t
}

// committed is closed and commit, as it stands on the outlook's evening.
func (p outlookView) committed() int64 {
	total := p.Figure.Closed
	for _, m := range p.Card.Months {
		total += m.Categories[opportunity.Commit]
	}
	return total
}

func (p outlookView) commitTile() ui.TileProps {
	m, v := p.cash(), p.committed()
	return ui.TileProps{Label: "Closed + commit", Value: m.Short(v), Exact: m.Exact(v),
		Sub:    m.Short(v-p.Figure.Closed) + " in commit",
		Href:   p.rows(page.List{Status: page.OpenOrWon, Through: opportunity.Commit}),
		Define: p.Where.Define("category")}
}

func (p outlookView) targetTile() ui.TileProps {
	m := p.cash()
	t := ui.TileProps{Label: "Quota", Value: m.Short(p.Card.Target), Exact: m.Exact(p.Card.Target),
		Href: p.Where.To("/quotas", "period", p.Scope.Period.Key), Define: p.Where.Define("target")}
	t.Sub = gapWords(m, p.Figure.Value-p.Card.Target)
	if chance, ok := p.Figure.Reach(p.Card.Target); ok {
		t.Sub += "; " + chanceWords(chance) + " of reaching it"
	}
	return t
}

func gapWords(m page.Cash, gap int64) string {
	if gap < 0 {
		return "Forecast is " + m.Short(-gap) + " below quota"
	}
	return "Forecast is " + m.Short(gap) + " above quota"
}

// chanceWords never promises: what is all but certain is above 99 %.
func chanceWords(p float64) string {
	switch {
	case p >= 1:
		return "100\u00a0% chance"
	case p > 0.99:
		return "> 99\u00a0% chance"
	case p < 0.01:
		return "< 1\u00a0% chance"
	default:
		return page.PercentOf(p, 0) + " chance"
	}
}

func (p outlookView) coverageTile() ui.TileProps {
	t := ui.TileProps{Label: "Coverage", Value: page.CoverageText(p.Card.Coverage()), Href: p.rows(page.List{}),
		Define: p.Where.Define("coverage")}
	if y := p.Outlook.Yield; y > 0 {
		t.Sub = ui.Times(decimal.NewFromFloat(1/y)) + " needed, from " +
			ui.Plural(p.Outlook.YieldPeriods, "past period", "past periods")
	} else {
		t.Sub = "Coverage needed is unknown: no past period yet"
	}
	return t
}

// why says which method is published and by what proof, with the next best.
func (p outlookView) why() string {
	o := p.Outlook
	if o.Error == nil {
		return "Published forecast: " + o.Published.Label() + ". Too few past periods to compare methods yet."
	}
	over := page.PercentOf(*o.Error, 1) + " over " + ui.Plural(o.Proofs, "forecast", "forecasts")
	words := "Published forecast: " + o.Published.Label() + ", the method with the smallest past miss (" + over + ")"
	next, ok := p.nextBest()
	if ok && *next.WAPE < *o.Error {
		return "Published forecast: " + o.Published.Label() + " (past miss " + over + "). " + next.Method.Label() +
			" missed by less, " + page.PercentOf(*next.WAPE, 1) +
			", but there are too few wins to tell which is better, so the usually better method is used."
	}
	if ok {
		words += ". Next: " + page.LowerFirst(next.Method.Label()) + ", " + page.PercentOf(*next.WAPE, 1)
	}
	return words + "."
}

func (p outlookView) nextBest() (next backtest.Row, ok bool) {
	for _, m := range projection.Methods {
		row, found := p.proof(m, backtest.All, backtest.Organisation)
		if found && m != p.Outlook.Published && row.WAPE != nil && (!ok || *row.WAPE < *next.WAPE) {
			next, ok = row, true
		}
	}
	return next, ok
}

// notes are what the figures lack; those on the organisation's size are for whoever sees it.
func (p outlookView) notes() []string { return p.Outlook.Notes }
