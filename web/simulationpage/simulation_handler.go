package simulationpage

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/planpage"
	"quarterdeck/web/site"
)

// showSimulation is what past quarters would have cost under a version of a plan. GET /o/{org}/plans/{id}/simulate
func (s area) showSimulation(w http.ResponseWriter, r *http.Request) error {
	p, err := s.simulation(r)
	status := http.StatusOK
	if fault.KindOf(err) == fault.Invalid && p.Roster != nil {
		status, p.Result = http.StatusUnprocessableEntity, nil
		p.Form = page.Form{Problem: fault.Message(err)}
		err = nil
	}
	if err != nil {
		return err
	}
	f := s.Frame(r, "Simulate "+p.Plan.Name, p.From.Label+" to "+p.To.Label+", version "+strconv.Itoa(p.Version.Number))
	f.Path = f.Base + "/plans"
	if p.Result != nil {
		f.Exports = p.Exports()
	}
	return s.Write(w, r, status, screen(f, p))
}

// exportSimulation is every member of it. GET /o/{org}/plans/{id}/simulate.csv and .xlsx
func (s area) exportSimulation(w http.ResponseWriter, r *http.Request) error {
	p, err := s.simulation(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, sheet(p))
}

func (s area) simulation(r *http.Request) (simulationView, error) {
	p := simulationView{Where: site.Where(r), All: r.URL.Query().Get("all") != ""}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Plan, p.Versions, err = planpage.PlanOf(ctx, tx, r); err != nil {
			return err
		}
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "simulation", Plan: p.Plan.ID}); err != nil {
			return err
		}
		number := r.URL.Query().Get("v")
		if number == "" {
			number = strconv.Itoa(p.Versions[len(p.Versions)-1].Number) // a draft is what is simulated
		}
		if p.Version, err = planpage.VersionNumbered(p.Versions, number, tx.Today()); err != nil {
			return err
		}
		q := r.URL.Query()
		usual := hypothesis.UsualSpan(tx.Calendar(), compensation.Begins(p.Versions), tx.Today())
		span, ok := usual.Asked(q.Get("from"), q.Get("to"))
		if !ok {
			return site.NotHere
		}
		p.Span = span
		if p.Roster, err = member.Load(ctx, tx, member.Ever, tx.Now()); err != nil {
			return err
		}
		documents := map[uuid.UUID]plan.Document{p.Plan.ID: p.Version.Document}
		if p.All {
			all, err := compensation.List(ctx, tx)
			if err != nil {
				return err
			}
			for _, other := range all {
				documents[other.ID] = p.Version.Document
			}
		}
		result, err := hypothesis.Simulate(ctx, tx, documents, p.From, p.To)
		if p.Result = &result; err != nil || r.URL.Query().Get("member") == "" {
			return err
		}
		return takeApart(ctx, tx, r, &p, documents)
	})
	return p, err
}

// takeApart opens one member's outcome.
func takeApart(ctx context.Context, tx *tenant.Tx, r *http.Request, p *simulationView,
	documents map[uuid.UUID]plan.Document) (err error) {
	if p.Member, err = uuid.Parse(r.URL.Query().Get("member")); err != nil {
		return site.NotHere
	}
	if err := audit.Looked(ctx, tx,
		audit.Look{Object: "pay", ID: "simulation", Of: p.Member, Plan: p.Plan.ID}); err != nil {
		return err
	}
	apart, err := hypothesis.SimulateOne(ctx, tx, documents, p.From, p.To, p.Member)
	p.Apart = &apart
	return err
}
