package founding

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/record/stage"
)

// Steps is what an organisation has of its first steps.
type Steps struct {
	Records  bool // stages are there: from an import, or the standard ones
	Imported bool
	People   bool // somebody besides the first administrator has access or an invitation
	Quotas   bool
	Rules    bool // somebody has saved the forecast rules
	Hidden   bool // an administrator does not want to see the list
	Stages   int
	Invited  int
}

// Count is how many of the steps are done.
func (s Steps) Count() (done, all int) {
	for _, is := range []bool{s.Records, s.People, s.Quotas, s.Rules} {
		if all++; is {
			done++
		}
	}
	return done, all
}

// Done tells that nothing is left.
func (s Steps) Done() bool { done, all := s.Count(); return done == all }

// yearAgo is how many days back a quota still counts as one of an organisation that works with quotas.
const yearAgo = 366

// Progress is how far an organisation is, for those who administer it.
func Progress(ctx context.Context, tx *tenant.Tx) (s Steps, err error) {
	if err := tx.Require(tenant.ManageSettings); err != nil {
		return s, err
	}
	if s.Hidden, err = tenant.StepsHidden(ctx, tx); err != nil {
		return s, err
	}
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return s, err
	}
	s.Stages, s.Records = len(stages), len(stages) > 0
	imports, err := importjob.List(ctx, tx, tx.Now(), 50)
	if err != nil {
		return s, err
	}
	s.Imported = slices.ContainsFunc(imports,
		func(i importjob.Import) bool { return !i.DryRun && i.State == importjob.Done })
	if err := s.people(ctx, tx); err != nil {
		return s, err
	}
	quotas, err := quota.List(ctx, tx, tx.Today()-yearAgo, member.Ever, time.Time{})
	if err != nil {
		return s, err
	}
	s.Quotas = len(quotas) > 0
	rules, err := forecast.SettingsAt(ctx, tx, tx.Now())
	s.Rules = !rules.KnownAt.IsZero()
	return s, err
}

func (s *Steps) people(ctx context.Context, tx *tenant.Tx) error {
	access, err := auth.WithAccess(ctx, tx)
	if err != nil {
		return err
	}
	open, err := auth.Invitations(ctx, tx)
	s.Invited, s.People = len(open), len(access)+len(open) > 1
	return err
}

// Standard is the sales process of an organisation that begins without records, as most CRMs begin.
var Standard = stage.Set{
	{Name: "Qualification", Position: 0, Status: "open", ProbabilityBP: 1000, Category: string(opportunity.Pipeline)},
	{Name: "Discovery", Position: 1, Status: "open", ProbabilityBP: 2500, Category: string(opportunity.Pipeline)},
	{Name: "Proposal", Position: 2, Status: "open", ProbabilityBP: 5000, Category: string(opportunity.BestCase)},
	{Name: "Negotiation", Position: 3, Status: "open", ProbabilityBP: 7500, Category: string(opportunity.Commit)},
	{Name: "Closed won", Position: 4, Status: "won", ProbabilityBP: 10000, Category: string(opportunity.Closed)},
	{Name: "Closed lost", Position: 5, Status: "lost", ProbabilityBP: 0, Category: string(opportunity.Omitted)},
}

// StartEmpty gives the organisation the standard stages. Where it has stages, it is a Conflict.
func StartEmpty(ctx context.Context, tx *tenant.Tx) error {
	if err := tx.Require(tenant.ManageSettings); err != nil {
		return err
	}
	if err := tx.Alone(ctx, tenant.ImportFiles); err != nil { // an import defines stages too
		return err
	}
	have, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	if len(have) > 0 {
		return fault.New(fault.Conflict, "Your organisation already has stages.")
	}
	for _, s := range Standard {
		if err := stage.Define(ctx, tx, s, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// Guest is somebody whom an administrator invites with a role.
type Guest struct {
	Email string
	Role  tenant.Role
}

// Admit makes a member of a guest from today on. Field is the field of the form at which a refusal stands.
func Admit(ctx context.Context, tx *tenant.Tx, g Guest, field string) (uuid.UUID, error) {
	email, err := auth.ParseEmail(g.Email)
	if err != nil {
		return uuid.Nil, fault.On(field, fmt.Sprintf("%q is not an e-mail address such as name@example.com.", g.Email))
	}
	if !g.Role.Valid() {
		return uuid.Nil, fault.On(field, "Choose a role for "+email+".")
	}
	switch _, err := member.ByEmail(ctx, tx, email); {
	case err == nil:
		return uuid.Nil, fault.On(field, email+" is already a member. Invite them in Settings, Members.")
	case fault.KindOf(err) != fault.NotFound:
		return uuid.Nil, err
	}
	name, _, _ := strings.Cut(email, "@")
	id, err := member.Add(ctx, tx, member.Person{Name: name, Email: email})
	if err != nil {
		return uuid.Nil, err
	}
	return id, member.Assign(ctx, tx, member.Assignment{MemberID: id, Role: g.Role, ValidFrom: tx.Today()})
}
