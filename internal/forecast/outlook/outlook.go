// Package outlook is the forecast that is published: what each method says of a period, which one is proven best, and
// the house model's range, for the organisation, each team, each manager's people and each member.
//
// An outlook is made of the history as it was known on its day and of models that knew no more, and is kept with that
// day. It is never changed: a later day has an outlook of its own.
package outlook

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
)

// Outlook is the forecast of one period made on a day. Amounts are minor units of Currency.
type Outlook struct {
	Period        string             `json:"period"`
	Kind          period.Kind        `json:"kind"`
	AsOf          period.Date        `json:"as_of"`
	Currency      money.Currency     `json:"currency"`
	Published     projection.Method  `json:"published"`
	Error         *float64           `json:"error"`  // proven WAPE of the published method; nil: not proven yet
	Proofs        int                `json:"proofs"` // past forecasts that the error was read from
	Notes         []string           `json:"notes"`  // what the figures lack, in sentences
	Categories    map[string]int64   `json:"categories"`
	Parts         Parts              `json:"parts"`
	Methods       []Figure           `json:"methods"`
	Teams         []Figure           `json:"teams"`
	Managers      []Figure           `json:"managers"` // everyone below a manager, the manager included
	Members       []Figure           `json:"members"`
	Opportunities []Chance           `json:"opportunities"`
	Conversion    map[string]float64 `json:"conversion"` // of the open pipeline by category, at this day of the period
	// of the whole open pipeline, pulled in and slipped included; 0: not known
	Yield        float64 `json:"yield"`
	YieldPeriods int     `json:"yield_periods"`
	gone         float64
	Before       *int64      `json:"before,omitempty"`   // what last month's model would say of the same day
	Model        period.Date `json:"model"`              // the day that the model knows through
	KnownAt      *time.Time  `json:"known_at,omitempty"` // when its history was read; nil: the end of AsOf
}

// Parts are the parts of a forecast: already won, expected from open opportunities, and expected from new ones.
type Parts struct {
	Closed int64 `json:"closed"`
	Open   int64 `json:"open"`
	New    int64 `json:"new"`
}

// Range is the 80 % range with its middle: eight of ten results should lie in it.
type Range struct {
	P10 int64 `json:"p10"`
	P50 int64 `json:"p50"`
	P90 int64 `json:"p90"`
}

// Figure is the forecast of a method, a team, a manager's people or a member.
type Figure struct {
	Name   string     `json:"name"`            // the method's or team's; of a member the key in the source, or ours
	ID     *uuid.UUID `json:"id,omitempty"`    // the member's
	Parts  *Parts     `json:"parts,omitempty"` // of the house model, also where Value is another method's
	Closed int64      `json:"closed"`
	Value  int64      `json:"value"`
	Range  *Range     `json:"range,omitempty"`
}

// Chance is an opportunity in the forecast: the probability that it is won within the period, and its expected amount
// if won. An opportunity already won in the period has probability 1.
type Chance struct {
	ID      uuid.UUID   `json:"id"`
	Owner   *uuid.UUID  `json:"owner,omitempty"`
	P       float64     `json:"p"`
	Amount  int64       `json:"amount"`
	CloseOn period.Date `json:"close_on"`
	Won     bool        `json:"won,omitempty"`
}

// Adds is an opportunity's contribution to the forecast: amount × chance, in minor units.
func (c Chance) Adds() int64 { return round(c.P * float64(c.Amount)) }

// AtRisk is the part of an opportunity's contribution that may not come: contribution × chance that it is not won, in
// minor units.
func (c Chance) AtRisk() int64 { return round(c.P * (1 - c.P) * float64(c.Amount)) }

const draws = 2000

// few is how many won opportunities a house model wants to have seen.
const few = 60

// Basis is the input of an outlook, all as known on the day.
type Basis struct {
	Book     *projection.Book
	Model    *projection.Model // nil where nothing has been won or lost yet
	Before   *projection.Model // last month's, to tell what learning changed; nil where there is none
	Proof    Record
	Roster   *member.Roster
	Currency money.Currency
	Known    time.Time // when the book was read; zero: it is of the end of its day
}

// Make forecasts a period from the basis's day.
func Make(b Basis, p period.Period) Outlook {
	o := Outlook{Period: p.Key, Kind: p.Kind, AsOf: b.Book.Day, Currency: b.Currency, Categories: map[string]int64{},
		Conversion: map[string]float64{}}
	for c, rate := range projection.Conversion(b.Book, p) {
		o.Conversion[string(c)] = rate
	}
	if !b.Known.IsZero() {
		o.KnownAt = &b.Known
	}
	o.gone = backtest.Gone(p, b.Book.Day)
	o.Yield, o.YieldPeriods = projection.Yield(b.Book, p)
	o.sumCategories(b, p)
	simple := backtest.Simple(b.Book, p)
	o.publish(b)
	var house projection.Outlook
	if b.Model != nil {
		o.Model = b.Model.Day
		house = b.Model.Forecast(b.Book, p, draws)
		o.chances(b, p, house.Open)
	}
	if b.Before != nil {
		before := round(b.Before.Expect(b.Book, p).Total())
		o.Before = &before
	}
	o.addMethods(b, simple, house)
	o.addPeople(b, p, simple, house)
	return o
}

