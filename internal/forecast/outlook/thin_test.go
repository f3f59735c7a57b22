package outlook_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/forecast/projection/company"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// basis is a made-up company, its owners as reps of one manager, with what a proof says.
func basis(t *testing.T, c company.Company, back period.Date, rows ...backtest.Row) outlook.Basis {
	t.Helper()
	book := c.Book()
	book = book.Until(book.Day - back)
	model, err := projection.Train(t.Context(), projection.Learnable(book), backtest.ModelDay(book.Calendar, book.Day))
	if err != nil {
		t.Fatal(err)
	}
	boss := member.Member{ID: uuid.New(), ExternalID: "boss", Role: tenant.Manager, Active: true}
	people, seen := []member.Member{boss}, map[string]bool{"": true}
	for i := range book.Records {
		if owner := book.Records[i].Last().Owner; !seen[owner] {
			seen[owner] = true
			people = append(people, member.Member{ID: uuid.NewSHA1(uuid.Nil, []byte(owner)), ExternalID: owner,
				Role: tenant.Rep, ManagerID: &boss.ID, Active: true})
		}
	}
	return outlook.Basis{Book: book, Model: model, Proof: outlook.Record{Rows: rows},
		Roster: member.NewRoster(book.Day, people), Currency: "USD"}
}

func proven(m projection.Method, wape float64) backtest.Row {
	return backtest.Row{Kind: period.Quarter, Method: m, Cutoff: backtest.All, Level: backtest.Organisation, N: 40,
		WAPE: &wape}
}

func TestPartsAreTheHouseModelsWhicheverMethodIsPublished(t *testing.T) {
	t.Parallel()
	c := company.Company{Name: "plain", Seed: 32, PerYear: 80, Years: 3, Owners: 4}
	// the last speaks of the whole only
	for _, m := range []projection.Method{projection.House, projection.CategoryWeighted, projection.TimeSeries} {
		var made [2]outlook.Outlook
		for i, back := range []period.Date{37, 30} {
			b := basis(t, c, back, proven(m, 0.01))
			made[i] = outlook.Make(b, b.Book.Calendar.Containing(period.Quarter, company.End-30))
		}
		o := made[1]
		sum, parts := int64(0), outlook.Parts{}
		var ids []uuid.UUID
		for _, f := range o.Members {
			if sum += f.Value; f.Parts == nil {
				t.Fatalf("%s: a member has no parts", m)
			}
			parts = outlook.Parts{Closed: parts.Closed + f.Parts.Closed, Open: parts.Open + f.Parts.Open,
				New: parts.New + f.Parts.New}
			if f.ID != nil {
				ids = append(ids, *f.ID)
			}
		}
		house, _ := o.Method(projection.House)
		if o.Published != m || sum != o.Value() {
			t.Errorf("%s: %s is published, members sum to %d of %d", m, o.Published, sum, o.Value())
		}
		// rounding, a unit a member
		if off := parts.Closed + parts.Open + parts.New - house.Value; off > 10 || off < -10 {
			t.Errorf("%s: members' parts come to %+v, the house model's figure is %d", m, parts, house.Value)
		}
		before, _ := made[0].For(ids[:2])
		after, _ := o.For(ids[:2])
		effects := int64(0)
		for _, e := range outlook.Explain(before, after).Effects {
			effects += e.Value
		}
		change := after.Parts.Closed + after.Parts.Open + after.Parts.New -
			before.Parts.Closed - before.Parts.Open - before.Parts.New
		if !after.HasParts() || effects != change {
			t.Errorf("%s: the change of two members is %d, its causes come to %d", m, change, effects)
		}
	}
}

func TestWithFewWinsASimplerMethodIsPublishedWithANote(t *testing.T) {
	t.Parallel()
	tiny := company.Company{Name: "tiny", Seed: 8, PerYear: 10, Years: 3, Owners: 2}
	b := basis(t, tiny, 30, proven(projection.House, 0.01), proven(projection.CategoryWeighted, 0.40),
		proven(projection.Naive, 0.35))
	p := b.Book.Calendar.Containing(period.Quarter, b.Book.Day)
	says := func(o outlook.Outlook, text string) bool { return strings.Contains(strings.Join(o.Notes, " "), text) }
	if o := outlook.Make(b, p); o.Published != projection.CategoryWeighted || *o.Error != 0.40 ||
		!says(o, "simpler method") {
		t.Errorf("with few wins %s is published: %v", o.Published, o.Notes)
	}
	b.Proof.Rows = nil
	if o := outlook.Make(b, p); o.Published != projection.CategoryWeighted || o.Error != nil ||
		!says(o, "Too few past periods") || !says(o, "simpler method") {
		t.Errorf("with few wins and no proof %s is published: %v", o.Published, o.Notes)
	}
	many := basis(t, company.Company{Name: "plain", Seed: 32, PerYear: 80, Years: 3, Owners: 4}, 30)
	if o := outlook.Make(many, p); o.Published != projection.House || says(o, "simpler method") {
		t.Errorf("with enough wins and no proof %s is published: %v", o.Published, o.Notes)
	}
}
