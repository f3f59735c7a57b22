package recordpage

import (
	"quarterdeck/internal/account"
	"quarterdeck/internal/scope"
	"quarterdeck/web/page"
)

// PipelineSheet is the list of opportunities.
func PipelineSheet(p Pipeline) page.Sheet {
	b := p.Board
	s := page.Sheet{File: "pipeline", Head: []string{"Opportunity", "Account", "Owner", "Stage", "Status", "Category", "Probability %", "Close date",
		"Amount", "Currency", "Amount " + string(b.Base), "Weighted " + string(b.Base), "Type", "Source", "Competitor", "Loss reason", "Next step", "Created", "Last activity", "Tags"}}
	for _, r := range b.Rows {
		tags := ""
		for _, t := range p.Tags[r.ID] {
			tags = page.Joined(tags, t.Label())
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(r.Name), page.Text(r.Account), page.Text(b.Scope.Roster.Name(r.OwnerID)), page.Text(r.Stage), page.Text(string(r.Status)),
			page.Text(p.Names.Name(r.Category)), page.Percent(r.ProbabilityBP), page.Text(r.CloseOn.String()), page.MajorOr(r.Amount, r.Currency), page.Text(string(r.Currency)),
			page.MajorOr(r.Base, b.Base), page.MajorOr(r.Weighted, b.Base), page.Text(r.Type), page.Text(r.Source), page.Text(r.Competitor), page.Text(r.LossReason), page.Text(r.NextStep),
			page.Text(r.CreatedAt.Format("2006-01-02")), page.Text(r.LastOn.String()), page.Text(tags)})
	}
	return s
}

// AccountsSheet is the list of companies.
func AccountsSheet(accounts []account.Account, sc scope.Scope) page.Sheet {
	s := page.Sheet{File: "accounts", Head: []string{"Account", "Industry", "Employees", "State", "Country", "Type", "Region", "Territory", "Owner", "Website", "Created"}}
	for _, a := range accounts {
		employees := page.Cell{}
		if a.Employees != nil {
			employees = page.Count(*a.Employees)
		}
		s.Rows = append(s.Rows, []page.Cell{page.Text(a.Name), page.Text(a.Industry), employees, page.Text(a.State), page.Text(a.Country), page.Text(a.Type), page.Text(a.Region), page.Text(a.Territory),
			page.Text(sc.Roster.Name(a.OwnerID)), page.Text(a.Website), page.Text(a.CreatedAt.Format("2006-01-02"))})
	}
	return s
}
