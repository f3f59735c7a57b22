package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"quarterdeck/internal/pipeline/report"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

type reportCommand struct {
	Bookings bookingsCommand `cmd:"" help:"Won amount by fiscal quarter and member, and the open pipeline."`
}

type bookingsCommand struct {
	Org  string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	AsOf string `help:"Use only what was known at the end of this day, such as 2026-06-30. Default: now."`
	JSON bool   `help:"Print the result as JSON."`
}

// Run prints the report.
func (c *bookingsCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		org, err := tenant.BySlug(ctx, h.db, c.Org)
		if err != nil {
			return err
		}
		var b report.Bookings
		err = h.db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			s, err := scope.Resolve(ctx, tx, scope.Request{AsOf: c.AsOf})
			if err == nil {
				b, err = report.Load(ctx, tx, s)
			}
			return err
		})
		if err != nil {
			return err
		}
		if c.JSON {
			encoder := json.NewEncoder(sh.out)
			encoder.SetIndent("", "  ")
			return encoder.Encode(b)
		}
		return printBookings(sh, b)
	})
}

func printBookings(sh *shell, b report.Bookings) error {
	table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "Quarter\tWon\tAmount %s\t\n", b.Currency)
	for _, q := range b.Quarters {
		fmt.Fprintf(table, "%s\t%d\t%s\t\n", q.Period, q.WonCount, q.WonAmount)
	}
	fmt.Fprintf(table, "\t\t\t\nOpen, by stage\tOpen\tAmount %s\t\n", b.Currency)
	for _, s := range b.OpenByStage {
		fmt.Fprintf(table, "%s\t%d\t%s\t\n", s.Stage, s.Count, s.Amount)
	}
	fmt.Fprintf(table, "\t\t\t\nOpen, by category\tOpen\tAmount %s\t\n", b.Currency)
	for _, s := range b.OpenByCategory {
		fmt.Fprintf(table, "%s\t%d\t%s\t\n", s.Category, s.Count, s.Amount)
	}
	fmt.Fprintf(table, "\t\t\t\nas of %s\t\t\t\n", b.AsOf)
	return table.Flush()
}
