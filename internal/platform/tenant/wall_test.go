package tenant_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// table is one that belongs to tenants, with the columns that a row must fill.
type table struct {
	name string
	must []column
}

type column struct{ name, kind string }

// tables walks the catalogue, those that others refer to first, so that a table which is added is tested without a word
// here.
func tables(t *testing.T, tx *tenant.Tx) []table {
	t.Helper()
	rows, err := tx.Raw().Query(t.Context(), `WITH RECURSIVE deep(oid, depth) AS (
			SELECT c.oid, 0 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'app'
			WHERE c.relkind = 'r'
			UNION SELECT f.conrelid, d.depth + 1 FROM deep d JOIN pg_constraint f ON f.confrelid = d.oid
			AND f.contype = 'f' AND f.conrelid <> f.confrelid WHERE d.depth < 20)
		SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
		FROM (SELECT oid, max(depth) AS depth FROM deep GROUP BY oid) d JOIN pg_class c ON c.oid = d.oid
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
		AND (a.attnotnull AND NOT a.atthasdef OR c.relname || '.' || a.attname = ANY ($1))
		WHERE EXISTS (SELECT 1 FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attname = 'tenant_id')
		ORDER BY d.depth, c.relname, a.attnum`, chosen)
	if err != nil {
		t.Fatal(err)
	}
	var all []table
	var name string
	var col column
	if _, err := pgx.ForEachRow(rows, []any{&name, &col.name, &col.kind}, func() error {
		if len(all) == 0 || all[len(all)-1].name != name {
			all = append(all, table{name: name})
		}
		last := &all[len(all)-1]
		last.must = append(last.must, col)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// samples are values that the checks of the schema allow, by table and column, by column, else by type.
var samples = map[string]string{"role": "rep", "base_currency": "USD", "currency": "USD", "time_zone": "UTC",
	"status": "open", "category": "pipeline", "kind": "call", "format": "csv", "state": "done", "verdict": "in",
	"notes.object": "opportunity", "bulk_jobs.kind": "owner", "rules.kind": "gate", "task_events.kind": "created",
	"cleanup_records.state": "open", "merges.object": "account",
	"attachments.object": "opportunity", "attachment_events.kind": "added",
	"view_versions.path": "/pipeline", "sharing": "private",
	"notifications.kind": "mention", "channel": "app",
	"level": "refused", "line text": "call", "tag": "at_risk", "forecast_trials.kind": "quarter",
	"forecast_trials.level": "organisation", "starts_on": "2026-01-01", "ends_on": "2027-01-01",
	"valid_to": "2027-01-01", "billing_events.kind": "go_live", "pay_notices.kind": "letter",
	"pay_settings.kind": "payroll", "statement_states.state": "calculated", "dispute_entries.state": "submitted",
	"commission_payouts.paid": "3", "import_effects.object": "account", "import_effects.kind": "created",
	"text": "x", "date": "2026-01-01", "timestamp with time zone": "2026-01-01T00:00:00Z",
	"integer": "1", "smallint": "1", "bigint": "1", "numeric": "1",
	"boolean": "true", "jsonb": "{}", "bytea": "x"}

// chosen are columns that may be empty, where a check of the schema wants one of several.
var chosen = []string{"commission_earnings.credit_id"}

// insert adds a row of a tenant in which every key is the tenant's own, so that every reference finds its row.
func (tb table) insert(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error {
	var names, values []string
	for _, c := range tb.must {
		value, ok := samples[tb.name+"."+c.name]
		if !ok {
			value, ok = samples[c.name+" "+c.kind]
		}
		if !ok {
			value, ok = samples[c.name]
		}
		if !ok {
			value, ok = samples[c.kind]
		}
		if c.kind == "uuid" {
			value, ok = owner.String(), true
		}
		if !ok {
			return fmt.Errorf("there is no sample for %s.%s (%s)", tb.name, c.name, c.kind)
		}
		names, values = append(names, c.name), append(values, fmt.Sprintf("'%s'::%s", value, c.kind))
	}
	_, err := tx.Raw().Exec(ctx, fmt.Sprintf(`INSERT INTO app.%s (%s) VALUES (%s) ON CONFLICT DO NOTHING`,
		tb.name, strings.Join(names, ", "), strings.Join(values, ", ")))
	return err
}

func TestNoTableShowsTakesOrChangesARowOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	db, ours := testdb.Org(t)
	_, theirs := testdb.Org(t)
	us, them := tenant.AsSystem(ours.TenantID), tenant.AsSystem(theirs.TenantID)
	var all []table
	for _, actor := range []tenant.Actor{us, them} {
		update(t, db, actor, func(tx *tenant.Tx) error {
			all = tables(t, tx)
			for _, tb := range all {
				if err := tb.insert(t.Context(), tx, actor.TenantID); err != nil {
					return fmt.Errorf("%s: %w", tb.name, err)
				}
			}
			return nil
		})
	}
	if len(all) < 20 {
		t.Fatalf("only %d tables were found", len(all))
	}
	for _, tb := range all {
		update(t, db, us, func(tx *tenant.Tx) error {
			var seen, foreign int
			err := tx.Raw().QueryRow(t.Context(), fmt.Sprintf(`SELECT count(*),
				count(*) FILTER (WHERE tenant_id = '%s') FROM app.%s`, theirs.TenantID, tb.name)).Scan(&seen, &foreign)
			if seen != 1 || foreign != 0 {
				t.Errorf("%s shows %d rows, %d of them another's", tb.name, seen, foreign)
			}
			return err
		})
		for _, sql := range []string{`UPDATE app.%s SET tenant_id = tenant_id WHERE tenant_id = '%s'`,
			`DELETE FROM app.%s WHERE tenant_id = '%s'`} {
			touched, err := tried(t, db, us, fmt.Sprintf(sql, tb.name, theirs.TenantID))
			if touched != 0 || err != nil && !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s: "+sql+" touched %d: %v", tb.name, tb.name, theirs.TenantID, touched, err)
			}
		}
		stolen, err := tried(t, db, us, fmt.Sprintf(`UPDATE app.%s SET tenant_id = '%s'`, tb.name, theirs.TenantID))
		if err == nil {
			t.Errorf("%s: %d rows were given away", tb.name, stolen)
		}
		err = db.Update(t.Context(), us,
			func(tx *tenant.Tx) error { return tb.insert(t.Context(), tx, theirs.TenantID) })
		if err == nil || !strings.Contains(err.Error(), "row-level security") &&
			!strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s takes a row of another organisation: %v", tb.name, err)
		}
	}
}

func TestAKeyOfAnotherOrganisationIsNoReference(t *testing.T) {
	t.Parallel()
	db, ours := testdb.Org(t)
	_, theirs := testdb.Org(t)
	account := `INSERT INTO app.accounts (tenant_id, id, name, created_at, parent_id)
		VALUES ('%s', '%s', 'A', now(), %s)`
	if _, err := tried(t, db, tenant.AsSystem(theirs.TenantID),
		fmt.Sprintf(account, theirs.TenantID, theirs.TenantID, "NULL")); err != nil {
		t.Fatal(err)
	}
	_, err := tried(t, db, tenant.AsSystem(ours.TenantID),
		fmt.Sprintf(account, ours.TenantID, ours.TenantID, "'"+theirs.TenantID.String()+"'"))
	if err == nil || !strings.Contains(err.Error(), "foreign key") {
		t.Errorf("an account has a parent in another organisation: %v", err)
	}
}

func update(t *testing.T, db *tenant.DB, actor tenant.Actor, fn func(*tenant.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), actor, fn); err != nil {
		t.Fatal(err)
	}
}

// tried runs a statement in a transaction of its own, committed where it passes.
func tried(t *testing.T, db *tenant.DB, actor tenant.Actor, sql string) (touched int64, err error) {
	t.Helper()
	err = db.Update(t.Context(), actor, func(tx *tenant.Tx) error {
		tag, err := tx.Raw().Exec(t.Context(), sql)
		touched = tag.RowsAffected()
		return err
	})
	return touched, err
}
