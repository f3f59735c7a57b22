package object

import (
	"strings"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/record/activity"
)

// openActivities loads calls, meetings and tasks.
func openActivities(w *Import, f *importjob.File) record.Loader {
	l := record.Table(w.Run, f, record.Kind[activity.Imported]{Object: "activity", Parse: w.activity,
		Known: activity.Known, Put: activity.Import, Over: keepActivity,
		Stamp: record.OfActivity})
	l.Prepare = w.Knows("opportunity", "account", "contact", "member")
	return l
}

// activity is an activity. One without a day counts on the day on which it was written down.
func (w *Import) activity(r *mapping.Row, was *activity.Imported) activity.Imported {
	given := r.Instant("created_at")
	a := activity.Imported{ExternalID: r.Key, OpportunityID: w.Ref(r, "opportunity", "opportunity"),
		AccountID: w.Ref(r, "account", "account"),
		ContactID: w.Ref(r, "contact", "contact"), MemberID: w.Ref(r, "member", "member"),
		Kind:    string(kindOf(r.Get("kind"))),
		Subject: r.Limited("subject", mapping.LongText), OccursOn: r.Day("occurs_on"),
		Custom: record.CustomText(r.Custom()), CreatedAt: given}
	w.about(r, &a)
	if was != nil {
		record.Keep(r, "occurs_on", &a.OccursOn, was.OccursOn)
	}
	if a.OccursOn.IsZero() && !given.IsZero() {
		a.OccursOn = period.DateOf(given.In(w.Calendar.Location()))
		r.Flag("The activity has no date; its creation date is used.")
	}
	if a.OccursOn.IsZero() {
		r.Refuse("The activity has no date.")
	}
	a.Done = w.done(r, a.OccursOn)
	return a
}

func keepActivity(r *mapping.Row, a *activity.Imported, was activity.Imported) {
	if !r.Has("about") || r.Get("about") != "" && a.OpportunityID == nil && a.AccountID == nil {
		record.HoldKey(r, "opportunity", &a.OpportunityID, was.OpportunityID)
		record.HoldKey(r, "account", &a.AccountID, was.AccountID)
	}
	if r.Has("about") && r.Get("about") == "" && was.OpportunityID != nil && a.OpportunityID == nil {
		r.Clear("about")
	}
	record.HoldKey(r, "contact", &a.ContactID, was.ContactID)
	record.HoldKey(r, "member", &a.MemberID, was.MemberID)
	record.Keep(r, "kind", &a.Kind, was.Kind)
	record.Hold(r, "subject", &a.Subject, was.Subject)
	if !r.Has("done", "status") {
		a.Done = was.Done
	}
}

// about finds what an activity is about, an opportunity or an account, where the source has one field for both.
func (w *Import) about(r *mapping.Row, a *activity.Imported) {
	key := r.Get("about")
	if key == "" {
		return
	}
	opportunity, found := w.ByKey("opportunity", key)
	account, also := w.ByKey("account", key)
	switch {
	case found:
		a.OpportunityID = &opportunity
	case also:
		a.AccountID = &account
	default:
		r.Flag("The related record (%q) is not a known opportunity or account.", source.Shorten(key))
	}
}

// done tells whether an activity has happened: as the source says, else by its day.
func (w *Import) done(r *mapping.Row, on period.Date) bool {
	if r.Get("done") != "" {
		return r.Bool("done")
	}
	status, unknown := r.Word("status")
	if unknown != "" {
		r.Flag("%q is not an activity status; the activity counts as not done.", source.Shorten(unknown))
		return false
	}
	if status == "" {
		return on < w.Calendar.Today(w.Now)
	}
	return status == "done"
}

// kindOf reads what kind of activity a word means.
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
