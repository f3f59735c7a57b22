package main

import (
	"context"
	"fmt"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/platform/tenant"
)

type turnFlags struct {
	Org    string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Period string `required:"" help:"The payout period: a fiscal month (2026-10) or quarter (2026-Q3)."`
	Reason string `required:"" help:"The reason, kept in the audit log."`
}

type waiveCommand struct{ turnFlags }

// Run waives a period.
func (c *waiveCommand) Run(ctx context.Context, sh *shell) error {
	if err := c.update(ctx,
		sh, func(tx *tenant.Tx) error { return payrun.Waive(ctx, tx, c.Period, c.Reason) }); err != nil {
		return err
	}
	fmt.Fprintf(sh.out, "%s is skipped. Earnings move to the next statement.\n", c.Period)
	return nil
}

type withdrawCommand struct{ turnFlags }

// Run withdraws the run of a period.
func (c *withdrawCommand) Run(ctx context.Context, sh *shell) error {
	err := c.update(ctx, sh, func(tx *tenant.Tx) error {
		runs, err := payrun.List(ctx, tx)
		if err != nil {
			return err
		}
		for _, r := range runs {
			if r.Period == c.Period {
				return payrun.Withdraw(ctx, tx, r.ID, c.Reason)
			}
		}
		return fault.New(fault.NotFound, "There is no run for "+c.Period+".")
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(sh.out, "The run for %s is withdrawn. You can open the period again.\n", c.Period)
	return nil
}

// update acts on the organisation as the system.
func (c *turnFlags) update(ctx context.Context, sh *shell, do func(tx *tenant.Tx) error) error {
	h, err := open(ctx, sh)
	if err != nil {
		return err
	}
	defer h.close(ctx)
	org, err := tenant.BySlug(ctx, h.db, c.Org)
	if err != nil {
		return err
	}
	return h.db.Update(ctx, tenant.AsSystem(org.TenantID), do)
}
