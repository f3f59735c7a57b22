// Package review is the weekly pipeline review: what changed since the week began, person by person, what was said
// and agreed about it, and the record that remains once it is finished.
//
// A record holds all that its page shows, so that what changes later does not change what was reviewed. Nothing here is
// edited: an opinion, a note, a mark and a record are new rows, and the newest holds.
package review

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/snapshot"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/scope"
)

// Sheet is the content of a week's page. It is also the document of a record, so it contains names and no references to
// data that may change. Amounts are minor units of Base.
type Sheet struct {
	Week        string
	Lead        uuid.UUID // whose people it is about; zero: everybody's
	LeadName    string
	Period      string
	PeriodLabel string
	Base        money.Currency
	Since       time.Time // the end of the day before the week
	Until       time.Time // the end of the week, or the moment of the page
	Net, Gross  View
	Rows        []Row
	People      []Person
	Notes       []Note
	Actions     []Action
	Trend       []snapshot.Day
	TrendLabel  string
	Unvalued    int64 // opportunities that are in without an amount or a rate, and so in no sum
	OpenCount   int64 // open opportunities of the period; the largest of them are among Rows
}

// View is a waterfall without its opportunities; the rows list them.
type View struct {
	Begin, End movement.Sum
	Bars       []Total
}

// Total is a bar of a View.
type Total struct {
	Kind movement.Kind
	movement.Sum
}

// Row is an opportunity that changed, or that is open in the period.
type Row struct {
	ID         uuid.UUID
	Name       string
	Account    string
	OwnerID    uuid.UUID // in whose list it stands: the last owner in the scope; zero: nobody
	Before     *movement.Facts
	After      *movement.Facts // nil where it left the scope, for then it is not the reviewers' to see
	Net, Gross []movement.Part
	Revision   int64 // of the opportunity as it is now, for an edit
	NextStep   string
	Pushes     int64 // how often its close date was moved past the end of a fiscal quarter, by then
	Opinions   []Opinion
	Open       *Open // nil where it is not open in the period at the end
}

// Parts is the changes in one view.
func (r Row) Parts(gross bool) []movement.Part {
	if gross {
		return r.Gross
	}
	return r.Net
}

// Has reports whether a row has a part of a kind in a view.
func (r Row) Has(k movement.Kind, gross bool) bool {
	return slices.ContainsFunc(r.Parts(gross), func(p movement.Part) bool { return p.Kind == k })
}

// Person is a member whose week is reviewed.
type Person struct {
	ID   uuid.UUID
	Name string
	Team string
}

// Bar is the total of a kind.
func (v View) Bar(k movement.Kind) Total {
	for _, b := range v.Bars {
		if b.Kind == k {
			return b
		}
	}
	return Total{Kind: k}
}

// usual are the kinds that every page of a review names.
var usual = []movement.Kind{movement.New, movement.PulledIn, movement.Increased, movement.Decreased, movement.PushedOut,
	movement.Lost, movement.Won}

// Moves lists the bars between start and end: the usual kinds, and every other that is not zero.
func (v View) Moves() []Total {
	var all []Total
	for _, k := range movement.Kinds {
		if b := v.Bar(k); slices.Contains(usual, k) || b.Count > 0 || b.Amount != 0 {
			all = append(all, b)
		}
	}
	return all
}

// View is the net waterfall, or with gross the gross one.
func (s Sheet) View(gross bool) View {
	if gross {
		return s.Gross
	}
	return s.Net
}

