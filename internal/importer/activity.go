package importer

import (
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/activity"
	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/period"
	"quarterdeck/internal/product"
)

func openActivities(w *run, _ *file) loader {
	l := table(w, "activity", w.deed, activity.Import)
	l.prepare = w.knows("opportunity", "account", "contact", "member")
	return l
}

// deed is an activity. One without a day counts on the day on which it was written down.
func (w *run) deed(r *mapping.Row, id uuid.UUID) activity.Imported {
	given, created := w.created(r)
	a := activity.Imported{ExternalID: r.Key, OpportunityID: w.ref(r, "opportunity", "opportunity"), AccountID: w.ref(r, "account", "account"),
		ContactID: w.ref(r, "contact", "contact"), MemberID: w.ref(r, "member", "member"), Kind: string(kindOf(r.Get("kind"))),
		Subject: r.Limited("subject", mapping.LongText), OccursOn: r.Day("occurs_on"), Custom: object(r.Custom()), CreatedAt: given}
	w.about(r, &a)
	if a.OccursOn.IsZero() && !given.IsZero() {
		a.OccursOn = period.DateOf(given.In(w.calendar.Location()))
		r.Flag("The activity has no date; it counts on the day it was created.")
	}
	if a.OccursOn.IsZero() {
		r.Refuse("The activity has no date.")
	}
	a.Done = w.done(r, a.OccursOn)
	a.Hash = hash(a)
	a.ID, a.CreatedAt = id, created
	return a
}

// about finds what an activity is about, an opportunity or an account, where the source has one field for both.
func (w *run) about(r *mapping.Row, a *activity.Imported) {
	key := r.Get("about")
	if key == "" {
		return
	}
	opportunity, found := w.refs.ids["opportunity"][key]
	account, also := w.refs.ids["account"][key]
	switch {
	case found:
		a.OpportunityID = &opportunity
	case also:
		a.AccountID = &account
	default:
		r.Flag("What it is about (%q) is neither an opportunity nor an account that is known.", source.Shorten(key))
	}
}

var doneWords = []string{"completed", "complete", "done", "closed", "held", "finished", "sent"}

// done tells whether an activity has happened: as the source says, else by its day.
func (w *run) done(r *mapping.Row, on period.Date) bool {
	if r.Get("done") != "" {
		return r.Bool("done")
	}
	status := strings.ToLower(r.Get("status"))
	if status == "" {
		return on < w.calendar.Today(w.now)
	}
	for _, word := range doneWords {
		if status == word {
			return true
		}
	}
	return false
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

func openItems(w *run, _ *file) loader {
	l := table(w, "line_item", func(r *mapping.Row, id uuid.UUID) product.ImportedItem {
		i := product.ImportedItem{ExternalID: r.Key, OpportunityID: w.must(r, "opportunity", "opportunity"),
			ProductID: w.must(r, "product", "product"), Quantity: r.Quantity("quantity"), Currency: r.Currency("currency"),
			Custom: object(r.Custom())}
		i.Amount = r.Amount("amount", i.Currency)
		i.Hash = hash(i)
		i.ID = id
		return i
	}, product.ImportItems)
	l.prepare = w.knows("opportunity", "product")
	return l
}
