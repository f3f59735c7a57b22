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
	Create orgCreateCommand `cmd:"" help:"Found an organisation."`
}

type orgCreateCommand struct {
	Slug        string `required:"" help:"Its name in addresses: small letters, digits and hyphens."`
	Name        string `required:"" help:"Its name."`
	Currency    string `required:"" help:"The currency in which it adds up, such as USD."`
	FiscalStart string `default:"01" help:"The month in which its fiscal year starts, 01 to 12."`
	TimeZone    string `default:"UTC" help:"Its time zone, such as Europe/Berlin."`
	Numbers     string `default:"1,234.56" help:"How it writes numbers: 1,234.56, 1.234,56, 1 234,56 or 1’234.56."`
	JSON        bool   `help:"Answer in JSON."`
}

// Run founds the organisation.
func (c *orgCreateCommand) Run(ctx context.Context, sh *shell) error {
	currency, err := money.ParseCurrency(c.Currency)
	if err != nil {
		return fault.On("currency", "A currency is a three-letter code such as USD.")
	}
	start, err := time.Parse("01", c.FiscalStart)
	if err != nil {
		return fault.On("fiscal-start", "The fiscal year starts in a month from 01 to 12.")
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
		fmt.Fprintf(sh.out, "Organisation %s is founded, at /o/%s.\n", org.Name, org.Slug)
		return nil
	})
}
