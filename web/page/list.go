package page

import (
	"cmp"
	"maps"
	"net/url"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
)

// List is the filter and order of the pipeline list, as in its address. The zero List is all open opportunities.
// ParseList reads what Query writes.
type List struct {
	Status   Status
	Closes   Closes
	Month    period.Date // first day of the month that they count for
	Stage    string
	Category opportunity.Category
	Through  opportunity.Category // closed, or in a category down to this one
	Type     string
	Source   string
	Account  uuid.UUID
	Flag     pipeline.Flag
	Name     string // part of it
	Whose    pipeline.Whose
	By       rollup.Dimension
	Group    string       // of the dimension By
	Tag      forecast.Tag // for the scope's period
	Columns  string       // shown, as pipeline.FormatColumns writes them; empty: the reader's usual ones
	Fields   string       // what is asked of custom fields, as pipeline.Asks writes it
	Sort     pipeline.Sort
	After    pipeline.Cursor // the zero Cursor is the first page
}

// Status filters the list by outcome.
type Status string

// The choices.
const (
	OnlyOpen  Status = ""
	OnlyWon   Status = "won"
	OnlyLost  Status = "lost"
	OpenOrWon Status = "live"
	WonOrLost Status = "closed"
	AnyStatus Status = "all"
)

// statuses are what each of the choices lists; what is open is the list's own choice.
var statuses = map[Status][]opportunity.Status{
	OnlyWon: {opportunity.Won}, OnlyLost: {opportunity.Lost}, OpenOrWon: {opportunity.Open, opportunity.Won},
	WonOrLost: {opportunity.Won, opportunity.Lost}, AnyStatus: {opportunity.Open, opportunity.Won, opportunity.Lost},
}

// Closes filters the list by close date.
type Closes string

// The choices. What is overdue counts for the period that holds today, whatever its close date (definitions §3).
const (
	AnyTime     Closes = ""       // "any" in an address, where nothing is asked of the date
	InPeriod    Closes = "period" // in the scope's period: this quarter, unless the address names another
	ThisQuarter Closes = "quarter"
	NextQuarter Closes = "next"
	ThisYear    Closes = "year"
	PastDue     Closes = "overdue" // open, and the close date has passed

	anyTime = "any"
)

// parseCloses reads when opportunities close. An address that asks for nothing else lists what closes in its period;
// one with other choices, such as links had before there was this one, lists them whenever they close.
func parseCloses(in string, l List) Closes {
	switch c := Closes(in); c {
	case InPeriod, ThisQuarter, NextQuarter, ThisYear, PastDue:
		return c
	}
	l.Columns = ""
	if in == anyTime || l.Ordered("") != (List{}) {
		return AnyTime
	}
	return InPeriod
}

// Bounded reports whether the list has a period.
func (l List) Bounded() bool { return l.Closes != AnyTime && l.Closes != PastDue }

// Asks is the scope with the list's period, on the day of the page.
func (l List) Asks(r scope.Request, c period.Calendar, today period.Date) scope.Request {
	if on, err := period.ParseDate(r.AsOf); err == nil {
		today = min(today, on)
	}
	switch l.Closes {
	case ThisQuarter:
		r.Period = ""
	case NextQuarter:
		r.Period = c.Shift(c.Containing(period.Quarter, today), 1).Key
	case ThisYear:
		r.Period = c.Containing(period.Year, today).Key
	}
	return r
}

// monthLayout is how an address writes a month.
const monthLayout = "2006-01"

// ParseList reads the filter from an address. Unknown values are ignored.
func ParseList(q url.Values) List {
	l := List{Status: Status(q.Get("status")), Stage: q.Get("stage"),
		Category: opportunity.Category(q.Get("cat")), Through: opportunity.Category(q.Get("thru")), Type: q.Get("type"),
		Source: q.Get("source"), Flag: pipeline.Flag(q.Get("flag")), Name: q.Get("q"),
		Whose: pipeline.Whose(q.Get("whose")), By: rollup.Dimension(q.Get("by")), Group: q.Get("group"),
		Tag: forecast.Tag(q.Get("tag")), Columns: pipeline.FormatColumns(pipeline.ParseColumns(q.Get("cols"))),
		Fields: asksOf(q).Encode(), Sort: pipeline.Sort(q.Get("sort"))}
	if _, ok := statuses[l.Status]; !ok {
		l.Status = OnlyOpen
	}
	if !slices.Contains(forecast.Tags, l.Tag) {
		l.Tag = ""
	}
	if first, err := period.ParseDate(q.Get("month") + "-01"); err == nil {
		l.Month = first
	}
	l.Account, _ = uuid.Parse(q.Get("account"))
	l.Closes = parseCloses(q.Get("in"), l)
	DecodeCursor(q, &l.After)
	if !l.After.Fits(l.Sort) {
		l.After = pipeline.Cursor{}
	}
	return l
}

// asksOf is what an address asks of custom fields: together, as Query writes it, or each by itself, as the form of the
// filter does.
func asksOf(q url.Values) pipeline.Asks {
	all := url.Values{}
	maps.Copy(all, q)
	if together, err := url.ParseQuery(q.Get("fields")); err == nil {
		maps.Copy(all, together)
	}
	return pipeline.ParseAsks(all)
}

// Asked is what the list asks of custom fields.
func (l List) Asked() pipeline.Asks {
	q, _ := url.ParseQuery(l.Fields)
	return pipeline.ParseAsks(q)
}

// Query writes the list for an address, without defaults.
func (l List) Query() url.Values {
	q := url.Values{}
	put(q, "status", string(l.Status))
	put(q, "stage", l.Stage)
	put(q, "cat", string(l.Category))
	put(q, "thru", string(l.Through))
	put(q, "type", l.Type)
	put(q, "source", l.Source)
	put(q, "flag", string(l.Flag))
	put(q, "q", l.Name)
	put(q, "whose", string(l.Whose))
	put(q, "by", string(l.By))
	put(q, "group", l.Group)
	put(q, "tag", string(l.Tag))
	put(q, "cols", l.Columns)
	put(q, "fields", l.Fields)
	put(q, "sort", string(l.Sort))
	put(q, "in", cmp.Or(string(l.Closes), anyTime))
	if !l.Month.IsZero() {
		q.Set("month", l.Month.Time().Format(monthLayout))
	}
	if l.Account != uuid.Nil {
		q.Set("account", l.Account.String())
	}
	if l.After != (pipeline.Cursor{}) {
		q.Set("cursor", Cursor(l.After))
	}
	return q
}

// Filter converts the list to a pipeline filter with at most so many rows; 0: all. The tag filter is applied by the
// forecast.
func (l List) Filter(limit int) pipeline.Filter {
	return pipeline.Filter{Statuses: statuses[l.Status], InPeriod: l.Bounded(), PastDue: l.Closes == PastDue,
		Month: l.Month, Stage: l.Stage, Category: l.Category, Through: l.Through, Type: l.Type, Source: l.Source,
		Account: l.Account, Flag: l.Flag, Name: l.Name, Whose: l.Whose, By: l.By, Group: l.Group, Sort: l.Sort,
		Asks: l.Asked(), After: l.After, Limit: limit}
}

// Ordered is the list in another order, from its first page.
func (l List) Ordered(by pipeline.Sort) List {
	l.Sort, l.After = by, pipeline.Cursor{}
	return l
}

// From is the list from a cursor on.
func (l List) From(place pipeline.Cursor) List {
	l.After = place
	return l
}

// put sets a parameter that says something.
func put(q url.Values, name, value string) {
	if value != "" {
		q.Set(name, value)
	}
}
