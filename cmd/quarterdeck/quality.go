package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/merge"
	"quarterdeck/internal/record/scope"
)

type qualityCommand struct {
	Score      qualityScoreCommand      `cmd:"" default:"withargs" help:"Print the data quality score, its parts and the findings."`
	Duplicates qualityDuplicatesCommand `cmd:"" help:"List records that are probably the same company, or the same person."`
}

type qualityScoreCommand struct {
	Org  string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	JSON bool   `help:"Print the result as JSON."`
}

// qualityJSON is the report as programs read it.
type qualityJSON struct {
	Score    decimal.Decimal `json:"score"` // from 0 to 100
	AsOf     string          `json:"as_of"`
	Currency string          `json:"currency"`
	Parts    []partJSON      `json:"parts"`
	Findings []findingJSON   `json:"findings"`
	Teams    []teamJSON      `json:"teams"`
}

type partJSON struct {
	Name   quality.Name     `json:"name"`
	Weight int64            `json:"weight"`
	Value  *decimal.Decimal `json:"value"` // from 0 to 100; null: there is no data
	Good   int64            `json:"good"`
	Of     int64            `json:"of"`
}

type findingJSON struct {
	Rule   quality.Rule `json:"rule"`
	Count  int64        `json:"count"`
	Amount string       `json:"amount"` // in the base currency
	IDs    []uuid.UUID  `json:"ids"`
}

type teamJSON struct {
	Team  string          `json:"team"`
	Score decimal.Decimal `json:"score"`
	Open  int64           `json:"open"`
}

// Run prints the score.
func (c *qualityScoreCommand) Run(ctx context.Context, sh *shell) error {
	return ask(ctx, sh, c.Org, func(tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{})
		if err != nil {
			return err
		}
		r, _, err := quality.Load(ctx, tx, s)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(sh, jsonOf(r))
		}
		return printQuality(sh, r)
	})
}

func jsonOf(r quality.Report) qualityJSON {
	out := qualityJSON{Score: r.Score, AsOf: r.At.Format("2006-01-02T15:04:05Z07:00"), Currency: string(r.Currency),
		Parts: []partJSON{}, Findings: []findingJSON{}, Teams: []teamJSON{}}
	for _, p := range r.Parts {
		part := partJSON{Name: p.Name, Weight: p.Weight, Good: p.Good, Of: p.All}
		if p.All > 0 {
			part.Value = &p.Value
		}
		out.Parts = append(out.Parts, part)
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, findingJSON{f.Rule, f.Count,
			decimal.New(f.Amount, -r.Currency.Exponent()).StringFixed(r.Currency.Exponent()), f.IDs})
	}
	for _, t := range r.Teams {
		out.Teams = append(out.Teams, teamJSON{t.Name, t.Score, t.Open})
	}
	return out
}

func printQuality(sh *shell, r quality.Report) error {
	table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(table, "Data quality\t%s of 100\n", r.Score)
	for _, p := range r.Parts {
		value := "no data"
		if p.All > 0 {
			value = fmt.Sprintf("%s\t%d of %d", p.Value, p.Good, p.All)
		}
		fmt.Fprintf(table, "  %s\t%s\n", p.Name, value)
	}
	fmt.Fprintf(table, "\t\t\nFinding\tCount\tAmount %s\n", r.Currency)
	for _, f := range r.Findings {
		fmt.Fprintf(table, "  %s\t%d\t%s\n", f.Rule.Label(), f.Count, decimal.New(f.Amount, -r.Currency.Exponent()))
	}
	return table.Flush()
}

type qualityDuplicatesCommand struct {
	Org    string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Object string `default:"account" help:"What to compare: account or contact."`
	JSON   bool   `help:"Print the result as JSON."`
}

// duplicateJSON is a group of records that are probably one.
type duplicateJSON struct {
	Score   float64  `json:"score"` // from 0 to 1
	IDs     []string `json:"ids"`   // external ids; of a record that was made here, its id
	Reasons []string `json:"reasons"`
}

// Run prints the groups, the surest first.
func (c *qualityDuplicatesCommand) Run(ctx context.Context, sh *shell) error {
	object := merge.Object(c.Object)
	if object != merge.Account && object != merge.Contact {
		return fault.On("object", "Accounts and contacts are compared: --object account or --object contact.")
	}
	return ask(ctx, sh, c.Org, func(tx *tenant.Tx) error {
		found, err := quality.Duplicates(ctx, tx, object)
		if err != nil {
			return err
		}
		if c.JSON {
			out := []duplicateJSON{}
			for _, g := range found.Groups {
				d := duplicateJSON{Score: g.Score, Reasons: g.Reasons}
				for _, m := range g.Members {
					id := m.ExternalID
					if id == "" {
						id = m.ID.String()
					}
					d.IDs = append(d.IDs, id)
				}
				out = append(out, d)
			}
			return printJSON(sh, out)
		}
		table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', 0)
		for _, g := range found.Groups {
			var names []string
			for _, m := range g.Members {
				names = append(names, m.Name)
			}
			fmt.Fprintf(table, "%.2f\t%s\t%s\n", g.Score, strings.Join(names, " | "), strings.Join(g.Reasons, ", "))
		}
		fmt.Fprintf(table, "\t%d groups among %d %ss\t\n", len(found.Groups), found.Compared, object)
		return table.Flush()
	})
}

// ask reads an organisation as the system.
func ask(ctx context.Context, sh *shell, name string, fn func(*tenant.Tx) error) error {
	return with(ctx, sh, func(h *house) error {
		org, err := tenant.BySlug(ctx, h.db, name)
		if err != nil {
			return err
		}
		return h.db.View(ctx, tenant.AsSystem(org.TenantID), fn)
	})
}
