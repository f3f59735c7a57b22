package quality_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/merge"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

// TestTheScoreIsWorkedOutByHand has two open opportunities on Nov 20, 2026. The first, in the first stage, has three of
// its four facts and was touched; the second, in the second, has four of its six, is overdue and has a negative amount.
func TestTheScoreIsWorkedOutByHand(t *testing.T) {
	t.Parallel()
	today, minus := cast.Day("2026-11-20"), int64(-100)
	j := quality.Judge{Today: today, Quiet: 14}
	j.Add(quality.Opportunity{ID: uuid.New(), Team: "North", Owned: true, Active: true, Account: true,
		CloseOn: today + 30, LastOn: today - 3, CreatedOn: today - 100})
	j.Add(quality.Opportunity{ID: uuid.New(), Team: "South", Step: 1, Owned: true, Active: true, CloseOn: today - 1,
		Source: "Web", Amount: &minus, Base: &minus, LastOn: today, CreatedOn: today - 100})
	r := j.Sum(quality.Part{Name: quality.Uniqueness, Weight: 15, Good: 9, All: 10},
		quality.Part{Name: quality.Adoption})
	want := map[quality.Name]string{quality.Completeness: "70", quality.Timeliness: "50", quality.Validity: "50"}
	for _, p := range r.Parts {
		if w, ok := want[p.Name]; ok && p.Value.String() != w {
			t.Errorf("%s is %s, want %s", p.Name, p.Value, w)
		}
	}
	// (30 × 70 + 30 × 50 + 15 × 90 + 15 × 50) ÷ 90: adoption has no data
	if r.Score.String() != "63.3" {
		t.Errorf("the score is %s", r.Score)
	}
	found := map[quality.Rule]int64{}
	for _, f := range r.Findings {
		found[f.Rule] = f.Count
	}
	if fmt.Sprint(found) != "map[negative_amount:1 no_account:1 no_next_step:1 no_source:1 overdue:1]" {
		t.Errorf("found %v", found)
	}
	if len(r.Teams) != 2 || r.Teams[0].Name != "South" {
		t.Errorf("teams %v", r.Teams)
	}
}

func TestTheScoreStaysBetweenNoughtAndAHundred(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		j := quality.Judge{Today: cast.Day("2028-02-29"), Quiet: rapid.IntRange(0, 60).Draw(t, "quiet")}
		for range rapid.IntRange(0, 20).Draw(t, "open") {
			j.Add(quality.Opportunity{Step: rapid.IntRange(0, 5).Draw(t, "step"), Owned: rapid.Bool().Draw(t, "owned"),
				Account: rapid.Bool().Draw(t, "account"), Contact: rapid.Bool().Draw(t, "contact"),
				NextStep: rapid.SampledFrom([]string{"", "Call"}).Draw(t, "step"),
				CloseOn:  j.Today})
		}
		if s := j.Sum().Score; s.IsNegative() || s.GreaterThan(decimal.NewFromInt(100)) {
			t.Fatalf("the score is %s", s)
		}
	})
}

func TestTheDataOfACompanyIsMeasured(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for i, name := range []string{"Vela Bank", "VELA BANK Inc.", "Solace Foods"} {
			if _, err := tx.Exec(ctx, `INSERT INTO app.accounts (tenant_id, id, external_id, name, website, created_at)
				SELECT @tenant, gen_random_uuid(), @key, @name, 'https://www.vela.example', @now`,
				tenant.Args{"key": fmt.Sprint(i), "name": name, "now": tx.Now()}); err != nil {
				return err
			}
		}
		_, err := cast.Take(ctx, tx, c.Opportunity("A", c.Ann, "Proposal", 100_00, "2026-01-31"),
			c.Opportunity("B", c.Dan, "Proposal", 50_00, "2027-01-31"))
		return err
	})
	var r quality.Report
	var twins quality.Doubles
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		if r, _, err = quality.Load(ctx, tx, s); err != nil {
			return err
		}
		twins, err = quality.Duplicates(ctx, tx, merge.Account)
		return err
	})
	if len(twins.Groups) != 1 || len(twins.Groups[0].Members) != 2 || twins.Groups[0].Members[0].Name != "Vela Bank" {
		t.Errorf("duplicates: %+v", twins.Groups)
	}
	for _, f := range r.Findings {
		if f.Rule == quality.Overdue && (f.Count != 1 || f.Amount != 100_00) ||
			f.Rule == quality.Duplicate && f.Count != 2 {
			t.Errorf("%+v", f)
		}
	}
	if r.Clusters != 1 || len(r.Findings) < 3 || len(r.Parts) != 5 {
		t.Errorf("%+v", r)
	}
}

// TestAFindingCountsWhatItsListHas takes opportunities with every gap, in each stage, and compares each finding with
// the list that it opens.
func TestAFindingCountsWhatItsListHas(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		var all []opportunity.Imported
		for n, on := range []string{"Discovery", "Proposal", "Negotiation", "Discovery", "Proposal", "Negotiation",
			"Won"} {
			o := c.Opportunity(fmt.Sprint("O", n), c.Ann, on, int64(100*n+100), "2027-01-31")
			if n < 3 {
				o.State.Amount = nil
			}
			if n%2 == 0 {
				o.State.NextStep, o.State.Source = "Call", "Web"
			}
			all = append(all, o)
		}
		minus := int64(-700)
		all[3].State.Amount, all[3].State.CloseOn = &minus, cast.Day("2031-01-01")
		all[4].State.Currency, all[5].State.OwnerID, all[6].State.NextStep = "GBP", nil, ""
		late, undated := c.Opportunity("Late", c.Dan, "Proposal", 900, "2026-01-31"),
			c.Opportunity("Undated", c.Dan, "Proposal", 900, "")
		_, err := cast.Take(ctx, tx, append(all, late, undated)...)
		return err
	})
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		r, _, err := quality.Load(ctx, tx, s)
		if err != nil {
			return err
		}
		counts := map[quality.Rule]int64{}
		for _, f := range r.Findings {
			counts[f.Rule] = f.Count
			filter, ok := f.Rule.Filter()
			b, err := pipeline.Load(ctx, tx, s, filter)
			if err != nil {
				return err
			}
			if !ok || b.Total.Count != f.Count || b.Total.Amount != f.Amount {
				t.Errorf("%s: %d of %d, its list %d of %d", f.Rule, f.Count, f.Amount, b.Total.Count, b.Total.Amount)
			}
		}
		// one in the first stage has no next step either, but it asks for none
		if counts[quality.NoNextStep] != 4 || counts[quality.NoAmount] != 2 || len(counts) < 10 {
			t.Errorf("found %v", counts)
		}
		return nil
	})
}
