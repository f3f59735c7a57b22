package tenant

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// Settings is what an organisation has set for itself.
type Settings struct {
	BaseCurrency   money.Currency
	TimeZone       string
	FiscalStart    time.Month
	OverdueDecayBP int // share of its probability, in hundredths of a percent, that an overdue open opportunity keeps
	UntouchedDays  int // days without an activity after which an open opportunity counts as untouched
	Numbers        money.Format
	KeptInCRM      bool // opportunities that came from a CRM are changed there; only what is our own is changed here
}

// Tx is a transaction that sees one organisation as one member.
type Tx struct {
	raw      pgx.Tx
	actor    Actor
	settings Settings
	calendar period.Calendar
	visible  []uuid.UUID // whose records the actor sees; nil for all
	now      time.Time
}

// Args are a statement's named arguments; Tx adds @tenant.
type Args map[string]any

// reaches lists whom a member sees today: those below and, of those who have left, whom they led to the last day, so
// that what these won stays with the team.
const reaches = `SELECT DISTINCT m.member_id FROM app.management m
	JOIN (SELECT ($3::timestamptz AT TIME ZONE t.time_zone)::date AS day FROM app.tenants t
		WHERE t.tenant_id = $1) today ON true
	WHERE m.tenant_id = $1 AND m.manager_id = $2 AND (m.depth = 0 OR $4) AND m.valid_from <= today.day
	  AND (m.valid_to > today.day OR m.valid_to = (SELECT max(own.valid_to) FROM app.management own
	      WHERE own.tenant_id = $1 AND own.member_id = m.member_id AND own.depth = 0))`

// enter says to Postgres for whom the transaction acts, and reads what every statement needs, in one round trip.
// A view is planned for the arguments at hand: a plan for any would scan a tenant to find one month.
func enter(ctx context.Context, raw pgx.Tx, actor Actor, now time.Time, a access) (*Tx, error) {
	tx := &Tx{raw: raw, actor: actor, now: now}
	batch := &pgx.Batch{}
	batch.Queue(`SET LOCAL jit = off`) // compiling a statement takes longer than any of ours runs
	if a.view {
		batch.Queue(`SET LOCAL plan_cache_mode = 'force_custom_plan'`)
	}
	if a.statement > 0 { // no page is worth everybody's connections
		batch.Queue(`SET LOCAL statement_timeout = ` + milliseconds(a.statement))
	}
	if a.lock > 0 {
		batch.Queue(`SET LOCAL lock_timeout = ` + milliseconds(a.lock))
	}
	batch.Queue(`SELECT app.set_ctx($1, $2, $3)`, actor.TenantID, actor.MemberID, string(actor.Role))
	batch.Queue(`SELECT base_currency, time_zone, fiscal_start, overdue_decay_bp, untouched_days, number_format,
			kept_in_crm
		FROM app.tenants WHERE tenant_id = $1`, actor.TenantID).
		QueryRow(func(row pgx.Row) error {
			s := &tx.settings
			err := row.Scan(&s.BaseCurrency, &s.TimeZone, &s.FiscalStart, &s.OverdueDecayBP, &s.UntouchedDays,
				&s.Numbers, &s.KeptInCRM)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil // an organisation that is being created
			}
			return err
		})
	if actor.Role.Reach() != All {
		batch.Queue(reaches, actor.TenantID, actor.MemberID, now, actor.Role.Reach() == Tree).
			Query(func(rows pgx.Rows) (err error) {
				tx.visible, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
				tx.visible = append(tx.visible, actor.MemberID)
				return err
			})
	}
	if err := raw.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("tenant: enter: %w", err)
	}
	zone, err := time.LoadLocation(tx.settings.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("tenant: time zone: %w", err)
	}
	tx.calendar = period.Calendar{Start: tx.settings.FiscalStart, Zone: zone}
	return tx, nil
}

// Actor is for whom the transaction acts.
func (tx *Tx) Actor() Actor { return tx.actor }

// By is who writes a row, as rows keep it: the acting member, nobody where the system itself acts.
func (tx *Tx) By() *uuid.UUID {
	if id := tx.actor.MemberID; id != uuid.Nil {
		return &id
	}
	return nil
}

// Is tells that a member is the one who acts. The system is nobody.
func (tx *Tx) Is(member uuid.UUID) bool { return member != uuid.Nil && member == tx.actor.MemberID }

// Settings are those of the organisation.
func (tx *Tx) Settings() Settings { return tx.settings }

// Base is the currency in which the organisation adds up.
func (tx *Tx) Base() money.Currency { return tx.settings.BaseCurrency }

