package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/pay/ledger"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

type payCommand struct {
	Org    string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Period string `required:"" help:"The payout period: a fiscal month (2026-11) or quarter (2026-Q4)."`
	JSON   bool   `help:"Print the result as JSON."`
}

type runAnswer struct {
	Org        string            `json:"org"`
	Period     string            `json:"period"`
	Statements []statementAnswer `json:"statements"`
	Totals     map[string]string `json:"totals"` // payable by currency
}

type statementAnswer struct {
	Member      string          `json:"member"`
	ExternalID  string          `json:"external_id"`
	State       statement.State `json:"state"`
	Currency    money.Currency  `json:"currency"`
	Earned      string          `json:"earned_to_date"`
	PaidBefore  string          `json:"paid_before"`
	Payable     string          `json:"payable"`
	Adjustments string          `json:"adjustments"`
	DrawBalance string          `json:"draw_balance"`
	Attainment  *string         `json:"attainment"`
	Problem     string          `json:"problem,omitempty"`
}

// Run calculates the statements of a period that are not locked, with what is known now.
func (c *payCommand) Run(ctx context.Context, sh *shell) error {
	h, err := open(ctx, sh)
	if err != nil {
		return err
	}
	defer h.close(ctx)
	org, err := tenant.BySlug(ctx, h.db, c.Org)
	if err != nil {
		return err
	}
	actor := tenant.AsSystem(org.TenantID)
	var run payrun.Run
	var attempt payrun.Attempt
	err = h.db.Update(ctx, actor, func(tx *tenant.Tx) (err error) {
		if run, err = payrun.Open(ctx, tx, c.Period); err == nil {
			attempt, err = payrun.Begin(ctx, tx, run)
		}
		return err
	})
	if err == nil {
		err = payrun.Calculate(ctx, h.db, actor, attempt.ID)
	}
	if err != nil {
		return err
	}
	var answer runAnswer
	if err := h.db.View(ctx, actor, func(tx *tenant.Tx) (err error) {
		answer, err = c.answer(ctx, tx, run)
		return err
	}); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(sh, answer)
	}
	return printRun(sh.out, answer)
}

func (c *payCommand) answer(ctx context.Context, tx *tenant.Tx, run payrun.Run) (runAnswer, error) {
	answer := runAnswer{Org: c.Org, Period: run.Period, Statements: []statementAnswer{}, Totals: map[string]string{}}
	statements, err := statement.List(ctx, tx, statement.Filter{Run: &run.ID})
	if err != nil {
		return answer, err
	}
	roster, err := member.Load(ctx, tx, tx.Today(), tx.Now())
	if err != nil {
		return answer, err
	}
	sums := map[money.Currency]int64{}
	for _, s := range statements {
		major := func(minor int64) string { return money.Of(minor, s.Currency).String() }
		m, _ := roster.Find(s.MemberID)
		a := statementAnswer{Member: roster.Name(&s.MemberID), ExternalID: m.ExternalID, State: s.State,
			Currency: s.Currency, Earned: major(s.Earned), PaidBefore: major(s.PaidBefore), Payable: major(s.Payable),
			Adjustments: major(s.Adjustments), DrawBalance: major(s.DrawBalance), Problem: s.Problem}
		if s.Attainment != nil {
			share := s.Attainment.StringFixed(4)
			a.Attainment = &share
		}
		sums[s.Currency] += s.Payable
		answer.Statements = append(answer.Statements, a)
	}
	for currency, sum := range sums {
		answer.Totals[string(currency)] = money.Of(sum, currency).String()
	}
	return answer, nil
}

// printRun writes a row a statement, and the sum of each currency below.
func printRun(w io.Writer, a runAnswer) error {
	if len(a.Statements) == 0 {
		_, err := fmt.Fprintf(w, "No member is on a plan with a payout for %s.\n", a.Period)
		return err
	}
	rows := table{{"MEMBER", "ATTAINMENT", "EARNED TO DATE", "PAYABLE", "", "DRAW BALANCE", "STATE"}}
	for _, s := range a.Statements {
		attainment := "–"
		if s.Attainment != nil {
			attainment = *s.Attainment
		}
		state := s.State.Label()
		if s.Problem != "" {
			state += ": " + s.Problem
		}
		rows = append(rows, []string{s.Member, attainment, s.Earned, s.Payable, string(s.Currency), s.DrawBalance,
			state})
	}
	for _, currency := range slices.Sorted(maps.Keys(a.Totals)) {
		rows = append(rows, []string{"All", "", "", a.Totals[currency], currency, "", ""})
	}
	rows.align(1, 2, 3, 5)
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "  "), " ")); err != nil {
			return err
		}
	}
	return nil
}

type verifyCommand struct {
	File string `arg:"" help:"The proof bundle of a locked statement (zip file)."`
}

// Run computes a locked statement again from its proof bundle; it needs no database.
func (c *verifyCommand) Run(sh *shell) error {
	raw, err := content(c.File, sh.in)
	if err != nil {
		return err
	}
	m, result, err := ledger.Verify(raw)
	if err != nil {
		return err
	}
	currency := money.Currency(m.Currency)
	fmt.Fprintf(sh.out,
		"Verified. The statement for %s, recalculated from %d lines, matches byte for byte. It pays %s %s",
		m.Period, len(result.State), money.Of(m.Payable, currency), m.Currency)
	if m.Adjustments != 0 {
		fmt.Fprintf(sh.out, ", including %s of adjustments", money.Of(m.Adjustments, currency))
	}
	fmt.Fprintln(sh.out, ".")
	for name, hash := range m.Files {
		fmt.Fprintf(sh.out, "  %s  %s\n", hash, name)
	}
	return nil
}
