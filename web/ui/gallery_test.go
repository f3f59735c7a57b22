package ui

import (
	"context"
	"io"
	"math"
	"strings"
	"time"

	"quarterdeck/web/ui/chart"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"
)

// in renders children inside of a component, as the braces of a template do.
func in(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

func words(s string) templ.Component { return templ.Raw(templ.EscapeString(s)) }

var usd = CompactAxis("USD", 2)

// gallery is a page with every part, in the states that matter.
func gallery(theme string) templ.Component {
	return in(Page(galleryProps(theme)),
		galleryFilters(), galleryTiles(),
		in(Grid3(), chartLine(), chartStacked(), chartScatter()),
		in(Grid3(), chartFunnel(), chartHeat(), chartWaterfall()),
		in(GridMain(), galleryTable(), in(Stack(), galleryChanges(), galleryForm())),
		in(Grid3(), chartRanges(), chartReliability(), chartCohort()),
		in(Grid3(), galleryPacing(), galleryTimeline(), galleryEmpty()),
		galleryRest(),
	)
}

func galleryProps(theme string) PageProps {
	nav := []NavItem{}
	for _, n := range [][3]string{
		{"Home", "house", "h"}, {"Forecast", "gauge", "f"}, {"Pipeline", "columns-3", "p"},
		{"Accounts", "building-2", "a"}, {"Quotas", "target", "q"},
		{"Territories", "map", "t"}, {"Commissions", "hand-coins", "c"}, {"Reports", "chart-column", "r"},
		{"Imports", "upload", "i"}, {"Settings", "settings", "s"},
	} {
		nav = append(nav, NavItem{Label: n[0], Icon: n[1], Key: n[2], Href: "/o/northwind/" + strings.ToLower(n[0]),
			Active: n[0] == "Home"})
	}
	return PageProps{
		Title: "Company overview", Subtitle: "Q4 FY26 · all teams · as of Nov 21, 14:05 CET", Org: "Northwind",
		Base: "/o/northwind", Path: "/o/northwind/home",
		Orgs: []NavItem{{Label: "Northwind", Href: "/o/northwind", Active: true},
			{Label: "Contoso", Href: "/o/contoso"}},
		Nav: nav, Theme: theme, User: User{Name: "Ada Nowak", Role: "Chief revenue officer"},
		Phone: []NavItem{
			{Label: "Today", Icon: "house", Href: "/t", Active: true},
			{Label: "Pipeline", Icon: "columns-3", Href: "/p"},
			{Label: "Earnings", Icon: "hand-coins", Href: "/e"}, {Label: "My forecast", Icon: "gauge", Href: "/f"},
			{Label: "More", Icon: "menu", Href: "/m"},
		},
		Menu: []NavItem{{Label: "Your profile", Icon: "user", Href: "/me"}},
		Actions: Select(SelectProps{Label: "Period", HideLabel: true, Compact: true, Name: "period",
			Options: []Option{{Value: "1", Label: "Q4 FY26"}, {Value: "2", Label: "Q3 FY26"}}}),
		Flash: &Flash{Tone: Good, Text: "The forecast was submitted.", Undo: "/undo"},
	}
}

func galleryFilters() templ.Component {
	return in(FilterBar(FilterProps{Action: "/", Label: "Filter opportunities", Clear: "/",
		Keep: []Pair{{Key: "sort", Value: "amount"}}}),
		Select(SelectProps{Label: "Team", Name: "team", Compact: true, Options: []Option{{Label: "All teams"},
			{Value: "w", Label: "West", Group: "Americas"}, {Value: "e", Label: "East", Group: "Americas"}}}),
		Select(SelectProps{Label: "Category", Name: "cat", Compact: true,
			Options: []Option{{Label: "All categories"}, {Value: "c", Label: "Commit"}}}),
		FilterSearch("q", "Find", ""),
		Segmented("View", []Tab{{Label: "Board", Href: "/b", Active: true}, {Label: "List", Href: "/l", Count: "42"}}),
		in(LinkButton(LinkProps{Href: "/x.csv", Icon: "download"}), words("Export")),
		in(Button(ButtonProps{Look: Primary, Icon: "plus"}), words("New")))
}

func galleryTiles() templ.Component {
	tile := func(p TileProps) templ.Component { p.Define, p.Against = "/define", "vs last quarter"; return Tile(p) }
	return in(Tiles(),
		tile(TileProps{Label: "Closed won", Value: Compact(284000000, "USD", 2), Exact: Exact(284000000, "USD", 2),
			Change: "+12.4%", Tone: Good, Spark: []float64{3, 4, 4, 6, 7, 7, 9, 10, 12, 14, 17}, Bar: &Bar{Value: 71,
				Max: 100, Label: "71% of quota", Tone: Accent}, Sub: "71% of $4M quota", Href: "/won"}),
		tile(TileProps{Label: "Commit", Value: "$3.62M", Change: "+4.1%", Tone: Good,
			Spark: []float64{2, 4, 3, 5, 8, 7, 10, 12, 13, 15, 16, 18}, Bar: &Bar{Value: 91, Max: 100,
				Label: "91% of quota", Tone: Accent}, Sub: "91% of quota", Href: "/commit"}),
		tile(TileProps{Label: "Best case", Value: "$4.41M", Change: "−2.3%", Tone: Bad,
			Spark: []float64{16, 15, 17, 13, 12, 14, 10, 9, 10, 8, 7, 6}, Bar: &Bar{Value: 100, Max: 100,
				Label: "110% of quota", Tone: Good}, Sub: "110% of quota", Href: "/best"}),
		tile(TileProps{Label: "Coverage", Value: Times(decimal.RequireFromString("3.2")), Change: "+0.3×", Tone: Good,
			Spark: []float64{3, 5, 4, 8, 7, 10, 11, 13, 12, 14, 16}, Bar: &Bar{Value: 3.2, Max: 5, Label: "3.2 of 5",
				Tone: Accent}, Sub: "Open pipeline $3.71M", Href: "/open"}),
		tile(TileProps{Label: "Average cycle", Value: Days(61), Change: "no change", Spark: []float64{4, 4},
			Sub: "Won in the last 90 days"}))
}

func months() []string { return strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec") }

func chartLine() templ.Component {
	var x []string
	var actual, forecast, low, high []float64
	for i := range 52 {
		x = append(x, "W"+Count(i+1))
		v := float64(i+1) * 9.1e6 * (1 + .04*math.Sin(float64(i)/3))
		a, f, l, h := v, math.NaN(), math.NaN(), math.NaN()
		if i >= 37 {
			wide := float64(i-37) * 2.2e6
			f, l, h = v, v-wide, v+wide
		}
		if i > 37 {
			a = math.NaN()
		}
		actual, forecast, low, high = append(actual, a), append(forecast, f), append(low, l), append(high, h)
	}
	return in(Card(CardProps{Title: "Closed and forecast", Subtitle: "Cumulative, this year", Define: "/define"}),
		chart.Line(chart.LineProps{
			Props: chart.Props{Label: "Closed and forecast by week",
				Desc: "Closed stands at $3.5M in week 38; the forecast ends at $4.7M.", Format: usd, Corner: "Week"},
			X: x, Series: []chart.Series{{Name: "Closed", Values: actual, Area: true},
				{Name: "Forecast", Values: forecast, Dashed: true}},
			Band:   &chart.Band{Name: "80% range", Low: low, High: high},
			Target: &chart.Target{Name: "Target", Value: 5e8},
		}))
}

func chartStacked() templ.Component {
	series := []chart.Series{{Name: "Closed"}, {Name: "Commit"}, {Name: "Best case"}, {Name: "Pipeline"}}
	for j := range series {
		for i := range 12 {
			series[j].Values = append(series[j].Values, float64(10+(i*7+j*13)%31)*1e6)
			series[j].Hrefs = append(series[j].Hrefs, "/o/northwind/pipeline?month="+Count(i)+"&cat="+Count(j))
		}
	}
	return in(Card(CardProps{Title: "Pipeline by month"}),
		chart.Stacked(chart.StackedProps{Props: chart.Props{Label: "Pipeline by month and category", Format: usd,
			Corner: "Month"}, X: months(), Series: series}))
}

func chartScatter() templ.Component {
	var points []chart.Point
	for i := range 120 {
		points = append(points, chart.Point{X: float64(i * 37 % 160), Y: float64(i*i*53%390+3) * 1e5,
			Label: "Opportunity " + Count(i), Href: "/o/northwind/opportunities/" + Count(i), Group: i % 7 / 6})
	}
	return in(Card(CardProps{Title: "Size and age"}), chart.Scatter(chart.ScatterProps{
		Props:  chart.Props{Label: "Open opportunities by age and size", Format: usd, Corner: "Opportunity"},
		Points: points, XName: "Age in days", YName: "Amount", Groups: []string{"Moving", "Stalled"},
	}))
}

func chartFunnel() templ.Component {
	var bars []chart.Bar
	values, notes := []float64{1240, 612, 405, 236, 128, 74}, []string{"", "49%", "66%", "58%", "54%", "58%"}
	for i, stage := range strings.Fields("Lead Qualify Demo Proposal Negotiation Won") {
		bars = append(bars,
			chart.Bar{Label: stage, Value: values[i], Note: notes[i], Href: "/o/northwind/pipeline?stage=" + stage})
	}
	return in(Card(CardProps{Title: "Stage funnel"}),
		chart.Bars(chart.BarsProps{Props: chart.Props{Label: "Opportunities that reached each stage", Corner: "Stage",
			Format: func(v float64) string { return Count(int(v)) }}, Bars: bars, Heading: "Reached"}))
}

func chartHeat() templ.Component {
	p := chart.HeatProps{Props: chart.Props{Label: "Attainment by rep and month, in per cent", Corner: "Rep"},
		Rows:    strings.Fields("Novak Okafor Jiménez Roth Demir Haddad Liu Martins Featherstonehaugh-Lee"),
		Columns: months()}
	for i := range p.Rows {
		var row []chart.HeatCell
		for j := range 12 {
			row = append(row, chart.HeatCell{Value: float64(40 + (i*29+j*17+i*j*5)%90), Href: "/o/northwind/reps/" +
				Count(i), Missing: i == 3 && j < 2})
		}
		p.Cells = append(p.Cells, row)
	}
	return in(Card(CardProps{Title: "Attainment by rep and month", Subtitle: "Per cent of quota"}), chart.HeatMap(p))
}

func chartWaterfall() templ.Component {
	return in(Card(CardProps{Title: "Pipeline change this week"}), chart.Waterfall(chart.WaterfallProps{
		Props: chart.Props{Label: "How the open pipeline changed since Monday", Format: usd, Corner: "Change"},
		Steps: []chart.Step{{Label: "Open on Monday", Value: 371e6, Total: true, Href: "/a"},
			{Label: "New", Value: 42e6, Href: "/b"}, {Label: "Pulled in", Value: 9e6},
			{Label: "Increased", Value: 18e6}, {Label: "Decreased", Value: -24e6}, {Label: "Slipped", Value: -51e6},
			{Label: "Lost", Value: -19e6}, {Label: "Won", Value: -33e6, Colour: chart.Blue},
			{Label: "Open now", Value: 313e6, Total: true}},
	}))
}

func chartRanges() templ.Component {
	return in(Card(CardProps{Title: "Forecast by team"}),
		chart.Ranges(chart.RangesProps{Props: chart.Props{Label: "Forecast range by team", Format: usd, Corner: "Team"},
			Ranges: []chart.Range{
				{Label: "Americas", Done: 180e6, Low: 210e6, Mid: 240e6, High: 280e6, Target: 260e6, Href: "/t"},
				{Label: "EMEA", Done: 90e6, Low: 120e6, Mid: 150e6, High: 170e6, Target: 130e6, Href: "/t"},
				{Label: "APAC", Done: 40e6, Low: 60e6, Mid: 70e6, High: 95e6, Target: 90e6, Href: "/t"},
			}}))
}

func chartReliability() templ.Component {
	var bins []chart.Bin
	for i := 1; i < 10; i++ {
		v := float64(i) / 10
		bins = append(bins, chart.Bin{Predicted: v, Observed: v * (1.1 - v/4), Low: v * .8, High: math.Min(1, v*1.15),
			Count: 80 - i*7, Href: "/bin"})
	}
	return in(Card(CardProps{Title: "Can the probabilities be trusted?"}),
		chart.Reliability(chart.ReliabilityProps{Props: chart.Props{Label: "Said and observed win rates"}, Bins: bins}))
}

func chartCohort() templ.Component {
	var cohorts []chart.Cohort
	for i := range 7 {
		c := chart.Cohort{Label: "Q" + Count(i%4+1) + " FY2" + Count(5+i/4), Size: "$1.2M"}
		for j := range 8 - i {
			c.Values = append(c.Values, float64(100-j*(3+i%3)))
		}
		cohorts = append(cohorts, c)
	}
	return in(Card(CardProps{Title: "Revenue kept by cohort"}),
		chart.CohortTriangle(chart.CohortProps{Props: chart.Props{Label: "Revenue kept by cohort, in per cent",
			Corner: "Cohort"}, Unit: "Q", Cohorts: cohorts}))
}

func galleryTable() templ.Component {
	var rows []templ.Component
	for i, name := range []string{"Amelia Novak", "Ben Okafor", "Carla Jiménez", "Daniel Roth", "Elif Demir",
		"Farid Haddad"} {
		k := int64(i * 1700000)
		rows = append(rows, templ.Raw("<tr>"), RowHead("/reps/1", name, "West"), MoneyShort(52000000-k, "USD", 2),
			Num("$412K", "$412,350.00", "/rows"), MoneyShort(9800000+k, "USD", 2), Num("$64K", "", ""),
			MoneyOwn("€310,000", "$336,000"),
			in(Cell(), Field(FieldProps{Label: "Adjustment for " + name, Name: "adj" + Count(i), HideLabel: true,
				Value: "−20", Inputmode: "numeric"})),
			in(Cell(), ProgressCell(Bar{Value: float64(98 - i*9), Max: 100, Label: "Attainment of " + name,
				Tone: []Tone{Good, Accent, Good, Bad, Warn, Accent}[i]}, Count(98-i*9)+"%")), templ.Raw("</tr>"))
	}
	body := append([]templ.Component{Head(Column{Label: "Rep", Sort: "?s=rep", Order: "ascending"},
		Column{Label: "Quota", Num: true, Sort: "?s=quota"}, Column{Label: "Closed", Num: true},
		Column{Label: "Commit", Num: true}, Column{Label: "Best case", Num: true}, Column{Label: "Pipeline", Num: true},
		Column{Label: "Adjust.", Num: true}, Column{Label: "Attainment"}), templ.Raw("<tbody>")}, rows...)
	body = append(body, templ.Raw("</tbody><tfoot><tr>"), RowHead("", "Team", ""), Num("$4.4M", "", ""),
		Num("$2.84M", "", ""), Num("$737K", "", ""), Num("$693K", "", ""), Num("$2.56M", "", ""), Num("−$55K", "", ""),
		in(Cell(), words("81%")), templ.Raw("</tr></tfoot>"))
	actions := templ.Join(Segmented("Rows",
		[]Tab{{Label: "Roll-up", Href: "/a", Active: true}, {Label: "By opportunity", Href: "/b"}}),
		in(LinkButton(LinkProps{Href: "/x.csv", Icon: "download"}), words("Export")))
	return in(Card(CardProps{Title: "Forecast by rep", Flush: true, Actions: actions}),
		in(Table(TableProps{Caption: "Forecast by rep", Pinned: true, Rows: true, Tall: true}), body...),
		Pager(PagerProps{Note: "1–6 of 24", Prev: "/p", Next: "/n"}))
}

func galleryChanges() templ.Component {
	return in(Card(CardProps{Title: "Changes since Monday", Flush: true, Foot: TextLink("/all", "All 14 changes")}),
		List([]Item{
			{Tone: Bad, Title: "Vela Bank", Sub: "Close date · Dec 8 → Dec 22", Href: "/1", Figure: "−$310,000"},
			{Tone: Good, Title: "Solace Energy", Sub: "Moved to Commit · Best case → Commit", Href: "/2",
				Figure: "+$415,000", FigureExact: "$415,000.00"},
			{Tone: Warn, Title: "Nimbus AI", Sub: "Amount · $120,000 → $96,000", Href: "/3", Badge: "at risk",
				BadgeTone: Warn, Figure: "−$24,000"},
			{Title: "Ridge Retail", Sub: "Closed lost · Price", Figure: "−$54,000"},
		}))
}

func galleryForm() templ.Component {
	return in(Card(CardProps{Title: "Add an adjustment"}), in(Stack(),
		Select(SelectProps{Label: "Rep", Name: "rep", Options: []Option{{Value: "1", Label: "Amelia Novak"}}}),
		Field(FieldProps{Label: "Amount (USD)", Name: "amount", Value: "25,00x", Inputmode: "decimal",
			Hint: "Whole dollars; a minus lowers the forecast.", Error: "An amount is a number, such as 25,000."}),
		Field(FieldProps{Label: "Reason", Name: "reason", Rows: 3, Placeholder: "Why does your call differ?"}),
		Check(CheckProps{Label: "Tell the rep", Name: "tell", Value: "1", Checked: true,
			Hint: "By mail, with your reason."}),
		in(Row(), in(Button(ButtonProps{Look: Primary}), words("Save")),
			in(Button(ButtonProps{Look: Ghost}), words("Cancel")),
			in(Button(ButtonProps{Look: Danger, Confirm: "Delete 3 adjustments?", Icon: "trash-2"}), words("Delete")))))
}

func galleryPacing() templ.Component {
	arc := chart.ArcProps{Label: "79% of quota, 62% expected by today", Text: "79%", Value: .79, Expected: .62}
	return in(Card(CardProps{Title: "Your quarter"}),
		in(Stack(), Pace(PaceProps{Arc: arc, Value: "$412,000", Href: "/won", Of: "of $520,000 quota",
			Badge: "17 pts ahead of pace", Tone: Good}),
			MetricList([]Pair{{Key: "Gap", Value: "$108K", Href: "/gap"}, {Key: "Per week left", Value: "$18K"},
				{Key: "Coverage", Value: "2.9×"}}),
			in(Alert(Info), words("Close $108K more to reach the 1.5× accelerator: about +$8,640."))))
}

func galleryTimeline() templ.Component {
	return in(Card(CardProps{Title: "History"}), Timeline([]Event{
		{When: Stamp(time.Date(2026, 11, 21, 14, 5, 0, 0, time.UTC)), At: "2026-11-21T14:05:00Z",
			Title: "Moved to Commit", Detail: "by Ben Okafor, from Best case", Tone: Good, Href: "/1"},
		{When: "Nov 18, 09:12 UTC", At: "2026-11-18T09:12:00Z", Title: "Amount lowered", Detail: "$120,000 → $96,000",
			Tone: Warn},
		{When: "Oct 2, 16:40 UTC", At: "2026-10-02T16:40:00Z", Title: "Created"},
	}))
}

func galleryEmpty() templ.Component {
	return in(Card(CardProps{Title: "At risk"}),
		Empty(EmptyProps{Icon: "flag", Title: "No opportunities at risk",
			Why:    "None of the 42 in this filter has a warning. The filter is set to your own.",
			Action: in(LinkButton(LinkProps{Href: "/all"}), words("Show the whole team"))}))
}

func galleryRest() templ.Component {
	return in(Card(CardProps{Title: "Small parts", ID: "parts"}), in(Stack(),
		in(Row(), Badge(Neutral, "Draft"), Badge(Good, "Won"), Badge(Warn, "Stale"), Badge(Bad, "Lost"),
			Badge(Info, "Synced"), Badge(Accent, "Commit"), Chip("clock", "No activity for 9 days", "/c"),
			Chip("", "West", ""), Avatar("Ada Nowak"), TextLink("/x", "A link")),
		in(Alert(Good), words("Saved.")), in(Alert(Warn), words("The import is two hours late.")),
		in(Alert(Bad), words("Three rows were refused.")),
		Tabs("Account", []Tab{{Label: "Overview", Href: "/1", Active: true},
			{Label: "Opportunities", Href: "/2", Count: "12"}, {Label: "People", Href: "/3"}}),
		KeyValue([]Pair{{Key: "Owner", Value: "Ada Nowak", Href: "/m"}, {Key: "Close date", Value: "Dec 22, 2026"},
			{Key: "Amount", Value: "€310,000.00"}}),
		in(Row(), in(Button(ButtonProps{Small: true}), words("Small")), in(Button(ButtonProps{Disabled: true}),
			words("Disabled")), Button(ButtonProps{Icon: "pencil", Label: "Edit", Look: Ghost}))))
}

func signIn(theme string) templ.Component {
	return in(AuthPage(AuthProps{Title: "Sign in", Subtitle: "To your organisation's numbers.", Theme: theme,
		Flash: &Flash{Tone: Bad, Text: "That address and password do not match."},
		Foot:  TextLink("/help", "Trouble signing in?")}),
		in(Stack(), Field(FieldProps{Label: "E-mail", Name: "email", Type: "email", Autocomplete: "username"}),
			Field(FieldProps{Label: "Password", Name: "password", Type: "password", Autocomplete: "current-password"}),
			in(Button(ButtonProps{Look: Primary}), words("Sign in"))))
}