// publish chooses the method with the best proven error for periods of the kind; halves and years go by the quarters.
func (o *Outlook) publish(b Basis) {
	kind := o.Kind
	if kind != period.Month {
		kind = period.Quarter
	}
	won := countWon(b.Book)
	best, ok := backtest.Best(b.Proof.Rows, kind, won)
	switch {
	case ok:
		o.Published, o.Error, o.Proofs = best.Method, best.WAPE, best.N
	case b.Model != nil && won < backtest.Enough:
		o.Published = projection.CategoryWeighted
		o.Notes = append(o.Notes,
			"Too few past periods to compare methods. The forecast uses each category's usual conversion.")
	case b.Model != nil:
		o.Published = projection.House
		o.Notes = append(o.Notes,
			"Too few past periods to compare methods. The Quarterdeck model is shown without a past miss.")
	default:
		o.Published = projection.StageWeighted
	}
	if b.Model == nil {
		o.Notes = append(o.Notes, "The Quarterdeck model needs won or lost opportunities to learn from. There are none yet.")
		if o.Published == projection.House {
			o.Published = projection.StageWeighted
		}
	}
	switch {
	case won < backtest.Enough:
		o.Notes = append(o.Notes, spare(won))
	case won < few:
		o.Notes = append(o.Notes, thin(won))
	}
}

// sumCategories adds up the open opportunities that stand in the period, each category by itself, and what is closed.
func (o *Outlook) sumCategories(b Basis, p period.Period) {
	closed := projection.Called(b.Book, p).Total
	o.Categories[string(opportunity.Closed)] = round(closed)
	for _, c := range []opportunity.Category{opportunity.Commit, opportunity.MostLikely, opportunity.BestCase,
		opportunity.Pipeline} {
		o.Categories[string(c)] = round(projection.Called(b.Book, p, c).Total - closed)
	}
}

// slight is the probability below which an opportunity is not listed.
const slight = 0.002

// chances lists what each opportunity adds, the largest part first.
func (o *Outlook) chances(b Basis, p period.Period, open []projection.Prospect) {
	owners := b.people()
	add := func(r *projection.Record, c Chance) {
		last := r.Last()
		c.ID, c.CloseOn = r.ID, last.CloseOn
		if m, ok := owners[last.Owner]; ok {
			c.Owner = &m.ID
		}
		o.Opportunities = append(o.Opportunities, c)
	}
	for i := range b.Book.Records {
		r := &b.Book.Records[i]
		if s := r.Last(); s.Status == opportunity.Won && p.Contains(s.CloseOn) && s.Amount != nil {
			add(r, Chance{P: 1, Amount: *s.Amount, Won: true})
		}
	}
	for _, c := range open {
		if c.P >= slight {
			add(c.Record, Chance{P: math.Round(c.P*1e4) / 1e4, Amount: round(c.Amount)})
		}
	}
	slices.SortStableFunc(o.Opportunities, func(x, y Chance) int { return cmp.Compare(y.Adds(), x.Adds()) })
}

// addMethods lists every method's figure, the house model's with its range.
func (o *Outlook) addMethods(b Basis, simple map[projection.Method]projection.Estimate, house projection.Outlook) {
	for _, m := range projection.Methods {
		if e, ok := simple[m]; ok {
			o.Methods = append(o.Methods, Figure{Name: string(m), Value: round(e.Total)})
		}
		if m == projection.House && b.Model != nil {
			f := o.figure(b, house, backtest.Organisation, nil)
			f.Name = string(m)
			o.Parts = *f.Parts
			o.Methods = append(o.Methods, f)
		}
	}
}

// figure is the house model's forecast of a group of owners, with its range as wide as the proof asks for.
func (o *Outlook) figure(b Basis, house projection.Outlook, level backtest.Level, in func(string) bool) Figure {
	parts, sorted := house.Sum(in)
	f := Figure{Value: round(parts.Total()), Closed: round(parts.Closed),
		Parts: &Parts{round(parts.Closed), round(parts.Open), 0}}
	f.Parts.New = f.Value - f.Parts.Closed - f.Parts.Open
	if len(sorted) == 0 {
		return f
	}
	width := b.Proof.width(level, o.Kind, o.gone)
	least := parts.Closed + house.Below(in)
	low, high := width.Stretch(parts.Total(), projection.Quantile(sorted, 0.1), projection.Quantile(sorted, 0.9), least)
	middle, _ := width.Stretch(parts.Total(), projection.Quantile(sorted, 0.5), high, least)
	f.Range = (&Range{round(low), round(min(max(middle, low), high)), round(high)}).holding(f.Value)
	return f
}

// holding is a range that holds a value: as it is, or wider on the side on which the value lies. An average may lie
// beyond eight of ten outcomes, where one of the other two is far off.
func (r *Range) holding(value int64) *Range {
	return &Range{P10: min(r.P10, value), P50: r.P50, P90: max(r.P90, value)}
}

func round(v float64) int64 { return int64(math.Round(v)) }
