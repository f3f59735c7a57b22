package homepage

import (
	"strings"

	"quarterdeck/internal/pay/statement"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

func (h homeView) payCash() pay.Cash { return pay.Cash(h.Pay.Currency) }

// payPeriod is the period that the plan measures in, where its components have one, else that of the statement.
func (h homeView) payPeriod() string {
	if len(h.Pay.Components) > 0 {
		return pay.Label(h.Calendar, h.Pay.Components[0].Period)
	}
	return pay.Label(h.Calendar, h.Pay.Period)
}

// payEarned is what that period has earned by now, in minor units; without components it is what the statement pays.
func (h homeView) payEarned() int64 {
	if len(h.Pay.Components) == 0 {
		return h.Pay.Payable
	}
	earned := int64(0)
	for _, p := range h.Pay.Components {
		earned += p.Earned
	}
	return earned
}

func (h homeView) payNote() string {
	note := "earned"
	if len(h.Pay.Components) == 0 {
		note = "payable"
	}
	return note
}

// payYear are the figures of the fiscal year, the same as on the statement.
func (h homeView) payYear() []ui.Pair {
	y, c := h.Pay.Year, h.payCash()
	return []ui.Pair{{Key: "Paid in " + y.Label, Value: c.Exact(y.Paid)},
		{Key: "Approved, not yet paid", Value: c.Exact(y.Approved)}, {Key: "Pending", Value: c.Exact(y.Pending)}}
}

// payFoot is what the newest statement pays, in its own currency.
func (h homeView) payFoot() string {
	said := pay.Label(h.Calendar, h.Pay.Period) + ": " + h.payCash().Exact(h.Pay.Payable) + " payable"
	said += ", " + strings.ToLower(h.Pay.State.Label())
	if !h.Pay.State.Closed() {
		said += ": an estimate until it is locked"
	}
	if h.Pay.DrawBalance != 0 {
		said += " · draw balance " + h.payCash().Exact(h.Pay.DrawBalance)
	}
	return said
}

// payNext is the component that is nearest to its next rate, as a share of the way there, with that way as a bar; nil
// where none has a rate to reach.
func (h homeView) payNext() (found statement.Place, bar *ui.Bar) {
	best := 0.0
	for _, p := range h.Pay.Components {
		step, _, ok := p.Next()
		now, reached := p.Now()
		if !ok || !reached || !step.From.GreaterThan(now.From) {
			continue
		}
		way, gone := step.From.Sub(now.From).InexactFloat64(), p.Credited.Sub(now.From).InexactFloat64() // a drawing
		if share := gone / way; bar == nil || share > best {
			found, best = p, share
			bar = &ui.Bar{Value: gone, Max: way, Label: "Progress to the next rate", Tone: ui.Good}
		}
	}
	return found, bar
}

// paySaid says what the next rate takes.
func (h homeView) paySaid(p statement.Place) string { return h.payCash().Next(p) + "." }
