package processpage

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/bulk"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showStages lists the stages, with the form for one. GET /o/{org}/settings/stages?edit=…&add=1&retire=…
func (s area) showStages(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return s.stagesPage(w, r, http.StatusOK, stagesView{Edit: q.Get("edit"), Adds: q.Get("add") != "",
		Retires: q.Get("retire")})
}

func (p *stagesView) load(ctx context.Context, tx *tenant.Tx) (err error) {
	p.Base, p.InCRM = tx.Base(), tx.Settings().KeptInCRM
	if err = p.processView.load(ctx, tx); err != nil {
		return err
	}
	if p.Past, err = stage.Past(ctx, tx, tx.Now()); err != nil {
		return err
	}
	if p.Versions, err = stage.Versions(ctx, tx); err != nil {
		return err
	}
	sc, err := scope.Resolve(ctx, tx, scope.Request{})
	if err != nil {
		return err
	}
	_, lanes, err := pipeline.Lanes(ctx, tx, sc, pipeline.Filter{Statuses: []opportunity.Status{opportunity.Open}},
		pipeline.OfStages, 1)
	p.Lanes = map[string]pipeline.Total{}
	for _, l := range lanes {
		p.Lanes[l.Key] = l.Total
	}
	if err != nil {
		return err
	}
	p.Waiting, err = process.AtGates(ctx, tx, p.gates())
	return err
}

// gates are the exit criteria that count, with those of the form instead of the stage's own.
func (p stagesView) gates() []rule.Rule {
	all := slices.DeleteFunc(slices.Clone(p.Rules),
		func(r rule.Rule) bool { return r.Kind != rule.Gate || r.Stage == p.Gate.Stage })
	if p.Gate.Stage != "" {
		all = append(all, p.Gate)
	}
	return all
}

func (s area) stagesPage(w http.ResponseWriter, r *http.Request, status int, p stagesView) error {
	p.Where = site.Where(r)
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) })
	if err != nil {
		return err
	}
	for _, name := range []string{p.Edit, p.Retires} {
		if _, known := p.Stages.Find(name); name != "" && !known {
			return site.NotHere
		}
	}
	f := s.Frame(r, "Stages", "The steps of your sales process")
	f.Path, f.Exports = f.Base+"/settings/stages", page.Exports(p.Where, "/settings/stages")
	return s.Write(w, r, status, stagesPage(f, p))
}

// GET /o/{org}/settings/stages.csv and .xlsx
func (s area) exportStages(w http.ResponseWriter, r *http.Request) error {
	p := stagesView{}
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) }); err != nil {
		return err
	}
	return s.Export(w, r, p.sheet())
}

// stageForm is a stage as somebody types it.
type stageForm struct {
	Was         string       `form:"was"`
	Do          string       `form:"do"` // preview or save
	Name        string       `form:"name"`
	Status      string       `form:"status"`
	Probability site.Percent `form:"probability" problem:"Probability must be a whole percentage, for example 40 %."`
	Category    string       `form:"category"`
	After       string       `form:"after"`
}

// saveStage changes a stage or adds one, or shows what that would mean. POST /o/{org}/settings/stages
func (s area) saveStage(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[stageForm](r)
	e := process.StageEdit{Was: f.Was, After: f.After, Stage: stage.Stage{Name: f.Name, Status: f.Status,
		ProbabilityBP: int(f.Probability) * 100, Category: f.Category}}
	p := stagesView{Edit: f.Was, Adds: f.Was == "", Change: &e}
	if f.Status != string(opportunity.Open) && f.Status != "" {
		err = nil // the kind settles the probability
	}
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			if f.Do != "preview" {
				return process.SetStage(ctx, tx, e)
			}
			now, err := stage.At(ctx, tx, tx.Now())
			if err == nil {
				_, err = process.Arrange(now, e)
			}
			return err
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			p.Form = form
			return s.stagesPage(w, r, status, p)
		})
	}
	if f.Do == "preview" {
		p.Previewed = true
		return s.stagesPage(w, r, http.StatusOK, p)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/stages", "Stage "+f.Name+" saved.")
}

// retireForm is a stage that is taken out of use, and where its opportunities go.
type retireForm struct {
	Stage string `form:"stage"`
	To    string `form:"to"`
}

