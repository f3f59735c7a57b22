package object

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// person is somebody of a file: what the row says of them, and that over what is known.
type person struct {
	given, now member.Imported
	was        *member.Present
}

// openMembers loads people at once, for each may report to any other.
func openMembers(w *Import, f *importjob.File) record.Loader {
	var people []person
	var known map[string]member.Present
	before := func(ctx context.Context, tx *tenant.Tx, _ []*mapping.Row) error {
		found, err := member.Presents(ctx, tx)
		people, known = nil, map[string]member.Present{}
		for _, p := range found {
			known[p.ExternalID] = p
		}
		return err
	}
	read := func(r *mapping.Row) {
		if _, ok := known[r.Key]; r.Deleted && !ok {
			r.Stranger()
			return
		}
		p := person{given: w.person(r)}
		at := record.Modified(r)
		if _, ok := known[r.Key]; r.Refused != "" || !r.Admit(ok) {
			return
		}
		p.now = p.given
		if was, ok := known[r.Key]; ok {
			if p.was = &was; at != nil && was.ModifiedAt != nil && at.Before(*was.ModifiedAt) {
				r.Older = true
				return
			}
			w.keepPerson(r, &p.now, was)
		}
		if p.now.Active = p.now.Active && !r.Deleted; r.Deleted {
			p.given.Active = false
		}
		p.now.ModifiedAt = at
		people = append(people, p)
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		out, err := member.Import(ctx, tx, w.place(people, known, f.Shape()))
		if err == nil {
			w.Reload("member") // they are read again where they are asked for
		}
		return out, err
	}
	return record.Loader{Prepare: w.Knows("member"), Before: before, Read: read, Write: write}
}

// person is somebody as the row says, with the role that it names, if any.
func (w *Import) person(r *mapping.Row) member.Imported {
	given, since := w.Created(r)
	p := member.Imported{ExternalID: r.Key, Name: r.Text("name"), Email: r.Text("email"), Title: r.Text("title"),
		Since: since, ManagerExternalID: w.Key("member", r.Get("manager")), Team: r.Text("team"),
		Region: r.Text("region"), Active: true, Custom: record.CustomText(r.Custom())}
	if p.Name == "" {
		p.Name = p.ExternalID
		r.Flag("The person has no name; the key is used instead.")
	}
	if !given.IsZero() {
		p.HiredOn = period.DateOf(given.In(w.Calendar.Location()))
	}
	if r.Get("active") != "" {
		p.Active = r.Bool("active")
	}
	role, unknown := r.Word("role")
	if p.Role = tenant.Role(role); unknown != "" {
		r.Flag("%q is not a role; the role was derived from the title and direct reports.", source.Shorten(unknown))
	}
	if r.By("manager") && p.ManagerExternalID != "" {
		w.managerByName(r, &p)
		return p
	}
	if p.ManagerExternalID != "" && p.ManagerExternalID != p.ExternalID && !w.Expects("member", p.ManagerExternalID) {
		r.Flag("The manager %q is not known.", source.Shorten(p.ManagerExternalID))
	}
	return p
}

// managerByName finds the manager whom a row names; where it is nobody, or one of two, the row says so.
func (w *Import) managerByName(r *mapping.Row, p *member.Imported) {
	of, problem := w.ByName("member", r.Get("manager"))
	switch {
	case problem != "":
		r.Flag("%s", problem)
	case of.Name != r.Get("manager"):
		r.Flag("The manager %q was matched to %q.", source.Shorten(r.Get("manager")), of.Name)
	}
	p.ManagerExternalID = of.ExternalID
	if of.ExternalID == "" && of.ID != uuid.Nil {
		p.ManagerID = &of.ID
	}
}

// keepPerson keeps what the row says nothing of.
func (w *Import) keepPerson(r *mapping.Row, p *member.Imported, was member.Present) {
	record.HoldName(r, "name", &p.Name, was.Name)
	record.Hold(r, "email", &p.Email, was.Email)
	record.Hold(r, "title", &p.Title, was.Title)
	record.Hold(r, "team", &p.Team, was.Team)
	record.Hold(r, "region", &p.Region, was.Region)
	record.Keep(r, "active", &p.Active, was.Active)
	if r.Get("created_at") == "" {
		p.HiredOn = was.HiredOn
	}
	switch {
	case !r.Has("manager"), p.ManagerExternalID != "" && !w.Expects("member", p.ManagerExternalID),
		p.ManagerExternalID == "" && p.ManagerID == nil && r.Get("manager") != "":
		p.ManagerExternalID, p.ManagerID = was.ManagerExternalID, was.ManagerID
	case p.ManagerExternalID == "" && p.ManagerID == nil && was.ManagerID != nil:
		r.Clear("manager")
	}
	p.Custom = record.CustomText(r.CustomOver(record.CustomFields(was.Custom)))
}
