package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

type forecastCommand struct {
	Org    string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Period string `help:"The period, such as 2026-Q4, 2026-11 or 2026. Default: the current quarter."`
	AsOf   string `help:"Use only what was known at the end of this day, such as 2026-11-20. Default: now."`
	JSON   bool   `help:"Print the result as JSON."`
}

// forecastAnswer is a forecast in the form that commands answer in: money as decimal strings in major units.
type forecastAnswer struct {
	Org        string            `json:"org"`
	Period     string            `json:"period"`
	AsOf       period.Date       `json:"as_of"`
	Currency   money.Currency    `json:"currency"`
	ClosedWon  string            `json:"closed_won"`
	Commit     string            `json:"commit"`
	MostLikely string            `json:"most_likely"`
	BestCase   string            `json:"best_case"`
	Pipeline   string            `json:"pipeline"`
	Methods    []methodAnswer    `json:"methods"`
	Published  projection.Method `json:"published"`
	Error      *float64          `json:"error"` // proven WAPE of the published method
	Notes      []string          `json:"notes"`
	ByMember   []memberAnswer    `json:"by_member"`
}

type methodAnswer struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	P10   string `json:"p10,omitempty"`
	P50   string `json:"p50,omitempty"`
	P90   string `json:"p90,omitempty"`
}

type memberAnswer struct {
	Member     string `json:"member"`
	ExternalID string `json:"external_id"`
	ClosedWon  string `json:"closed_won"`
	Value      string `json:"value"`
	P10        string `json:"p10"`
	P90        string `json:"p90"`
}

// Run makes the forecast afresh from the history, so that it answers for any past day as well.
func (c *forecastCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		past, p, err := readHistory(ctx, h, c.Org, c.Period, c.AsOf)
		if err != nil {
			return err
		}
		proof, err := past.Prove(ctx, 0)
		if err != nil {
			return err
		}
		o := outlook.Make(past.At(proof, past.RecordOf(proof, past.Book.Day), past.Book.Day), p)
		answer := answerOf(c.Org, o, past)
		if c.JSON {
			return printJSON(sh, answer)
		}
		return printForecast(sh, answer)
	})
}

// readHistory reads an organisation's history as of a day, and the period that is asked for.
func readHistory(ctx context.Context, h *house, slug, key,
	asOf string) (past outlook.History, p period.Period, err error) {
	org, err := tenant.BySlug(ctx, h.db, slug)
	if err != nil {
		return past, p, err
	}
	err = h.db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		s, err := scope.Resolve(ctx, tx, scope.Request{Period: key, AsOf: asOf})
		if err != nil {
			return err
		}
		p = s.Period
		past, err = outlook.Read(ctx, tx, s.AsOf)
		return err
	})
	if err == nil && len(past.Book.Records) == 0 {
		err = fault.New(fault.Invalid, "There are no opportunities to forecast from. Import some first.")
	}
	return past, p, err
}

func answerOf(org string, o outlook.Outlook, past outlook.History) forecastAnswer {
	text := func(minor int64) string { return money.Of(minor, o.Currency).String() }
	a := forecastAnswer{Org: org, Period: o.Period, AsOf: o.AsOf, Currency: o.Currency, Published: o.Published,
		Error: o.Error, Notes: o.Notes, ClosedWon: text(o.Categories[string(opportunity.Closed)]),
		Commit:     text(o.Categories[string(opportunity.Commit)]),
		MostLikely: text(o.Categories[string(opportunity.MostLikely)]),
		BestCase:   text(o.Categories[string(opportunity.BestCase)]),
		Pipeline:   text(o.Categories[string(opportunity.Pipeline)]), Methods: []methodAnswer{},
		ByMember: []memberAnswer{}}
	for _, m := range o.Methods {
		row := methodAnswer{Name: m.Name, Value: text(m.Value)}
		if m.Range != nil {
			row.P10, row.P50, row.P90 = text(m.Range.P10), text(m.Range.P50), text(m.Range.P90)
		}
		a.Methods = append(a.Methods, row)
	}
	for _, f := range o.Members {
		row := memberAnswer{Member: "Nobody", Value: text(f.Value), ClosedWon: text(f.Closed)}
		if f.ID != nil {
			m, _ := past.Roster.Find(*f.ID)
			row.Member, row.ExternalID = m.Name, m.ExternalID
		}
		if f.Range != nil {
			row.P10, row.P90 = text(f.Range.P10), text(f.Range.P90)
		}
		a.ByMember = append(a.ByMember, row)
	}
	return a
}

func printForecast(sh *shell, a forecastAnswer) error {
	table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "%s as of %s\t%s\t10 %%\t90 %%\t\n", a.Period, a.AsOf, a.Currency)
	for _, m := range a.Methods {
		mark := ""
		if m.Name == string(a.Published) {
			mark = "published"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", projection.Method(m.Name).Label(), m.Value, m.P10, m.P90, mark)
	}
	fmt.Fprintf(table,
		"\t\t\t\t\nClosed\t%s\t\t\t\nCommit\t%s\t\t\t\nBest case\t%s\t\t\t\nPipeline\t%s\t\t\t\n\t\t\t\t\n",
		a.ClosedWon, a.Commit, a.BestCase, a.Pipeline)
	for _, m := range a.ByMember {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t\n", m.Member, m.Value, m.P10, m.P90)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, note := range a.Notes {
		fmt.Fprintln(sh.out, note)
	}
	return nil
}

type backtestCommand struct {
	Org  string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	AsOf string `help:"Use only what was known at the end of this day, such as 2026-06-30. Default: now."`
	JSON bool   `help:"Print the result as JSON."`
}

// Run forecasts every past period from what was known at the cut-offs, and prints how far off each method was.
func (c *backtestCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		past, _, err := readHistory(ctx, h, c.Org, "", c.AsOf)
		if err != nil {
			return err
		}
		proof, err := past.Prove(ctx, 0)
		if err != nil {
			return err
		}
		rows := backtest.Rows(proof.Trials)
		if c.JSON {
			return printJSON(sh, rows)
		}
		return printBacktest(sh, rows)
	})
}

func printBacktest(sh *shell, rows []backtest.Row) error {
	table := tabwriter.NewWriter(sh.out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "Periods\tLevel\tMethod\tCut-off\tForecasts\tError\tBias\tIn the range\t")
	for _, r := range rows {
		kind := string(r.Kind)
		if kind == "" {
			kind = "both"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t\n", kind, r.Level, r.Method.Label(), r.Cutoff, r.N,
			percent(r.WAPE), percent(r.Bias), percent(r.Coverage))
	}
	return table.Flush()
}

// percent writes a share, or a dash where it is not known.
func percent(share *float64) string {
	if share == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100**share)
}

func printJSON(sh *shell, v any) error {
	encoder := json.NewEncoder(sh.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
