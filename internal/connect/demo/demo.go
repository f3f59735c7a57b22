// Package demo generates a company as an export of its CRM: people, quotas, accounts, and three years of opportunities
// with their history and activities, in Salesforce's objects and columns.
//
// What the demo claims is in the rows and nowhere else: a region short of reps, fourth quarters that outsell the
// others, a source that closes better, a competitor that is easier to beat. Each is dealt out in fixed proportions
// instead of drawn by luck, so that it holds on every day and for every seed.
package demo

import (
	"time"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo/chance"
	"quarterdeck/internal/connect/demo/crm"
	"quarterdeck/internal/connect/demo/market"
)

// Company is who is generated. Start from GrowthTech or HanseKontor and change the name, the slug
// or the seed; another seed is another company with the same traits.
type Company struct {
	Name        string
	Slug        string     // names the organisation in addresses and its e-mail domain, <slug>.example
	Currency    string     // ISO 4217; every amount of the export is in it
	Zone        string     // IANA name of the zone in which its people work
	FiscalStart time.Month // the month in which its fiscal year starts
	Seed        uint64

	// In minor units of Currency.
	openValue  int64 // what all open opportunities are worth together
	annualWon  int64 // what is won in the current fiscal year, were it a full one
	averageWin int64 // the mean amount of a won opportunity
	smallest   int64 // no opportunity is below it
	largest    int64 // the largest open opportunity; nothing won is above it

	open    int     // open opportunities
	big     int     // of these, the very large ones
	pace    float64 // cycle times, against GrowthTech's
	regions []region
	market  market.Market
	product []string
}

// region is one part of the sales organisation, led by one manager.
type region struct {
	name     string
	tenures  []int    // months since each of today's reps was hired, the longest first
	left     [][2]int // reps who left: months since they were hired, and since they went
	demand   float64  // share of all opportunities, in reps that it takes to work them
	load     float64  // quota of a rep here, against a rep elsewhere
	followUp float64  // how often a rep gets round to an opportunity, against the usual
	overdue  float64  // share of open opportunities whose close date has passed
	quiet    float64  // share of open opportunities untouched for more than two weeks
	unowned  int      // accounts that nobody works
	states   []string
	country  []string // of each state; a single one stands for all
}

// GrowthTech is the company of the demo: 25 reps in three regions, a pipeline of fifty million
// dollars, and a West with six reps for the demand of ten.
func GrowthTech() Company {
	return Company{
		Name: "GrowthTech", Slug: "growthtech", Currency: "USD", Zone: "America/New_York", FiscalStart: time.January,
		Seed:      1,
		openValue: 50_000_000_00, annualWon: 30_500_000_00, averageWin: 80_000_00, smallest: 6_000_00,
		largest: 1_450_000_00,
		open:    580, big: 5, pace: 1, market: market.American,
		product: []string{"Growth Platform", "Analytics", "Engage Suite", "Platform and Analytics", "Enterprise Suite",
			"Integrations"},
		regions: []region{
			{name: "East", tenures: []int{80, 74, 69, 64, 61, 57, 54, 33, 17, 4}, left: [][2]int{{53, 6}}, demand: 10.2,
				load:     1,
				followUp: 1, overdue: .045, quiet: .12, unowned: 8,
				states: []string{"NY", "MA", "PA", "FL", "VA", "GA", "NC", "NJ"}, country: []string{"US"}},
			{name: "Central", tenures: []int{78, 70, 63, 59, 55, 51, 48, 10, 2}, demand: 8.8, load: 1,
				followUp: 1.05, overdue: .04, quiet: .12, unowned: 8,
				states: []string{"IL", "OH", "TX", "MN", "MI", "MO", "WI"}, country: []string{"US"}},
			{name: "West", tenures: []int{75, 66, 58, 52, 50, 14}, demand: 10, load: 1.1,
				followUp: .6, overdue: .14, quiet: .32, unowned: 90,
				states: []string{"CA", "WA", "OR", "AZ", "CO", "UT", "NV"}, country: []string{"US"}},
		},
	}
}

// HanseKontor is a second, small organisation, so that nothing is proven on one alone: six reps, two
// managers, euros, Berlin's clock, and a fiscal year that starts in April.
func HanseKontor() Company {
	return Company{
		Name: "Hanse Kontor", Slug: "hanse-kontor", Currency: "EUR", Zone: "Europe/Berlin", FiscalStart: time.April,
		Seed:      2,
		openValue: 1_800_000_00, annualWon: 1_900_000_00, averageWin: 28_000_00, smallest: 3_000_00,
		largest: 140_000_00,
		open:    60, big: 1, pace: .65, market: market.German,
		product: []string{"Kontor Cloud", "Kontor Zoll", "Kontor Lager", "Kontor Komplett", "Kontor Analyse"},
		regions: []region{
			{name: "North", tenures: []int{70, 52, 5}, demand: 1, load: 1, followUp: 1, overdue: .05, quiet: .12,
				unowned: 2,
				states: []string{"Hamburg", "Bremen", "Niedersachsen", "Schleswig-Holstein", "Berlin", "Noord-Holland",
					"Syddanmark"},
				country: []string{"DE", "DE", "DE", "DE", "DE", "NL", "DK"}},
			{name: "South", tenures: []int{64, 55, 20}, demand: 1, load: 1, followUp: .9, overdue: .08, quiet: .2,
				unowned: 2,
				states:  []string{"Bayern", "Baden-Württemberg", "Hessen", "Sachsen", "Wien", "Zürich"},
				country: []string{"DE", "DE", "DE", "DE", "AT", "CH"}},
		},
	}
}

// generator is the work in progress: the company, its calendar, and what has happened so far.
type generator struct {
	Company
	cal   period.Calendar
	today period.Date

	people        people
	quotas        []quota
	opportunities []*opportunity
	accounts      []*account
	contacts      []*contact
	traits        labels
}

// Generate makes the company's export up to the evening before today: nothing is recorded later, only
// the close dates of open opportunities and the days of planned activities lie ahead. The same company
// and the same day give the same bytes.
func Generate(c Company, today period.Date) crm.Export {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		zone = time.UTC
	}
	s := &generator{Company: c, today: today, cal: period.Calendar{Start: c.FiscalStart, Zone: zone}}
	s.traits = newLabels(chance.New(s.Seed, "labels"))
	s.addPeople()
	quarters := s.setQuotas()
	for _, q := range quarters {
		s.addClosed(q)
	}
	s.addOpen()
	s.assignOwners()
	s.assignAccounts()
	s.addHistory()
	s.addNextSteps()
	return s.export()
}

// yesterday is the last day on which anything was recorded.
func (s *generator) yesterday() period.Date { return s.today - 1 }

// amount writes minor units as the CRM does.
func (s *generator) amount(minor int64) string {
	return money.Of(minor, money.Currency(s.Currency)).String()
}
