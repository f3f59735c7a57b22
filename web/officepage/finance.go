package officepage

import (
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/closing"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/ui"
)

// finance is the home of finance.
type finance struct {
	now
	Where    page.Where
	Desk     closing.Desk
	Calendar period.Calendar
	Base     money.Currency
}

// Title names the page.
func (h finance) Title() string { return "Finance" }

func (h finance) to(path string) string { return h.Where.Base + "/commissions" + path }

// amount writes sums, each in its currency; a dash where there are none.
func amount(s closing.Sums, write func(page.Cash, int64) string) string {
	if len(s) == 0 {
		return ui.None
	}
	var all []string
	for _, of := range s {
		all = append(all, write(page.Cash(of.Currency), of.Amount))
	}
	return strings.Join(all, " + ")
}

func exact(s closing.Sums) string { return amount(s, page.Cash.Exact) }

// sumTile is some sums as a tile.
func sumTile(label string, s closing.Sums, one, many, none, href string) ui.TileProps {
	t := ui.TileProps{Label: label, Value: "None", Sub: none, Href: href}
	if s.Count() > 0 {
		t.Value, t.Exact = amount(s, page.Cash.Short), exact(s)
		t.Sub = ui.Plural(s.Count(), one, many)
	}
	return t
}

// Tiles are what waits, in the order in which pay goes.
func (h finance) Tiles() []ui.TileProps {
	d := h.Desk
	return []ui.TileProps{
		h.approvalTile(),
		sumTile("Ready to lock", d.At(closing.Lock), "statement approved by finance", "statements approved by finance",
			"No approved statement waits to be locked", h.to("/runs")),
		sumTile("Payroll not exported", d.At(closing.Pay), "locked statement", "locked statements",
			"Every locked statement is paid", h.to("/payroll")),
		h.disputeTile(),
		sumTile("Adjustments to decide", d.Adjustments, "adjustment", "adjustments", "No adjustment waits",
			h.to("/adjustments")),
		h.owedTile(),
	}
}

// approvalTile is what managers and, after them, finance have to approve.
func (h finance) approvalTile() ui.TileProps {
	t := sumTile("Approvals waiting", h.Desk.At(closing.Approve, closing.Confirm), "statement", "statements",
		"Every statement of a period that is over is approved", h.to("/runs"))
	if n := h.Desk.At(closing.Confirm).Count(); n > 0 {
		t.Sub = page.Dotted(t.Sub, ui.Count(n)+" approved by manager")
	}
	return t
}

func (h finance) disputeTile() ui.TileProps {
	d := h.Desk
	t := sumTile("Disputes waiting", d.Disputes, "dispute", "disputes", "No dispute waits for an answer",
		h.to("/disputes"))
	if d.Disputes.Count() > 0 {
		t.Sub = page.Dotted(t.Sub, "oldest "+h.age(d.Oldest))
		if d.Late > 0 {
			t.Sub = page.Dotted(t.Sub, ui.Count(d.Late)+" overdue")
		}
	}
	return t
}

func (h finance) owedTile() ui.TileProps {
	m, owed := page.Cash(h.Base), h.Desk.Owed
	return ui.TileProps{Label: "Unpaid liability", Value: m.Short(owed.Closing), Exact: m.Exact(owed.Closing),
		Sub: m.Short(owed.Due()) + " due · " + m.Short(owed.Pending) + " pending", Href: h.to("/liability"),
		Define: h.Where.Define("unpaid-liability")}
}

// accrual is how the liability of the month came about.
func (h finance) accrual() []ui.Pair {
	m, owed := page.Cash(h.Base), h.Desk.Owed
	pairs := []ui.Pair{{Key: "Owed at the start", Value: m.Exact(owed.Opening)},
		{Key: "Earned", Value: m.Exact(owed.Earned + owed.Adjusted + owed.Guaranteed)},
		{Key: "Paid", Value: m.Exact(owed.Settled)}, {Key: "Owed now", Value: m.Exact(owed.Closing)}}
	if owed.Open != 0 {
		pairs = append(pairs, ui.Pair{Key: "Of it not locked", Value: m.Exact(owed.Open)})
	}
	return pairs
}

func (h finance) leftNote() string {
	return ui.Plural(h.Desk.Left, "statement has", "statements have") + " no exchange rate and is not included."
}

func (h finance) label(r closing.Run) string { return pay.Label(h.Calendar, r.Period) }

func (h finance) runHref(r closing.Run) string { return h.to("/runs/" + r.ID.String()) }

// count says how many statements a sum is of.
func count(s closing.Sums) string {
	if s.Count() == 0 {
		return ""
	}
	return ui.Plural(s.Count(), "statement", "statements")
}

// Sheet is the payout periods that are not paid whole, a row for each currency.
func (h finance) Sheet() page.Sheet {
	s := page.Sheet{File: "payout-periods", Head: []string{"Period", "Currency"}}
	for _, step := range closing.Steps {
		s.Head = append(s.Head, step.Label()+" statements", step.Label())
	}
	for _, r := range h.Desk.Runs {
		for _, all := range r.All() {
			row := []page.Cell{page.Text(h.label(r)), page.Text(string(all.Currency))}
			for _, step := range closing.Steps {
				of := r.By[step].In(all.Currency)
				row = append(row, page.Count(int64(of.Count)), page.Major(of.Amount, all.Currency))
			}
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}
