package recordpage

import (
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
)

// pipelineSheet is the list of opportunities, whose rows come one by one: PipelineRow.
func pipelineSheet(p Pipeline) page.Sheet {
	b := p.Board
	return page.Sheet{File: "pipeline", Head: []string{"Opportunity", "Account", "Owner", "Stage", "Status", "Category",
		"Probability %", "Close date", "Amount", "Currency", "Amount " + string(b.Base), "Weighted " + string(b.Base),
		"Type", "Source", "Competitor", "Loss reason", "Next step", "Created", "Last activity", "Tags"}}
}

// pipelineRow is an opportunity of the list.
func pipelineRow(p Pipeline, r pipeline.Row) []page.Cell {
	b, tags := p.Board, ""
	for _, t := range p.Tags[r.ID] {
		tags = page.Joined(tags, t.Label())
	}
	return []page.Cell{page.Text(r.Name), page.Text(r.Account), page.Text(b.Scope.Roster.Name(r.OwnerID)),
		page.Text(r.Stage), page.Text(string(r.Status)), page.Text(p.Names.Name(r.Category)),
		page.Percent(r.ProbabilityBP), page.Text(r.CloseOn.String()), page.MajorOr(r.Amount, r.Currency),
		page.Text(string(r.Currency)), page.MajorOr(r.Base, b.Base), page.MajorOr(r.Weighted, b.Base),
		page.Text(r.Type), page.Text(r.Source), page.Text(r.Competitor), page.Text(r.LossReason), page.Text(r.NextStep),
		page.Text(r.CreatedAt.Format("2006-01-02")), page.Text(r.LastOn.String()), page.Text(tags)}
}

// accountsSheet is the list of companies, whose rows come one by one: AccountRow.
func accountsSheet() page.Sheet {
	return page.Sheet{File: "accounts", Head: []string{"Account", "Industry", "Employees", "State", "Country", "Type",
		"Region", "Territory", "Owner", "Website", "Created"}}
}

// accountRow is a company of the list.
func accountRow(a account.Row, sc scope.Scope) []page.Cell {
	employees := page.Cell{}
	if a.Employees != nil {
		employees = page.Count(*a.Employees)
	}
	return []page.Cell{page.Text(a.Name), page.Text(a.Industry), employees, page.Text(a.State), page.Text(a.Country),
		page.Text(a.Type), page.Text(a.Region), page.Text(a.Territory), page.Text(sc.Roster.Name(a.OwnerID)),
		page.Text(a.Website), page.Text(a.CreatedAt.Format("2006-01-02"))}
}
