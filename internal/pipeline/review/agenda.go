package review

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/pipeline"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Risk is why an open opportunity may not close in its period.
type Risk string

// The risks.
const (
	PastDue   Risk = "past_due"  // its close date has passed
	Pushed    Risk = "pushed"    // its close date was moved to a later quarter three times or more (definitions §4)
	Untouched Risk = "untouched" // nothing was done for the organisation's number of days
	NoStep    Risk = "no_step"   // it has no next step
	manyMoves      = 3           // from which push on a close date says little
	mostOpen       = 300         // opportunities of an agenda, the largest
)

// Open is an open opportunity of the period as of the week's end, changed or not.
type Open struct {
	LastOn period.Date // of the last activity that was done; zero: none
	Quiet  int         // days since then or, without one, since it was created
	Risks  []Risk
}

// Agenda lists a member's open opportunities, those with most risks first, then the largest; the zero key selects
// everybody's.
func (s Sheet) Agenda(person uuid.UUID) []Row {
	var rows []Row
	for _, r := range s.Rows {
		if r.Open != nil && (person == uuid.Nil || r.OwnerID == person) {
			rows = append(rows, r)
		}
	}
	place := map[uuid.UUID]int{}
	for i, p := range s.People {
		place[p.ID] = i
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place[a.OwnerID], place[b.OwnerID]),
			cmp.Compare(len(b.Open.Risks), len(a.Open.Risks)), cmp.Compare(b.worth(), a.worth()),
			strings.Compare(a.Name, b.Name), strings.Compare(a.ID.String(), b.ID.String()))
	})
	return rows
}

func (r Row) worth() int64 {
	if r.After == nil || r.After.Worth == nil {
		return 0
	}
	return *r.After.Worth
}

// Closed tells that an opportunity was won or lost by the end of the week.
func (r Row) Closed() bool { return r.After != nil && r.After.Status != opportunity.Open }

// openRows adds the open opportunities of the period to the rows, those that did not change among them.
func (s *Sheet) openRows(ctx context.Context, tx *tenant.Tx, to scope.Scope) error {
	board, err := pipeline.Load(ctx, tx, to,
		pipeline.Filter{InPeriod: true, Sort: pipeline.ByAmount, Limit: mostOpen})
	if err != nil {
		return err
	}
	s.OpenCount = board.Total.Count
	at := map[uuid.UUID]int{}
	for i, r := range s.Rows {
		at[r.ID] = i
	}
	for _, r := range board.Rows {
		i, ok := at[r.ID]
		if !ok {
			facts := movement.Facts{Name: r.Name, AccountID: r.AccountID, OwnerID: r.OwnerID, Stage: r.Stage,
				Status: r.Status, Category: r.Category, Amount: r.Amount, Currency: r.Currency, CloseOn: r.CloseOn,
				NextStep: r.NextStep, Worth: r.Base}
			row := Row{ID: r.ID, Name: r.Name, Account: r.Account, Before: &facts, After: &facts, NextStep: r.NextStep}
			if r.OwnerID != nil {
				row.OwnerID = *r.OwnerID
			}
			i, s.Rows = len(s.Rows), append(s.Rows, row)
		}
		last := r.LastOn
		if last.IsZero() {
			last = tx.Calendar().Today(r.CreatedAt)
		}
		s.Rows[i].Open = &Open{LastOn: r.LastOn, Quiet: int(max(0, to.Today-last))}
	}
	return nil
}

// weigh names the risks of each open opportunity, once next steps and pushes are known.
func (s *Sheet) weigh(tx *tenant.Tx, today period.Date) {
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Open == nil {
			continue
		}
		for risk, is := range map[Risk]bool{PastDue: !r.After.CloseOn.IsZero() && r.After.CloseOn < today,
			Pushed: r.Pushes >= manyMoves, Untouched: r.Open.Quiet >= tx.Settings().UntouchedDays,
			NoStep: strings.TrimSpace(r.NextStep) == ""} {
			if is {
				r.Open.Risks = append(r.Open.Risks, risk)
			}
		}
		slices.Sort(r.Open.Risks)
	}
}

// finished is the last word on the week of somebody's superiors, the nearest first, where they finished it: a rep reads
// there what was said about their own week.
func finished(ctx context.Context, tx *tenant.Tx, week string, to scope.Scope, who uuid.UUID) (*Record, error) {
	at, _ := to.Roster.Find(who)
	for range 12 {
		lead := uuid.Nil
		if at.ManagerID != nil {
			lead = *at.ManagerID
		}
		record, err := newest(ctx, tx, week, lead, to.Period.Key)
		if err != nil || record != nil && record.Finished {
			return record, err
		}
		if lead == uuid.Nil {
			return nil, nil
		}
		at, _ = to.Roster.Find(lead)
	}
	return nil, nil
}

// read is somebody's own part of a week that a superior finished: the figures as they were known then, and what was
// said and agreed about this person.
func (r Record) read(ctx context.Context, tx *tenant.Tx, w Week, to scope.Scope, who uuid.UUID) (Sheet, error) {
	whole, err := r.sheet()
	if err != nil {
		return whole, err
	}
	to.AsOf, to.Known = whole.Until, whole.Until
	to.Today = tx.Calendar().Today(whole.Until)
	own, err := compute(ctx, tx, w, to, who)
	if err != nil {
		return own, err
	}
	said := map[uuid.UUID][]Opinion{}
	for _, row := range whole.Of(who, "", false) {
		said[row.ID] = row.Opinions
	}
	for i := range own.Rows {
		if all, ok := said[own.Rows[i].ID]; ok {
			own.Rows[i].Opinions = all
		}
	}
	own.Notes = slices.DeleteFunc(whole.Notes, func(n Note) bool { return n.MemberID != who })
	own.Actions = slices.DeleteFunc(whole.Actions, func(a Action) bool { return a.OwnerID != who })
	return own, nil
}

// push counts how often the close date of each was moved into a later fiscal quarter (definitions §4).
func (s *Sheet) push(ctx context.Context, tx *tenant.Tx, to scope.Scope) error {
	type pushed struct {
		ID     uuid.UUID
		Pushes int64
	}
	ids := []uuid.UUID{}
	for _, r := range s.Rows {
		if r.After != nil {
			ids = append(ids, r.ID)
		}
	}
	all, err := tenant.List[pushed](ctx, tx, `SELECT o.id, `+pipeline.PushesSQL+` AS pushes
		FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.id = ANY(@ids)`,
		tenant.Args{"ids": ids, "known": to.Known, "quarters": pipeline.Quarters(tx)})
	counts := map[uuid.UUID]int64{}
	for _, p := range all {
		counts[p.ID] = p.Pushes
	}
	for i := range s.Rows {
		s.Rows[i].Pushes = counts[s.Rows[i].ID]
	}
	return err
}
