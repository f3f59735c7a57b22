package main

import (
	"context"
	"fmt"
	"time"

	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/tenant"
)

type snapshotCommand struct {
	Org     string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Rebuild bool   `help:"Rebuild all days, not only the missing ones."`
}

// Run builds the days.
func (c *snapshotCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		org, err := tenant.BySlug(ctx, h.db, c.Org)
		if err != nil {
			return err
		}
		since := time.Time{}
		if c.Rebuild {
			since = h.db.Now()
		}
		days, err := snapshot.CatchUp(ctx, h.db, tenant.AsSystem(org.TenantID), since)
		if err != nil {
			return err
		}
		fmt.Fprintf(sh.out, "Stored %d days for %s.\n", days, org.Name)
		return nil
	})
}
