package projection

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/tracking"
)

// version is a row of an opportunity's past, with what identifies it.
type version struct {
	ID              uuid.UUID
	Key             string
	CreatedAt       time.Time
	Employees       *int64
	KnownFrom       time.Time
	Stage           string
	Status          opportunity.Status
	Category        opportunity.Category
	CategoryManual  bool
	ProbabilityBP   int
	Base            *int64
	CloseOn         period.Date
	Owner           string
	Type            string
	Source          string
	Competitor      string
	BudgetConfirmed *bool
}

// Load reads the whole organisation's book as it was known at a moment (the zero time: now). Amounts are in the base
// currency: what is closed at the booking rate, what is open at the rate of the day, by the rates known at the moment.
// It needs an actor who sees everybody.
func Load(ctx context.Context, tx *tenant.Tx, asOf time.Time) (*Book, error) {
	known := asOf
	if known.IsZero() {
		known = tx.Now()
	}
	calendar := tx.Calendar()
	b := &Book{Calendar: calendar, Day: calendar.Today(known), DecayBP: tx.Settings().OverdueDecayBP}
	starts, err := tracking.Starts(ctx, tx)
	if err != nil {
		return nil, err
	}
	versions, err := tenant.List[version](ctx, tx, `SELECT o.id, coalesce(n.external_id, o.id::text) AS key,
		o.created_at, a.employees, o.known_from, o.stage, o.status, o.category, o.category_manual, o.probability_bp,
		`+fx.At(`CASE WHEN o.status <> 'open' THEN o.close_on WHEN o.known_to > @known THEN @today
		ELSE (o.known_from AT TIME ZONE @zone)::date END`, `@known`)+` AS base,
			o.close_on, coalesce(m.external_id, m.id::text, '') AS owner, o.type, o.source, o.competitor,
			o.budget_confirmed
		FROM app.opportunity_versions o
		JOIN app.opportunities n ON n.tenant_id = @tenant AND n.id = o.id
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id
		LEFT JOIN app.members m ON m.tenant_id = @tenant AND m.id = o.owner_id
		WHERE o.tenant_id = @tenant AND o.known_from <= @known AND (n.deleted_at IS NULL OR n.deleted_at > @known)
		ORDER BY o.id, o.known_from`,
		tenant.Args{"base": tx.Base(), "today": b.Day, "known": known, "zone": calendar.Location().String()})
	if err != nil {
		return nil, fmt.Errorf("projection: load: %w", err)
	}
	at := make(map[uuid.UUID]int)
	for i := range versions {
		v := &versions[i]
		n, seen := at[v.ID]
		if !seen {
			n = len(b.Records)
			at[v.ID] = n
			b.Records = append(b.Records,
				Record{ID: v.ID, Key: v.Key, Created: calendar.Today(v.CreatedAt), Segment: segment(v.Employees)})
		}
		state := v.state(calendar, starts)
		if start, ok := starts["status"]; state.Status != opportunity.Open && !seen &&
			(!ok || v.KnownFrom.Before(start)) {
			b.Records[n].presume(state, b.Day)
			continue
		}
		b.Records[n].add(state)
	}
	if err := loadDays(ctx, tx, b, at, known); err != nil {
		return nil, err
	}
	b.Sort()
	return b, nil
}

// add appends a state; of several on one day the last counts.
func (r *Record) add(s State) {
	if n := len(r.States); n > 0 && r.States[n-1].From == s.From {
		r.States[n-1] = s
		return
	}
	r.States = append(r.States, s)
}

// presume makes the past of an opportunity of which the source tells the end only: until its close date it was open,
// and nothing of what the end tells was known.
func (r *Record) presume(end State, day period.Date) {
	if end.CloseOn <= end.From {
		r.add(end)
		return
	}
	r.add(State{From: end.From, Status: opportunity.Open, Category: opportunity.Pipeline, Owner: end.Owner,
		Type: end.Type, Source: end.Source})
	if end.From = end.CloseOn; end.From <= day {
		r.add(end)
	}
}

// state leaves out what only the source's present row says of the past: competitor and budget come to be known while an
// opportunity is worked on, so without their history an old opportunity would tell its own end. Type and source are
// facts of its creation.
func (v *version) state(c period.Calendar, starts map[string]time.Time) State {
	s := State{From: c.Today(v.KnownFrom), Stage: v.Stage, Status: v.Status, Category: v.Category,
		ByHand: v.CategoryManual, ProbabilityBP: v.ProbabilityBP, Amount: v.Base, CloseOn: v.CloseOn, Owner: v.Owner,
		Type: v.Type, Source: v.Source}
	kept := func(field string) bool { start, ok := starts[field]; return ok && !v.KnownFrom.Before(start) }
	if kept("competitor") {
		s.Competitor = v.Competitor
	}
	if v.BudgetConfirmed != nil && kept("budget_confirmed") {
		s.Budget = map[bool]string{true: "yes", false: "no"}[*v.BudgetConfirmed]
	}
	return s
}

// segment is the size of the account, in the bands that most sales organisations divide by.
func segment(employees *int64) string {
	switch {
	case employees == nil:
		return ""
	case *employees < 50:
		return "under 50"
	case *employees < 250:
		return "50 to 249"
	case *employees < 1000:
		return "250 to 999"
	default:
		return "1000 and more"
	}
}

// days of one opportunity on which something took place.
type days struct {
	ID   uuid.UUID
	Days []period.Date
}

// loadDays reads activities and contacts, each on the day on which both it had happened and we knew it.
func loadDays(ctx context.Context, tx *tenant.Tx, b *Book, at map[uuid.UUID]int, known time.Time) error {
	args := tenant.Args{"known": known, "today": b.Day, "zone": b.Calendar.Location().String()}
	touches, err := tenant.List[days](ctx, tx, `SELECT t.opportunity_id AS id, array_agg(t.day ORDER BY t.day) AS days
		FROM (SELECT a.opportunity_id, greatest(a.occurs_on, (a.created_at AT TIME ZONE @zone)::date) AS day
			FROM app.activities a
			WHERE a.tenant_id = @tenant AND a.opportunity_id IS NOT NULL AND a.done AND a.created_at <= @known
			  AND (a.deleted_at IS NULL OR a.deleted_at > @known)) t
		WHERE t.day <= @today GROUP BY t.opportunity_id`, args)
	if err != nil {
		return fmt.Errorf("projection: activities: %w", err)
	}
	for _, t := range touches {
		if n, ok := at[t.ID]; ok {
			b.Records[n].Touches = t.Days
		}
	}
	delete(args, "today")
	contacts, err := tenant.List[days](ctx, tx, `SELECT c.opportunity_id AS id,
		array_agg((c.created_at AT TIME ZONE @zone)::date ORDER BY c.created_at) AS days
		FROM app.contact_roles c WHERE c.tenant_id = @tenant AND c.created_at <= @known
		AND (c.deleted_at IS NULL OR c.deleted_at > @known) GROUP BY c.opportunity_id`, args)
	if err != nil {
		return fmt.Errorf("projection: contacts: %w", err)
	}
	for _, c := range contacts {
		if n, ok := at[c.ID]; ok {
			b.Records[n].Contacts = c.Days
		}
	}
	return nil
}
