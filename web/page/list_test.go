package page_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
)

// text is anything that an address can hold: empty, plain, or full of what an address has to escape.
var text = rapid.OneOf(rapid.SampledFrom([]string{"", "Closing", "a & b=c", "50 %", "ü+1", "#"}), rapid.String())

var keys = rapid.Custom(func(t *rapid.T) uuid.UUID {
	return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "key"))
})

// lists are lists as pages link to them. A place is one of the order; a month is one of its first day.
var lists = rapid.Custom(func(t *rapid.T) page.List {
	l := page.List{
		Status: rapid.SampledFrom([]page.Status{page.OnlyOpen, page.OnlyWon, page.OnlyLost, page.OpenOrWon,
			page.WonOrLost, page.AnyStatus}).Draw(t, "status"),
		Closes: rapid.SampledFrom([]page.Closes{page.AnyTime, page.InPeriod, page.ThisQuarter, page.NextQuarter,
			page.ThisYear, page.PastDue}).Draw(t, "closes"), Stage: text.Draw(t, "stage"), Type: text.Draw(t, "type"),
		Source: text.Draw(t, "source"), Name: text.Draw(t, "name"),
		Category: opportunity.Category(text.Draw(t, "category")),
		Through:  opportunity.Category(text.Draw(t, "through")), Flag: pipeline.Flag(text.Draw(t, "flag")),
		Whose: pipeline.Whose(text.Draw(t, "whose")), By: rollup.Dimension(text.Draw(t, "by")),
		Group: text.Draw(t, "group"), Tag: rapid.SampledFrom(append(forecast.Tags, "")).Draw(t, "tag"),
		Columns: pipeline.FormatColumns(rapid.SliceOfDistinct(rapid.OneOf(rapid.SampledFrom(pipeline.Columns[1:]),
			customs), func(c pipeline.Column) pipeline.Column { return c }).Draw(t, "columns")),
		Sort: rapid.OneOf(rapid.SampledFrom([]pipeline.Sort{"", pipeline.ByCloseDate, pipeline.ByRecent}),
			rapid.Custom(func(t *rapid.T) pipeline.Sort {
				return pipeline.By(rapid.OneOf(rapid.SampledFrom(pipeline.Columns), customs).Draw(t, "column"),
					rapid.Bool().Draw(t, "falls"))
			})).Draw(t, "sort"), Fields: asks.Draw(t, "asks").Encode()}
	if rapid.Bool().Draw(t, "of a month") {
		l.Month = period.NewDate(rapid.IntRange(1, 9999).Draw(t, "year"),
			time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1)
	}
	if rapid.Bool().Draw(t, "of an account") {
		l.Account = keys.Draw(t, "account")
	}
	if rapid.Bool().Draw(t, "further on") {
		l.After = pipeline.Cursor{Value: place(t, l.Sort), ID: keys.Draw(t, "last")}
	}
	return l
})

// customs are columns of custom fields of every kind.
var customs = rapid.Custom(func(t *rapid.T) pipeline.Column {
	return pipeline.Custom(customfield.Field{FieldID: keys.Draw(t, "field"),
		Kind: rapid.SampledFrom(customfield.Kinds).Draw(t, "kind").Kind})
})

// asks are what a list asks of custom fields; of one that it cannot ask, nothing.
var asks = rapid.Custom(func(t *rapid.T) pipeline.Asks {
	all := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) pipeline.Ask {
		return pipeline.Ask{Column: customs.Draw(t, "column"), Any: rapid.SliceOf(text).Draw(t, "any"),
			Has: text.Draw(t, "has"), From: rapid.SampledFrom([]string{"", "-1.5", "2026-11-20"}).Draw(t, "from"),
			To: text.Draw(t, "to"), Empty: rapid.Bool().Draw(t, "empty"), Filled: rapid.Bool().Draw(t, "filled")}
	}), 0, 3).Draw(t, "asks")
	q, err := url.ParseQuery(pipeline.Asks(all).Encode())
	if err != nil {
		t.Fatal(err)
	}
	return pipeline.ParseAsks(q)
})

