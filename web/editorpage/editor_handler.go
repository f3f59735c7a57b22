package editorpage

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/form"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/planpage"
	"quarterdeck/web/site"
)

// newPlan is a new plan in the editor, or a copy of another's version. GET /o/{org}/plans/new
func (s area) newPlan(w http.ResponseWriter, r *http.Request) error {
	e := editorView{Where: site.Where(r), Numbers: site.VisitOf(r).Seat.Numbers}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		e.Values = firstValues(tx)
		from, err := uuid.Parse(r.URL.Query().Get("from"))
		if err != nil {
			return fillEditor(tx, &e)
		}
		versions, err := compensation.VersionsOf(ctx, tx, from, tx.Now())
		if err != nil || len(versions) == 0 {
			return errors.Join(err, site.NotHere)
		}
		v, err := planpage.VersionNumbered(versions, r.URL.Query().Get("v"), tx.Today())
		if err != nil {
			return err
		}
		e.Values = form.Shown(v.Document, e.Numbers)
		e.Values.Set("name", v.Document.Name+" copy")
		return fillEditor(tx, &e)
	})
	if err != nil {
		return err
	}
	return s.editor(w, r, http.StatusOK, e)
}

// firstValues are what stands in the editor of a new plan.
func firstValues(tx *tenant.Tx) url.Values {
	year := tx.Calendar().Containing(period.Year, tx.Today())
	return url.Values{"currency": {string(tx.Base())}, "effective.from": {year.Start.String()},
		"effective.to": {(year.End - 1).String()}, "measurement": {"quarter"}, "payout": {"month"},
		"rounding": {"half_even"}, "retroactive_change": {"restate"}, "components.0.id": {"New business"},
		"components.0.kind": {"rate"}, "components.0.measure": {"amount"}, "components.0.quota": {"assigned"},
		"components.0.boundary": {"attainment"}, "components.0.tiers.0.from": {"0"},
		"components.0.tiers.0.rate": {"10"}}
}

// editPlan is a version of a plan in the editor. GET /o/{org}/plans/{id}/edit
func (s area) editPlan(w http.ResponseWriter, r *http.Request) error {
	e := editorView{Where: site.Where(r), Numbers: site.VisitOf(r).Seat.Numbers}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, versions, err := planpage.PlanOf(ctx, tx, r)
		if err != nil {
			return err
		}
		v, err := planpage.VersionNumbered(versions, r.URL.Query().Get("v"), tx.Today())
		if err != nil {
			return err
		}
		e.PlanID, e.Name, e.Seen, e.Values, e.Base = p.ID, p.Name, versions[len(versions)-1].Number,
			form.Shown(v.Document, e.Numbers), &v.Document
		e.Values.Set("name", p.Name)
		return fillEditor(tx, &e)
	})
	if err != nil {
		return err
	}
	return s.editor(w, r, http.StatusOK, e)
}

// fillEditor makes what the form says into a plan, with its curves and what it changes. While it cannot be read, they
// are those of the last plan that could.
func fillEditor(tx *tenant.Tx, e *editorView) error {
	read := form.Read(e.Values, e.Numbers)
	e.Values, e.Problems = read.Fields, read.Problems
	if len(e.Problems) == 0 {
		e.Document, e.Last = &read.Document, &read.Document
	}
	if e.Last == nil {
		return nil
	}
	if e.Base != nil {
		e.Changes = wording.Diff(*e.Base, *e.Last)
	}
	var err error
	e.Curves, err = planpage.Curves(*e.Last, tx.Calendar(), planpage.UsualQuota)
	return err
}

// editor answers with the editor, or with the part of it that asks.
func (s area) editor(w http.ResponseWriter, r *http.Request, status int, e editorView) error {
	if site.Fragment(r) {
		if e.Do == "" {
			return s.Write(w, r, http.StatusOK, previewPart(e))
		}
		return s.Write(w, r, status, editorPart(e))
	}
	title := "New plan"
	if e.Name != "" {
		title = "Edit " + e.Name
	}
	f := s.Frame(r, title, "Changes are saved as a draft and affect pay only once published")
	f.Path = f.Base + "/plans"
	return s.Write(w, r, status, editorPage(f, e))
}

// editorForm is what is done with the plan in the editor, whose own fields are form.Build's.
type editorForm struct {
	Do   string `form:"do"` // empty: a preview
	Note string `form:"note"`
	Seen int    `form:"seen"`
	Last string `form:"last"` // the document of the preview that stands beside the form
}

