package quality

import (
	"context"

	"github.com/google/uuid"

	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/activity"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/merge"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
)

// week is the days over which adoption is measured, the day of the page being the last.
const week = 7

// Load measures the data of a scope now: its open opportunities and reps, and all accounts and contacts.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope) (Report, Found, error) {
	judge := Judge{Today: s.Today, Quiet: tx.Settings().UntouchedDays}
	if err := judge.load(ctx, tx, s); err != nil {
		return Report{}, Found{}, err
	}
	var found Found
	var err error
	if found.Accounts, err = Duplicates(ctx, tx, merge.Account); err != nil {
		return Report{}, found, err
	}
	if found.Contacts, err = Duplicates(ctx, tx, merge.Contact); err != nil {
		return Report{}, found, err
	}
	adoption, err := adopted(ctx, tx, s)
	if err != nil {
		return Report{}, Found{}, err
	}
	r := judge.Sum(found.part(), adoption)
	r.At, r.Currency, r.Clusters = tx.Now(), tx.Base(), len(found.Accounts.Groups)+len(found.Contacts.Groups)
	for rule, d := range map[Rule]Doubles{Duplicate: found.Accounts, DuplicateContact: found.Contacts} {
		if members := d.members(); len(members) > 0 {
			r.Findings = append(r.Findings, Finding{Rule: rule, Count: int64(len(members)), IDs: members})
		}
	}
	r.sort()
	return r, found, nil
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
