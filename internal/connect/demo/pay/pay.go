// Package pay gives an imported demo compensation plans and calculates its pay.
package pay

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// paidFor is how many quarters before the present one the demo has paid commissions.
const paidFor = 2

// filling is the work in progress of paying the demo.
type filling struct {
	live    *tenant.DB // with the true clock
	db      *tenant.DB
	system  tenant.Actor
	cal     period.Calendar
	today   period.Date
	base    money.Currency
	roster  *member.Roster
	start   period.Date // of the first quarter that is paid
	current period.Period
	changed period.Date // on which the plan of the sellers becomes another
	plans   map[string]uuid.UUID
	sales   []sale
}

// sale is an opportunity that was won since the demo began to pay.
type sale struct {
	ID      uuid.UUID
	OwnerID uuid.UUID
	Amount  int64
	CloseOn period.Date
}

// Fill gives an imported demo its compensation plans and pays by them: accelerators, a bonus with a budget, an override
// of the managers, a recoverable draw of those who began lately, a split, an opportunity that was cancelled, a plan
// that changed in mid-quarter, months that are locked, one that is in approval, a dispute that was granted and one that
// waits for its answer. An organisation that has a plan is left alone. Everything is done by those who would do it.
func Fill(ctx context.Context, db *tenant.DB, org tenant.Organisation) error {
	p := &filling{live: db, db: db, system: tenant.AsSystem(org.TenantID), plans: map[string]uuid.UUID{}}
	done := false
	err := p.update(ctx, func(tx *tenant.Tx) error {
		plans, err := compensation.List(ctx, tx)
		if err != nil || len(plans) > 0 {
			done = true
			return err
		}
		return p.load(ctx, tx)
	})
	if err != nil || done || len(p.sales) == 0 {
		return err
	}
	p.at(p.start - 5)
	for _, step := range []struct {
		who tenant.Actor
		do  func(context.Context, *tenant.Tx) error
	}{{p.office(tenant.Ops), p.publish}, {p.office(tenant.Ops), p.enrol}, {p.office(tenant.Finance), p.configure},
		{p.system, p.bill}, {p.system, p.split}} {
		if err := p.as(ctx, step.who, func(tx *tenant.Tx) error { return step.do(ctx, tx) }); err != nil {
			return fmt.Errorf("demo: pay: %w", err)
		}
	}
	p.at(p.start - 2)
	if err := p.accept(ctx, 0); err != nil {
		return err
	}
	return p.pay(ctx)
}

// at puts the clock to the morning of a day of the past; none is later than the demo's own moment.
func (p *filling) at(d period.Date) {
	moment := d.In(p.cal.Location()).Add(9 * time.Hour)
	if moment.After(p.live.Now()) {
		p.db = p.live
		return
	}
	p.db = p.live.At(moment)
}

func (p *filling) update(ctx context.Context, fn func(*tenant.Tx) error) error {
	return p.as(ctx, p.system, fn)
}

// load finds who there is and what they have won.
func (p *filling) load(ctx context.Context, tx *tenant.Tx) (err error) {
	p.cal, p.today, p.base = tx.Calendar(), tx.Today(), tx.Base()
	p.current = p.cal.Containing(period.Quarter, p.today)
	p.start = p.cal.Shift(p.current, -paidFor).Start
	p.changed = p.cal.Shift(p.current, -1).Start + 45
	if p.roster, err = member.Load(ctx, tx, p.today, time.Time{}); err != nil {
		return err
	}
	p.sales, err = tenant.List[sale](ctx, tx, `SELECT o.id, o.owner_id, o.amount, o.close_on FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.status = 'won' AND o.close_on >= @start AND o.amount > 0
			AND o.owner_id IS NOT NULL ORDER BY o.close_on, o.id`,
		tenant.Args{"start": p.start})
	return err
}

// pay states every month since the start: those that are over by more than three weeks are locked and paid, the last is
// approved by the managers, the present one is an estimate.
func (p *filling) pay(ctx context.Context) error {
	months := p.cal.Between(period.Month, p.start, p.today+1)
	for i, m := range months {
		open := len(months) - 1 - i // 0 is the present month
		if p.changed >= m.Start && p.changed < m.End {
			if err := p.change(ctx); err != nil {
				return err
			}
		}
		p.at(m.End + 2)
		run, err := p.calculate(ctx, m.Key)
		if err != nil {
			return err
		}
		steps := []statement.State{statement.ManagerApproved, statement.FinanceApproved, statement.Locked,
			statement.Paid}
		switch {
		case open == 0:
			steps = nil
		case open == 1 && p.today < m.End+21:
			steps = steps[:1]
		case open == 1:
			steps = steps[:3]
		}
		for n, to := range steps {
			p.at(m.End + 5 + period.Date(4*n))
			if err := p.move(ctx, run, to); err != nil {
				return err
			}
		}
		if open == 3 {
			if err := p.cancel(ctx, m); err != nil {
				return err
			}
		}
	}
	p.db = p.live
	return p.disputes(ctx)
}

func (p *filling) calculate(ctx context.Context, key string) (run payrun.Run, err error) {
	var attempt payrun.Attempt
	err = p.update(ctx, func(tx *tenant.Tx) (err error) {
		if run, err = payrun.Open(ctx, tx, key); err == nil {
			attempt, err = payrun.Begin(ctx, tx, run)
		}
		return err
	})
	if err == nil {
		err = payrun.Calculate(ctx, p.db, p.system, attempt.ID)
	}
	return run, err
}
