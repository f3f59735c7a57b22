package importer

import (
	"strings"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/product"
)

func openActivities(w *run, f *file) loader {
	l := table(w, f, kind[activity.Imported]{object: "activity", parse: w.deed, known: activity.Known, put: activity.Import, over: overDeed,
		stamp: func(a *activity.Imported) stamp {
			return stamp{&a.ID, a.ExternalID, &a.Custom, &a.CreatedAt, &a.ModifiedAt, &a.DeletedAt, nil, &a.Hash}
		}})
	l.prepare = w.knows("opportunity", "account", "contact", "member")
	return l
}

// deed is an activity. One without a day counts on the day on which it was written down.
func (w *run) deed(r *mapping.Row, was *activity.Imported) activity.Imported {
	given := r.Instant("created_at")
	a := activity.Imported{ExternalID: r.Key, OpportunityID: w.ref(r, "opportunity", "opportunity"), AccountID: w.ref(r, "account", "account"),
		ContactID: w.ref(r, "contact", "contact"), MemberID: w.ref(r, "member", "member"), Kind: string(kindOf(r.Get("kind"))),
		Subject: r.Limited("subject", mapping.LongText), OccursOn: r.Day("occurs_on"), Custom: object(r.Custom()), CreatedAt: given}
	w.about(r, &a)
	if was != nil {
		keep(r, "occurs_on", &a.OccursOn, was.OccursOn)
	}
	if a.OccursOn.IsZero() && !given.IsZero() {
		a.OccursOn = period.DateOf(given.In(w.calendar.Location()))
		r.Flag("The activity has no date; it counts on the day it was created.")
	}
	if a.OccursOn.IsZero() {
		r.Refuse("The activity has no date.")
	}
	a.Done = w.done(r, a.OccursOn)
	return a
}

func overDeed(r *mapping.Row, a *activity.Imported, was activity.Imported) {
	if !r.Has("about") || r.Get("about") != "" && a.OpportunityID == nil && a.AccountID == nil {
		holdKey(r, "opportunity", &a.OpportunityID, was.OpportunityID)
		holdKey(r, "account", &a.AccountID, was.AccountID)
	}
	if r.Has("about") && r.Get("about") == "" && was.OpportunityID != nil && a.OpportunityID == nil {
		r.Clear("about")
	}
	holdKey(r, "contact", &a.ContactID, was.ContactID)
	holdKey(r, "member", &a.MemberID, was.MemberID)
	keep(r, "kind", &a.Kind, was.Kind)
	hold(r, "subject", &a.Subject, was.Subject)
	if !r.Has("done", "status") {
		a.Done = was.Done
	}
}

// about finds what an activity is about, an opportunity or an account, where the source has one field for both.
func (w *run) about(r *mapping.Row, a *activity.Imported) {
	key := r.Get("about")
	if key == "" {
		return
	}
	opportunity, found := w.refs.ids["opportunity"][w.refs.key("opportunity", key)]
	account, also := w.refs.ids["account"][w.refs.key("account", key)]
	switch {
	case found:
		a.OpportunityID = &opportunity
	case also:
		a.AccountID = &account
	default:
		r.Flag("What it is about (%q) is neither an opportunity nor an account that is known.", source.Shorten(key))
	}
}

// done tells whether an activity has happened: as the source says, else by its day.
func (w *run) done(r *mapping.Row, on period.Date) bool {
	if r.Get("done") != "" {
		return r.Bool("done")
	}
	status, unknown := r.Word("status")
	if unknown != "" {
		r.Flag("%q is not a state of an activity; it counts as not done.", source.Shorten(unknown))
		return false
	}
	if status == "" {
		return on < w.calendar.Today(w.now)
	}
	return status == "done"
}

func kindOf(word string) activity.Kind {
	word = strings.ToLower(word)
	switch {
	case strings.Contains(word, "call"), strings.Contains(word, "phone"):
		return activity.Call
	case strings.Contains(word, "mail"):
		return activity.Email
	case strings.Contains(word, "meet"), strings.Contains(word, "event"), strings.Contains(word, "demo"):
		return activity.Meeting
	case word == "", strings.Contains(word, "task"), strings.Contains(word, "to-do"):
		return activity.Task
	}
	return activity.Other
}

func openItems(w *run, f *file) loader {
	l := table(w, f, kind[product.ImportedItem]{object: "line_item", parse: w.item, known: product.KnownItems, put: product.ImportItems,
		over: func(r *mapping.Row, i *product.ImportedItem, was product.ImportedItem) {
			keep(r, "opportunity", &i.OpportunityID, was.OpportunityID)
			keep(r, "product", &i.ProductID, was.ProductID)
			keep(r, "quantity", &i.Quantity, was.Quantity)
			keep(r, "currency", &i.Currency, was.Currency)
			hold(r, "amount", &i.Amount, was.Amount)
		},
		stamp: func(i *product.ImportedItem) stamp {
			return stamp{&i.ID, i.ExternalID, &i.Custom, nil, &i.ModifiedAt, &i.DeletedAt, nil, &i.Hash}
		}})
	l.prepare = w.knows("opportunity", "product")
	return l
}

func (w *run) item(r *mapping.Row, was *product.ImportedItem) product.ImportedItem {
	i := product.ImportedItem{ExternalID: r.Key, OpportunityID: w.needs(r, "opportunity", "opportunity", was == nil),
		ProductID: w.needs(r, "product", "product", was == nil), Quantity: r.Quantity("quantity"), Currency: r.Currency("currency"),
		Custom: object(r.Custom())}
	if was != nil {
		keep(r, "currency", &i.Currency, was.Currency)
	}
	i.Amount = r.Amount("amount", i.Currency)
	return i
}
