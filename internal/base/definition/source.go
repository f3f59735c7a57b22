package definition

// Where figures come from, as it is said to whoever reads one.
const (
	calendar      = "The organisation's fiscal calendar and time zone"
	rates         = "Exchange rates that are imported or entered in the settings"
	opportunities = "Amount, status, stage and close date of opportunities in your CRM"
	quotas        = "Quotas and opportunities in your CRM, and the reporting lines of the day"
	model         = "The history of opportunities and activities in your CRM"
	accuracy      = "Forecasts kept at named cut-offs, and what was closed in the end"
	calls         = "Forecast categories in your CRM, and calls and adjustments entered in Quarterdeck"
	activity      = "Calls, e-mails, meetings and tasks in your CRM"
	history       = "The history of each opportunity: amount, close date, stage, category and owner"
	snapshots     = "The history of opportunities, summed up at the end of each day"
	ledgers       = "Commission statements and ledgers, plans, and billing events"
)
