// Package quality measures how far an organisation's data can be trusted, and lists what is to be mended
// (definitions §14).
//
// The score is the weighted mean of five parts, each from 0 to 100. A part for which there is no data is left out, and
// its weight with it. Whether a value is right cannot be told from data alone, so no part claims it.
package quality

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
)

// Name is a part of the score.
type Name string

// The parts.
const (
	Completeness Name = "completeness" // facts that an opportunity has, of those that its stage asks for
	Timeliness   Name = "timeliness"   // open opportunities that are neither overdue nor untouched
	Uniqueness   Name = "uniqueness"   // accounts and contacts that are in no group of duplicates
	Validity     Name = "validity"     // open opportunities without a value that cannot be
	Adoption     Name = "adoption"     // reps who log enough activities in a week
)

// weights are what each part counts for, of a hundred.
var weights = map[Name]int64{Completeness: 30, Timeliness: 30, Uniqueness: 15, Validity: 15, Adoption: 10}

// names lists the parts in the order in which they are shown.
var names = []Name{Completeness, Timeliness, Uniqueness, Validity, Adoption}

// Enough is how many activities in seven days tell that a rep works with the product.
const Enough = 5

// Part is a part of the score: Good of All things are as they should be.
type Part struct {
	Name      Name
	Weight    int64
	Good, All int64
	Value     decimal.Decimal // 100 × Good ÷ All, to one decimal
}

// Rule is what is wrong with an opportunity or an account.
type Rule string

// The rules.
const (
	Overdue    Rule = "overdue"
	NoNextStep Rule = "no_next_step"
	NoAmount   Rule = "no_amount"
	NoDate     Rule = "no_close_date"
	NoOwner    Rule = "no_owner"
	NoAccount  Rule = "no_account"
	NoSource   Rule = "no_source"
	NoContact  Rule = "no_contact"
	Untouched  Rule = "untouched"
	Left       Rule = "owner_left"
	Negative   Rule = "negative_amount"
	NoRate     Rule = "no_rate"
	FarAway    Rule = "close_date_far_away"
	Duplicate  Rule = "duplicate_accounts"

	DuplicateContact Rule = "duplicate_contacts"
)

// Finding is what one rule found: how many records, the amount of the opportunities among them, and which.
type Finding struct {
	Rule   Rule
	Count  int64
	Amount int64 // minor units of the base currency, of those whose amount is known
	IDs    []uuid.UUID
}

// Team is the score of a team's opportunities, in the parts that a team has.
type Team struct {
	Name  string
	Score decimal.Decimal
	Open  int64
}

// Report is the state of the data at a moment.
type Report struct {
	At       time.Time
	Currency money.Currency
	Score    decimal.Decimal // from 0 to 100, to one decimal
	Parts    []Part
	Findings []Finding // by the amount that they touch
	Teams    []Team    // worst first
	Clusters int       // groups of accounts, or of contacts, that are probably one
}

// Opportunity is what the rules ask about an open opportunity.
type Opportunity struct {
	ID               uuid.UUID
	Team             string
	Step             int // of its stage among the open ones, from 0
	Owned, Active    bool
	Account, Contact bool
	Amount, Base     *int64 // in its own currency, in the base currency
	CloseOn          period.Date
	NextStep, Source string
	LastOn           period.Date // of the last activity that was done; zero: none
	CreatedOn        period.Date
}

// asked are the facts that a stage asks for, from the step of the stage on.
var asked = []struct {
	from int
	rule Rule
	has  func(o Opportunity) bool
}{
	{0, NoOwner, func(o Opportunity) bool { return o.Owned }},
	{0, NoAccount, func(o Opportunity) bool { return o.Account }},
	{0, NoDate, func(o Opportunity) bool { return !o.CloseOn.IsZero() }},
	{0, NoSource, func(o Opportunity) bool { return o.Source != "" }},
	{pipeline.AsksForAmount, NoAmount, func(o Opportunity) bool { return o.Amount != nil }},
	{pipeline.AsksForStep, NoNextStep, func(o Opportunity) bool { return o.NextStep != "" }},
	{pipeline.AsksForContact, NoContact, func(o Opportunity) bool { return o.Contact }},
}

// invalid are the values that cannot be.
var invalid = []struct {
	rule  Rule
	wrong func(o Opportunity, today period.Date) bool
}{
	{Left, func(o Opportunity, _ period.Date) bool { return o.Owned && !o.Active }},
	{Negative, func(o Opportunity, _ period.Date) bool { return o.Amount != nil && *o.Amount < 0 }},
	{NoRate, func(o Opportunity, _ period.Date) bool { return o.Amount != nil && o.Base == nil }},
	{FarAway, func(o Opportunity, today period.Date) bool { return o.CloseOn > today+pipeline.FarAwayDays }},
}

// Judge adds what is known of open opportunities to a report. Quiet is after how many days without an activity an
// opportunity counts as untouched.
type Judge struct {
	Today period.Date
	Quiet int

	total  tally
	teams  map[string]*tally
	counts map[Rule]*Finding
}

// tally counts the parts that are told from opportunities.
type tally struct{ filled, asked, timely, valid, open int64 }

func (t *tally) add(o tally) {
	t.filled, t.asked, t.timely = t.filled+o.filled, t.asked+o.asked, t.timely+o.timely
	t.valid, t.open = t.valid+o.valid, t.open+o.open
}

