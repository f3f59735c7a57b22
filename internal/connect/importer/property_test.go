package importer_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/testdb"
)

// The story is how a CRM would have it: opportunities whose stage, amount, close date and category change at some
// moments.
type story struct {
	moments []time.Time
	states  [][]crm // by opportunity, its state after each moment; the first is its creation
	born    []int   // the moment of its creation
}

type crm struct{ stage, amount, closes, category string }

var steps = []struct{ name, probability, category, closed, won string }{
	{"Discovery", "10", "Pipeline", "false", "false"}, {"Proposal", "40", "Best Case", "false", "false"},
	{"Contract", "80", "Commit", "false", "false"},
	{"Closed Won", "100", "Closed", "true", "true"}, {"Closed Lost", "0", "Omitted", "true", "false"},
}

func drawStory(t *rapid.T) story {
	s := story{}
	at := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	for range rapid.IntRange(3, 8).Draw(t, "moments") {
		s.moments = append(s.moments, at)
		at = at.AddDate(0, 0, rapid.IntRange(1, 40).Draw(t, "days"))
	}
	for range rapid.IntRange(1, 6).Draw(t, "opportunities") {
		born := rapid.IntRange(0, len(s.moments)-1).Draw(t, "born")
		now := crm{"Discovery", "1000.00", "2025-06-30", "Pipeline"}
		states := []crm{now}
		for range s.moments[born+1:] {
			now = drawChange(t, now)
			states = append(states, now)
		}
		s.born, s.states = append(s.born, born), append(s.states, states)
	}
	return s
}

func drawChange(t *rapid.T, now crm) crm {
	if rapid.Bool().Draw(t, "moves") {
		step := rapid.SampledFrom(steps).Draw(t, "stage")
		now.stage, now.category = step.name, step.category
	}
	closed := now.stage == "Closed Won" || now.stage == "Closed Lost"
	if !closed && rapid.Bool().Draw(t, "judged") {
		now.category = rapid.SampledFrom([]string{"Pipeline", "Best Case", "Commit", "Omitted"}).Draw(t, "category")
	}
	if rapid.Bool().Draw(t, "priced") {
		now.amount = fmt.Sprintf("%d.%02d", rapid.IntRange(0, 99999).Draw(t, "dollars"),
			rapid.IntRange(0, 99).Draw(t, "cents"))
	}
	if rapid.Bool().Draw(t, "dated") {
		now.closes = fmt.Sprintf("2025-%02d-15", rapid.IntRange(1, 12).Draw(t, "month"))
	}
	return now
}

// export is what the CRM would have exported after the last moment that is not after the cut. One opportunity changes
// each of the fields at the very first, so that every export has some history of each.
func (s story) export(cut time.Time) fs.FS {
	var stages, now, past strings.Builder
	stages.WriteString("MasterLabel,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon\n")
	for i, g := range steps {
		fmt.Fprintf(&stages, "%s,%d,%s,%s,%s,%s\n", g.name, i, g.probability, g.category, g.closed, g.won)
	}
	now.WriteString("Id,Name,StageName,Amount,CurrencyIsoCode,Probability,CloseDate,ForecastCategoryName,IsClosed,IsWon,CreatedDate,LastModifiedDate\n")
	past.WriteString("Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n")
	first := s.moments[0].AddDate(0, 0, -1)
	anchor := [][]crm{{{"Discovery", "1", "2025-01-01", "Pipeline"}, {"Proposal", "2", "2025-01-02", "Best Case"}}}
	write(&now, &past, "anchor", anchor[0], []time.Time{first.AddDate(0, 0, -1), first}, cut)
	for i, states := range s.states {
		write(&now, &past, fmt.Sprint("O", i), states, s.moments[s.born[i]:], cut)
	}
	return files("OpportunityStage.csv", stages.String(), "Opportunity.csv", now.String(),
		"OpportunityFieldHistory.csv", past.String())
}

