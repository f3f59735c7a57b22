// Package forecastpage is the screens on which people say what a period will come to: the sheet, one's own call, what
// lies behind a figure, and the rules of an organisation.
package forecastpage

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// forecastView is the sheet of a period: who says what it will come to, beside what lies beneath.
type forecastView struct {
	Where    page.Where // its scope has the period of the address
	Query    url.Values
	Calendar period.Calendar
	Base     money.Currency
	Sheet    forecast.Sheet
	Line     forecast.Line
	By       rollup.Dimension // empty: by the hierarchy
	Groups   []forecast.Group
	Model    *outlook.Outlook // the published forecast of the period; nil: none yet
	Doubts   map[uuid.UUID]outlook.Doubt
	Me       uuid.UUID
	Role     tenant.Role
	Own      *forecast.Node // the acting member in the sheet; nil where they are not in it
	Due      forecast.Due   // where the acting member stands with their call
	Dues     []time.Time    // of the period
	Editing  uuid.UUID      // the member whose adjustment is being typed
	Theirs   *forecast.Adjustment
	Focus    uuid.UUID // the member whose cell gets the focus back
	Form     page.Form
}

// path is the address of the sheet without its parameters.
func (p forecastView) path() string { return "/forecast/" + p.Sheet.Scope.Period.Key }

// keptInSheet are the parameters that the addresses of a sheet carry, apart from the scope's.
var keptInSheet = []string{"line", "sums", "by", "open"}

// to is an address of the sheet with some parameters changed and the rest kept.
func (p forecastView) to(path string, pairs ...string) string {
	all := []string{"period", ""}
	for _, name := range keptInSheet {
		all = append(all, name, p.Query.Get(name))
	}
	return p.Where.To(path, append(all, pairs...)...)
}

// list is the pipeline's list of what a figure is made of, of a member and everybody below or of everybody.
func (p forecastView) list(id uuid.UUID, l page.List) string {
	w := p.Where
	if w.Scope.Owner = ""; id != uuid.Nil {
		w.Scope.Owner = id.String()
	}
	l.Closes = page.InPeriod
	return w.Pipeline(l)
}

func (p forecastView) cash() page.Cash { return page.Cash(p.Base) }

// through tells that each column is the sum with those before it.
func (p forecastView) through() bool { return p.Query.Get("sums") == "through" }

// Subtitle says the period, how far it is, whose sheet it is, and as of when.
func (p forecastView) Subtitle() string {
	s := p.Sheet.Scope
	parts := []string{s.Period.Label}
	if s.Current() {
		parts = append(parts, "day "+strconv.Itoa(s.Period.Elapsed(s.Today))+" of "+strconv.Itoa(s.Period.Days()))
	}
	parts = append(parts, p.rootName())
	if s.Team != "" {
		parts = append(parts, s.Team)
	}
	return strings.Join(append(parts, page.AsOf(s.Known, p.Calendar.Location())), " · ")
}

func (p forecastView) rootName() string {
	root := p.Sheet.Root
	switch {
	case root.Member.ID == uuid.Nil:
		return "All teams"
	case root.Member.ID == p.Me && len(root.Children) == 0:
		return root.Member.Name
	case root.Member.ID == p.Me:
		return "Your team"
	}
	return root.Member.Name + " and below"
}

// sheetRow is a line of the grid.
type sheetRow struct {
	*forecast.Node
	Depth  int
	Own    bool // only the opportunities of the one at whom the sheet stands
	Opened bool
}

// rows are those below the top of the sheet, and further down where they are opened.
func (p forecastView) rows() []sheetRow {
	root := p.Sheet.Root
	open := p.opened()
	if tops := p.tops(); root.Member.ID == uuid.Nil && len(tops) == 1 {
		open[tops[0].Member.ID] = !strings.Contains(p.Query.Get("open"), "-"+tops[0].Member.ID.String())
	}
	p.opensTo(root, open)
	var rows []sheetRow
	if root.Member.ID != uuid.Nil && (!root.Own.Empty() || len(root.Children) == 0) {
		own := &forecast.Node{Member: root.Member, Own: root.Own, Gross: root.Own}
		rows = append(rows, sheetRow{Node: own, Own: true})
	}
	var visit func(*forecast.Node, int)
	visit = func(n *forecast.Node, depth int) {
		for _, child := range p.sorted(n.Children) {
			opened := open[child.Member.ID] && len(child.Children) > 0
			rows = append(rows, sheetRow{Node: child, Depth: depth, Opened: opened})
			if opened {
				visit(child, depth+1)
			}
		}
	}
	visit(root, 0)
	return rows
}