// Calendar is the organisation's fiscal calendar and zone.
func (tx *Tx) Calendar() period.Calendar { return tx.calendar }

// Now is the moment of the transaction, one for all its statements.
func (tx *Tx) Now() time.Time { return tx.now }

// Today is the day of the transaction in the organisation's zone.
func (tx *Tx) Today() period.Date { return tx.calendar.Today(tx.now) }

// Visible lists the members whose records the actor sees; all is true where that is everyone's, and those of nobody.
func (tx *Tx) Visible() (members []uuid.UUID, all bool) { return tx.visible, tx.visible == nil }

// Require answers Forbidden unless the actor's role has the right.
func (tx *Tx) Require(right Right) error {
	if tx.actor.Role.May(right) {
		return nil
	}
	return fault.New(fault.Forbidden, fmt.Sprintf("Your role is not allowed to %s.", right))
}

func (tx *Tx) named(args Args) pgx.StrictNamedArgs {
	named := pgx.StrictNamedArgs{"tenant": tx.actor.TenantID}
	maps.Copy(named, args)
	return named
}

// Exec runs a statement whose arguments are named; it reports the rows that it touched.
func (tx *Tx) Exec(ctx context.Context, sql string, args Args) (int64, error) {
	tag, err := tx.raw.Exec(ctx, sql, tx.named(args))
	return tag.RowsAffected(), translate(err)
}

// Query runs a statement that answers with rows; List and One are shorter for most.
func (tx *Tx) Query(ctx context.Context, sql string, args Args) (pgx.Rows, error) {
	return tx.raw.Query(ctx, sql, tx.named(args))
}

// Raw is the transaction beneath, for the job queue, which inserts its jobs in the transaction that causes them.
func (tx *Tx) Raw() pgx.Tx { return tx.raw }

// List collects the rows of a statement into structs by column name; a column or field without its fellow is an error.
func List[T any](ctx context.Context, tx *Tx, sql string, args Args) ([]T, error) {
	rows, err := tx.Query(ctx, sql, args)
	if err != nil {
		return nil, err
	}
	got, err := pgx.CollectRows(rows, pgx.RowToStructByName[T])
	return got, translate(err)
}

// One collects the only row of a statement into a struct; no row is NotFound.
func One[T any](ctx context.Context, tx *Tx, sql string, args Args) (T, error) {
	var none T
	rows, err := tx.Query(ctx, sql, args)
	if err != nil {
		return none, err
	}
	got, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
	return got, translate(err)
}

// Each hands the rows of a statement to fn one by one, as they come, so that none is kept in memory.
func Each[T any](ctx context.Context, tx *Tx, sql string, args Args, fn func(T) error) error {
	rows, err := tx.Query(ctx, sql, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := pgx.RowToStructByName[T](rows)
		if err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Value reads a statement that answers with one row of one column.
func Value[T any](ctx context.Context, tx *Tx, sql string, args Args) (T, error) {
	var none T
	rows, err := tx.Query(ctx, sql, args)
	if err != nil {
		return none, err
	}
	got, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	return got, translate(err)
}

// Values reads a statement that answers with rows of one column.
func Values[T any](ctx context.Context, tx *Tx, sql string, args Args) ([]T, error) {
	rows, err := tx.Query(ctx, sql, args)
	if err != nil {
		return nil, err
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[T])
	return got, translate(err)
}

// ErrTooLarge is the answer where amounts add up to more than any figure can hold.
var ErrTooLarge = fault.New(fault.Invalid,
	"The amounts are too large to add up. Look for an amount with far too many digits and correct it in the source.")

// translate turns what Postgres says into the faults that a person can act on.
func translate(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, "This page does not exist, or you have no access to it.")
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "42501" { // row security has the last word
		return fmt.Errorf("%w: %w", fault.New(fault.Forbidden, "You are not allowed to change this."), err)
	} else if ok && pg.Code == "22003" { // a sum or a product that no figure can hold
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	} else if ok && pg.Code == "23505" {
		return &conflict{cause: err}
	}
	return err
}

// conflict keeps the cause for the log behind a sentence for the person.
type conflict struct{ cause error }

func (c *conflict) Error() string { return c.cause.Error() }

// As lets errors.As find the Conflict fault.
func (c *conflict) As(target any) bool {
	f, ok := target.(**fault.Fault)
	if ok {
		*f = &fault.Fault{Kind: fault.Conflict, Message: "This already exists."}
	}
	return ok
}

// Unwrap gives the cause.
func (c *conflict) Unwrap() error { return c.cause }