func write(now, past *strings.Builder, key string, states []crm, moments []time.Time, cut time.Time) {
	if moments[0].After(cut) {
		return
	}
	last, modified := states[0], moments[0]
	for n := 1; n < len(moments) && !moments[n].After(cut); n++ {
		s := states[n]
		for _, c := range [][3]string{{"Amount", last.amount, s.amount}, {"StageName", last.stage, s.stage},
			{"ForecastCategoryName", last.category, s.category}, {"CloseDate", last.closes, s.closes}} {
			if c[1] != c[2] {
				fmt.Fprintf(past, "%s-%d-%s,%s,%s,%s,%s,%s\n", key, n, c[0], key, c[0], c[1], c[2],
					moments[n].Format(time.RFC3339))
				modified = moments[n]
			}
		}
		last = s
	}
	for _, g := range steps {
		if g.name == last.stage {
			fmt.Fprintf(now, "%s,Deal %s,%s,%s,USD,%s,%s,%s,%s,%s,%s,%s\n", key, key, last.stage, last.amount,
				g.probability, last.closes, last.category, g.closed, g.won, moments[0].Format(time.RFC3339),
				modified.Format(time.RFC3339))
		}
	}
}

// known is the states of an organisation's opportunities as known at a moment, by the source's keys.
func known(t testing.TB, db *tenant.DB, org tenant.Organisation, at time.Time) map[string]string {
	t.Helper()
	got := map[string]string{}
	view(t, db, org, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := opportunity.IDs(ctx, tx)
		if err != nil {
			return err
		}
		versions, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT id FROM app.opportunity_versions
			WHERE tenant_id = @tenant AND known_from <= @at AND known_to > @at`,
			tenant.Args{"at": at})
		if err != nil {
			return err
		}
		there := map[uuid.UUID]bool{}
		for _, id := range versions {
			there[id] = true
		}
		for key, id := range ids {
			if !there[id] {
				continue
			}
			o, err := opportunity.Get(ctx, tx, id, at)
			if err != nil {
				return err
			}
			got[key] = describe(o.State, o.CreatedAt, o.ClosedAt)
			if replayed := replay(ctx, t, tx, id, at); replayed != got[key] {
				t.Errorf("%s at %s: the version is\n%s\nthe changes make\n%s", key, at, got[key], replayed)
			}
		}
		return nil
	})
	return got
}

func replay(ctx context.Context, t testing.TB, tx *tenant.Tx, id uuid.UUID, at time.Time) string {
	t.Helper()
	changes, err := opportunity.History(ctx, tx, id, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	versions, err := opportunity.Replay(changes)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := opportunity.At(versions, at)
	return describe(v.State, v.CreatedAt, v.ClosedAt)
}

func describe(s opportunity.State, created time.Time, closed *time.Time) string {
	amount, closes := "none", "never"
	if s.Amount != nil {
		amount = fmt.Sprint(*s.Amount)
	}
	if closed != nil {
		closes = closed.UTC().String()
	}
	return fmt.Sprint(s.Name, " ", s.Stage, " ", s.Status, " ", s.Category, " ", s.CategoryManual, " ", s.ProbabilityBP,
		" ", s.ProbabilityManual, " ", amount, " ", s.CloseOn, " ", created.UTC(), " ", closes)
}

// TestAsOfIsWhatAnImportOfThatDayWouldShow holds three ways to know the past against one another: the versions, a
// replay of the changes, and an import of what the source would have exported on that day.
func TestAsOfIsWhatAnImportOfThatDayWouldShow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := drawStory(r)
		db, org := testdb.Org(t)
		run(t, db, org, salesforce, s.export(testdb.Now))
		cut := rapid.SampledFrom(s.moments).Draw(r, "cut")
		_, then := testdb.Org(t)
		run(t, db, then, salesforce, s.export(cut))
		want, got := known(t, db, then, testdb.Now), known(t, db, org, cut)
		if len(want) != len(got) {
			r.Fatalf("%d opportunities, not %d", len(got), len(want))
		}
		for key := range want {
			if got[key] != want[key] {
				r.Fatalf("%s as of %s\n%s\nan import of that day\n%s", key, cut, got[key], want[key])
			}
		}
		// The later export, imported over the earlier one, arrives at the same past and present.
		run(t, db, then, salesforce, s.export(testdb.Now))
		for _, at := range append(s.moments, testdb.Now) {
			want, got := known(t, db, org, at), known(t, db, then, at)
			for key := range want {
				if got[key] != want[key] {
					r.Fatalf("%s as of %s after two imports\n%s\nafter one\n%s", key, at, got[key], want[key])
				}
			}
		}
	})
}

func init() {
	flag.Set("rapid.checks", "10") // each is three imports; -rapid.checks says otherwise
}
