package pay

import (
	"context"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/capitalisation"
	"quarterdeck/internal/pay/payroll"
	"quarterdeck/internal/platform/tenant"
)

// configure has finance say how contracts' costs are spread, and lay out the file for the payroll.
func (p *filling) configure(ctx context.Context, tx *tenant.Tx) error {
	policy := capitalisation.Usual()
	policy.From, policy.LifeMonths, policy.ExpenseUpTo12Months, policy.TaxShare = p.start, 48, true,
		decimal.RequireFromString("0.0765")
	if err := capitalisation.Set(ctx, tx, policy); err != nil {
		return err
	}
	return payroll.Lay(ctx, tx, payroll.Mapping{Rows: payroll.ByComponent, Columns: []payroll.Column{
		{Header: "Co Code", Field: payroll.Text, Text: "QDK"}, {Header: "Batch ID", Field: payroll.Period},
		{Header: "File #", Field: payroll.Employee}, {Header: "Employee", Field: payroll.Name},
		{Header: "Pay Date", Field: payroll.PayDate}, {Header: "Earnings Code", Field: payroll.Code},
		{Header: "Earnings Amount", Field: payroll.Amount}, {Header: "Currency", Field: payroll.Currency},
	}, Codes: map[string]string{"": "COM", "new-business": "COM", "existing-business": "COM", "new-logo-spif": "SPF",
		"team": "OVR", payroll.Draws: "DRW", payroll.Adjustments: "ADJ"}})
}
