package accountpage

import (
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
)

// accountsSheet is the list of companies, whose rows come one by one: AccountRow.
func accountsSheet(fields customfield.Set) page.Sheet {
	s := page.Sheet{File: "accounts", Head: []string{"Account", "Industry", "Employees", "State", "Country", "Type",
		"Region", "Territory", "Owner", "Website", "Created"}}
	for _, f := range fields {
		s.Head = append(s.Head, f.Name)
	}
	return s
}

// accountRow is a company of the list.
func accountRow(a account.Row, sc scope.Scope, fields customfield.Set) []page.Cell {
	employees := page.Cell{}
	if a.Employees != nil {
		employees = page.Count(*a.Employees)
	}
	cells := []page.Cell{page.Text(a.Name), page.Text(a.Industry), employees, page.Text(a.State), page.Text(a.Country),
		page.Text(a.Type), page.Text(a.Region), page.Text(a.Territory), page.Text(sc.Roster.Name(a.OwnerID)),
		page.Text(a.Website), page.Text(a.CreatedAt.Format("2006-01-02"))}
	for _, f := range fields {
		cells = append(cells, fieldform.Cell(f, a.Fields[f.FieldID.String()]))
	}
	return cells
}
