package pipeline_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb/cast"
)

var choices = []string{"South", "North", `A "b", c`}

// filled is values of each kind of field, as they are kept, smallest first.
var filled = map[customfield.Kind][]string{customfield.Text: {"", "alpha", "Beta % _", "ünder"},
	customfield.Number: {"", "-7", "2.5", "10", "1000000"}, customfield.Amount: {"", "-1", "99.95", "100"},
	customfield.Date: {"", "2026-11-20", "2027-01-01"}, customfield.Flag: {"", "false", "true"},
	customfield.Choice: append([]string{""}, choices...)}

// fielded gives some opportunities of a company custom fields of every kind, and another value of each later on.
func fielded(t *testing.T, c *cast.Company) (all customfield.Set) {
	t.Helper()
	var ids []uuid.UUID
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		for _, k := range customfield.Kinds {
			f, err := process.SaveField(ctx, tx, customfield.Field{Object: customfield.Opportunity, Name: k.Label,
				Kind: k.Kind, Options: choices}, uuid.Nil)
			if all = append(all, f); err != nil {
				return err
			}
		}
		b, err := pipeline.Load(ctx, tx, resolve(ctx, t, tx, scope.Request{}), pipeline.Filter{Statuses: statuses})
		for _, r := range b.Rows {
			if r.Name != "" && len(ids) < 40 {
				ids = append(ids, r.ID)
			}
		}
		return err
	})
	for day := range 2 {
		c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			for n, id := range ids {
				var wishes []opportunity.Wish
				for k, f := range all {
					v := filled[f.Kind][(n*(k+2)+day*n)%len(filled[f.Kind])]
					wishes = append(wishes, opportunity.Wish{Field: f.Key(), Want: &v})
				}
				err := opportunity.Edit(ctx, tx, id, 0, func(s opportunity.State) (opportunity.State, error) {
					for k, f := range all {
						s = s.Having(f, *wishes[k].Want)
					}
					return s, nil
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		c.DB = c.DB.At(c.DB.Now().Add(48 * time.Hour))
	}
	return all
}

// holds tells in Go what an ask says of a value.
func holds(f customfield.Field, a pipeline.Ask, v string, in decimal.Decimal) bool {
	if v == "" {
		return a.Empty
	}
	compare := strings.Compare
	if f.Kind == customfield.Number || f.Kind == customfield.Amount {
		compare = func(x, y string) int {
			return decimal.RequireFromString(x).Mul(in).Cmp(decimal.RequireFromString(y))
		}
	}
	narrows := len(a.Any) > 0 || a.From != "" || a.To != "" || a.Has != ""
	return (narrows || !a.Empty) && (len(a.Any) == 0 || slices.Contains(a.Any, v)) &&
		(a.From == "" || compare(v, a.From) >= 0) && (a.To == "" || compare(v, a.To) <= 0) &&
		strings.Contains(strings.ToLower(v), strings.ToLower(a.Has))
}

func draw(t *rapid.T, f customfield.Field) pipeline.Ask {
	a, values := pipeline.Ask{Column: pipeline.Custom(f)}, filled[f.Kind]
	if state := rapid.IntRange(0, 2).Draw(t, "state"); state > 0 {
		a.Empty, a.Filled = state == 1, state == 2
	}
	switch f.Kind {
	case customfield.Choice, customfield.Flag:
		a.Any = rapid.SliceOfNDistinct(rapid.SampledFrom(values[1:]), 0, 2, rapid.ID[string]).Draw(t, "any")
		slices.Sort(a.Any)
	case customfield.Text:
		a.Has = rapid.SampledFrom([]string{"", "A", "%", "Ü", "beta % _", "x"}).Draw(t, "has")
	default:
		a.From, a.To = rapid.SampledFrom(values).Draw(t, "from"), rapid.SampledFrom(values).Draw(t, "to")
	}
	return a
}

func TestAListAsksOfCustomFieldsWhatItSays(t *testing.T) {
	t.Parallel()
	c := company(t)
	all := fielded(t, &c)
	rates := map[string]decimal.Decimal{"USD": decimal.NewFromInt(1), "EUR": decimal.RequireFromString("1.1")}
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		for _, asOf := range []string{"", c.DB.Now().Add(-72 * time.Hour).Format("2006-01-02")} {
			s := resolve(ctx, t, tx, scope.Request{AsOf: asOf})
			whole := load(ctx, t, tx, s, pipeline.Filter{Statuses: statuses}).Rows
			if n := 0; true {
				for _, r := range whole {
					n += len(r.Fields)
				}
				if n < 50 {
					t.Fatalf("as of %q there are %d values", asOf, n)
				}
			}
			rapid.Check(t, func(rt *rapid.T) {
				f := rapid.SampledFrom(all).Draw(rt, "field")
				a := draw(rt, f)
				q, err := url.ParseQuery(pipeline.Asks{a}.Encode())
				asks := pipeline.ParseAsks(q)
				if err != nil || len(asks) > 1 || len(asks) == 1 && fmt.Sprint(asks[0]) != fmt.Sprint(a) {
					rt.Fatalf("%+v is read as %+v (%v)", a, asks, err)
				}
				if len(asks) == 0 {
					return
				}
				got := map[uuid.UUID]bool{}
				for _, r := range load(ctx, t, tx, s, pipeline.Filter{Statuses: statuses, Asks: asks}).Rows {
					got[r.ID] = true
				}
				for _, r := range whole {
					v, rate := r.Fields[f.FieldID.String()], decimal.NewFromInt(1)
					if f.Kind == customfield.Amount {
						known := false
						rate, known = rates[string(r.Currency)]
						if ranged := a.From != "" || a.To != ""; !known && ranged || r.CloseOn.IsZero() {
							continue // whether there is a rate is fx's to say
						}
						if r.CloseOn < cast.Day("2026-10-01") && r.Currency != "USD" {
							continue
						}
					}
					if got[r.ID] != holds(f, a, v, rate) {
						rt.Fatalf("as of %q, %+v of %q in %s: %v", asOf, a, v, r.Currency, got[r.ID])
					}
				}
			})
		}
		return nil
	})
}