// opensTo opens those above the member who is being adjusted, and tells whether that is anybody here.
func (p forecastView) opensTo(n *forecast.Node, open map[uuid.UUID]bool) bool {
	for _, child := range n.Children {
		if p.Editing != uuid.Nil && (child.Member.ID == p.Editing || p.opensTo(child, open)) {
			open[n.Member.ID] = true
			return true
		}
	}
	return false
}

// sorted puts those who lead others first, then by name, and what nobody owns last.
func (p forecastView) sorted(nodes []*forecast.Node) []*forecast.Node {
	rank := func(n *forecast.Node) int {
		switch {
		case n.Member.ID == uuid.Nil:
			return 2
		case len(n.Children) > 0:
			return 0
		}
		return 1
	}
	all := slices.Clone(nodes)
	slices.SortStableFunc(all, func(a, b *forecast.Node) int { return rank(a) - rank(b) })
	return all
}

func (p forecastView) tops() []*forecast.Node {
	return slices.DeleteFunc(slices.Clone(p.Sheet.Root.Children),
		func(n *forecast.Node) bool { return n.Member.ID == uuid.Nil })
}

// opened reads who is opened from the address: keys, each with a minus where somebody who is open by himself is shut.
func (p forecastView) opened() map[uuid.UUID]bool {
	open := map[uuid.UUID]bool{}
	for _, part := range strings.Split(p.Query.Get("open"), ".") {
		if id, err := uuid.Parse(part); err == nil {
			open[id] = true
		}
	}
	return open
}

// toggle is the sheet with a row opened, or shut.
func (p forecastView) toggle(r sheetRow) string {
	id := r.Member.ID.String()
	parts := slices.DeleteFunc(strings.Split(p.Query.Get("open"), "."),
		func(s string) bool { return s == "" || s == id || s == "-"+id })
	if r.Opened {
		parts = append(parts, "-"+id)
	} else {
		parts = append(parts, id)
	}
	return p.to(p.path(), "open", strings.Join(parts, "."))
}

// column is a category in the grid.
type sheetColumn struct {
	Category opportunity.Category
	Label    string
	Title    string
}

func (p forecastView) columns() []sheetColumn {
	var all []sheetColumn
	for _, c := range opportunity.Categories[:5] {
		if c == opportunity.MostLikely && !p.Sheet.Settings.MostLikely && p.Sheet.Root.Gross.MostLikely.Count == 0 {
			continue
		}
		col := sheetColumn{Category: c, Label: p.Sheet.Settings.Name(c), Title: p.Sheet.Settings.Name(c) + " alone"}
		if p.through() && c != opportunity.Closed {
			col.Label, col.Title = "…+ "+col.Label, "Closed and every category down to "+p.Sheet.Settings.Name(c)
		}
		all = append(all, col)
	}
	return all
}

// saidColumns are what people and the model say, after the deals.
func (p forecastView) saidColumns() []ui.Column {
	return []ui.Column{
		{Label: "Rep's " + strings.ToLower(p.Sheet.Settings.LineName(p.Line)), Num: true,
			Title: "What the member submitted, closed included"},
		{Label: "Adjusted", Num: true, Title: "Set by somebody above, in place of the deals"},
		{Label: "Final", Num: true, Title: "The adjusted amount, or else the deals"},
		{Label: "Final vs quota", Num: true, Title: "Final less quota: a shortfall is negative"},
		{Label: "Quarterdeck model", Num: true, Title: "Forecast of the Quarterdeck model, with its 80\u00a0% range"},
		{Label: "Difference", Num: true, Title: "Final less the model; coloured where it is outside the range"}}
}

// sum is what a column shows of some sums.
func (p forecastView) sum(s forecast.Sums, c opportunity.Category) forecast.Sum {
	if p.through() {
		return s.Through(c)
	}
	return s.Of(c)
}

// listed asks the pipeline's list for the opportunities of a category. A sum through several has no list of its own
// there, so it opens at what is open and won together.
func (p forecastView) listed(c opportunity.Category) page.List {
	switch {
	case p.through():
		return page.List{Status: page.OpenOrWon, Through: c}
	case c == opportunity.Closed:
		return page.List{Status: page.OnlyWon}
	default:
		return page.List{Category: c}
	}
}