// Of lists the rows of a member that have a part of a kind in the view; zero values select all rows with a part in it.
func (s Sheet) Of(person uuid.UUID, k movement.Kind, gross bool) []Row {
	var rows []Row
	for _, r := range s.Rows {
		if (person == uuid.Nil || r.OwnerID == person) && len(r.Parts(gross)) > 0 && (k == "" || r.Has(k, gross)) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Sums are the parts of rows by kind.
func Sums(rows []Row, gross bool) map[movement.Kind]movement.Sum {
	sums := map[movement.Kind]movement.Sum{}
	for _, r := range rows {
		for _, p := range r.Parts(gross) {
			sum := sums[p.Kind]
			sums[p.Kind] = movement.Sum{Count: sum.Count + 1, Amount: sum.Amount + p.Amount}
		}
	}
	return sums
}

// Review is a week as its page shows it: current, or as stored when it was finished.
type Review struct {
	Week   Week
	Scope  scope.Scope
	Sheet  Sheet
	Record *Record // the last word on the week, where somebody finished it or opened it again
	Whole  bool    // of a lead's people, all of them: it can be finished
	Runs   bool    // the actor can say in or out, note, agree and finish
	Edits  bool    // the actor can change opportunities
}

// Moment is the scope as of the moment of the figures: for a finished review that of finishing.
func (r Review) Moment(tx *tenant.Tx) scope.Scope {
	s := r.Scope
	if r.Frozen() {
		s.AsOf, s.Known, s.Today = r.Sheet.Until, r.Sheet.Until, tx.Calendar().Today(r.Sheet.Until)
	}
	return s
}

// Frozen reports whether the page shows a stored review.
func (r Review) Frozen() bool { return r.Record != nil && r.Record.Finished && r.Whole }

// Lead is whose people a request is about: the owner that it names, or else a manager's or rep's own; zero is
// everybody's.
func lead(tx *tenant.Tx, r scope.Request) (scope.Request, uuid.UUID) {
	me := tx.Actor().MemberID
	if _, all := tx.Visible(); !all && r.Owner == "" || r.Owner == "me" {
		r.Owner = me.String()
	}
	id, _ := uuid.Parse(r.Owner) // what is no key is refused when the scope is resolved
	return r, id
}

// Load loads a week for the acting member. NotFound if the week has not begun.
func Load(ctx context.Context, tx *tenant.Tx, w Week, r scope.Request) (Review, error) {
	r, who := lead(tx, r)
	role := tx.Actor().Role
	v := Review{Week: w, Whole: r.Team == "" && r.AsOf == "", Runs: role.May(tenant.RunReviews),
		Edits: role.May(tenant.RunReviews) && role.May(tenant.EditRecords)}
	to, err := until(ctx, tx, w, r)
	if err != nil {
		return v, err
	}
	v.Scope = to
	v.Scope.Request.AsOf = r.AsOf // as it was asked: the end of the week is no choice of the person
	if v.Whole {
		if v.Record, err = newest(ctx, tx, w.Key, who, to.Period.Key); err != nil {
			return v, err
		}
	}
	if v.Frozen() {
		v.Sheet, err = v.Record.sheet()
		return v, err
	}
	if v.Whole && !v.Runs && v.Record == nil && who == tx.Actor().MemberID {
		if v.Record, err = finished(ctx, tx, w.Key, to, who); err != nil {
			return v, err
		}
	}
	if v.Frozen() {
		v.Sheet, err = v.Record.read(ctx, tx, w, to, who)
		return v, err
	}
	v.Sheet, err = compute(ctx, tx, w, to, who)
	return v, err
}

// until resolves the scope of the week's end, or of now while the week goes on.
func until(ctx context.Context, tx *tenant.Tx, w Week, r scope.Request) (scope.Scope, error) {
	if w.Start > tx.Today() {
		return scope.Scope{}, fault.New(fault.NotFound, "This week has not started yet.")
	}
	if r.AsOf != "" {
		day, err := period.ParseDate(r.AsOf)
		if err == nil && (day < w.Start || day > w.End()) {
			return scope.Scope{}, fault.On("as_of", "As of is a day of the week, "+w.Label()+".")
		}
	} else if w.End() < tx.Today() {
		r.AsOf = w.End().String()
	}
	return scope.Resolve(ctx, tx, r)
}

// compute works the sheet out from what is known.
func compute(ctx context.Context, tx *tenant.Tx, w Week, to scope.Scope, who uuid.UUID) (Sheet, error) {
	s := Sheet{Week: w.Key, Lead: who, Period: to.Period.Key, PeriodLabel: to.Period.Label, Base: tx.Base(),
		Until: to.Known}
	if who != uuid.Nil {
		s.LeadName = to.Roster.Name(&who)
	}
	from, err := movement.Since(ctx, tx, to, w.Start-1)
	if err != nil {
		return s, err
	}
	m, err := movement.Between(ctx, tx, from, to, "")
	if err != nil {
		return s, err
	}
	s.Since, s.Unvalued, s.Net, s.Gross = from.Known, m.Unvalued, bare(m.Net), bare(m.Gross)
	s.Rows = rows(m)
	if err := s.openRows(ctx, tx, to); err != nil {
		return s, err
	}
	s.People = people(to, s.Rows)
	sortRows(s.Rows, s.People)
	for _, fill := range []func() error{
		func() error { return nameAccounts(ctx, tx, m, s.Rows) },
		func() error { return s.now(ctx, tx) },
		func() error { return s.loadOpinions(ctx, tx, to) },
		func() error { return s.push(ctx, tx, to) },
		func() error { s.weigh(tx, to.Today); return nil },
		func() (err error) { s.Notes, err = notes(ctx, tx, w, to); return err },
		func() (err error) { s.Actions, err = actions(ctx, tx, w, to); return err },
		func() (err error) {
			s.TrendLabel = snapshot.Quarters(tx.Calendar(), to.Period).Label
			s.Trend, err = snapshot.Trend(ctx, tx, to)
			return err
		},
	} {
		if err := fill(); err != nil {
			return s, err
		}
	}
	return s, nil
}

func bare(v movement.View) View {
	b := View{Begin: v.Begin, End: v.End}
	for _, bar := range v.Bars {
		b.Bars = append(b.Bars, Total{bar.Kind, bar.Sum})
	}
	return b
}

// rows puts each changed opportunity into the list of its last owner within the scope.
func rows(m movement.Movement) []Row {
	list := make([]Row, 0, len(m.Changes))
	for _, c := range m.Changes {
		r := Row{ID: c.ID, Name: c.After.Name, Before: c.Before, After: &c.After, Net: c.Net, Gross: c.Gross}
		owner := c.After.OwnerID
		if m.To.Owners != nil && (owner == nil || !m.To.Covers(*owner)) {
			r.After, r.Name, owner = nil, c.Within.Name, c.Within.OwnerID
			if c.Before != nil && (c.Before.OwnerID == nil || !m.From.Covers(*c.Before.OwnerID)) {
				r.Before = nil
			}
		}
		if owner != nil {
			r.OwnerID = *owner
		}
		list = append(list, r)
	}
	return list
}

// people are those who sell in the scope on the day, and whoever else has a row.
func people(s scope.Scope, rows []Row) []Person {
	has := map[uuid.UUID]bool{}
	for _, r := range rows {
		has[r.OwnerID] = true
	}
	var list []Person
	for _, m := range s.Roster.Members {
		if has[m.ID] || m.Active && m.Role == tenant.Rep && s.Covers(m.ID) {
			list = append(list, Person{m.ID, m.Name, m.Team})
			delete(has, m.ID)
		}
	}
	if has[uuid.Nil] {
		list = append(list, Person{Name: "Nobody"})
	}
	return list
}

// sortRows orders them as the people stand, and of each by what moved most.
func sortRows(rows []Row, people []Person) {
	place := map[uuid.UUID]int{}
	for i, p := range people {
		place[p.ID] = i
	}
	size := func(r Row) (sum int64) {
		for _, p := range r.Gross {
			sum += max(p.Amount, -p.Amount)
		}
		return sum
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place[a.OwnerID], place[b.OwnerID]), cmp.Compare(size(b), size(a)),
			strings.Compare(a.Name, b.Name), strings.Compare(a.ID.String(), b.ID.String()))
	})
}

