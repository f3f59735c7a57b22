package planpage

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/quota"
	"quarterdeck/web/site"
)

// showPlan is a version of a plan, its versions, and who is on it. GET /o/{org}/plans/{id}
func (s area) showPlan(w http.ResponseWriter, r *http.Request) error {
	return s.planPage(w, r, http.StatusOK, planView{})
}

func (s area) planPage(w http.ResponseWriter, r *http.Request, status int, p planView) error {
	p.Where = site.Where(r)
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return fillPlan(ctx, tx, r, &p) })
	if err != nil {
		return err
	}
	f := s.Frame(r, p.Plan.Name, p.Subtitle())
	f.Actions = actions(p)
	return s.Write(w, r, status, screen(f, p))
}

func fillPlan(ctx context.Context, tx *tenant.Tx, r *http.Request, p *planView) (err error) {
	p.Today, p.Zone = tx.Today(), tx.Calendar().Location()
	if p.Plan, p.Versions, err = PlanOf(ctx, tx, r); err != nil {
		return err
	}
	q := r.URL.Query()
	if p.Shown, err = VersionNumbered(p.Versions, q.Get("v"), tx.Today()); err != nil {
		return err
	}
	if p.Roster, err = member.Load(ctx, tx, member.Ever, tx.Now()); err != nil {
		return err
	}
	if p.People, err = peopleOn(ctx, tx, p.Plan.ID, p.Roster); err != nil {
		return err
	}
	if p.From, err = strconv.Atoi(cmp.Or(q.Get("people"), "0")); err != nil || p.From < 0 ||
		p.From >= max(1, len(p.People)) {
		p.From = 0
	}
	if p.Accepted, err = acceptances(ctx, tx); err != nil {
		return err
	}
	if q.Get("before") != "" {
		before, err := VersionNumbered(p.Versions, q.Get("before"), tx.Today())
		if err != nil {
			return err
		}
		after, err := VersionNumbered(p.Versions, q.Get("after"), tx.Today())
		if err != nil {
			return err
		}
		p.Compared = &comparisonView{Before: before, After: after,
			Changes: wording.Diff(before.Document, after.Document)}
	}
	if p.Assigned, err = exampleQuota(ctx, tx, q.Get("quota"), p.Shown.Document, p.People); err != nil {
		return err
	}
	p.Curves, err = Curves(p.Shown.Document, tx.Calendar(), p.Assigned)
	return err
}

// VersionNumbered is the version of a number; without one that of the day, or else the newest.
func VersionNumbered(versions []compensation.Version, number string, today period.Date) (compensation.Version, error) {
	if number == "" {
		if v := compensation.Holding(versions, today); v != nil {
			return *v, nil
		}
		return versions[len(versions)-1], nil
	}
	for _, v := range versions {
		if strconv.Itoa(v.Number) == number {
			return v, nil
		}
	}
	return compensation.Version{}, site.NotHere
}

// versionOf is the version that the address names.
func versionOf(r *http.Request, versions []compensation.Version) (compensation.Version, error) {
	n := strings.TrimSuffix(chi.URLParam(r, "n"), ".json")
	if n == "" {
		return compensation.Version{}, site.NotHere
	}
	return VersionNumbered(versions, n, 0)
}

// UsualQuota is what curves are drawn for while nobody on a plan has a quota.
var UsualQuota = decimal.NewFromInt(100_000)

// exampleQuota is the quota that was asked for, or else the middle one of those on the plan in this measurement period,
// in major units.
func exampleQuota(ctx context.Context, tx *tenant.Tx, asked string, d plan.Document, on []compensation.Assignment,
) (decimal.Decimal, error) {
	if asked != "" {
		minor, err := figure.Amount(asked, tx.Settings().Numbers, d.Currency)
		if err != nil || minor <= 0 {
			return decimal.Zero,
				fault.On("quota", "Quota must be an amount, such as "+figure.Example(tx.Settings().Numbers, d.Currency)+".")
		}
		return money.Of(minor, d.Currency).Decimal(), nil
	}
	now := tx.Calendar().Containing(d.Measurement, tx.Today())
	all, err := quota.List(ctx, tx, now.Start, now.End, tx.Now())
	if err != nil {
		return decimal.Zero, err
	}
	members := make([]uuid.UUID, len(on))
	for i, a := range on {
		members[i] = a.MemberID
	}
	minor := quota.Middle(quota.In(all, d.Currency, tx.Base()), members, now.Start, now.End)
	if minor == 0 {
		return UsualQuota, nil
	}
	return decimal.New(minor, -d.Currency.Exponent()), nil
}
