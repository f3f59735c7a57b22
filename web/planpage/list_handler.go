package planpage

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showPlans lists the compensation plans. GET /o/{org}/plans
func (s area) showPlans(w http.ResponseWriter, r *http.Request) error {
	return s.plansPage(w, r, http.StatusOK, plansView{})
}

func (s area) plansPage(w http.ResponseWriter, r *http.Request, status int, p plansView) error {
	p.Role = site.VisitOf(r).Seat.Actor.Role
	p.Where = site.Where(r)
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Today = tx.Today()
		p.Rows, err = planRows(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Plans", "How members are paid for what they sell")
	f.Path, f.Actions = f.Base+"/plans", newPlan(f.Base)
	return s.Write(w, r, status, listPage(f, p))
}

func planRows(ctx context.Context, tx *tenant.Tx) ([]row, error) {
	plans, err := compensation.List(ctx, tx)
	if err != nil {
		return nil, err
	}
	versions, err := compensation.Versions(ctx, tx, tx.Now())
	if err != nil {
		return nil, err
	}
	assignments, err := compensation.Assignments(ctx, tx, tx.Today(), tx.Today()+1, tx.Now())
	if err != nil {
		return nil, err
	}
	rows, at := make([]row, len(plans)), map[uuid.UUID]int{}
	for i, p := range plans {
		rows[i].Plan, at[p.ID] = p, i
	}
	for _, v := range versions {
		rows[at[v.PlanID]].Versions = append(rows[at[v.PlanID]].Versions, v)
	}
	for _, a := range assignments {
		rows[at[a.PlanID]].Members++
	}
	return rows, nil
}

// documentForm is a plan document that was pasted rather than uploaded, and why there is a new version.
type documentForm struct {
	Document string `form:"document"`
	Note     string `form:"note"`
}

// uploadPlan takes a plan document as a draft. POST /o/{org}/plans
func (s area) uploadPlan(w http.ResponseWriter, r *http.Request) error {
	raw, note, err := planDocument(w, r)
	defer site.Forget(r)
	var document plan.Document
	if err == nil {
		document, err = plan.Parse(raw)
	}
	var v compensation.Version
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			v, err = compensation.Save(ctx, tx, document, note)
			return err
		})
	}
	if err != nil {
		problems, _ := errors.AsType[plan.Problems](err)
		return site.Again(r, err, func(status int, f page.Form) error {
			return s.plansPage(w, r, status, plansView{Form: f, Problems: problems})
		})
	}
	return s.Redirect(w, r, VersionPath(r, v), "Plan file saved as a draft.")
}

// VersionPath is the page of a plan with one of its versions.
func VersionPath(r *http.Request, v compensation.Version) string {
	return site.Where(r).Base + "/plans/" + v.PlanID.String() + "?v=" + strconv.Itoa(v.Number)
}

// planDocument is the uploaded file, or what was pasted, with its note.
func planDocument(w http.ResponseWriter, r *http.Request) (raw []byte, note string, err error) {
	if err := site.Receive(w, r, site.PlanFile); err != nil {
		return nil, "", err
	}
	f, err := site.Decode[documentForm](r)
	if err != nil {
		return nil, "", err
	}
	if raw, err = uploaded(r); raw == nil && err == nil {
		raw = []byte(f.Document)
	}
	if err == nil && len(raw) == 0 {
		err = fault.On("file", "Choose a file or paste the JSON.")
	}
	return raw, f.Note, err
}

// uploaded is the file of a form; nil where there is none.
func uploaded(r *http.Request) ([]byte, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	file, head, err := r.FormFile("file")
	if err != nil || head.Size == 0 {
		return nil, nil
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, fault.On("file", "The file could not be read. Upload it again.")
	}
	if !site.IsText(string(raw)) {
		return nil, fault.On("file", "The file is not text. Upload a JSON plan file.")
	}
	return raw, nil
}

// exportPlan is a version as the document that is exchanged. GET /o/{org}/plans/{id}/versions/{n}.json
func (s area) exportPlan(w http.ResponseWriter, r *http.Request) error {
	var v compensation.Version
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		_, versions, err := PlanOf(ctx, tx, r)
		if err != nil {
			return err
		}
		v, err = versionOf(r, versions)
		return err
	})
	if err != nil {
		return err
	}
	site.Attach(w.Header(), "application/json; charset=utf-8", "plan-v"+strconv.Itoa(v.Number)+".json")
	_, err = w.Write(v.Document.Encode())
	return err
}

// PlanOf is the plan of the address with its versions; one without any that the person may read is NotFound.
func PlanOf(ctx context.Context, tx *tenant.Tx, r *http.Request) (compensation.Plan, []compensation.Version, error) {
	id, err := site.Key(r)
	if err != nil {
		return compensation.Plan{}, nil, err
	}
	p, err := compensation.Get(ctx, tx, id)
	if err != nil {
		return p, nil, err
	}
	versions, err := compensation.VersionsOf(ctx, tx, id, tx.Now())
	if err == nil && len(versions) == 0 {
		err = site.NotHere
	}
	return p, versions, err
}