func nameAccounts(ctx context.Context, tx *tenant.Tx, m movement.Movement, rows []Row) error {
	of, ids := map[uuid.UUID]uuid.UUID{}, []uuid.UUID{}
	for _, c := range m.Changes {
		if c.After.AccountID != nil {
			of[c.ID] = *c.After.AccountID
			ids = append(ids, *c.After.AccountID)
		}
	}
	names, err := account.Names(ctx, tx, ids)
	for i := range rows {
		if name := names[of[rows[i].ID]]; name != "" {
			rows[i].Account = name
		}
	}
	return err
}

// now adds what an edit of an opportunity starts from.
func (s *Sheet) now(ctx context.Context, tx *tenant.Tx) error {
	type current struct {
		ID       uuid.UUID
		Revision int64
		NextStep string
	}
	ids := make([]uuid.UUID, len(s.Rows))
	for i, r := range s.Rows {
		ids[i] = r.ID
	}
	members, all := tx.Visible()
	found, err := tenant.List[current](ctx, tx, `SELECT o.id, o.revision, o.next_step FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.id = ANY(@ids) AND o.deleted_at IS NULL
		AND (@all OR o.owner_id = ANY(@members::uuid[]))`, tenant.Args{"ids": ids, "all": all, "members": members})
	of := map[uuid.UUID]current{}
	for _, c := range found {
		of[c.ID] = c
	}
	for i := range s.Rows {
		if c, ok := of[s.Rows[i].ID]; ok && s.Rows[i].After != nil {
			s.Rows[i].Revision, s.Rows[i].NextStep = c.Revision, c.NextStep
		}
	}
	return err
}

func (s *Sheet) loadOpinions(ctx context.Context, tx *tenant.Tx, to scope.Scope) error {
	all, err := Opinions(ctx, tx, to.Period.Key, known(tx, to))
	for i := range s.Rows {
		if s.Rows[i].After != nil {
			s.Rows[i].Opinions = all[s.Rows[i].ID]
		}
	}
	return err
}
