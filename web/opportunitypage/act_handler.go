package opportunitypage

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/journal"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/entrypage"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// desk answers the acts on an opportunity.
func (s area) desk() factsheet.Desk {
	return factsheet.Desk{Site: s.Site, Object: command.Opportunity, Show: s.opportunityPage}
}

func (s area) act(w http.ResponseWriter, r *http.Request, done string,
	do func(context.Context, *tenant.Tx, uuid.UUID) error) error {
	return s.desk().Act(w, r, done, do)
}

func (s area) after(w http.ResponseWriter, r *http.Request, id uuid.UUID, err error, done string) error {
	return s.desk().After(w, r, id, err, done)
}

// set gives a field another value.
// POST /o/{org}/opportunities/{id}/fields
func (s area) set(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[factsheet.FieldForm](r)
	if err != nil {
		return err
	}
	return s.change(w, r, "", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
		o, err := opportunity.Get(ctx, tx, id, time.Time{})
		if err != nil {
			return uuid.Nil, err
		}
		want, err := entrypage.Read(ctx, tx, f.Field, f.Text(), o.Currency)
		if err != nil {
			return uuid.Nil, err
		}
		return opportunity.Set(ctx, tx, id,
			[]opportunity.Wish{{Field: f.Field, Saw: entrypage.Kept(f.Field, string(f.Saw)), Want: want}})
	})
}

// transfer gives the opportunity to somebody else.
// POST /o/{org}/opportunities/{id}/owner
func (s area) transfer(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[factsheet.OwnerForm](r)
	return s.change(w, r, "The owner is changed.", func(ctx context.Context, tx *tenant.Tx,
		id uuid.UUID) (uuid.UUID, error) {
		if refused != nil {
			return uuid.Nil, refused
		}
		return journal.HandOver(ctx, tx, id, f.Owner, entrypage.Kept("owner", string(f.Saw)))
	})
}

// stageForm is a stage to enter, and why an opportunity was lost.
type stageForm struct {
	Saw        site.Verbatim `form:"saw"`
	Stage      site.Verbatim `form:"stage"`
	LossReason string        `form:"loss_reason"`
	OtherLoss  string        `form:"loss_reason_other"`
	Competitor string        `form:"competitor"`
	OtherRival string        `form:"competitor_other"`
	Override   string        `form:"override"` // why exit criteria are passed over
	Back       string        `form:"back"`     // the page on which it was moved, if not the opportunity's
}

// move makes the opportunity enter a stage; a closed one is open again in an open stage.
// POST /o/{org}/opportunities/{id}/stage
func (s area) move(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[stageForm](r)
	if err != nil {
		return err
	}
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	saw, moved := string(f.Saw), "Moved to "+string(f.Stage)+"."
	var done uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		done, err = opportunity.Move(ctx, tx, id, opportunity.Transition{Stage: string(f.Stage), Saw: &saw,
			LossReason: page.Picked(f.LossReason, f.OtherLoss), Competitor: page.Picked(f.Competitor, f.OtherRival),
			Override: f.Override})
		return err
	})
	if f.Back != "" && isHeld(err) {
		return s.held(w, r, f.Back, id, err)
	}
	if f.Back != "" && elsewhere(err) {
		return s.back(w, r, f.Back, done, err, moved)
	}
	return s.settled(w, r, id, done, err, moved)
}

// log adds an activity or a note.
// POST /o/{org}/opportunities/{id}/log
func (s area) log(w http.ResponseWriter, r *http.Request) error { return s.desk().Note(w, r) }

// archive takes the opportunity out of lists and figures.
// POST /o/{org}/opportunities/{id}/archive
func (s area) archive(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "Archived. It counts in no list and no figure from now on.",
		func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
			_, err := opportunity.Archive(ctx, tx, id)
			return err
		})
}

// restore brings an archived opportunity back.
// POST /o/{org}/opportunities/{id}/restore
func (s area) restore(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "Restored.", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		_, err := opportunity.Restore(ctx, tx, id)
		return err
	})
}

// clone enters a copy and leads to it.
// POST /o/{org}/opportunities/{id}/clone
func (s area) clone(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var copied uuid.UUID
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		copied, err = opportunity.Clone(ctx, tx, id)
		return err
	})
	if err != nil {
		return s.after(w, r, id, err, "")
	}
	return s.after(w, r, copied, nil, "This is the copy.")
}

// undo takes back what the reader did to a record.
// POST /o/{org}/commands/{id}/undo
func (s area) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var of journal.Record
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		of, err = journal.Undo(ctx, tx, id)
		return err
	})
	to := site.Where(r).Base + factsheet.Paths[of.Object] + of.ID.String()
	if back := r.URL.Query().Get("back"); back != "" {
		to = site.LocalPath(back)
	}
	if err != nil && of.ID != uuid.Nil && fault.KindOf(err) == fault.Conflict {
		return s.SendBack(w, r, to, fault.Message(err))
	}
	if err != nil {
		return err
	}
	return s.Redirect(w, r, to, "Undone.")
}