// whose tells a row of one's own, and that of nobody, from the row of a member with everybody below.
func (r sheetRow) whose() pipeline.Whose {
	switch {
	case r.Own:
		return pipeline.TheirOwn
	case r.Member.ID == uuid.Nil && r.Member.Name == forecast.Nobody:
		return pipeline.Nobodys
	default:
		return ""
	}
}

// behind is the list of the opportunities that a cell is made of.
func (p forecastView) behind(r sheetRow, c opportunity.Category) string {
	l := p.listed(c)
	l.Whose = r.whose()
	return p.list(r.Member.ID, l)
}

// drawer is the fragment with the opportunities of a cell.
func (p forecastView) drawer(r sheetRow, c opportunity.Category) string {
	return p.to(p.path()+"/members/"+r.Member.ID.String(), "cat", string(c), "whose", string(r.whose()), "open", "",
		"by", "")
}

// adjusts tells that the acting member can adjust a row: they are above, now, and the period is open.
func (p forecastView) adjusts(n *forecast.Node) bool {
	s := p.Sheet.Scope
	return p.Role.May(tenant.AdjustForecast) && p.Sheet.Lock == nil && s.AsOf.IsZero() && n.Member.ID != p.Me &&
		n.Member.ID != uuid.Nil &&
		slices.Contains(s.Roster.Below(p.Me), n.Member.ID)
}

// submits tells that the acting member can make a call here: in their own sheet, now, while the period is open.
func (p forecastView) submits() bool {
	return p.Role.May(tenant.SubmitForecast) && p.Sheet.Lock == nil && p.Sheet.Scope.AsOf.IsZero() &&
		(p.Sheet.Scope.Owner == "" || p.Sheet.Scope.Owner == "me" || p.Sheet.Scope.Owner == p.Me.String())
}

func (p forecastView) amountOr(v int64, ok bool) string {
	if !ok {
		return ui.None
	}
	return p.cash().Short(v)
}

func (p forecastView) call(n *forecast.Node) (forecast.Submission, bool) {
	s, ok := n.Called[p.Line]
	return s, ok
}

func (p forecastView) adjustment(n *forecast.Node) (forecast.Adjustment, bool) {
	j, ok := n.Adjustments[p.Line]
	return j, ok
}

func (p forecastView) name(id uuid.UUID) string {
	if id == p.Me {
		return "you"
	}
	return p.Sheet.Scope.Roster.Name(&id)
}

// callText is a member's call as it stands in the sheet.
func (p forecastView) callText(n *forecast.Node) string {
	if s, ok := p.call(n); ok {
		return p.cash().Short(s.Amount)
	}
	return ui.None
}

func (p forecastView) day(t time.Time) string {
	return page.ShortDay(p.Calendar.Today(t), p.Sheet.Scope.Today)
}

func (p forecastView) stamp(t time.Time) string { return ui.Stamp(t.In(p.Calendar.Location())) }

func (p forecastView) machine(t time.Time) string {
	return t.In(p.Calendar.Location()).Format(time.RFC3339)
}

// plain is an amount as somebody types it.
func (p forecastView) plain(minor int64) string {
	return strings.TrimSuffix(ui.Exact(minor, "", int(p.Base.Exponent())), ".00")
}

func coverageOf(c forecast.Coverage) string {
	switch {
	case !c.Defined:
		return ui.None
	case c.Covered:
		return "Covered"
	}
	return page.Multiple(c.Times)
}

// coverText is how often the open pipeline covers what is left of the quota, beneath the pipeline.
func (p forecastView) coverText(n *forecast.Node) string {
	text := coverageOf(n.Coverage())
	if n.Coverage().Covered {
		return "Quota met"
	}
	return text + " cover"
}

func attained(n *forecast.Node) (text string, bar *ui.Bar) {
	bp, ok := n.Attainment()
	if !ok {
		return ui.None, nil
	}
	text = ui.Share(n.Gross.Closed.Amount, n.Quota)
	tone := ui.Accent
	switch {
	case bp >= 10000:
		tone = ui.Good
	case bp < 5000:
		tone = ui.Warn
	}
	return text, &ui.Bar{Value: float64(min(max(bp, 0), 10000)), Max: 10000, Label: "Attainment of " + n.Member.Name +
		": " + text, Tone: tone}
}
