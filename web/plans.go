package web

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
	"quarterdeck/web/planpage"
)

// showPlans lists the compensation plans. GET /o/{org}/plans
func (s *Server) showPlans(w http.ResponseWriter, r *http.Request) error {
	return s.plansPage(w, r, http.StatusOK, planpage.Plans{})
}

func (s *Server) plansPage(w http.ResponseWriter, r *http.Request, status int, p planpage.Plans) error {
	p.Role = visitOf(r).Seat.Actor.Role
	p.Where = where(r)
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Today = tx.Today()
		p.Rows, err = planRows(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	f := s.frame(r, "Plans", "How members are paid for what they sell")
	f.Path, f.Actions = f.Base+"/plans", planpage.New(f.Base)
	return s.write(w, r, status, planpage.ListPage(f, p))
}

func planRows(ctx context.Context, tx *tenant.Tx) ([]planpage.Row, error) {
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
	rows, at := make([]planpage.Row, len(plans)), map[uuid.UUID]int{}
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

// uploadPlan takes a plan document as a draft. POST /o/{org}/plans
func (s *Server) uploadPlan(w http.ResponseWriter, r *http.Request) error {
	raw, err := planDocument(w, r)
	defer forget(r)
	var document plan.Document
	if err == nil {
		document, err = plan.Parse(raw)
	}
	var v compensation.Version
	if err == nil {
		err = s.update(r, func(ctx context.Context, tx *tenant.Tx) error {
			v, err = compensation.Save(ctx, tx, document, typed(r, "note"))
			return err
		})
	}
	if err != nil {
		problems, _ := errors.AsType[plan.Problems](err)
		return again(r, err, func(status int, f page.Form) error {
			return s.plansPage(w, r, status, planpage.Plans{Form: f, Problems: problems})
		})
	}
	return s.redirect(w, r, planVersion(r, v), "The document is saved as a draft.")
}

// planVersion is the page of a plan with one of its versions.
func planVersion(r *http.Request, v compensation.Version) string {
	return where(r).Base + "/plans/" + v.PlanID.String() + "?v=" + strconv.Itoa(v.Number)
}

// planDocument is the uploaded file, or what was pasted.
func planDocument(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if err := receive(w, r, planFile); err != nil {
		return nil, err
	}
	if r.MultipartForm == nil {
		return pasted(r)
	}
	file, head, err := r.FormFile("file")
	if err != nil || head.Size == 0 {
		return pasted(r)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, fault.On("file", "The file could not be read.")
	}
	if !isText(string(raw)) {
		return nil, fault.On("file", "The file is not text.")
	}
	return raw, nil
}

func pasted(r *http.Request) ([]byte, error) {
	if text := typed(r, "document"); text != "" {
		return []byte(text), nil
	}
	return nil, fault.On("file", "Choose a file, or paste the document.")
}

// exportPlan is a version as the document that is exchanged. GET /o/{org}/plans/{id}/versions/{n}.json
func (s *Server) exportPlan(w http.ResponseWriter, r *http.Request) error {
	var v compensation.Version
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		_, versions, err := planOf(ctx, tx, r)
		if err != nil {
			return err
		}
		v, err = versionOf(r, versions)
		return err
	})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", `attachment; filename="plan-v`+strconv.Itoa(v.Number)+`.json"`)
	_, err = w.Write(v.Document.Encode())
	return err
}

// planOf is the plan of the address with its versions; one without any that the person may read is NotFound.
func planOf(ctx context.Context, tx *tenant.Tx, r *http.Request) (compensation.Plan, []compensation.Version, error) {
	id, err := key(r)
	if err != nil {
		return compensation.Plan{}, nil, err
	}
	p, err := compensation.Get(ctx, tx, id)
	if err != nil {
		return p, nil, err
	}
	versions, err := compensation.VersionsOf(ctx, tx, id, tx.Now())
	if err == nil && len(versions) == 0 {
		err = notHere
	}
	return p, versions, err
}
