package factsheet

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// Desk answers what people do to the records of one sort.
type Desk struct {
	*site.Site
	Object command.Object
	Show   func(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, f page.Form, c *command.Clash) error
}

// Paths are where the pages of records begin.
var Paths = map[command.Object]string{command.Opportunity: "/opportunities/", command.Account: "/accounts/",
	command.Contact: "/contacts/", command.Task: "/tasks/"}

// Act runs what somebody does to the record of the address, and leads back to its page or shows it with what was
// refused.
func (d Desk) Act(w http.ResponseWriter, r *http.Request, done string,
	do func(context.Context, *tenant.Tx, uuid.UUID) error) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = d.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return do(ctx, tx, id) })
	return d.After(w, r, id, err, done)
}

// After leads to the page of a record, or shows it with what was refused.
func (d Desk) After(w http.ResponseWriter, r *http.Request, id uuid.UUID, err error, done string) error {
	if err == nil {
		to := page.Coming(site.Where(r).Base+Paths[d.Object]+id.String(), r.URL.Query().Get(page.From))
		return d.Redirect(w, r, to, done)
	}
	clash, _ := errors.AsType[*command.Clash](err)
	return site.Again(r, err, func(status int, f page.Form) error {
		return d.Show(w, r, status, id, f, clash)
	})
}

// FieldForm is one field, the value that the person saw and the one that they want, as they type it.
type FieldForm struct {
	Field string        `form:"field"`
	Saw   site.Verbatim `form:"saw"` // in the text of the history; empty: not known, or nothing
	Value string        `form:"value"`
	Other string        `form:"value_other"` // typed beside a list
}

// Text is the value that the person wants, as they type it.
func (f FieldForm) Text() string { return page.Picked(f.Value, f.Other) }

// Wish is what the form asks for, where reading what was typed made it a text of the history.
func (f FieldForm) Wish(want *string) []command.Wish {
	saw := string(f.Saw)
	return []command.Wish{{Field: f.Field, Saw: &saw, Want: want}}
}

// OwnerForm is who is to own a record.
type OwnerForm struct {
	Saw   site.Verbatim `form:"saw"`
	Owner uuid.UUID     `form:"value" problem:"Choose an owner."`
}

// logForm is what was done with the buyer, or a note.
type logForm struct {
	Kind    string       `form:"kind"`
	Subject string       `form:"subject"`
	On      *period.Date `form:"on" problem:"Choose a day."`
}

// Note adds an activity or a note to the record of the address.
func (d Desk) Note(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[logForm](r)
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	said := "It is in the timeline."
	err = d.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if refused != nil {
			return refused
		}
		on := journal.Record{Object: d.Object, ID: id}
		if f.Kind == "note" {
			heard, err := journal.Write(ctx, tx, on, f.Subject)
			said += heard.Says()
			return fault.Rename(err, "subject")
		}
		e := activity.Entry{Kind: activity.Kind(f.Kind), Subject: f.Subject}
		if f.On != nil {
			e.On = *f.On
		}
		return journal.Log(ctx, tx, on, e)
	})
	return d.After(w, r, id, err, said)
}
