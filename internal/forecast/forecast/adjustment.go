package forecast

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
)

// Adjustment is the amount that somebody above a member sets for the member's part of a period. It is
// absolute, never a difference, and stores the figures below at that time (definitions §2). It changes no opportunity.
type Adjustment struct {
	ID         uuid.UUID
	AuthorID   uuid.UUID
	MemberID   uuid.UUID
	Line       Line
	Amount     *int64 // minor units of Currency; nil: withdrawn
	Gross      int64  // of the opportunities beneath, at that moment
	Called     *int64 // by the member, at that moment; nil: nothing yet, or it was not kept
	Currency   money.Currency
	Note       string
	AdjustedAt time.Time
}

// after tells whether an adjustment was made later than another.
func (j Adjustment) after(o Adjustment) bool {
	if !j.AdjustedAt.Equal(o.AdjustedAt) {
		return j.AdjustedAt.After(o.AdjustedAt)
	}
	return j.ID.String() > o.ID.String()
}

// NewAdjustment is an adjustment about to be saved.
type NewAdjustment struct {
	MemberID uuid.UUID
	Line     Line
	Amount   int64     // minor units of the base currency
	Note     string    // why; required
	Seen     uuid.UUID // the newest row about the member that they saw; none: uuid.Nil
}

// Conflicting reports that somebody else has adjusted the member meanwhile, with their adjustment.
type Conflicting struct {
	Theirs Adjustment
	fault  *fault.Fault
}

func (c *Conflicting) Error() string { return c.fault.Message }

// Unwrap gives the Conflict with the sentence for the person.
func (c *Conflicting) Unwrap() error { return c.fault }

// Adjust saves the acting member's adjustment of somebody below for a period, and returns its key. NotFound if the
// member is not below the actor, Conflict if the period is closed, Conflicting if somebody else has adjusted the member
// since.
func Adjust(ctx context.Context, tx *tenant.Tx, p period.Period, in NewAdjustment) (uuid.UUID, error) {
	note, err := checkNote(in.Note)
	if err != nil {
		return uuid.Nil, err
	}
	if note == "" {
		return uuid.Nil, fault.On("note", "Say why: an adjustment needs a note.")
	}
	if !in.Line.Valid() {
		return uuid.Nil, fault.New(fault.Invalid, "There is no such line of a forecast.")
	}
	if err := mayAdjust(ctx, tx, p, in.MemberID); err != nil {
		return uuid.Nil, err
	}
	if err := unchanged(ctx, tx, p, in); err != nil {
		return uuid.Nil, err
	}
	gross, err := grossOf(ctx, tx, p, in.MemberID, in.Line)
	if err != nil {
		return uuid.Nil, err
	}
	id, err := insertAdjustment(ctx, tx,
		ImportedAdjustment{AuthorID: tx.Actor().MemberID, MemberID: in.MemberID, StartsOn: p.Start, EndsOn: p.End,
			Line: in.Line, Amount: &in.Amount, Gross: gross, Note: note, AdjustedAt: tx.Now()})
	if err != nil {
		return uuid.Nil, err
	}
	return id, audit.Record(ctx, tx, "adjusted", "forecast", in.MemberID.String(),
		map[string]string{"period": p.Key, "line": string(in.Line)})
}

// Answer is a decision on an adjustment that is outdated by a newer call.
type Answer string

// The answers: Keep makes the adjustment anew beside the newer call, Follow takes the call.
const (
	Keep   Answer = "keep"
	Follow Answer = "follow"
)

// Settle answers an outdated adjustment of a member by another one, and answers the key of the new row. Seen is the
// newest row about the member that the person saw. Where nothing is outdated any more it is a Conflict.
func Settle(ctx context.Context, tx *tenant.Tx, p period.Period, about NewAdjustment,
	answer Answer) (uuid.UUID, error) {
	s, err := scope.Resolve(ctx, tx, scope.Request{Period: p.Key, Owner: about.MemberID.String()})
	if err != nil {
		return uuid.Nil, err
	}
	sheet, err := Load(ctx, tx, s)
	if err != nil {
		return uuid.Nil, err
	}
	n := sheet.Root
	if _, ok := n.Outdated(about.Line); !ok {
		return uuid.Nil, fault.New(fault.Conflict, "This adjustment is no longer outdated. Load the sheet again.")
	}
	if author := n.Adjustments[about.Line].AuthorID; !slices.Contains(s.Roster.Below(tx.Actor().MemberID), author) {
		return uuid.Nil, fault.New(fault.Conflict, s.Roster.Name(&author)+" made this adjustment and has to settle it.")
	}
	call := n.Called[about.Line]
	said := "the call of " + tx.Calendar().Today(call.SubmittedAt).Time().Format("Jan 2")
	switch answer {
	case Keep:
		about.Amount, about.Note = *n.Adjustments[about.Line].Amount, "Kept after "+said
	case Follow:
		about.Amount, about.Note = call.Amount, "Follows "+said
	default:
		return uuid.Nil, fault.New(fault.Invalid, "Choose to keep the adjustment or to follow the call.")
	}
	return Adjust(ctx, tx, p, about)
}