// changePlan takes the editor's form: it shows it again with other rows or a preview, or saves it.
// POST /o/{org}/plans/new and /o/{org}/plans/{id}/edit
func (s area) changePlan(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[editorForm](r)
	if err != nil {
		return err
	}
	do := f.Do
	e := editorView{Where: site.Where(r), Numbers: site.VisitOf(r).Seat.Numbers, Note: f.Note, Seen: f.Seen, Do: do,
		Told: true, Values: added(form.Tidy(without(r.PostForm, do)), do)}
	if last, err := plan.Parse([]byte(f.Last)); err == nil {
		e.Last = &last
	}
	if do == "rows" || strings.HasPrefix(do, "add.") ||
		strings.HasPrefix(do, "remove.") {
		e.Told = false // nobody has finished typing
	}
	var saved compensation.Version
	in := s.View
	if do == "save" {
		in = s.Update
	}
	err = in(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := editedPlan(ctx, tx, r, &e); err != nil {
			return err
		}
		if err := fillEditor(tx, &e); err != nil {
			return err
		}
		if do != "save" {
			return nil
		}
		if len(e.Problems) > 0 {
			return e.Problems
		}
		var err error
		if e.PlanID == uuid.Nil {
			saved, err = compensation.Create(ctx, tx, *e.Document, e.Note)
		} else {
			saved, err = compensation.Revise(ctx, tx, e.PlanID, e.Seen, *e.Document, e.Note)
		}
		return err
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.editAgain(w, r, status, e, f) })
	}
	if do == "save" {
		return s.Redirect(w, r, planpage.VersionPath(r, saved),
			"Saved version "+strconv.Itoa(saved.Number)+" as a draft.")
	}
	return s.editor(w, r, http.StatusOK, e)
}

// editAgain shows the editor once more; after somebody else has saved, the next attempt is over what they saved.
func (s area) editAgain(w http.ResponseWriter, r *http.Request, status int, e editorView, f page.Form) error {
	if len(e.Problems) == 0 {
		e.Form = f
	}
	if status == site.StatusOf(fault.Conflict) {
		err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
			versions, err := compensation.VersionsOf(ctx, tx, e.PlanID, tx.Now())
			if n := len(versions); n > 0 {
				e.Seen, e.Base = versions[n-1].Number, &versions[n-1].Document
				e.Changes = wording.Diff(*e.Base, *e.Last)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.editor(w, r, status, e)
}

// editedPlan finds the plan that the form is about; of a new one there is none.
func editedPlan(ctx context.Context, tx *tenant.Tx, r *http.Request, e *editorView) error {
	if !strings.HasSuffix(r.URL.Path, "/edit") {
		return nil
	}
	p, versions, err := planpage.PlanOf(ctx, tx, r)
	if err != nil {
		return err
	}
	e.PlanID, e.Name = p.ID, p.Name
	v, err := planpage.VersionNumbered(versions, "", tx.Today())
	if last := compensation.LastPublished(versions); last != nil {
		v = *last
	}
	e.Base = &v.Document
	return err
}

// without is the form without the row or the component that is removed, by the number that it was shown with.
func without(values url.Values, do string) url.Values {
	key, ok := strings.CutPrefix(do, "remove.")
	if !ok {
		return values
	}
	left := url.Values{}
	for name, all := range values {
		if !strings.HasPrefix(name, key+".") {
			left[name] = all
		}
	}
	return left
}

// added is the form with a component more.
func added(values url.Values, do string) url.Values {
	kind, ok := strings.CutPrefix(do, "add.")
	first, known := firstParts[kind]
	if !ok || !known {
		return values
	}
	n, ids := 0, map[string]bool{}
	for ; values.Has("components." + strconv.Itoa(n) + ".id"); n++ {
		ids[values.Get("components."+strconv.Itoa(n)+".id")] = true
	}
	id := kind
	for i := 2; ids[id]; i++ {
		id = kind + "-" + strconv.Itoa(i)
	}
	values.Set("components."+strconv.Itoa(n)+".id", id)
	values.Set("components."+strconv.Itoa(n)+".kind", kind)
	for key, value := range first {
		values.Set("components."+strconv.Itoa(n)+"."+key, value)
	}
	return values
}

// firstParts are what stands in a component that has just been added.
var firstParts = map[string]map[string]string{
	"rate": {"measure": "amount", "quota": "assigned", "boundary": "attainment", "tiers.0.from": "0",
		"tiers.0.rate": "10"},
	"bonus":    {"amount": "500"},
	"override": {"measure": "amount", "rate": "2", "of": "team"},
}
