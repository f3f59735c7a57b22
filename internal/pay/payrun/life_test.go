package payrun_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/testdb/cast"
)

// life is half a year of an office in which opportunities are won, and change after they were paid for.
type life struct {
	office.Office
	clock *tenant.DB // that the office began with
	dice  *rand.Rand
	ids   []uuid.UUID
	today period.Date
}

// next gives the sellers their quotas of the year to come.
func next(t *testing.T, o office.Office) {
	t.Helper()
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for _, m := range []uuid.UUID{o.Ann, o.Ben} {
			for _, q := range tx.Calendar().Between(period.Quarter, cast.Day("2027-01-01"), cast.Day("2028-01-01")) {
				if err := quota.Assign(ctx, tx, quota.Quota{MemberID: m, StartsOn: q.Start, EndsOn: q.End,
					ValidFrom: q.Start, ValidTo: q.End, Amount: 100_000_00, Currency: "USD"}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// on puts the office's clock to a day.
func (l *life) on(day period.Date) {
	l.today = day
	l.DB = l.clock.At(day.In(time.UTC).Add(15 * time.Hour))
}

// change edits a random opportunity: its amount, its day, its owner while that is a correction, or whether it is won at
// all.
func (l *life) change(t *testing.T) {
	t.Helper()
	id := l.ids[l.dice.IntN(len(l.ids))]
	l.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		was, err := opportunity.Get(ctx, tx, id, time.Time{})
		if err != nil {
			return err
		}
		return opportunity.Edit(ctx, tx, id, was.Revision, func(s opportunity.State) (opportunity.State, error) {
			switch l.dice.IntN(4) {
			case 0:
				amount := int64(l.dice.IntN(9_000_000))
				s.Amount = &amount
			case 1:
				s.CloseOn = period.NewDate(2027, time.January,
					1) + period.Date(l.dice.IntN(int(l.today-period.NewDate(2027, time.January, 1))))
			case 2:
				if l.today <= s.CloseOn+30 {
					owner := []uuid.UUID{l.Ann, l.Ben}[l.dice.IntN(2)]
					s.OwnerID = &owner
				}
			default:
				stage := cast.Stages[2+l.dice.IntN(2)] // open again, or won
				s.Stage, s.Status, s.Category, s.ProbabilityBP = stage.Name, opportunity.Status(stage.Status),
					opportunity.Category(stage.Category), stage.ProbabilityBP
			}
			return s, nil
		})
	})
}

// earned is what the plan of the office pays on what is won now: 10 %, and 20 % above a quota of 100,000 a quarter.
func (l *life) earned(t *testing.T, member uuid.UUID, until period.Date) (minor int64) {
	t.Helper()
	type row struct {
		CloseOn period.Date
		Amount  int64
	}
	l.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		won, err := tenant.List[row](ctx, tx, `SELECT o.close_on, o.amount FROM app.opportunities o
			WHERE o.tenant_id = @tenant AND o.owner_id = @owner AND o.status = 'won'
			AND o.close_on < @until`, tenant.Args{"owner": member, "until": until})
		quarters := map[string]int64{}
		for _, w := range won {
			quarters[tx.Calendar().Containing(period.Quarter, w.CloseOn).Key] += w.Amount
		}
		for _, sum := range quarters {
			minor += sum/10 + max(0, sum-100_000_00)/10
		}
		return err
	})
	return minor
}

// TestLockedStatementsOfAChangingPastSumToWhatHoldsNow locks each month as it ends and changes what was paid for
// afterwards: nothing is paid twice or forgotten, whatever moved (the restate policy; a line is rounded by itself, so a
// cent a line is allowed).
func TestLockedStatementsOfAChangingPastSumToWhatHoldsNow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			o := office.Open(t, strings.NewReplacer("2026", "2027", "2027", "2028").Replace(office.Selling))
			next(t, o)
			l := &life{Office: o, clock: o.DB, dice: rand.New(rand.NewPCG(seed, 7))}
			for i, m := range (period.Calendar{}).Between(period.Month, cast.Day("2027-01-01"),
				cast.Day("2027-07-01")) {
				l.on(m.End - 3)
				for n := range 1 + l.dice.IntN(4) {
					day := m.Start + period.Date(l.dice.IntN(20))
					key := fmt.Sprintf("%d-%d-%d %d %s", seed, i, n, l.dice.IntN(90_000), day)
					for _, id := range l.Sell(t, []uuid.UUID{l.Ann, l.Ben}[l.dice.IntN(2)], key) {
						l.ids = append(l.ids, id)
					}
				}
				l.on(m.End + 2)
				l.Run(t, m.Key)
				for _, member := range []uuid.UUID{l.Ann, l.Ben} {
					l.Lock(t, member, m.Key)
				}
				for range l.dice.IntN(6) {
					l.on(m.End + 2 + period.Date(l.dice.IntN(20)))
					l.change(t)
				}
			}
			l.on(cast.Day("2027-08-02"))
			l.Run(t, "2027-07")
			for _, member := range []uuid.UUID{l.Ann, l.Ben} {
				l.Lock(t, member, "2027-07")
				var posted int64
				l.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
					posted, err = tenant.Value[int64](ctx, tx, `SELECT coalesce(sum(e.amount), 0)::bigint
						FROM app.commission_earnings e
						WHERE e.tenant_id = @tenant AND e.member_id = @member`, tenant.Args{"member": member})
					return err
				})
				if want := l.earned(t, member, cast.Day("2027-08-01")); posted-want > int64(len(l.ids)) ||
					want-posted > int64(len(l.ids)) {
					t.Errorf("the ledger says %s, and what is won comes to %s", office.USD(posted), office.USD(want))
				}
			}
			l.Adds(t)
		})
	}
}
