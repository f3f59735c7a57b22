package opportunitypage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/note"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/product"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/record/task"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/fieldform"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// opportunityView is the page of one opportunity, as of a moment.
type opportunityView struct {
	Where         page.Where
	Calendar      period.Calendar
	Base          money.Currency
	Decay         int // what an overdue opportunity keeps of its probability, hundredths of a percent
	Scope         scope.Scope
	Opportunity   opportunity.Opportunity
	Account       account.Account
	AccountNames  map[uuid.UUID]string
	History       []opportunity.Change
	Starts        map[string]time.Time
	Activities    []activity.Activity
	Contacts      []contact.Contact
	Others        []contact.Contact // the account's people who have no part in it
	PersonNames   map[uuid.UUID]string
	Past          []command.Command
	Qualification qualification.Sheet
	Asked         askedView // what the organisation asks of it
	InCRM         bool      // the organisation keeps its records in a CRM
	Items         []product.Item
	Forecast      opportunityForecast
	Credits       bool // the reader may say who is credited
	Edits         bool // the reader may change it, now
	Transfers     bool // the reader may give it to somebody else
	Locked        bool // it is kept in the CRM
	Archived      bool // it was taken out of lists here, not in the CRM
	Stages        stage.Set
	Notes         []note.Note
	Files         attachment.Shelf
	Sources       []string
	Lists         picklist.Lists
	Fields        customfield.Set // retired ones too
	Tasks         page.Tasks      // the open ones about it, now
	TaskEvents    []task.Event    // of all of them
	Last          command.Command // what the reader did last and can take back; none: its key is zero
	Numbers       money.Format
	Show          string // of the timeline: changes, activities or notes; empty: all
	From          string // the list that the reader came from, as in its address
	In            pipeline.Around
	Form          page.Form
	Clash         *opportunity.Clash // somebody changed what the form is about; nil: nobody
	// the viewer had it then and has no longer: contacts and products, kept as of now only, are left out
	Former bool
}

// Subtitle names the account, the owner and the moment.
func (p opportunityView) Subtitle() string {
	o := p.Opportunity
	return strings.Join([]string{cmp.Or(p.Account.Name, "No account"), p.Scope.Roster.Name(o.OwnerID),
		page.AsOf(p.Scope.Known, p.Calendar.Location())}, " · ")
}