// retireStage takes a stage out of use and moves its open opportunities in the background.
// POST /o/{org}/settings/stages/retire
func (s area) retireStage(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[retireForm](r)
	var job uuid.UUID
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			if err = process.RetireStage(ctx, tx, f.Stage, f.To); err != nil {
				return err
			}
			job, err = move(ctx, tx, f.Stage, f.To)
			if err != nil || job == uuid.Nil {
				return err
			}
			return s.Jobs.EnqueueBulk(ctx, tx, job)
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			p := stagesView{Retires: f.Stage, To: f.To}
			p.Form = form
			return s.stagesPage(w, r, status, p)
		})
	}
	if job != uuid.Nil {
		return s.Redirect(w, r, site.Where(r).Base+"/pipeline/bulk/"+job.String(), "Stage "+f.Stage+" retired.")
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/stages", "Stage "+f.Stage+" retired.")
}

// move starts a bulk edit of the open opportunities of a stage; uuid.Nil: there are none.
func move(ctx context.Context, tx *tenant.Tx, from, to string) (uuid.UUID, error) {
	sc, err := scope.Resolve(ctx, tx, scope.Request{})
	if err != nil {
		return uuid.Nil, err
	}
	f := pipeline.Filter{Statuses: []opportunity.Status{opportunity.Open}, Stage: from}
	seen, err := bulk.Look(ctx, tx, sc, f, bulk.Change{Kind: bulk.Stage, Value: to})
	if err != nil || seen.Count == 0 {
		return uuid.Nil, err
	}
	return bulk.Start(ctx, tx, sc, f, bulk.Change{Kind: bulk.Stage, Value: to})
}

// restoreStage brings a retired stage back. POST /o/{org}/settings/stages/restore
func (s area) restoreStage(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[retireForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			return process.RestoreStage(ctx, tx, f.Stage)
		})
	}
	to := site.Where(r).Base + "/settings/stages"
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
		return s.SendBack(w, r, to, fault.Message(err))
	}
	if err != nil {
		return err
	}
	return s.Redirect(w, r, to, "Stage "+f.Stage+" is in use again.")
}

// showGate is the exit criteria of a stage. GET /o/{org}/settings/stages/{id}/criteria
func (s area) showGate(w http.ResponseWriter, r *http.Request) error {
	return s.gatePage(w, r, http.StatusOK, stagesView{})
}

// stageOf is the open stage whose exit criteria an address names.
func stageOf(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (string, error) {
	now, err := stage.At(ctx, tx, tx.Now())
	for _, st := range now {
		if st.Status == string(opportunity.Open) && rule.GateID(st.Name) == id {
			return st.Name, nil
		}
	}
	return "", cmp.Or(err, site.NotHere)
}

func (s area) gatePage(w http.ResponseWriter, r *http.Request, status int, p stagesView) error {
	p.Where = site.Where(r)
	typed := p.Gate.Stage != ""
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Edit, err = stageOf(ctx, tx, id); err != nil {
			return err
		}
		if !typed {
			all, err := rule.At(ctx, tx, tx.Now())
			if err != nil {
				return err
			}
			if g, ok := rule.GateOf(all, p.Edit); ok {
				p.Gate = g
			}
			p.Gate.Stage = p.Edit
		}
		saw, err := rule.Newest(ctx, tx, id)
		if err != nil {
			return err
		}
		p.GateSaw = saw.String()
		return p.load(ctx, tx)
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Exit criteria of "+p.Edit, "What is asked before a deal leaves this stage")
	f.Path = f.Base + "/settings/stages"
	return s.Write(w, r, status, gatePage(f, p))
}

// gateForm is the exit criteria of a stage as somebody ticks them.
type gateForm struct {
	Saw     uuid.UUID `form:"saw"`
	Do      string    `form:"do"` // preview, save or undo
	Asks    []string  `form:"asks"`
	Message string    `form:"message"`
}

// saveGate sets the exit criteria of a stage, or shows what they would hold back.
// POST /o/{org}/settings/stages/{id}/criteria
func (s area) saveGate(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	f, err := site.Decode[gateForm](r)
	p := stagesView{Gate: rule.Rule{Kind: rule.Gate, Message: f.Message}}
	for _, c := range criteria {
		if slices.Contains(f.Asks, c.key) {
			p.Gate.Terms = append(p.Gate.Terms, c.term)
		}
	}
	p.Gate.Retired = len(p.Gate.Terms) == 0
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			if p.Gate.Stage, err = stageOf(ctx, tx, id); err != nil || f.Do == "preview" {
				return err
			}
			if f.Do == "undo" {
				return rule.Back(ctx, tx, id)
			}
			_, err = rule.Save(ctx, tx, p.Gate, f.Saw)
			return err
		})
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			p.Form = form
			return s.gatePage(w, r, status, p)
		})
	}
	if f.Do == "preview" {
		p.Previewed = true
		return s.gatePage(w, r, http.StatusOK, p)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/stages", "Exit criteria of "+p.Gate.Stage+" saved.")
}
