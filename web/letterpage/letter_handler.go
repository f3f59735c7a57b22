package letterpage

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/quota"
	"quarterdeck/web/page"
	"quarterdeck/web/planpage"
	"quarterdeck/web/site"
)

// showLetter is a plan as the member on it reads it: their own, or another's for those who manage plans.
// GET /o/{org}/plans/{id}/letter
func (s area) showLetter(w http.ResponseWriter, r *http.Request) error {
	return s.letterPage(w, r, http.StatusOK, r.URL.Query().Get("v"), page.Form{})
}

// showMyPlan leads to the letter of the plan that is the member's today, or that will be next. GET /o/{org}/plans/mine
func (s area) showMyPlan(w http.ResponseWriter, r *http.Request) error {
	var mine []compensation.Assignment
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := compensation.Assignments(ctx, tx, tx.Today(), member.Ever, tx.Now())
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.MemberID != tx.Actor().MemberID {
				continue
			}
			versions, err := compensation.VersionsOf(ctx, tx, a.PlanID, tx.Now())
			if err != nil {
				return err
			}
			if compensation.LastPublished(versions) != nil {
				mine = append(mine, a)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(mine) == 0 {
		return s.Render(w, r,
			noLetterPage(s.Frame(r, "My plan", "How you are paid"), site.Where(r), site.VisitOf(r).Seat.Actor.Role))
	}
	return s.Redirect(w, r, site.Where(r).Base+"/plans/"+mine[0].PlanID.String()+"/letter", "")
}

func (s area) letterPage(w http.ResponseWriter, r *http.Request, status int, number string, form page.Form) error {
	l := letter{Where: site.Where(r), Role: site.VisitOf(r).Seat.Actor.Role, Form: form}
	in := s.View
	if of := r.URL.Query().Get("member"); of != "" && of != site.VisitOf(r).Seat.Actor.MemberID.String() {
		in = s.Update // who reads what another is paid by leaves a trace
	}
	err := in(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fillLetter(ctx, tx, r, number, &l); err != nil || l.Mine || l.Member == "" {
			return err
		}
		return audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "plan letter", Of: l.Whose, Plan: l.Plan.ID})
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, l.Plan.Name, "Plan letter")
	f.Path = f.Base + "/plans"
	return s.Write(w, r, status, letterPage(f, l))
}

func fillLetter(ctx context.Context, tx *tenant.Tx, r *http.Request, number string, l *letter) (err error) {
	asked := r.URL.Query().Get("member")
	who, manages := tx.Actor().MemberID, tx.Actor().Role.May(tenant.ManagePlans)
	if asked != "" {
		if who, err = uuid.Parse(asked); err != nil || !compensation.ReadsLetter(tx.Actor(), who) {
			return site.NotHere
		}
	}
	var versions []compensation.Version
	if l.Plan, versions, err = planpage.PlanOf(ctx, tx, r); err != nil {
		return err
	}
	var mine []compensation.Assignment
	if who != uuid.Nil {
		if mine, err = assignedTo(ctx, tx, who, l.Plan.ID); err != nil {
			return err
		}
		if len(mine) == 0 && (!manages || asked != "") {
			return site.NotHere
		}
	}
	if !manages {
		if versions = compensation.Readable(versions, mine); len(versions) == 0 {
			return site.NotHere
		}
	}
	on := tx.Today()
	if len(mine) > 0 {
		on = max(on, mine[len(mine)-1].ValidFrom)
	}
	if l.Version, err = planpage.VersionNumbered(versions, number, on); err != nil {
		return err
	}
	l.Zone, l.Every = tx.Calendar().Location(), l.Version.Document.Measurement
	if len(mine) == 0 {
		l.Examples, err = examples(l.Version.Document, tx.Calendar(), planpage.UsualQuota)
		return err
	}
	l.Mine = tx.Is(who)
	return fillMember(ctx, tx, who, mine, l)
}

// assignedTo are the days on which a plan is a member's, in order.
func assignedTo(ctx context.Context, tx *tenant.Tx, who, plan uuid.UUID) ([]compensation.Assignment, error) {
	all, err := compensation.Assignments(ctx, tx, period.NewDate(1990, 1, 1), member.Ever, tx.Now())
	return slices.DeleteFunc(all,
		func(a compensation.Assignment) bool { return a.MemberID != who || a.PlanID != plan }), err
}

// fillMember adds what is the member's own: the days, the quotas, examples by them, and the acceptance.
func fillMember(ctx context.Context, tx *tenant.Tx, who uuid.UUID, mine []compensation.Assignment, l *letter) error {
	roster, err := member.Load(ctx, tx, member.Ever, tx.Now())
	if err != nil {
		return err
	}
	l.Whose, l.Member = who, roster.Name(&who)
	for i, a := range mine {
		if i > 0 {
			l.Days += ", "
		}
		l.Days += planpage.AssignedDays(a)
	}
	if err := fillQuotas(ctx, tx, who, mine, l); err != nil {
		return err
	}
	acceptances, err := compensation.Acceptances(ctx, tx)
	for i, a := range acceptances {
		if a.MemberID == who && a.VersionID == l.Version.ID {
			l.Accepted = &acceptances[i]
		}
	}
	return err
}

// fillQuotas lists what is asked of the member in each measurement period of the version, with examples of the present
// one.
func fillQuotas(ctx context.Context, tx *tenant.Tx, who uuid.UUID, mine []compensation.Assignment, l *letter) error {
	d := l.Version.Document
	all, err := quota.List(ctx, tx, d.Effective.From, d.Effective.To, tx.Now())
	if err != nil {
		return err
	}
	l.Quotas = compensation.Targets(d, tx.Calendar(), mine, quota.In(all, d.Currency, tx.Base())[who])
	if now, ok := compensation.Present(l.Quotas, tx.Today()); ok {
		l.At = now.Period.Label
		l.Examples, err = examples(d, tx.Calendar(), decimal.New(now.Minor, -d.Currency.Exponent()))
	}
	return err
}

// acceptForm is the version that a member accepts, as it was shown.
type acceptForm struct {
	Version string `form:"v"` // its number
	Hash    string `form:"hash"`
}

// acceptLetter keeps that the member accepts the version as it was shown. POST /o/{org}/plans/{id}/letter
func (s area) acceptLetter(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[acceptForm](r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, versions, err := planpage.PlanOf(ctx, tx, r)
		if err != nil {
			return err
		}
		mine, err := assignedTo(ctx, tx, tx.Actor().MemberID, p.ID)
		if err != nil || len(mine) == 0 {
			return orNotHere(err)
		}
		if f.Version == "" {
			return fault.New(fault.Invalid, "Reload the letter and accept it again.")
		}
		v, err := planpage.VersionNumbered(versions, f.Version, tx.Today())
		if err != nil {
			return err
		}
		return compensation.Accept(ctx, tx, v.ID, f.Hash)
	})
	if err != nil {
		return site.Again(r, err,
			func(status int, again page.Form) error { return s.letterPage(w, r, status, f.Version, again) })
	}
	return s.Redirect(w, r, r.URL.Path+"?v="+f.Version+"#accept", "Plan accepted.")
}

func orNotHere(err error) error {
	if err != nil {
		return err
	}
	return site.NotHere
}