// AccountIDs are the accounts that the history mentions.
func (p opportunityView) AccountIDs() []uuid.UUID {
	ids := []uuid.UUID{}
	for _, c := range p.History {
		for _, v := range []*string{c.OldValue, c.NewValue} {
			if c.Field == "account" && v != nil {
				if id, err := uuid.Parse(*v); err == nil {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}

// amount is what the opportunity is worth in its own currency.
func (p opportunityView) amount() string {
	a, ok := p.Opportunity.Money()
	if !ok {
		return "Not known"
	}
	return page.Cash(a.Currency).Exact(a.Minor)
}

func (p opportunityView) weighted() string {
	a, ok := p.Opportunity.Money()
	if !ok || p.Opportunity.Status != opportunity.Open {
		return ui.None
	}
	// as opportunity.DecayedSQL has it, so that the page agrees with the lists
	if p.Opportunity.Overdue(p.Scope.Today) {
		share := decimal.NewFromInt(int64(p.Opportunity.ProbabilityBP) * int64(p.Decay))
		counted := decimal.NewFromInt(a.Minor).Mul(share).Shift(-8).Round(0)
		return page.Cash(a.Currency).Exact(counted.IntPart())
	}
	return page.Cash(a.Currency).Exact(opportunity.Weighted(a.Minor, p.Opportunity.ProbabilityBP))
}

// weightedKey says that an overdue opportunity keeps only a part of its probability.
func (p opportunityView) weightedKey() string {
	if p.Opportunity.Overdue(p.Scope.Today) {
		return "Weighted, overdue at " + page.PercentBP(p.Decay)
	}
	return "Weighted"
}

func (p opportunityView) metrics() []ui.Pair {
	o := p.Opportunity
	closing := "Close date"
	if o.Status != opportunity.Open {
		closing = "Closed"
	}
	return []ui.Pair{{Key: "Amount", Value: p.amount()}, {Key: closing, Value: page.Day(o.CloseOn)},
		{Key: "Probability", Value: page.PercentBP(o.ProbabilityBP) + byHand(o.ProbabilityManual)},
		{Key: p.weightedKey(), Value: p.weighted(), Href: p.Where.Define("weighted-pipeline")},
		{Key: "Category", Value: p.Forecast.Settings.Name(o.Category) + byHand(o.CategoryManual),
			Href: p.Where.Define("category")}, {Key: "Age", Value: ui.Days(p.age())}}
}

func byHand(manual bool) string {
	if manual {
		return " (overridden)"
	}
	return ""
}

// age is the days from creation to closing, or to the day of the page.
func (p opportunityView) age() int {
	until := p.Scope.Today
	if p.Opportunity.Status != opportunity.Open && !p.Opportunity.CloseOn.IsZero() {
		until = p.Opportunity.CloseOn
	}
	return max(0, int(until-p.Calendar.Today(p.Opportunity.CreatedAt)))
}

// facts are those that nobody edits: when it was created, and the source's own columns.
func (p opportunityView) facts() []ui.Pair {
	o := p.Opportunity
	facts := []ui.Pair{{Key: "Created", Value: page.Day(p.Calendar.Today(o.CreatedAt))}}
	names := make([]string, 0, len(o.Custom))
	for name := range o.Custom {
		taken := func(f customfield.Field) bool { return !f.Retired && f.FilledBy([]string{name}) != "" }
		if !slices.ContainsFunc(p.Fields, taken) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		facts = append(facts, ui.Pair{Key: name, Value: o.Custom[name], Title: "Current value in your CRM",
			Href: page.Reach(name, o.Custom[name])})
	}
	return facts
}

func known(b *bool) string {
	switch {
	case b == nil:
		return "Not known"
	case *b:
		return "Yes"
	default:
		return "No"
	}
}

// fieldNames are the words for the fields of the history; flags that only say how another field was set are not shown.
var fieldNames = map[string]string{"account": "Account", "owner": "Owner", "name": "Name", "stage": "Stage",
	"status": "Status", "category": "Forecast category", "probability": "Probability", "amount": "Amount",
	"currency": "Currency", "close_on": "Close date", "type": "Type", "source": "Source", "competitor": "Competitor",
	"budget_confirmed": "Budget confirmed", "loss_reason": "Loss reason", "next_step": "Next step",
	"created": "Created", "deleted": "Deleted"}

// names are the words for the fields of the history, custom ones included.
func (p opportunityView) names() map[string]string {
	return factsheet.Named(fieldNames, p.Fields)
}

func (p opportunityView) by(c opportunity.Change) string {
	switch {
	case c.MemberID != nil:
		return " · " + p.Scope.Roster.Name(c.MemberID)
	case c.Source == "derived":
		return " · set by the stage"
	case c.Source == "import":
		return " · from the CRM"
	}
	return ""
}

func (p opportunityView) changeTone(c opportunity.Change) ui.Tone {
	was, is := c.OldValue, c.NewValue
	switch {
	case c.Field == "status" && is != nil && *is == "won":
		return ui.Good
	case c.Field == "status" && is != nil && *is == "lost":
		return ui.Bad
	case c.Field == "close_on" && was != nil && is != nil && *is > *was:
		return ui.Warn
	case c.Field == "amount" && was != nil && is != nil:
		a, _ := strconv.ParseInt(*was, 10, 64)
		b, _ := strconv.ParseInt(*is, 10, 64)
		if b < a {
			return ui.Warn
		}
		return ui.Good
	}
	return ui.Info
}

// written is one side of a change for people.
func (p opportunityView) written(field string, v *string) string {
	if v == nil || *v == "" {
		return ui.None
	}
	if f, custom := p.Fields.Find(field); custom {
		return fieldform.Value(f, *v, p.Opportunity.Currency)
	}
	switch field {
	case "amount":
		if n, err := strconv.ParseInt(*v, 10, 64); err == nil {
			return page.Cash(p.Opportunity.Currency).Exact(n)
		}
	case "probability":
		if n, err := strconv.Atoi(*v); err == nil {
			return page.PercentBP(n)
		}
	case "category":
		return opportunity.Category(*v).Label()
	case "close_on":
		if d, err := period.ParseDate(*v); err == nil {
			return page.Day(d)
		}
	case "owner":
		if id, err := uuid.Parse(*v); err == nil {
			return p.Scope.Roster.Name(&id)
		}
	case "account":
		if id, err := uuid.Parse(*v); err == nil {
			return cmp.Or(p.AccountNames[id], "another account")
		}
	}
	return *v
}

// kept says since when the source keeps the history of the main fields.
func (p opportunityView) since() string {
	var parts []string
	for _, f := range []string{"stage", "amount", "close_on", "category", "owner"} {
		if at, ok := p.Starts[f]; ok {
			parts = append(parts,
				fmt.Sprintf("%s since %s", strings.ToLower(fieldNames[f]), ui.Date(at.In(p.Calendar.Location()))))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "History available for: " + strings.Join(parts, ", ") +
		". Earlier dates show the oldest known value."
}

// deleted tells that the opportunity was deleted or archived by the moment of the page.
func (p opportunityView) deleted() bool {
	at := p.Opportunity.DeletedAt
	return at != nil && (p.Scope.AsOf.IsZero() || !at.After(p.Scope.Known))
}