func TestAListIsSortedByCustomFieldsAsTheirKindIs(t *testing.T) {
	t.Parallel()
	c := company(t)
	all := fielded(t, &c)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		for _, f := range all {
			for _, falls := range []bool{false, true} {
				in := pipeline.Filter{Statuses: statuses, Sort: pipeline.By(pipeline.Custom(f), falls)}
				rows := load(ctx, t, tx, s, in).Rows
				last := -1
				for _, r := range rows {
					place := slices.Index(filled[f.Kind], r.Fields[f.FieldID.String()])
					if f.Kind == customfield.Amount && r.Currency != "USD" {
						continue
					}
					if falls {
						place = len(filled[f.Kind]) - place
					}
					if place == 0 || falls && place == len(filled[f.Kind]) {
						place = 99 // what is not known comes last
					}
					if place < last {
						t.Fatalf("%s: %q is out of order", in.Sort, r.Fields[f.FieldID.String()])
					}
					last = place
				}
				var paged []uuid.UUID
				for in.Limit = 7; ; {
					b := load(ctx, t, tx, s, in)
					for _, r := range b.Rows {
						paged = append(paged, r.ID)
					}
					if b.Next == nil {
						break
					}
					if in.After = *b.Next; !in.After.Fits(in.Sort) {
						t.Fatalf("%s: %q is no place", in.Sort, in.After.Value)
					}
				}
				if len(paged) != len(rows) {
					t.Fatalf("%s: pages have %d rows of %d", in.Sort, len(paged), len(rows))
				}
				for i, r := range rows {
					if paged[i] != r.ID {
						t.Fatalf("%s: row %d differs between the list and its pages", in.Sort, i)
					}
				}
				around, err := pipeline.Neighbours(ctx, tx, s, in, rows[3].ID)
				if err != nil || around.Prev == nil || *around.Prev != rows[2].ID {
					t.Errorf("%s: before the fourth row is %v (%v)", in.Sort, around.Prev, err)
				}
			}
		}
		return nil
	})
}

// An address can say of a field that it is of another kind, or be made up.
func TestAForgedFieldOrValueIsNoError(t *testing.T) {
	t.Parallel()
	c := company(t)
	all := fielded(t, &c)
	c.See(t, c.Eve, func(ctx context.Context, tx *tenant.Tx) error {
		s := resolve(ctx, t, tx, scope.Request{})
		for _, k := range customfield.Kinds {
			for _, id := range []string{all[0].FieldID.String(), uuid.NewString()} {
				column := pipeline.Column(string(k.Kind) + "." + id)
				load(ctx, t, tx, s, pipeline.Filter{Sort: pipeline.By(column, true), Show: []pipeline.Column{column},
					Asks: pipeline.ParseAsks(url.Values{string(column) + pipeline.AskFrom: {"2027-01-01", "5"},
						string(column) + pipeline.AskTo:  {"7"},
						string(column) + pipeline.AskHas: {"'; --"}, string(column) + pipeline.AskAny: {"x"}})})
			}
		}
		return nil
	})
	for _, name := range []string{"number.", "number.x", "number." + strings.ToUpper(all[0].FieldID.String()),
		"number.{" + all[0].FieldID.String() + "}", "colour." + all[0].FieldID.String(), "." + uuid.NewString()} {
		if got := pipeline.ParseColumns(name); len(got) > 0 {
			t.Errorf("%s is a column", name)
		}
		if c, _ := pipeline.Sort(name + ".asc").Column(); c != pipeline.CloseDate {
			t.Errorf("%s is an order", name)
		}
	}
	number := "number." + all[1].FieldID.String()
	for part, values := range map[string][]string{pipeline.AskFrom: {"1e999999", "NaN", "x", "", "Infinity"},
		pipeline.AskHas: {"x"}, pipeline.AskState: {"full"}, pipeline.AskAny: {"1"}} {
		for _, v := range values {
			if got := pipeline.ParseAsks(url.Values{number + part: {v}}); len(got) > 0 {
				t.Errorf("%s%s=%s asks %+v", number, part, v, got)
			}
		}
	}
	text := "text." + all[0].FieldID.String()
	for _, v := range []string{"a\x00", "\xff", strings.Repeat("x", 501)} {
		if got := pipeline.ParseAsks(url.Values{text + pipeline.AskHas: {v}}); len(got) > 0 {
			t.Errorf("%q is asked", v)
		}
	}
	if (pipeline.Cursor{Value: "1e99999"}).Fits(pipeline.Sort(number + ".asc")) {
		t.Error("a place that is no number fits an order of numbers")
	}
}
