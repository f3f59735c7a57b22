package outlook_test

import (
	"math"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/forecast/outlook"
)

// wide is an outlook with many opportunities and its range.
func wide(t *rapid.T) (outlook.Outlook, *outlook.Range) {
	o := outlook.Outlook{AsOf: 20000, Parts: outlook.Parts{Closed: rapid.Int64Range(0, 1e8).Draw(t, "closed"),
		New: rapid.Int64Range(0, 1e7).Draw(t, "new")}}
	open := 0.0
	for range rapid.IntRange(1, 30).Draw(t, "n") {
		c := outlook.Chance{ID: uuid.New(), P: rapid.Float64Range(0.01, 0.99).Draw(t, "p"),
			Amount: rapid.Int64Range(1e4, 1e7).Draw(t, "amount")}
		open += c.P * float64(c.Amount)
		o.Opportunities = append(o.Opportunities, c)
	}
	o.Parts.Open = int64(math.Round(open))
	v := o.Parts.Closed + o.Parts.Open + o.Parts.New
	low := rapid.Int64Range(0, v-o.Parts.Closed).Draw(t, "low")
	return o, &outlook.Range{P10: v - low, P50: v, P90: v + rapid.Int64Range(0, 1e7).Draw(t, "high")}
}

func TestWithoutAssumptionsAScenarioIsTheForecast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o, r := wide(t)
		f := outlook.Apply(o, r, outlook.Assumptions{})
		if f.Value != o.Parts.Closed+o.Parts.Open+o.Parts.New || *f.Range != *r {
			t.Fatalf("%+v with %+v of %+v", f, f.Range, r)
		}
	})
}

func TestAScenarioMovesTheForecastTheWayItsAssumptionsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o, r := wide(t)
		c := o.Opportunities[rapid.IntRange(0, len(o.Opportunities)-1).Draw(t, "which")]
		base := outlook.Apply(o, r, outlook.Assumptions{})
		check := func(name string, a outlook.Assumptions, want int64) {
			f := outlook.Apply(o, r, a)
			if math.Abs(float64(f.Value-base.Value-want)) > 1 {
				t.Fatalf("%s moves it by %d, not %d", name, f.Value-base.Value, want)
			}
			if f.Range.P10 > f.Value || f.Range.P90 < f.Value || f.Range.P10 < o.Parts.Closed {
				t.Fatalf("%s: %d in %+v, of which %d is closed", name, f.Value, *f.Range, o.Parts.Closed)
			}
			if again := outlook.Apply(o, r, a); *again.Range != *f.Range {
				t.Fatalf("%s: another range the second time", name)
			}
		}
		adds := c.P * float64(c.Amount)
		check("out", outlook.Assumptions{Out: []uuid.UUID{c.ID}}, -int64(math.Round(adds)))
		check("in", outlook.Assumptions{In: []uuid.UUID{c.ID}}, int64(math.Round(float64(c.Amount)-adds)))
		check("all slips", outlook.Assumptions{Slip: 100}, -o.Parts.Open)
		check("half slips", outlook.Assumptions{Slip: 50}, -o.Parts.Open/2)
		check("a tenth less is won", outlook.Assumptions{WinRate: -10}, -int64(math.Round(float64(o.Parts.Open)/10)))
		check("twice as much new business", outlook.Assumptions{Hiring: 100}, o.Parts.New)
		if f := outlook.Apply(o, nil, outlook.Assumptions{Slip: 10}); f.Range != nil {
			t.Fatal("a forecast without a range gets one")
		}
	})
}

func TestWhatIsCertainHasNoSpread(t *testing.T) {
	t.Parallel()
	o := outlook.Outlook{AsOf: 20000, Parts: outlook.Parts{Closed: 100_00, Open: 500_00}}
	var ids []uuid.UUID
	for range 10 {
		c := outlook.Chance{ID: uuid.New(), P: 0.5, Amount: 100_00}
		o.Opportunities = append(o.Opportunities, c)
		ids = append(ids, c.ID)
	}
	wide := &outlook.Range{P10: 400_00, P50: 600_00, P90: 800_00}
	open := outlook.Apply(o, wide, outlook.Assumptions{WinRate: 1})
	sure := outlook.Apply(o, wide, outlook.Assumptions{In: ids})
	if sure.Value != 1_100_00 || sure.Range.P90-sure.Range.P10 >= open.Range.P90-open.Range.P10 {
		t.Errorf("certain: %d in %+v; open: %+v", sure.Value, *sure.Range, *open.Range)
	}
	if more := outlook.Apply(o, wide, outlook.Assumptions{Hiring: 100}); *more.Range != *wide || more.Value != 600_00 {
		t.Errorf("there is no new business to double: %d in %+v", more.Value, *more.Range)
	}
	o.Parts.New = 200_00
	wider := &outlook.Range{P10: 400_00, P50: 800_00, P90: 1_300_00}
	if more := outlook.Apply(o, wider, outlook.Assumptions{Hiring: 100}); more.Value != 1_000_00 ||
		more.Range.P90-more.Range.P10 <= wider.P90-wider.P10 {
		t.Errorf("more new business does not widen the range: %d in %+v", more.Value, *more.Range)
	}
}

func TestTheChanceOfATargetIsReadFromTheRange(t *testing.T) {
	t.Parallel()
	f := outlook.Figure{Closed: 50, Value: 100, Range: &outlook.Range{P10: 80, P50: 100, P90: 130}}
	for _, c := range []struct {
		target int64
		want   float64
	}{{100, 0.5}, {130, 0.1}, {80, 0.9}, {50, 1}, {40, 1}, {160, 0.0052}} {
		if got, ok := f.Reach(c.target); !ok || math.Abs(got-c.want) > 0.0005 {
			t.Errorf("a target of %d is reached with %f, not %f", c.target, got, c.want)
		}
	}
	if _, ok := f.Reach(0); ok {
		t.Error("there is no target to reach")
	}
	if _, ok := (outlook.Figure{Value: 10}).Reach(5); ok {
		t.Error("without a range nothing is known")
	}
	point := outlook.Figure{Value: 100, Range: &outlook.Range{P10: 100, P50: 100, P90: 100}}
	if got, _ := point.Reach(99); got != 1 {
		t.Errorf("a certain figure reaches what is below it with %f", got)
	}
	if got, _ := point.Reach(101); got != 0 {
		t.Errorf("and what is above it with %f", got)
	}
}
