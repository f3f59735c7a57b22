// Package cast is the company that the tests of the domain play in, the same in each, so that a reader learns it once.
//
// Eve is the executive. Nora leads the team North with the reps Ann and Ben, Sol the team South with Cat and Dan. Olga
// is in operations, Fay in finance, Ada the administrator. All of them since 2024.
package cast

import (
	"context"
	"hash/fnv"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
)

// Since is the day on which everybody began.
var Since = time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)

// Stages are the steps of the company: three open ones, won, lost.
var Stages = stage.Set{
	{Name: "Discovery", Position: 0, Status: "open", ProbabilityBP: 1000, Category: "pipeline"},
	{Name: "Proposal", Position: 1, Status: "open", ProbabilityBP: 4000, Category: "best_case"},
	{Name: "Negotiation", Position: 2, Status: "open", ProbabilityBP: 7500, Category: "commit"},
	{Name: "Won", Position: 3, Status: "won", ProbabilityBP: 10000, Category: "closed"},
	{Name: "Lost", Position: 4, Status: "lost", Category: "omitted"},
}

// Company is an organisation with its people.
type Company struct {
	DB       *tenant.DB
	TenantID uuid.UUID

	Eve, Nora, Ann, Ben, Sol, Cat, Dan, Olga, Fay, Ada uuid.UUID

	roles map[uuid.UUID]tenant.Role
}

var people = []member.Imported{
	{Name: "Eve", Role: tenant.Executive},
	{Name: "Nora", Role: tenant.Manager, ManagerExternalID: "Eve", Team: "North"},
	{Name: "Ann", Role: tenant.Rep, ManagerExternalID: "Nora", Team: "North"},
	{Name: "Ben", Role: tenant.Rep, ManagerExternalID: "Nora", Team: "North"},
	{Name: "Sol", Role: tenant.Manager, ManagerExternalID: "Eve", Team: "South"},
	{Name: "Cat", Role: tenant.Rep, ManagerExternalID: "Sol", Team: "South"},
	{Name: "Dan", Role: tenant.Rep, ManagerExternalID: "Sol", Team: "South"},
	{Name: "Olga", Role: tenant.Ops}, {Name: "Fay", Role: tenant.Finance}, {Name: "Ada", Role: tenant.Admin},
}

// Found founds the company, committed, with the settings of testdb.
func Found(t testing.TB) Company {
	t.Helper()
	return FoundWith(t, testdb.Settings)
}

// FoundWith founds it with other settings.
func FoundWith(t testing.TB, s tenant.Settings) Company {
	t.Helper()
	db, org := testdb.OrgWith(t, s)
	return Hire(t, db, org)
}

// Hire gives an organisation that was founded elsewhere the company's people and stages.
func Hire(t testing.TB, db *tenant.DB, org tenant.Organisation) Company {
	t.Helper()
	c := Company{DB: db, TenantID: org.TenantID, roles: map[uuid.UUID]tenant.Role{}}
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error { return c.hire(ctx, tx) })
	return c
}

func (c *Company) hire(ctx context.Context, tx *tenant.Tx) error {
	crew := make([]member.Imported, len(people))
	for i, p := range people {
		p.ExternalID, p.Since, p.Active, p.Hash = p.Name, Since, true, 1
		crew[i] = p
	}
	if _, err := member.Import(ctx, tx, crew); err != nil {
		return err
	}
	ids, err := member.IDs(ctx, tx)
	if err != nil {
		return err
	}
	for i, at := range []*uuid.UUID{&c.Eve, &c.Nora, &c.Ann, &c.Ben, &c.Sol, &c.Cat, &c.Dan, &c.Olga, &c.Fay, &c.Ada} {
		*at = ids[crew[i].Name]
		c.roles[*at] = crew[i].Role
	}
	for _, s := range Stages {
		if err := stage.Define(ctx, tx, s, Since); err != nil {
			return err
		}
	}
	return nil
}

// Actor is a member with the role that they began with.
func (c *Company) Actor(id uuid.UUID) tenant.Actor {
	return tenant.Actor{TenantID: c.TenantID, MemberID: id, Role: c.roles[id]}
}

// Reps are Ann, Ben, Cat and Dan.
func (c *Company) Reps() []uuid.UUID { return []uuid.UUID{c.Ann, c.Ben, c.Cat, c.Dan} }

// Do acts as the system, committed; an error ends the test.
func (c *Company) Do(t testing.TB, fn func(context.Context, *tenant.Tx) error) {
	t.Helper()
	c.try(t, c.DB.Update(t.Context(), tenant.AsSystem(c.TenantID),
		func(tx *tenant.Tx) error { return fn(t.Context(), tx) }))
}

// As acts as a member, committed.
func (c *Company) As(t testing.TB, id uuid.UUID, fn func(context.Context, *tenant.Tx) error) {
	t.Helper()
	c.try(t, c.DB.Update(t.Context(), c.Actor(id), func(tx *tenant.Tx) error { return fn(t.Context(), tx) }))
}

// See reads as a member.
func (c *Company) See(t testing.TB, id uuid.UUID, fn func(context.Context, *tenant.Tx) error) {
	t.Helper()
	c.try(t, c.DB.View(t.Context(), c.Actor(id), func(tx *tenant.Tx) error { return fn(t.Context(), tx) }))
}

func (c *Company) try(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%s)", err, fault.Message(err))
	}
}

// Opportunity is one of an owner in a stage, in dollars, created on 1 January 2026 and as the source has it now. The
// key is its name too.
func (c *Company) Opportunity(key string, owner uuid.UUID, in string, amount int64,
	closeOn string) opportunity.Imported {
	st, _ := Stages.Find(in)
	s := opportunity.State{Name: key, Stage: st.Name, Status: opportunity.Status(st.Status),
		Category: opportunity.Category(st.Category), ProbabilityBP: st.ProbabilityBP, Amount: &amount, Currency: "USD",
		CloseOn: Day(closeOn)}
	if owner != uuid.Nil {
		s.OwnerID = &owner
	}
	return opportunity.Imported{ExternalID: key, State: s, CreatedAt: At("2026-01-01T15:00:00Z")}
}

// Rules are those of a source that keeps the history of owner, stage, amount and close date.
func Rules(now time.Time) opportunity.Rules {
	return opportunity.Rules{Stages: Stages,
		Tracked: map[string]bool{"owner": true, "stage": true, "amount": true, "close_on": true}, Now: now}
}

// Take imports opportunities and returns their keys here, in order.
func Take(ctx context.Context, tx *tenant.Tx, records ...opportunity.Imported) ([]uuid.UUID, error) {
	for i := range records {
		if records[i].Hash == 0 {
			records[i].Hash = hash(records[i].ExternalID)
		}
	}
	taken, err := opportunity.Import(ctx, tx, Rules(tx.Now()), records)
	ids := make([]uuid.UUID, len(taken))
	for i, k := range taken {
		ids[i] = k.ID
	}
	return ids, err
}

// Day reads a day of the form 2026-11-20; nothing is no day.
func Day(s string) period.Date {
	if s == "" {
		return 0
	}
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// At reads an instant of the form 2026-11-20T12:00:00Z.
func At(s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return at
}

func hash(s string) int64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return int64(h.Sum64() | 1)
}