// Withdraw takes back the acting member's own newest adjustment by another row, which says again what they had said
// before it. An adjustment that is not theirs, or not their newest on that line, answers NotFound or Conflict.
func Withdraw(ctx context.Context, tx *tenant.Tx, p period.Period, id uuid.UUID) error {
	j, err := tenant.One[Adjustment](ctx, tx, `SELECT `+adjustmentColumns+` FROM app.forecast_judgements
		WHERE tenant_id = @tenant AND id = @id AND author_id = @me AND starts_on = @from AND ends_on = @to`,
		tenant.Args{"id": id, "me": tx.Actor().MemberID, "from": p.Start, "to": p.End})
	if err != nil {
		return fmt.Errorf("forecast: withdraw: %w", err)
	}
	if err := mayAdjust(ctx, tx, p, j.MemberID); err != nil {
		return err
	}
	last, err := newestAdjustments(ctx, tx, p, tx.Now(), []uuid.UUID{j.MemberID})
	if err != nil {
		return err
	}
	for _, other := range last {
		if other.AuthorID == j.AuthorID && other.Line == j.Line && other.ID != j.ID {
			return fault.New(fault.Conflict, "You have adjusted this again since. Undo the newer adjustment first.")
		}
	}
	if j.Amount == nil {
		return nil
	}
	back := ImportedAdjustment{AuthorID: j.AuthorID, MemberID: j.MemberID, StartsOn: p.Start, EndsOn: p.End,
		Line: j.Line, Gross: j.Gross, AdjustedAt: tx.Now()}
	before, err := saidBefore(ctx, tx, p, j)
	switch {
	case err == nil:
		back.Amount, back.Gross, back.Note, back.Called = before.Amount, before.Gross, before.Note, before.Called
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	if _, err = insertAdjustment(ctx, tx, back); err != nil {
		return err
	}
	return audit.Record(ctx, tx, "withdrew an adjustment", "forecast", j.MemberID.String(),
		map[string]string{"period": p.Key, "line": string(j.Line)})
}

// mayAdjust answers NotFound unless the member is below the acting one today, and holds the member's row, so that two
// who adjust one member wait for each other.
func mayAdjust(ctx context.Context, tx *tenant.Tx, p period.Period, id uuid.UUID) error {
	if err := tx.Require(tenant.AdjustForecast); err != nil {
		return err
	}
	below, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.management m
			WHERE m.tenant_id = @tenant AND m.manager_id = @me AND m.member_id = @id
		AND m.depth > 0 AND m.valid_from <= @today AND m.valid_to > @today)`,
		tenant.Args{"me": tx.Actor().MemberID, "id": id, "today": tx.Today()})
	if err != nil {
		return fmt.Errorf("forecast: adjust: %w", err)
	}
	if !below {
		return fault.New(fault.NotFound,
			"There is no such member below you. You adjust the calls of people below you, and not your own.")
	}
	if _, err := tx.Exec(ctx, `SELECT 1 FROM app.members WHERE tenant_id = @tenant AND id = @id FOR UPDATE`,
		tenant.Args{"id": id}); err != nil {
		return fmt.Errorf("forecast: adjust: %w", err)
	}
	return open(ctx, tx, p)
}

// unchanged answers Conflicting where the newest row about the member is another than the one that was seen.
func unchanged(ctx context.Context, tx *tenant.Tx, p period.Period, in NewAdjustment) error {
	rows, err := newestAdjustments(ctx, tx, p, farFuture, []uuid.UUID{in.MemberID})
	if err != nil {
		return err
	}
	var last *Adjustment
	for i, j := range rows {
		if j.Line == in.Line && (last == nil || j.after(*last)) {
			last = &rows[i]
		}
	}
	if last == nil && in.Seen == uuid.Nil || last != nil && last.ID == in.Seen {
		return nil
	}
	if last == nil {
		return fault.New(fault.Conflict, "This adjustment is about another period. Load the sheet again.")
	}
	return &Conflicting{*last, &fault.Fault{Kind: fault.Conflict,
		Message: "Somebody adjusted this after you opened it. Compare both values before you save."}}
}

// farFuture stands for no bound on a moment.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// grossOf is what the opportunities of a member and everybody below come to at the moment of the transaction.
func grossOf(ctx context.Context, tx *tenant.Tx, p period.Period, id uuid.UUID, l Line) (int64, error) {
	s, err := scope.Resolve(ctx, tx, scope.Request{Period: p.Key, Owner: id.String()})
	if err != nil {
		return 0, err
	}
	own, err := cells(ctx, tx, s)
	if err != nil {
		return 0, err
	}
	var sums Sums
	for _, c := range own {
		sums = c.into(sums)
	}
	return sums.Gross(l), nil
}