func place(t *rapid.T, by pipeline.Sort) string {
	column, _ := by.Column()
	_, _, custom := column.Custom()
	switch {
	case rapid.Bool().Draw(t, "of which nothing is known"):
		return ""
	case column.Words():
		return rapid.StringMatching(`[a-zü ]{0,20}`).Draw(t, "name of the last")
	case column == pipeline.Age || column == pipeline.StageAge || column == pipeline.Created:
		return "2026-11-30T10:00:00.000001Z"
	case custom && column.Day():
		return "2026-11-30"
	case column == pipeline.CloseDate || column == pipeline.LastTouch:
		return rapid.SampledFrom([]string{"2026-11-30", "0001-01-01"}).Draw(t, "day of the last")
	}
	return strconv.FormatInt(rapid.Int64Min(-1<<62).Draw(t, "amount of the last"), 10)
}

func TestAListIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := lists.Draw(t, "list")
		q, err := url.ParseQuery(l.Query().Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got := page.ParseList(q); got != l {
			t.Fatalf("%+v is written %s and read %+v", l, q.Encode(), got)
		}
	})
}

func TestAScopeIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := scope.Request{Period: text.Draw(t, "period"), Team: text.Draw(t, "team"), Owner: text.Draw(t, "owner"),
			AsOf: text.Draw(t, "as of")}
		q, err := url.ParseQuery(page.ScopeQuery(s).Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got := page.ParseScope(q); got != s {
			t.Fatalf("%+v is written %s and read %+v", s, q.Encode(), got)
		}
	})
}

func TestAnAddressOfTheListKeepsTheScope(t *testing.T) {
	w := page.Where{Base: "/o/northwind", Scope: scope.Request{Period: "2026-Q4", Team: "West"}}
	for _, c := range []struct{ got, want string }{
		{w.Pipeline(page.List{}), "/o/northwind/pipeline?in=any&period=2026-Q4&team=West"},
		{w.Pipeline(page.List{Status: page.OnlyWon, Closes: page.InPeriod}),
			"/o/northwind/pipeline?in=period&period=2026-Q4&status=won&team=West"},
		{w.In("").Pipeline(page.List{}), "/o/northwind/pipeline?in=any&team=West"},
		{w.AsOf("2026-11-20").In("2026-11").Pipeline(page.List{Flag: pipeline.Overdue}),
			"/o/northwind/pipeline?as_of=2026-11-20&flag=overdue&in=any&period=2026-11&team=West"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestAnAddressSaysWhenItsOpportunitiesClose(t *testing.T) {
	october := period.Calendar{Start: time.October}
	for _, c := range []struct {
		address string
		want    page.Closes
		of      string // the period that the scope is asked for
	}{
		{"", page.InPeriod, ""}, {"sort=amount", page.InPeriod, ""}, {"team=West", page.InPeriod, ""},
		{"period=2026-Q3", page.InPeriod, "2026-Q3"}, {"in=period&period=2026-Q3", page.InPeriod, "2026-Q3"},
		{"flag=untouched", page.AnyTime, ""}, {"status=won&period=2026-Q3", page.AnyTime, "2026-Q3"},
		{"in=any", page.AnyTime, ""}, {"in=sometime", page.InPeriod, ""},
		{"in=quarter&period=2026-Q3", page.ThisQuarter, ""}, {"in=next&period=2026-Q3", page.NextQuarter, "2027-Q3"},
		{"in=next&as_of=2026-12-31", page.NextQuarter, "2027-Q2"}, {"in=year", page.ThisYear, "2027"},
		{"in=overdue", page.PastDue, ""},
	} {
		q, err := url.ParseQuery(c.address)
		if err != nil {
			t.Fatal(err)
		}
		l := page.ParseList(q)
		of := l.Asks(page.ParseScope(q), october, period.NewDate(2027, time.February, 1)).Period
		if l.Closes != c.want || of != c.of {
			t.Errorf("%q is closing %q of %q, want %q of %q", c.address, l.Closes, of, c.want, c.of)
		}
	}
}

// FuzzParseList looks for an address whose list is another once it is written and read again.
func FuzzParseList(f *testing.F) {
	f.Add("status=won&in=period&month=2026-11&cursor=eyJ2IjoxfQ&sort=amount")
	f.Add("status=nothing&month=2026-13&account=no&tag=none&cursor=%00")
	f.Fuzz(func(t *testing.T, address string) {
		q, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		l := page.ParseList(q)
		if again := page.ParseList(l.Query()); again != l {
			t.Fatalf("%q is read %+v, and once it is written %+v", address, l, again)
		}
	})
}
