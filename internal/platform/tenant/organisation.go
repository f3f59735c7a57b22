package tenant

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
)

// Organisation is a company as the directory of organisations has it; Slug stands in its addresses, /o/{slug}.
type Organisation struct {
	TenantID uuid.UUID
	Slug     string
	Name     string
}

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// Create founds an organisation. Its first months, days and amounts follow the settings from the start.
func Create(ctx context.Context, db *DB, slug, name string, s Settings) (Organisation, error) {
	if err := check(slug, name, s); err != nil {
		return Organisation{}, err
	}
	org := Organisation{TenantID: uuid.Must(uuid.NewV7()), Slug: slug, Name: name}
	err := pgx.BeginFunc(ctx, db.pool, func(raw pgx.Tx) error { return db.found(ctx, raw, org, s) })
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "23505" {
		return org, fault.New(fault.Conflict, fmt.Sprintf("There is already an organisation %q.", slug))
	}
	return org, err
}

func (db *DB) found(ctx context.Context, raw pgx.Tx, org Organisation, s Settings) error {
	now := db.now()
	if _, err := raw.Exec(ctx, `SELECT app.set_ctx($1, NULL, 'system')`, org.TenantID); err != nil {
		return err
	}
	if _, err := raw.Exec(ctx, `INSERT INTO auth.organisations (tenant_id, slug, name, created_at)
		VALUES ($1, $2, $3, $4)`,
		org.TenantID, org.Slug, org.Name, now); err != nil {
		return err
	}
	_, err := raw.Exec(ctx, `INSERT INTO app.tenants (tenant_id, base_currency, time_zone, fiscal_start,
			number_format, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		org.TenantID, s.BaseCurrency, s.TimeZone, s.FiscalStart, cmp.Or(s.Numbers, money.Point), now)
	return err
}

func check(slug, name string, s Settings) error {
	if !slugForm.MatchString(slug) {
		return fault.On("slug",
			"The short name can have lowercase letters, digits and hyphens, and must start with a letter or digit.")
	}
	if name == "" {
		return fault.On("name", "An organisation needs a name.")
	}
	if _, err := money.ParseCurrency(string(s.BaseCurrency)); err != nil {
		return fault.On("currency", "A currency must be a three-letter code such as USD.")
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		return fault.On("time-zone", fmt.Sprintf("%q is not a time zone such as Europe/Berlin.", s.TimeZone))
	}
	if s.Numbers != "" && !s.Numbers.Valid() {
		return fault.On("numbers",
			fmt.Sprintf("%q is not a number format. Choose 1,234.56, 1.234,56, 1 234,56 or 1’234.56.",
				s.Numbers))
	}
	if s.FiscalStart < time.January || s.FiscalStart > time.December {
		return fault.On("fiscal-start", "The fiscal year must start in a month from 01 to 12.")
	}
	return nil
}

// SetNumbers says how the organisation writes figures: on its pages and letters, and in what its people type.
func SetNumbers(ctx context.Context, tx *Tx, f money.Format) error {
	if err := tx.Require(ManageSettings); err != nil {
		return err
	}
	if !f.Valid() {
		return fault.On("numbers", "Choose a number format.")
	}
	if _, err := tx.Exec(ctx, `UPDATE app.tenants SET number_format = @format WHERE tenant_id = @tenant`,
		Args{"format": f}); err != nil {
		return fmt.Errorf("tenant: numbers: %w", err)
	}
	return nil
}

// Organisations lists the organisations of the house, in the order of their founding: for the jobs that look after
// each.
func Organisations(ctx context.Context, db *DB) ([]Organisation, error) {
	rows, err := db.pool.Query(ctx, `SELECT tenant_id, slug, name FROM auth.organisations
		ORDER BY created_at, tenant_id`)
	if err != nil {
		return nil, fmt.Errorf("tenant: organisations: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Organisation])
}

// BySlug finds an organisation by the name in its address, or NotFound.
func BySlug(ctx context.Context, db *DB, slug string) (Organisation, error) {
	org := Organisation{Slug: slug}
	err := db.pool.QueryRow(ctx, `SELECT tenant_id, name FROM auth.organisations WHERE slug = $1`,
		slug).Scan(&org.TenantID, &org.Name)
	if errors.Is(err, pgx.ErrNoRows) {
		return org, fault.New(fault.NotFound, fmt.Sprintf("There is no organisation %q.", slug))
	}
	return org, err
}

// KeepInCRM says where opportunities that came from a CRM are changed: there, or here.
func KeepInCRM(ctx context.Context, tx *Tx, there bool) error {
	if err := tx.Require(ManageSettings); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE app.tenants SET kept_in_crm = @there WHERE tenant_id = @tenant`,
		Args{"there": there}); err != nil {
		return fmt.Errorf("tenant: keep in CRM: %w", err)
	}
	return nil
}