func (t tally) parts() []Part {
	return []Part{part(Completeness, t.filled, t.asked), part(Timeliness, t.timely, t.open),
		part(Validity, t.valid, t.open)}
}

// Add takes one more open opportunity.
func (j *Judge) Add(o Opportunity) {
	if j.teams == nil {
		j.teams, j.counts = map[string]*tally{}, map[Rule]*Finding{}
	}
	t := tally{open: 1}
	for _, a := range asked {
		if o.Step < a.from {
			continue
		}
		if t.asked++; a.has(o) {
			t.filled++
		} else {
			j.find(a.rule, o)
		}
	}
	late, quiet := !o.CloseOn.IsZero() && o.CloseOn < j.Today, j.untouched(o)
	if late {
		j.find(Overdue, o)
	}
	if quiet {
		j.find(Untouched, o)
	}
	if !late && !quiet {
		t.timely = 1
	}
	t.valid = 1
	for _, i := range invalid {
		if i.wrong(o, j.Today) {
			t.valid = 0
			j.find(i.rule, o)
		}
	}
	j.total.add(t)
	if j.teams[o.Team] == nil {
		j.teams[o.Team] = &tally{}
	}
	j.teams[o.Team].add(t)
}

func (j *Judge) untouched(o Opportunity) bool {
	since := j.Today - period.Date(j.Quiet)
	return o.CreatedOn <= since && o.LastOn <= since
}

func (j *Judge) find(rule Rule, o Opportunity) {
	f := j.counts[rule]
	if f == nil {
		f = &Finding{Rule: rule}
		j.counts[rule] = f
	}
	f.Count++
	f.IDs = append(f.IDs, o.ID)
	if o.Base != nil {
		f.Amount += *o.Base
	}
}

func part(name Name, good, all int64) Part {
	p := Part{Name: name, Weight: weights[name], Good: good, All: all}
	if all > 0 {
		p.Value = decimal.NewFromInt(100*good).DivRound(decimal.NewFromInt(all), 1)
	}
	return p
}

// score is the weighted mean of the parts that have data; zero where none has.
func score(parts []Part) decimal.Decimal {
	sum, weight := decimal.Zero, int64(0)
	for _, p := range parts {
		if p.All > 0 {
			exact := decimal.NewFromInt(100*p.Good).DivRound(decimal.NewFromInt(p.All), 12)
			sum, weight = sum.Add(exact.Mul(decimal.NewFromInt(p.Weight))), weight+p.Weight
		}
	}
	if weight == 0 {
		return decimal.Zero
	}
	return sum.DivRound(decimal.NewFromInt(weight), 1)
}

// Sum is the report of what was added, with the parts that are not told from opportunities.
func (j *Judge) Sum(others ...Part) Report {
	r := Report{}
	parts := append(j.total.parts(), others...)
	for _, n := range names {
		for _, p := range parts {
			if p.Name == n {
				r.Parts = append(r.Parts, p)
			}
		}
	}
	r.Score = score(r.Parts)
	for _, f := range j.counts {
		r.Findings = append(r.Findings, *f)
	}
	r.sort()
	for name, t := range j.teams {
		r.Teams = append(r.Teams, Team{Name: name, Score: score(t.parts()), Open: t.open})
	}
	slices.SortFunc(r.Teams, func(a, b Team) int {
		if c := a.Score.Cmp(b.Score); c != 0 {
			return c
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return r
}

// sort puts what touches most money first.
func (r *Report) sort() {
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule, b.Rule))
	})
}

// lists are the filters of the pipeline list that have the opportunities of a rule.
var lists = map[Rule]pipeline.Filter{Overdue: {Flag: pipeline.Overdue}, NoNextStep: {Flag: pipeline.AskedStep},
	NoAmount: {Flag: pipeline.AskedAmount}, NoDate: {Flag: pipeline.NoDate}, NoOwner: {Whose: pipeline.Nobodys},
	NoAccount: {Flag: pipeline.NoAccount}, NoSource: {Flag: pipeline.NoSource},
	NoContact: {Flag: pipeline.AskedPerson}, Untouched: {Flag: pipeline.Untouched}, Left: {Flag: pipeline.OwnerLeft},
	Negative: {Flag: pipeline.Negative}, NoRate: {Flag: pipeline.NoRate}, FarAway: {Flag: pipeline.FarAway}}

// Filter chooses the opportunities of the rule in the pipeline list; ok is false for a rule about accounts.
func (r Rule) Filter() (f pipeline.Filter, ok bool) {
	f, ok = lists[r]
	return f, ok
}

// Label is the rule in words, as a heading of what it found.
func (r Rule) Label() string { return labels[r] }

var labels = map[Rule]string{Overdue: "Close date has passed", NoNextStep: "Stage needs a next step",
	NoAmount: "Stage needs an amount",
	NoDate:   "No close date", NoOwner: "No owner", NoAccount: "No account", NoSource: "No source",
	NoContact: "Stage needs a contact", Untouched: "No recent activity", Left: "Owner has left",
	Negative: "Negative amount",
	NoRate:   "No exchange rate", FarAway: "Close date is more than three years away",
	Duplicate: "Probable duplicate accounts", DuplicateContact: "Probable duplicate contacts"}
