package qualitypage

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/quality"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/merge"
	"quarterdeck/web/site"
)

// GET /o/{org}/quality/duplicates
func (s area) duplicates(w http.ResponseWriter, r *http.Request) error {
	p := Duplicates{Where: site.Where(r)}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar = tx.Calendar()
		var found quality.Doubles
		if p.Report, found, p.Measured, err = quality.Latest(ctx, tx); err != nil {
			return err
		}
		p.All, p.Groups = len(found.Groups), found.Groups[:min(len(found.Groups), shown)]
		if p.Facts, err = account.Rows(ctx, tx, p.ids()); err != nil {
			return err
		}
		p.Recent, err = merge.Recent(ctx, tx, recent)
		if err == nil {
			p.Names, err = account.Names(ctx, tx, p.merged())
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, duplicatesPage(s.Frame(r, "Duplicate accounts", p.subtitle()), p))
}

// pairForm is two accounts, and the facts that the one that stays takes from the other.
type pairForm struct {
	Survivor uuid.UUID `form:"survivor" problem:"Choose the account to keep."`
	Loser    uuid.UUID `form:"loser" problem:"Choose the account to merge."`
	Take     []string  `form:"take"`
}

// merge joins two accounts. POST /o/{org}/quality/duplicates/merge
func (s area) merge(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[pairForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			id, err := merge.Join(ctx, tx, f.Survivor, f.Loser, f.Take)
			if err != nil {
				return err
			}
			return audit.Record(ctx, tx, "merged", "account", f.Loser.String(),
				map[string]string{"into": f.Survivor.String(), "merge": id.String()})
		})
	}
	return s.answer(w, r, err, "Merged. Everything of the other account is now with the account that you kept.")
}

// differ says that two accounts are two. POST /o/{org}/quality/duplicates/distinct
func (s area) differ(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[pairForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			return account.Differ(ctx, tx, f.Survivor, f.Loser)
		})
	}
	return s.answer(w, r, err, "Kept apart. These accounts are not proposed again.")
}

// undo takes a merge back. POST /o/{org}/quality/merges/{id}/undo
func (s area) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		m, err := merge.Split(ctx, tx, id)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, "separated", "account", m.LoserID.String(),
			map[string]string{"from": m.SurvivorID.String()})
	})
	return s.answer(w, r, err, "Separated. Everything that the merge moved is back.")
}

// answer leads back to the duplicates, and says there what was refused.
func (s area) answer(w http.ResponseWriter, r *http.Request, err error, done string) error {
	to := site.Where(r).Base + "/quality/duplicates"
	switch kind := fault.KindOf(err); {
	case err == nil:
		return s.Redirect(w, r, to, done)
	case kind == fault.Conflict || kind == fault.Invalid:
		return s.SendBack(w, r, to, fault.Message(err))
	}
	return err
}
