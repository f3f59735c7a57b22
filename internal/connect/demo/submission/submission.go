// Package submission creates the calls and adjustments of an imported demo.
package submission

import (
	"context"
	"hash/fnv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// quarters is for how many quarters back the people of the demo have made their calls, the present one not counted.
const quarters = 8

// Fill has the people of an imported demo make their calls, week by week, each from what was known the evening before
// and with a bias of their own: some always have more in hand than they say, some hear yes too early, and managers know
// it of them in part. It tells nothing that the data of the day did not, so that each of them can be held against the
// outcome. An organisation in which somebody has said something already is left alone.
func Fill(ctx context.Context, db *tenant.DB, org tenant.Organisation) error {
	return db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		current := tx.Calendar().Containing(period.Quarter, tx.Today())
		first := tx.Calendar().Shift(current, -quarters)
		set, err := forecast.SettingsAt(ctx, tx, tx.Now())
		if err != nil || !set.KnownAt.IsZero() {
			return err
		}
		friday := time.Friday
		set.WeeklyOn, set.WeeklyAt, set.KnownAt = &friday, 12*60, first.Start.In(tx.Calendar().Location())
		if err := forecast.Configure(ctx, tx, set); err != nil {
			return err
		}
		for p := first; p.Start <= current.Start; p = tx.Calendar().Shift(p, 1) {
			for _, due := range set.Dues(p, tx.Calendar().Location()) {
				if due.After(tx.Now()) {
					break
				}
				if err := submitOn(ctx, tx, p, due); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// week is what is said for one due time.
type week struct {
	period   period.Period
	due      time.Time
	left     float64 // share of the period that is still to come
	calls    []forecast.ImportedSubmission
	adjusted []forecast.ImportedAdjustment
}

func submitOn(ctx context.Context, tx *tenant.Tx, p period.Period, due time.Time) error {
	day := tx.Calendar().Today(due) - 1
	s, err := scope.Resolve(ctx, tx, scope.Request{Period: p.Key, AsOf: day.String()})
	if err != nil {
		return err
	}
	sheet, err := forecast.Load(ctx, tx, s)
	if err != nil {
		return err
	}
	w := week{period: p, due: due, left: 1 - float64(p.Elapsed(day))/float64(p.Days())}
	w.of(sheet.Root, uuid.Nil)
	if err := forecast.ImportSubmissions(ctx, tx, w.calls); err != nil {
		return err
	}
	return forecast.ImportAdjustments(ctx, tx, w.adjusted)
}

// of makes the calls of everybody beneath a node, those below first, and answers what those above the node take it for.
func (w *week) of(n *forecast.Node, above uuid.UUID) float64 {
	taken := 0.0
	for _, child := range n.Children {
		taken += w.of(child, n.Member.ID)
	}
	if n.Member.ID == uuid.Nil || !n.Member.Active {
		return taken
	}
	if len(n.Children) > 0 {
		w.call(n, taken*(1+.05*trait(n.Member.ExternalID, 0)), taken*1.12)
		return taken
	}
	if n.Quota == 0 && n.Gross.Empty() {
		return 0
	}
	closed := float64(n.Gross.Closed.Amount)
	more := w.toCome(n)
	bias := .3 * trait(n.Member.ExternalID, 0)
	mood := .08 * trait(n.Member.ExternalID, w.due.Unix())
	said := closed + more*(1+bias+mood)
	w.call(n, said, closed+more*(1.35+bias))
	if above == uuid.Nil || bias < .1 && bias > -.1 || trait(n.Member.ExternalID, w.due.Unix()+1) < -.4 {
		return said
	}
	adjusted := closed + more*(1+bias*.4+mood)
	value := rounded(adjusted)
	w.adjusted = append(w.adjusted, forecast.ImportedAdjustment{AuthorID: above, MemberID: n.Member.ID,
		StartsOn: w.period.Start, EndsOn: w.period.End,
		Line: forecast.Call, Amount: &value, Gross: n.Gross.Gross(forecast.Call),
		Note: reason(bias, n.Member.ExternalID, w.due), AdjustedAt: w.due.Add(2 * time.Hour)})
	return adjusted
}

// toCome is what a seasoned eye expects on top of what is closed: most of the commit, some of the rest, and, early in
// the period, what is not in the pipeline yet.
func (w *week) toCome(n *forecast.Node) float64 {
	g := n.Gross
	fresh := .35 * float64(n.Quota) * w.left
	return .75*float64(g.Commit.Amount) + .4*float64(g.BestCase.Amount) + .15*float64(g.Pipeline.Amount)*w.left + fresh
}

func (w *week) call(n *forecast.Node, call, best float64) {
	at := w.due.Add(-time.Duration(20+int(100*(1+trait(n.Member.ExternalID, w.due.Unix()+2)))) * time.Minute)
	for line, amount := range map[forecast.Line]int64{forecast.Call: rounded(call),
		forecast.Commit: rounded(float64(n.Gross.Gross(forecast.Commit))), forecast.BestCase: rounded(best)} {
		w.calls = append(w.calls, forecast.ImportedSubmission{MemberID: n.Member.ID, StartsOn: w.period.Start,
			EndsOn: w.period.End, Line: line, Amount: amount,
			SubmittedAt: at})
	}
}

// rounded is an amount as people say it: to a thousand.
func rounded(minor float64) int64 { return int64(minor/100_000+.5) * 100_000 }

// trait is a habit of a member between −1 and 1, the same on every day for the same salt.
func trait(key string, salt int64) float64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	for i := range 8 {
		h.Write([]byte{byte(salt >> (8 * i))})
	}
	x := h.Sum64()
	x ^= x >> 33 // what FNV leaves alike in the high bits
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11)/float64(1<<52) - 1
}

func reason(bias float64, key string, due time.Time) string {
	high := []string{"Two of these have slipped before", "Legal has not seen the paper yet",
		"The budget is not confirmed in writing", "Says yes early; half of it for now"}
	low := []string{"Has always had more in hand", "The renewal is as good as signed",
		"Closed more than called in each of the last quarters"}
	if bias > 0 {
		return high[int(uint64(trait(key, due.Unix()+3)*1000+1000))%len(high)]
	}
	return low[int(uint64(trait(key, due.Unix()+3)*1000+1000))%len(low)]
}
