package sitetest

import (
	"context"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/dispute"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
)

// TestNoExportOfPayHoldsAFormula gives everything that has a name one that a spreadsheet would run.
func TestNoExportOfPayHoldsAFormula(t *testing.T) {
	t.Parallel()
	b := New(t).Bureau(strings.ReplaceAll(office.Selling, `"Sales"`, `"=HYPERLINK(1)"`))
	b.Sell(t, b.Ann, "=cmd|'/C 80000 2026-01-20", "+1+1 1000 2026-01-21", "-2+3 1000 2026-01-22",
		"@SUM(A1) 1000 2026-01-23")
	b.As(t, b.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := adjustment.Propose(ctx, tx,
			adjustment.Adjustment{MemberID: b.Ann, Amount: -1_00, Currency: "USD", Reason: "=1+1"})
		return err
	})
	b.As(t, b.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := adjustment.List(ctx, tx, nil)
		for _, a := range all {
			err = adjustment.Decide(ctx, tx, a.ID, true, "")
		}
		return err
	})
	b.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		for id, name := range map[uuid.UUID]string{b.Ann: "\t=Ann", b.Ben: "@Ben"} {
			if _, err := tx.Exec(ctx, `UPDATE app.members SET name = @name, external_id = @key
				WHERE tenant_id = @tenant AND id = @id`,
				tenant.Args{"id": id, "name": name, "key": "-" + name}); err != nil {
				return err
			}
		}
		return nil
	})
	run := b.Run(t, "2026-01")
	b.Lock(t, b.Ann, "2026-01")
	s, _ := b.Of(t, b.Ann, "2026-01")
	b.As(t, b.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := dispute.Open(ctx, tx, dispute.Claim{StatementID: s.ID, Note: "=1"})
		return err
	})
	fay, danger := b.Browser(b.Fay), 0
	base := "/o/" + b.slug
	for _, path := range []string{"/commissions/2026-01/statement.csv?member=" + b.Ann.String(), "/commissions/runs/" +
		run.ID.String() + "/statements.csv", "/commissions/team.csv?period=2026-01", "/commissions/liability.csv",
		"/commissions/liability/2026-01/members.csv", "/commissions/capitalisation.csv?period=2026-Q1",
		"/commissions/spifs.csv", "/commissions/payroll/" + run.ID.String() + ".csv", "/plans/" + b.Plan.String() +
			"/simulate.csv"} {
		rows, err := csv.NewReader(strings.NewReader(fay.Get(base+path).Is(t, http.StatusOK).Body)).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, cell := range slices.Concat(rows...) {
			if strings.HasPrefix(cell, "'") {
				danger++
			}
			if _, err := decimal.NewFromString(cell); err != nil && cell != "" &&
				strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
				t.Errorf("%s holds %q", path, cell)
			}
		}
	}
	if danger < 10 {
		t.Errorf("only %d cells would have been formulas", danger)
	}
}
