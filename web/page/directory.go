package page

import (
	"slices"

	"quarterdeck/internal/pipeline/search"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/ui"
)

// entry is a page that can be opened by its name, or what can be done there. Also are other words for it; who opens it
// has one of the rights, or a seat where there are none.
type entry struct {
	label, path, also string
	right             tenant.Right
}

// paid are the pages of one's own pay, which are empty for administrators: they earn no commission and see nobody's.
var paid = []string{"/commissions", "/commissions/mine", "/commissions/what-if", "/commissions/disputes", "/plans/mine"}

// pages is every page that an address without a record leads to, beside those of a person. A new one belongs here:
// TestEveryPageIsFound.
var pages = []entry{
	{"Home", "/home", "today dashboard start", ""},
	{"Pipeline", "/pipeline", "opportunities deals list", ""},
	{"Pipeline board", "/pipeline/board", "opportunities deals stages cards kanban", ""},
	{"Saved views", "/views", "lists filters tabs shared", ""},
	{"Accounts", "/accounts", "companies customers", ""},
	{"Contacts", "/contacts", "people persons customers phone mail", ""},
	{"Tasks", "/tasks", "to do reminders due overdue", ""},
	{"Inbox", "/inbox", "notifications mentions unread", ""},
	{"Notification settings", "/inbox/settings", "e-mail digest quiet hours", ""},
	{"Task queue", "/tasks/queue", "to do work through next", ""},
	{"Quotas", "/quotas", "targets attainment", ""},
	{"Forecast", "/forecast", "sheet team commit best case", ""},
	{"My forecast", "/forecast/mine", "call submission", ""},
	{"Forecast outlook", "/forecast/outlook", "range model scenario prediction", ""},
	{"Forecast accuracy", "/forecast/accuracy", "error bias miss", ""},
	{"Forecast backtests", "/forecast/accuracy/trials", "methods comparison trials", ""},
	{"Weekly review", "/review", "pipeline review meeting changes", ""},
	{"Bookings report", "/reports/bookings", "closed won months", ""},
	{"Weighted forecast report", "/reports/forecast", "probability months", ""},
	{"Pushed close dates report", "/reports/slippage", "slipped slippage postponed delayed", ""},
	{"Commissions", "/commissions", "earnings pay statements", ""},
	{"My statement", "/commissions/mine", "earnings pay commission payout", ""},
	{"Commission what-if", "/commissions/what-if", "calculator estimate earnings", ""},
	{"Commission disputes", "/commissions/disputes", "questions claims", ""},
	{"My compensation plan", "/plans/mine", "letter acceptance rates", ""},
	{"Definitions", "/definitions", "metrics formulas glossary", ""},
	{"All pages", "/more", "menu more", ""},
	{"Getting started", "/setup", "setup first steps", tenant.ManageSettings},
	{"Team statements", "/commissions/team", "approval pay commissions", tenant.ApprovePay},
	{"Commission runs", "/commissions/runs", "calculation pay statements", tenant.RunPay},
	{"Adjustments", "/commissions/adjustments", "corrections pay", tenant.RunPay},
	{"Billing", "/commissions/billing", "invoices payments", tenant.EditCredit},
	{"Who reads pay", "/commissions/lines", "reporting lines confirmation access", tenant.ReadAllPay},
	{"Commission liability", "/commissions/liability", "accruals owed", tenant.ReadLiability},
	{"Capitalised commissions", "/commissions/capitalisation", "asc 340 contract costs amortisation capitalization",
		tenant.ReadAllPay},
	{"Bonus budgets", "/commissions/spifs", "spif spiff contests", tenant.ReadAllPay},
	{"Payroll", "/commissions/payroll", "payouts export file", tenant.ManagePay},
	{"Compensation plans", "/plans", "commission rates tiers", tenant.ManagePlans},
	{"Imports", "/imports", "salesforce crm files upload data", tenant.RunImports},
	{"Members", "/settings/members", "people users roles seats team invitations", tenant.ManageMembers},
	{"Forecast rules", "/settings/forecast", "due times categories lock periods", tenant.ManageForecast},
	{"Stages", "/settings/stages", "sales process steps exit criteria gates probability", tenant.ShapePipeline},
	{"Custom fields", "/settings/fields", "columns properties attributes", tenant.ShapePipeline},
	{"Business hours", "/settings/hours", "holidays working days weekly calendar office ics", tenant.ShapePipeline},
	{"Lists of values", "/settings/lists", "loss reasons competitors sources pick lists choices",
		tenant.ShapePipeline},
	{"Validation rules", "/settings/rules", "checks required fields warnings sales process", tenant.ShapePipeline},
	{"Data quality", "/quality", "completeness missing overdue records", tenant.ManageRecords},
	{"Duplicate accounts", "/quality/duplicates", "merge same company", tenant.ManageRecords},
	{"Duplicate contacts", "/quality/duplicates?object=contact", "merge same person", tenant.ManageRecords},
	{"Settings", "/settings", "exchange rates currency numbers calendar organisation", tenant.ManageSettings},
	{"Audit log", "/audit", "history security events", tenant.ReadAudit},
}

