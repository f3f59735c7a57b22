package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
)

type orgCommand struct {
	Create orgCreateCommand `cmd:"" help:"Create an organisation."`
}

type orgCreateCommand struct {
	Slug        string `required:"" help:"Short name for web addresses: lowercase letters, digits and hyphens."`
	Name        string `required:"" help:"Display name."`
	Currency    string `required:"" help:"Base currency, such as USD."`
	FiscalStart string `default:"01" help:"First month of the fiscal year, 01 to 12."`
	TimeZone    string `default:"UTC" help:"Time zone, such as Europe/Berlin."`
	Numbers     string `default:"1,234.56" help:"Number format: 1,234.56, 1.234,56, 1 234,56 or 1’234.56."`
	JSON        bool   `help:"Print the result as JSON."`
}

// Run founds the organisation.
func (c *orgCreateCommand) Run(ctx context.Context, sh *shell) error {
	currency, err := money.ParseCurrency(c.Currency)
	if err != nil {
		return fault.On("currency", "A currency must be a three-letter code such as USD.")
	}
	start, err := time.Parse("01", c.FiscalStart)
	if err != nil {
		return fault.On("fiscal-start", "The fiscal year must start in a month from 01 to 12.")
	}
	return with(ctx, sh, func(h *house) error {
		org, err := tenant.Create(ctx, h.db, c.Slug, c.Name, tenant.Settings{BaseCurrency: currency,
			TimeZone: c.TimeZone, FiscalStart: start.Month(), Numbers: money.Format(c.Numbers)})
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(sh.out).Encode(map[string]string{"slug": org.Slug, "name": org.Name,
				"id": org.TenantID.String()})
		}
		fmt.Fprintf(sh.out, "Created organisation %s at /o/%s.\n", org.Name, org.Slug)
		return nil
	})
}
