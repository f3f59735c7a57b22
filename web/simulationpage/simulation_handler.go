package simulationpage

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
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
	return s.Write(w, r, status, Page(f, p))
}

// exportSimulation is every member of it. GET /o/{org}/plans/{id}/simulate.csv and .xlsx
func (s area) exportSimulation(w http.ResponseWriter, r *http.Request) error {
	p, err := s.simulation(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, Sheet(p))
}

func (s area) simulation(r *http.Request) (Simulation, error) {
	p := Simulation{Where: site.Where(r), All: r.URL.Query().Get("all") != ""}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Plan, p.Versions, err = planpage.PlanOf(ctx, tx, r); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, "viewed", "pay", "simulation", map[string]string{"plan": p.Plan.ID.String()}); err != nil {
			return err
		}
		number := r.URL.Query().Get("v")
		if number == "" {
			number = strconv.Itoa(p.Versions[len(p.Versions)-1].Number) // a draft is what is simulated
		}
		if p.Version, err = planpage.VersionNumbered(p.Versions, number, tx.Today()); err != nil {
			return err
		}
		if err := spanOf(r, tx, &p); err != nil {
			return err
		}
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
func takeApart(ctx context.Context, tx *tenant.Tx, r *http.Request, p *Simulation, documents map[uuid.UUID]plan.Document) (err error) {
	if p.Member, err = uuid.Parse(r.URL.Query().Get("member")); err != nil {
		return site.NotHere
	}
	if err := audit.Record(ctx, tx, "viewed", "pay", p.Member.String(), map[string]string{"simulation": p.Plan.ID.String()}); err != nil {
		return err
	}
	apart, err := hypothesis.SimulateOne(ctx, tx, documents, p.From, p.To, p.Member)
	p.Apart = &apart
	return err
}

// simulatedYears is how far back a simulation may begin.
const simulatedYears = 3

// spanOf are the quarters that the address asks for; at first those of the fiscal year in which the plan was in effect, up to the
// last that is over, or that alone.
func spanOf(r *http.Request, tx *tenant.Tx, p *Simulation) error {
	c := tx.Calendar()
	now := c.Containing(period.Quarter, tx.Today())
	p.Choices = c.Between(period.Quarter, c.Shift(now, -4*simulatedYears).Start, now.End)
	p.To = c.Shift(now, -1)
	p.From = c.Containing(period.Quarter, c.Containing(period.Year, p.To.Start).Start)
	if begun := firstDay(p.Versions); !begun.IsZero() && begun > p.From.Start && begun < p.To.End {
		p.From = c.Containing(period.Quarter, begun)
	}
	q := r.URL.Query()
	for key, into := range map[string]*period.Period{"from": &p.From, "to": &p.To} {
		if q.Get(key) == "" {
			continue
		}
		asked, err := c.Parse(q.Get(key))
		if err != nil || asked.Kind != period.Quarter || asked.Start > now.Start || asked.Start < p.Choices[0].Start {
			return site.NotHere
		}
		*into = asked
	}
	return nil
}

// firstDay is the first day on which a published version is in effect; zero: there is none.
func firstDay(versions []compensation.Version) (first period.Date) {
	for _, v := range versions {
		if on := v.Document.Effective.From; v.PublishedAt != nil && (first.IsZero() || on < first) {
			first = on
		}
	}
	return first
}
