package commission

import (
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/plan"
)

// draw is what a statement pays of what has become due, and what it carries, in minor units (contract: draw).
func (in *Input) draw(t *Term, before Prior, on period.Date, due int64) (paid, balance int64) {
	d, balance := t.Plan.Draw, before.DrawBalance
	amount, advances := in.advances(t, before.On, on)
	if d.Recoverable {
		return recoverable(d, amount, due, balance)
	}
	if advances > 0 {
		balance = 0 // what was paid ahead in an earlier period is theirs
	}
	paid, balance = guaranteed(amount, due, balance)
	if on+1 >= in.Calendar.Containing(d.Per, on).End || on >= t.lastDay() {
		balance = 0
	}
	return paid, balance
}

// advances counts the draws of a statement: the periods of the draw that have begun since the last one, or for the
// first since its payout period began, since a statement covers one such period. The amount is theirs, each for the
// payee's days.
func (in *Input) advances(t *Term, before, on period.Date) (amount int64, n int) {
	from := in.Calendar.Containing(t.Plan.Payout, on).Start
	if before != 0 {
		from = in.Calendar.Containing(t.Plan.Draw.Per, before).End
	}
	for p := in.Calendar.Containing(t.Plan.Draw.Per,
		max(from, t.From)); p.Start <= min(on, t.lastDay()); p = in.Calendar.Shift(p, 1) {
		amount += in.advance(t.Plan.Draw, p, t.Plan.Currency, t.Plan.Rounding)
		n++
	}
	return amount, n
}

// recoverable pays at least the draw and carries what was not earned; later earnings repay it. Between two draws
// nothing new is advanced: what is taken back then is owed only beside what is owed already.
func recoverable(d *plan.Draw, amount, earned, balance int64) (paid, after int64) {
	switch {
	case amount == 0 && earned < 0 && balance == 0:
		return earned, 0
	case earned < amount:
		return amount, balance + amount - earned
	}
	repaid := min(balance, earned)
	if d.AboveDraw {
		repaid = min(balance, earned-amount)
	}
	return earned - repaid, balance - repaid
}

// guaranteed pays at least the draw. What it paid ahead counts within the same period of the draw and is forgotten
// after it.
func guaranteed(amount, earned, balance int64) (paid, after int64) {
	if amount == 0 && balance == 0 {
		return earned, 0
	}
	rest := earned - amount - balance
	return amount + max(0, rest), max(0, -rest)
}