// actions is what can be done, each on the page where it begins.
var actions = []entry{
	{"Submit your forecast", "/forecast/mine", "call commit", tenant.SubmitForecast},
	{"Adjust a forecast", "/forecast", "override judgement team", tenant.AdjustForecast},
	{"Save a scenario", "/forecast/outlook", "plan outlook", tenant.PlanScenarios},
	{"Create an opportunity", "/opportunities/new", "add new deal", tenant.EditRecords},
	{"Create an account", "/accounts/new", "add new company customer", tenant.EditRecords},
	{"Create a contact", "/contacts/new", "add new person", tenant.EditRecords},
	{"Add a task", "/tasks/new", "new to do reminder", ""},
	{"Export tasks", "/tasks.xlsx", "download excel spreadsheet", ""},
	{"Run the weekly review", "/review", "start meeting pipeline", tenant.RunReviews},
	{"Close a forecast period", "/settings/forecast", "lock quarter", tenant.ManageForecast},
	{"Change forecast due times", "/settings/forecast", "reminders deadlines", tenant.ManageForecast},
	{"Export the pipeline", "/pipeline.xlsx", "download excel spreadsheet opportunities", ""},
	{"Export accounts", "/accounts.xlsx", "download excel spreadsheet", ""},
	{"Export contacts", "/contacts.xlsx", "download excel spreadsheet people", ""},
	{"Export quotas", "/quotas.xlsx", "download excel spreadsheet", ""},
	{"Export the audit log", "/audit.xlsx", "download excel spreadsheet", tenant.ReadAudit},
	{"Import records", "/imports", "upload salesforce crm csv files", tenant.RunImports},
	{"Add a stage", "/settings/stages?add=1", "sales process step", tenant.ShapePipeline},
	{"Add a validation rule", "/settings/rules/new", "check required field", tenant.ShapePipeline},
	{"Add a member", "/settings/members?add=1", "invite person user seat", tenant.ManageMembers},
	{"Add an exchange rate", "/settings", "currency fx", tenant.ManageSettings},
	{"Create a compensation plan", "/plans/new", "new commission", tenant.ManagePlans},
	{"Upload a compensation plan", "/plans", "json document", tenant.ManagePlans},
	{"Run commissions", "/commissions/runs", "calculate pay period", tenant.RunPay},
	{"Approve statements", "/commissions/team", "pay commissions", tenant.ApprovePay},
	{"Propose an adjustment", "/commissions/adjustments", "correct pay", tenant.RunPay},
	{"Upload billing file", "/commissions/billing", "invoices payments csv", tenant.EditCredit},
	{"Export payroll", "/commissions/payroll", "file payouts", tenant.ManagePay},
}

// personal is of the person, whatever the organisation.
var personal = []entry{
	{"Your account", "/me", "profile settings", ""},
	{"Change password", "/me", "security", ""},
	{"Turn single-key shortcuts on or off", "/me#keyboard", "keyboard keys", ""},
	{"Sign out everywhere", "/me", "end sessions devices browsers", ""},
	{"Change organisation", "/o", "switch company", ""},
}

// Empty reports whether a page has nothing for a role, although it may be opened.
func Empty(role tenant.Role, path string) bool {
	return role == tenant.Admin && slices.Contains(paid, path)
}

// Directory is what a role may open, by a text that names it: pages, then actions. Near forgives a slip.
func Directory(base string, role tenant.Role, text string, near bool) (found, acts []ui.NavItem) {
	return named(pages, base, role, text, near),
		append(named(actions, base, role, text, near), named(personal, "", role, text, near)...)
}

func named(all []entry, base string, role tenant.Role, text string, near bool) (found []ui.NavItem) {
	var besides []ui.NavItem // what only the other words name
	for _, e := range all {
		if e.right != "" && !role.May(e.right) || Empty(role, e.path) {
			continue
		}
		item := ui.NavItem{Label: e.label, Href: base + e.path}
		switch {
		case search.Names(text, near, e.label):
			found = append(found, item)
		case search.Names(text, near, e.label, e.also):
			besides = append(besides, item)
		}
	}
	return append(found, besides...)
}
