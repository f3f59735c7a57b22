package qualitypage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/merge"
	"quarterdeck/web/site"
)

// objectOf is the sort of records that an address or a form asks for: accounts, unless it says contacts.
func objectOf(text string) merge.Object {
	if text == string(merge.Contact) {
		return merge.Contact
	}
	return merge.Account
}

// GET /o/{org}/quality/duplicates?object=contact
func (s area) duplicates(w http.ResponseWriter, r *http.Request) error {
	p := duplicatesView{Where: site.Where(r), Object: objectOf(r.URL.Query().Get("object"))}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		var found quality.Doubles
		if p.At, found, p.Measured, err = quality.Latest(ctx, tx, p.Object); err != nil {
			return err
		}
		p.All, p.Groups = len(found.Groups), found.Groups[:min(len(found.Groups), shown)]
		if p.Recent, err = merge.Recent(ctx, tx, p.Object, recent); err != nil {
			return err
		}
		return p.load(ctx, tx)
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, duplicatesPage(s.Frame(r, p.words().title, p.subtitle()), p))
}

// pairForm is two records, and the facts that the one that stays takes from the other.
type pairForm struct {
	Object   string    `form:"object"`
	Survivor uuid.UUID `form:"survivor" problem:"Choose the record to keep."`
	Loser    uuid.UUID `form:"loser" problem:"Choose the record to merge."`
	Take     []string  `form:"take"`
}

// merge joins two records. POST /o/{org}/quality/duplicates/merge
func (s area) merge(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[pairForm](r)
	object := objectOf(r.PostForm.Get("object"))
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			id, err := merge.Join(ctx, tx, object, f.Survivor, f.Loser, f.Take)
			if err != nil {
				return err
			}
			return audit.Record(ctx, tx, "merged", string(object), f.Loser.String(),
				map[string]string{"into": f.Survivor.String(), "merge": id.String()})
		})
	}
	return s.answer(w, r, object, err, "Merged. Everything of the other "+string(object)+
		" is now with the one that you kept.")
}

// differ says that two records are two. POST /o/{org}/quality/duplicates/distinct
func (s area) differ(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[pairForm](r)
	object := objectOf(r.PostForm.Get("object"))
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			return merge.Differ(ctx, tx, object, f.Survivor, f.Loser)
		})
	}
	return s.answer(w, r, object, err, "Kept apart. These "+string(object)+"s are not proposed again.")
}

// undo takes a merge back. POST /o/{org}/quality/merges/{id}/undo
func (s area) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var m merge.Merge
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if m, err = merge.Split(ctx, tx, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, "separated", string(m.Object), m.LoserID.String(),
			map[string]string{"from": m.SurvivorID.String()})
	})
	return s.answer(w, r, m.Object, err, "Separated. Everything that the merge moved is back.")
}

// answer leads back to the duplicates, and says there what was refused.
func (s area) answer(w http.ResponseWriter, r *http.Request, object merge.Object, err error, done string) error {
	to := duplicatesView{Where: site.Where(r)}.path(objectOf(string(object)))
	switch kind := fault.KindOf(err); {
	case err == nil:
		return s.Redirect(w, r, to, done)
	case kind == fault.Conflict || kind == fault.Invalid:
		return s.SendBack(w, r, to, fault.Message(err))
	}
	return err
}
