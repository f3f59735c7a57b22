// Package intake is what operations look after: what came in lately, what is wrong with it as far as the forecast is
// touched, whether the forecasts are published, and who has no quota.
package intake

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/scope"
)

// lately is how many imports are looked at.
const lately = 8

// Desk is what operations look after, as known at the moment of a scope.
type Desk struct {
	Scope     scope.Scope
	Imports   []Import // newest first
	Problems  []pipeline.Problem
	Forecasts []Forecast      // of the periods that are forecast every night
	Sellers   int             // reps of the scope
	Unasked   []member.Member // of them those without a quota in the scope's period
}

// Import is one of the last, with what became of its rows.
type Import struct {
	importjob.Import
	Sum importjob.Sum
}

// Forecast is what was last published of a period.
type Forecast struct {
	Period period.Period
	Point  outlook.Point
	Made   bool // otherwise nothing was ever published
}

// Stale tells that nothing was published on the day, so that a figure is missing or old.
func (f Forecast) Stale(today period.Date) bool { return !f.Made || f.Point.AsOf < today }

// Load reads the desk of a scope.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope) (d Desk, err error) {
	if err := tx.Require(tenant.RunImports); err != nil {
		return d, err
	}
	d.Scope = s
	if d.Imports, err = imports(ctx, tx, s); err != nil {
		return d, err
	}
	if d.Problems, err = pipeline.Problems(ctx, tx, s); err != nil {
		return d, err
	}
	for _, p := range outlook.Current(tx.Calendar(), s.Today) {
		f := Forecast{Period: p}
		if f.Point, f.Made, err = outlook.Newest(ctx, tx, p, s.Today); err != nil {
			return d, err
		}
		d.Forecasts = append(d.Forecasts, f)
	}
	quotas, err := quota.List(ctx, tx, s.Period.Start, s.Period.End, s.AsOf)
	d.Sellers, d.Unasked = unasked(s, quotas)
	return d, err
}

func imports(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]Import, error) {
	jobs, err := importjob.List(ctx, tx, s.Known, lately)
	if err != nil {
		return nil, err
	}
	jobs = slices.DeleteFunc(jobs, func(i importjob.Import) bool { return i.State == importjob.Draft })
	ids := make([]uuid.UUID, len(jobs))
	for n, j := range jobs {
		ids[n] = j.ID
	}
	sums, err := importjob.Sums(ctx, tx, ids)
	all := make([]Import, len(jobs))
	for n, j := range jobs {
		all[n] = Import{Import: j, Sum: sums[j.ID]}
	}
	return all, err
}

// unasked counts the reps of a scope, and lists those whom no quota asks for anything in its period.
func unasked(s scope.Scope, quotas []quota.Quota) (sellers int, without []member.Member) {
	asked := map[uuid.UUID]bool{}
	for _, q := range quotas {
		asked[q.MemberID] = asked[q.MemberID] || quota.Covers([]quota.Quota{q}, s.Period.Start, s.Period.End)
	}
	for _, m := range s.Roster.Members {
		if !m.Active || m.Role != tenant.Rep || s.Owners != nil && !slices.Contains(s.Owners, m.ID) {
			continue
		}
		if sellers++; !asked[m.ID] {
			without = append(without, m)
		}
	}
	return sellers, without
}
