package forecast

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// Submission is a member's own call for one line of a period, closed deals included. It is never edited: the newest of
// a line counts (definitions §2).
type Submission struct {
	ID          uuid.UUID
	MemberID    uuid.UUID
	Line        Line
	Amount      int64 // minor units of Currency
	Currency    money.Currency
	Note        string
	SubmittedAt time.Time
	SubmittedBy *uuid.UUID // nil: it came by an import
}

// longestNote is what fits into a note.
const longestNote = 2000

func checkNote(note string) (string, error) {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > longestNote {
		return note, fault.On("note", fmt.Sprintf("A note has at most %d characters.", longestNote))
	}
	return note, nil
}

// Submit saves the acting member's call for a period: an amount for each given line, in minor units of the base
// currency, with one time and note. A closed period is a Conflict.
func Submit(ctx context.Context, tx *tenant.Tx, p period.Period, amounts map[Line]int64, note string) error {
	if err := tx.Require(tenant.SubmitForecast); err != nil {
		return err
	}
	note, err := checkNote(note)
	if err != nil {
		return err
	}
	if len(amounts) == 0 {
		return fault.On("call", "Type your call before you submit it.")
	}
	if err := open(ctx, tx, p); err != nil {
		return err
	}
	me := tx.Actor().MemberID
	var rows []ImportedSubmission
	for _, line := range Lines {
		if amount, ok := amounts[line]; ok {
			rows = append(rows, ImportedSubmission{MemberID: me, Line: line, StartsOn: p.Start, EndsOn: p.End,
				Amount: amount, Note: note, SubmittedAt: tx.Now()})
		}
	}
	if len(rows) != len(amounts) {
		return fault.New(fault.Invalid, "There is no such line of a forecast.")
	}
	return insertSubmissions(ctx, tx, rows)
}

// ImportedSubmission is a call that was made elsewhere or in the past, in minor units of the base currency.
type ImportedSubmission struct {
	ID          uuid.UUID // filled in
	MemberID    uuid.UUID
	StartsOn    period.Date
	EndsOn      period.Date
	Line        Line
	Amount      int64
	Note        string
	SubmittedAt time.Time // since when it counts as known
}

// ImportSubmissions stores calls with their past times, from a CRM or the demo. Only the system may: people's calls get
// the current time.
func ImportSubmissions(ctx context.Context, tx *tenant.Tx, rows []ImportedSubmission) error {
	if tx.Actor().Role != tenant.System {
		return fault.New(fault.Forbidden, "Only an import can add past calls.")
	}
	return insertSubmissions(ctx, tx, rows)
}

func insertSubmissions(ctx context.Context, tx *tenant.Tx, rows []ImportedSubmission) error {
	for i := range rows {
		rows[i].ID = uuid.Must(uuid.NewV7())
	}
	args := tenant.Columns(rows)
	args["currency"], args["now"], args["by"] = tx.Base(), tx.Now(), tx.By()
	_, err := tx.Exec(ctx, `INSERT INTO app.forecast_submissions (tenant_id, id, member_id, starts_on, ends_on, line,
			amount, currency, note, submitted_at, recorded_at, submitted_by)
		SELECT t.tenant_id, x.id, x.member_id, x.starts_on, x.ends_on, x.line, x.amount, @currency, x.note,
		x.submitted_at, @now, @by
		FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @member_id::uuid[], @starts_on::date[],
			@ends_on::date[], @line::text[], @amount::bigint[], @note::text[], @submitted_at::timestamptz[]) x(id,
			member_id, starts_on, ends_on, line, amount, note, submitted_at)
		WHERE t.tenant_id = @tenant`, args)
	if err != nil {
		return fmt.Errorf("forecast: submit: %w", err)
	}
	return nil
}

// submissions are the newest of each member and line for a period, as known at a moment: one look into the index each,
// so that a period's history costs nothing. Postgres shows a call to the member, to those above and to the roles that
// see all.
func submissions(ctx context.Context, tx *tenant.Tx, p period.Period, known time.Time,
	of []uuid.UUID) (map[uuid.UUID]map[Line]Submission, error) {
	rows, err := tenant.List[Submission](ctx, tx, `SELECT s.* FROM app.members m
		CROSS JOIN unnest(@lines::text[]) l(name)
		CROSS JOIN LATERAL (SELECT `+submissionColumns+` FROM app.forecast_submissions
			WHERE tenant_id = @tenant AND starts_on = @from AND ends_on = @to AND member_id = m.id AND line = l.name
			AND submitted_at <= @known
			ORDER BY submitted_at DESC, id DESC LIMIT 1) s
		WHERE m.tenant_id = @tenant AND (@of::uuid[] IS NULL OR m.id = ANY(@of))`,
		tenant.Args{"from": p.Start, "to": p.End, "known": known, "lines": Lines, "of": of})
	if err != nil {
		return nil, fmt.Errorf("forecast: submissions: %w", err)
	}
	newest := map[uuid.UUID]map[Line]Submission{}
	for _, s := range rows {
		if newest[s.MemberID] == nil {
			newest[s.MemberID] = map[Line]Submission{}
		}
		newest[s.MemberID][s.Line] = s
	}
	return newest, nil
}

const submissionColumns = `id, member_id, line, amount, currency, note, submitted_at, submitted_by`

// Submissions lists a member's calls for a period, newest first, as known at a moment (the zero time: now).
func Submissions(ctx context.Context, tx *tenant.Tx, id uuid.UUID, p period.Period,
	asOf time.Time) ([]Submission, error) {
	rows, err := tenant.List[Submission](ctx, tx, `SELECT `+submissionColumns+` FROM app.forecast_submissions
		WHERE tenant_id = @tenant AND starts_on = @from AND ends_on = @to AND member_id = @member
		AND submitted_at <= @known
		ORDER BY submitted_at DESC, id DESC`,
		tenant.Args{"from": p.Start, "to": p.End, "member": id, "known": knownAt(asOf, tx.Now())})
	if err != nil {
		return nil, fmt.Errorf("forecast: submissions: %w", err)
	}
	return rows, nil
}

func knownAt(asOf, now time.Time) time.Time {
	if asOf.IsZero() {
		return now
	}
	return asOf
}
