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
	"quarterdeck/internal/testdb/cast"
)

// disorder is an office that opens, calculates, locks, waives and withdraws in any order, while what was sold changes.
type disorder struct {
	life
	did []string
}

func (d *disorder) say(what string, err error) {
	if err == nil {
		d.did = append(d.did, what)
	}
}

// act does something at random.
func (d *disorder) act(t *testing.T, months []period.Period) {
	t.Helper()
	d.DB = d.DB.At(d.DB.Now().Add(time.Minute))
	m := months[d.dice.IntN(len(months))].Key
	switch d.dice.IntN(10) {
	case 0, 1, 2, 3:
		d.say("run "+m, tryRun(t, d.Office, m))
	case 4, 5, 6:
		who := d.dice.IntN(2)
		d.say(fmt.Sprint("lock ", who, m), tryLock(t, d.Office, []uuid.UUID{d.Ann, d.Ben}[who], m))
	case 7:
		d.say("withdraw "+m, refused(t, withdraw(t, d.Office, d.Olga, m)))
	case 8:
		if d.dice.IntN(3) == 0 {
			d.say("waive "+m, refused(t, waive(t, d.Office, d.Fay, m)))
		}
	default:
		d.change(t)
		d.did = append(d.did, "change")
	}
}

// change edits an opportunity of the year: its amount in whole dollars, its day, or whether it is won at all.
func (d *disorder) change(t *testing.T) {
	t.Helper()
	id := d.ids[d.dice.IntN(len(d.ids))]
	d.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		was, err := opportunity.Get(ctx, tx, id, time.Time{})
		if err != nil {
			return err
		}
		return opportunity.Edit(ctx, tx, id, was.Revision, func(s opportunity.State) (opportunity.State, error) {
			switch d.dice.IntN(3) {
			case 0:
				amount := int64(d.dice.IntN(90_000)) * 100
				s.Amount = &amount
			case 1:
				s.CloseOn = cast.Day("2026-01-01") + period.Date(d.dice.IntN(300))
			default:
				stage := cast.Stages[2+d.dice.IntN(2)]
				s.Stage, s.Status, s.Category, s.ProbabilityBP = stage.Name, opportunity.Status(stage.Status),
					opportunity.Category(stage.Category), stage.ProbabilityBP
			}
			return s, nil
		})
	})
}

// TestAnyOrderOfOpeningCalculatingLockingAndChangingPaysWhatOneRunInOrderPays acts at random, and then makes what is
// still open in order: what is locked in all is what everything that is won earns.
func TestAnyOrderOfOpeningCalculatingLockingAndChangingPaysWhatOneRunInOrderPays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			o := office.Open(t, office.Selling)
			d := &disorder{life: life{Office: o, clock: o.DB, dice: rand.New(rand.NewPCG(seed, 11))}}
			months := (period.Calendar{}).Between(period.Month, cast.Day("2026-01-01"), cast.Day("2026-12-01"))
			for i := range 8 {
				key := fmt.Sprintf("%d-%d %d %s", seed, i, 1+d.dice.IntN(90_000),
					cast.Day("2026-01-01")+period.Date(d.dice.IntN(320)))
				for _, id := range d.Sell(t, []uuid.UUID{d.Ann, d.Ben}[i%2], key) {
					d.ids = append(d.ids, id)
				}
			}
			some := months[d.dice.IntN(6):]
			for range 60 {
				d.act(t, some[:5])
			}
			for _, m := range months {
				d.DB = d.DB.At(d.DB.Now().Add(time.Minute))
				_ = tryRun(t, d.Office, m.Key)
				for _, member := range []uuid.UUID{d.Ann, d.Ben} {
					_ = tryLock(t, d.Office, member, m.Key)
				}
			}
			for name, member := range map[string]uuid.UUID{"Ann": d.Ann, "Ben": d.Ben} {
				if got, want := locked(t, d.Office, member), d.earned(t, member, cast.Day("2026-12-01")); got != want {
					t.Errorf("%s is paid %s, and what is won comes to %s, after %s", name, office.USD(got),
						office.USD(want), strings.Join(d.did, ", "))
				}
			}
			d.Adds(t)
		})
	}
}
