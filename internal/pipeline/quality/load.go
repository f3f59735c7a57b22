package quality

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/duplicate"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
)

// week is the days over which adoption is measured, the day of the page being the last.
const week = 7

// Load measures the data of a scope now: its open opportunities and reps, and all accounts.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Report, Doubles, error) {
	judge := Judge{Today: s.Today, Quiet: tx.Settings().UntouchedDays}
	if err := judge.load(ctx, tx, s); err != nil {
		return Report{}, Doubles{}, err
	}
	doubles, err := Duplicates(ctx, tx)
	if err != nil {
		return Report{}, Doubles{}, err
	}
	adoption, err := adopted(ctx, tx, s)
	if err != nil {
		return Report{}, Doubles{}, err
	}
	r := judge.Sum(part(Uniqueness, int64(doubles.Accounts-len(doubles.members())), int64(doubles.Accounts)), adoption)
	r.At, r.Currency, r.Clusters = tx.Now(), tx.Base(), len(doubles.Groups)
	if members := doubles.members(); len(members) > 0 {
		r.Findings = append(r.Findings, Finding{Rule: Duplicate, Count: int64(len(members)), IDs: members})
		r.sort()
	}
	return r, doubles, nil
}

func (j *Judge) load(ctx context.Context, tx *tenant.Tx, s scope.Scope) error {
	stages, err := stage.At(ctx, tx, s.Known)
	if err != nil {
		return err
	}
	steps := map[string]int{}
	for _, st := range stages {
		if st.Status == string(opportunity.Open) {
			steps[st.Name] = len(steps)
		}
	}
	met, err := contact.Met(ctx, tx)
	if err != nil {
		return err
	}
	return pipeline.Each(ctx, tx, s, pipeline.Filter{}, func(r pipeline.Row) error {
		o := Opportunity{ID: r.ID, Step: steps[r.Stage], Owned: r.OwnerID != nil, Account: r.AccountID != nil,
			Contact: met[r.ID], Amount: r.Amount, Base: r.Base, CloseOn: r.CloseOn, NextStep: r.NextStep,
			Source: r.Source, LastOn: r.LastOn, CreatedOn: tx.Calendar().Today(r.CreatedAt)}
		if r.OwnerID != nil {
			m, _ := s.Roster.Find(*r.OwnerID)
			o.Active, o.Team = m.Active, m.Team
		}
		j.Add(o)
		return nil
	})
}

// adopted counts the reps of a scope who logged enough in the last week.
func adopted(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Part, error) {
	tallies, err := activity.Count(ctx, tx, s.Owners, s.Today-week+1, s.Today+1, s.AsOf)
	if err != nil {
		return Part{}, err
	}
	logged := map[uuid.UUID]int64{}
	for _, t := range tallies {
		logged[t.MemberID] += t.Count
	}
	var good, all int64
	for _, m := range s.Roster.Members {
		if m.Active && m.Role == tenant.Rep && s.Covers(m.ID) {
			if all++; logged[m.ID] >= Enough {
				good++
			}
		}
	}
	return part(Adoption, good, all), nil
}

// Doubles are groups of accounts that are probably one.
type Doubles struct {
	Accounts int // that were compared
	Groups   []Group
}

// Group is accounts that are probably one, and why.
type Group struct {
	Score   float64
	Reasons []string
	Members []account.Comparable
}

func (d Doubles) members() []uuid.UUID {
	var ids []uuid.UUID
	for _, g := range d.Groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// Duplicates compares all accounts with one another, but for pairs that somebody has said are two.
func Duplicates(ctx context.Context, tx *tenant.Tx) (Doubles, error) {
	all, err := account.Comparables(ctx, tx)
	if err != nil {
		return Doubles{}, err
	}
	distinct, err := account.Distinct(ctx, tx)
	if err != nil {
		return Doubles{}, err
	}
	records := make([]duplicate.Record, len(all))
	for i, a := range all {
		records[i] = duplicate.Record{Name: a.Name, Websites: append([]string{a.Website}, a.Emails...),
			Phones: append([]string{a.Phone}, a.Phones...), State: a.State, Country: a.Country}
	}
	var pairs []duplicate.Pair
	for _, p := range duplicate.Find(records) {
		if !distinct[account.Ordered(all[p.A].ID, all[p.B].ID)] {
			pairs = append(pairs, p)
		}
	}
	found := Doubles{Accounts: len(all)}
	for _, c := range duplicate.Clusters(len(all), pairs) {
		g := Group{Score: c.Score, Reasons: c.Reasons}
		for _, m := range c.Members {
			g.Members = append(g.Members, all[m])
		}
		found.Groups = append(found.Groups, g)
	}
	return found, nil
}
