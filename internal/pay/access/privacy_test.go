package access_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/pay/access"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

// payTables are the tables that Postgres shuts by member as pay.
func payTables(t *testing.T, o office.Office) []string {
	t.Helper()
	var names []string
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		names, err = tenant.Values[string](ctx, tx, `SELECT p.tablename::text FROM pg_policies p
			WHERE p.schemaname = 'app' AND p.policyname = 'pay_reads' AND @tenant::uuid IS NOT NULL ORDER BY 1`, nil)
		return err
	})
	return names
}

func TestPostgresShowsPayToThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	tables := payTables(t, o)
	if len(tables) < 11 {
		t.Fatalf("only %d tables are shut as pay: %v", len(tables), tables)
	}
	seen := func(who uuid.UUID, table string) []string {
		var ids []uuid.UUID
		o.See(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
			ids, err = tenant.Values[uuid.UUID](ctx, tx, `SELECT DISTINCT x.member_id
				FROM app.`+table+` x WHERE x.tenant_id = @tenant`, nil)
			return err
		})
		var names []string
		for _, id := range ids {
			names = append(names, map[uuid.UUID]string{o.Ann: "Ann", o.Ben: "Ben"}[id])
		}
		slices.Sort(names)
		return names
	}
	both := []string{"Ann", "Ben"}
	everybody := map[string]struct {
		who  uuid.UUID
		sees []string
	}{"Ann": {o.Ann, both[:1]}, "Ben": {o.Ben, both[1:]}, "Cat, a rep of another team": {o.Cat, nil},
		"Nora, their manager": {o.Nora, both}, "Sol, another manager": {o.Sol, nil}, "Eve, the executive": {o.Eve, nil},
		"Ada, the administrator": {o.Ada, nil}, "Fay in finance": {o.Fay, both}, "Olga in operations": {o.Olga, both}}
	for _, table := range tables {
		for name, c := range everybody {
			if got := seen(c.who, table); !slices.Equal(got, c.sees) {
				t.Errorf("%s sees %v in %s", name, got, table)
			}
		}
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		return access.Grant(ctx, tx, o.Eve, "She signs them.")
	})
	if got := seen(o.Eve, "commission_payouts"); !slices.Equal(got, both) {
		t.Errorf("with a grant the executive sees %v", got)
	}
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error { return access.Withdraw(ctx, tx, o.Eve) })
	if got := seen(o.Eve, "commission_payouts"); got != nil {
		t.Errorf("without her grant the executive sees %v", got)
	}
}

// notShut are the tables that everybody in an organisation reads, as far as Postgres is asked. Those of pay say why.
var notShut = map[string]string{
	"compensation_plans": "a plan's name; what it pays is in its versions", "plan_publications": "that a version holds",
	"credit_splits":  "who is credited is no pay, and what-if needs those of one's own",
	"billing_events": "what customers were invoiced and paid", "commission_runs": "that a period is paid",
	"run_waivers":     "that a period has no statements",
	"pay_grants":      "that somebody may read pay is known to all, so that nobody reads it unseen",
	"confirmed_lines": "through which line somebody reads pay is known to all", "line_ends": "that they no longer do",
	"commands":           "acts on opportunities; no act on pay is one",
	"notes":              "people write them about records; whoever sees the record reads them",
	"notifications":      "they name what they are about; what waits has words that tell nothing of pay",
	"notification_rules": "how people are told", "notification_times": "as notification_rules",
	"note_mentions": "as notes", "attachments": "as notes", "attachment_parts": "as notes",
	"attachment_events": "as notes",
	"tasks":             "what people have to do; no figure of pay is in one", "task_events": "as tasks",
	"reminders": "as tasks", "cleanups": "as tasks", "cleanup_tasks": "as tasks",
	"cleanup_records": "as tasks",
	"views":           "", "view_versions": "filters of lists", "view_pins": "", "list_columns": "",
	"rules":      "what is asked of opportunities",
	"pick_lists": "the words for opportunities", "custom_fields": "how fields are called",
	"business_hours": "when everybody works",
	"bulk_jobs":      "changes of opportunities", "bulk_results": "what became of each",
	"qualification_definitions": "", "qualification_answers": "what is known of opportunities",
	"merges": "", "distinct_records": "", "quality_reports": "",
	"accounts": "", "activities": "", "assignments": "", "audit_log": "", "category_reasons": "", "contact_roles": "",
	"contacts": "", "forecast_cutoffs": "", "forecast_locks": "", "forecast_reminders": "",
	"custom_columns": "", "forecast_settings": "", "forecast_tags": "", "forecast_trials": "", "fx_rates": "",
	"history_starts": "", "import_effects": "records before and after",
	"import_files": "", "import_undos": "", "import_objects": "", "import_rows": "", "imports": "",
	"invitations": "", "line_items": "", "management": "", "members": "", "opportunities": "",
	"opportunity_changes": "", "opportunity_judgements": "", "opportunity_versions": "", "outlooks": "",
	"pipeline_snapshots": "", "products": "", "review_action_marks": "", "review_actions": "", "review_notes": "",
	"review_records": "", "scenarios": "", "snapshot_days": "", "stages": "", "tenants": "", "trainings": "",
}

// shutOtherwise are the tables that policies of their own shut, and the test that asks them.
var shutOtherwise = map[string]string{
	"plan_versions": "TestAPlanIsReadByThoseOnItAndNobodyElse", "quotas": "TestWhoSeesWhoseQuotas",
	"forecast_judgements":  "TestOnlyThoseAboveAdjustAndNobodyTheirOwn",
	"forecast_submissions": "TestOnlyThoseAboveAdjustAndNobodyTheirOwn",
	"commission_attempts":  "TestWhatPayRestsOnIsWrittenByWhoAdministersIt",
	"pay_settings":         "TestWhatPayRestsOnIsWrittenByWhoAdministersIt",
	"pay_notices":          "TestWhatPayRestsOnIsWrittenByWhoAdministersIt",
	"contract_impairments": "TestWhatPayRestsOnIsWrittenByWhoAdministersIt",
}

// TestEveryTableIsShutAsPayOrSaidToBeNone fails for a table that is new, until it is shut by member (and then until
// paid, in this file, fills it with rows of Ann and of Ben) or stands in a list with the reason why it is not.
func TestEveryTableIsShutAsPayOrSaidToBeNone(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	shut := payTables(t, o)
	var all []string
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) (err error) {
		all, err = tenant.Values[string](ctx, tx, `SELECT c.relname::text FROM pg_class c
			WHERE c.relnamespace = 'app'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
			AND @tenant::uuid IS NOT NULL
			AND c.relname <> 'goose_db_version' ORDER BY 1`, nil)
		return err
	})
	for _, table := range all {
		_, open := notShut[table]
		_, other := shutOtherwise[table]
		if places := len(slices.DeleteFunc([]bool{open, other,
			slices.Contains(shut, table)}, func(in bool) bool { return !in })); places != 1 {
			t.Errorf("%s stands in %d places: shut it with app.protect_pay if it is about somebody's pay, or say here why not", table, places)
		}
	}
	for _, list := range []map[string]string{notShut, shutOtherwise} {
		for table := range list {
			if !slices.Contains(all, table) {
				t.Errorf("there is no table %s", table)
			}
		}
	}
}

// TestWhatPayRestsOnIsWrittenByWhoAdministersIt asks the tables that are about pay and nobody's in particular.
func TestWhatPayRestsOnIsWrittenByWhoAdministersIt(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	deal := o.Sell(t, o.Cat, "C 1000 2026-02-01")["C"]
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		if err := billing.Credit(ctx, tx, deal,
			[]billing.Split{{MemberID: o.Cat, Share: decimal.NewFromInt(1)}}); err != nil {
			return err
		}
		if _, err := billing.Record(ctx, tx, billing.Event{OpportunityID: deal, Kind: billing.GoLive,
			On: cast.Day("2026-02-02"), Currency: "USD"}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO app.pay_settings (tenant_id, id, kind, document, known_at, member_id)
			VALUES (@tenant, @id, 'payroll', '{}', @now, @me)`,
			tenant.Args{"id": uuid.New(), "now": tx.Now(), "me": o.Fay}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO app.contract_impairments (tenant_id, id, opportunity_id, currency,
				happened_on, consideration, costs, reason, known_at, recorded_by)
			VALUES (@tenant, @id, @deal, 'USD', '2026-03-01', 0, 0, 'They left.', @now, @me)`,
			tenant.Args{"id": uuid.New(), "deal": deal, "now": tx.Now(), "me": o.Fay}); err != nil {
			return err
		}
		return access.Grant(ctx, tx, o.Eve, "She signs them.")
	})
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO app.pay_notices (tenant_id, member_id, kind, subject_id, step, queued_at)
			VALUES (@tenant, @member, 'answer', @id, '1', @now)`,
			tenant.Args{"member": o.Ben, "id": uuid.New(), "now": tx.Now()})
		return err
	})
	everybody := map[string]uuid.UUID{"Ann": o.Ann, "Nora": o.Nora, "Eve": o.Eve, "Ada": o.Ada}
	writesNothing(t, o, everybody)
	for _, table := range []string{"commission_attempts", "pay_settings", "pay_notices", "contract_impairments"} {
		for name, who := range everybody {
			if name == "Eve" && table == "contract_impairments" {
				continue // she reads all pay, and so what it came to on a contract
			}
			o.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
				n, err := tenant.Value[int64](ctx, tx, `SELECT count(*)
					FROM app.`+table+` x WHERE x.tenant_id = @tenant`, nil)
				if n != 0 {
					t.Errorf("%s reads %d rows of %s", name, n, table)
				}
				return err
			})
		}
		o.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
			n, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.`+table+` x WHERE x.tenant_id = @tenant`,
				nil)
			if n == 0 {
				t.Errorf("%s has no rows to hide", table)
			}
			return err
		})
	}
}

// writesNothing has each of some people write into what pay rests on, whatever a page would ask them.
func writesNothing(t *testing.T, o office.Office, everybody map[string]uuid.UUID) {
	t.Helper()
	for _, table := range []string{"compensation_plans", "plan_versions", "plan_publications", "credit_splits",
		"billing_events", "commission_runs", "commission_attempts", "pay_settings", "pay_notices", "pay_grants",
		"contract_impairments"} {
		for name, who := range everybody {
			try := func(sql string) (n int64, err error) {
				err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
					n, err = tx.Exec(t.Context(), fmt.Sprintf(sql, table), nil)
					return err
				})
				return n, err
			}
			if n, err := try(`INSERT INTO app.%[1]s SELECT x.* FROM app.%[1]s x
				WHERE x.tenant_id = @tenant LIMIT 1`); n != 0 || err != nil &&
				!strings.Contains(err.Error(), "row-level security") {
				t.Errorf("%s writes into %s: %d rows, %v", name, table, n, err)
			}
			if n, err := try(`UPDATE app.%s SET tenant_id = tenant_id
				WHERE tenant_id = @tenant`); n != 0 || err == nil ||
				!strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s changes %s: %d rows, %v", name, table, n, err)
			}
		}
	}
	// what can be replaced is, by the office
	for _, table := range []string{"credit_splits", "billing_events", "commission_attempts", "pay_grants"} {
		column := map[string]string{"commission_attempts": "problem"}[table]
		if column == "" {
			column = "replaced_at"
		}
		for name, who := range everybody {
			err := o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
				n, err := tx.Exec(t.Context(), fmt.Sprintf(`UPDATE app.%[1]s SET %[2]s = %[2]s
					WHERE tenant_id = @tenant`, table, column), nil)
				if n != 0 {
					t.Errorf("%s replaces %d rows of %s", name, n, table)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
}

func TestNobodyWritesThePayOfOthers(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	for _, table := range payTables(t, o) {
		for name, who := range map[string]uuid.UUID{"Ann": o.Ann, "Cat": o.Cat, "Sol": o.Sol, "Eve": o.Eve,
			"Ada": o.Ada} {
			err := o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
				n, err := tx.Exec(t.Context(), fmt.Sprintf(`INSERT INTO app.%[1]s SELECT (json_populate_record(x,
						json_build_object('id', gen_random_uuid(), 'member_id', @of::uuid))).*
					FROM app.%[1]s x WHERE x.tenant_id = @tenant LIMIT 1`, table), tenant.Args{"of": o.Ben})
				if err == nil && n > 0 {
					t.Errorf("%s writes a row of Ben's into %s", name, table)
				}
				return err
			})
			if err != nil && !strings.Contains(err.Error(), "row-level security") {
				t.Errorf("%s, %s: %v", table, name, err)
			}
			err = o.DB.Update(t.Context(), o.Actor(who), func(tx *tenant.Tx) error {
				n, err := tx.Exec(t.Context(), fmt.Sprintf(`UPDATE app.%s SET member_id = member_id
					WHERE tenant_id = @tenant`, table), nil)
				if n != 0 {
					t.Errorf("%s changes %d rows of %s", name, n, table)
				}
				return err
			})
			if err != nil && !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s, %s: %v", table, name, err)
			}
		}
	}
}

func TestWhatWasLockedIsNeverTouched(t *testing.T) {
	t.Parallel()
	o := office.Paid(t)
	for _, table := range payTables(t, o) {
		if table == "plan_assignments" {
			continue // its replaced rows are marked, by who administers pay
		}
		for _, sql := range []string{`UPDATE app.%s SET tenant_id = tenant_id WHERE tenant_id = @tenant`,
			`DELETE FROM app.%s WHERE tenant_id = @tenant`, `TRUNCATE app.%s`} {
			err := o.DB.Update(t.Context(), tenant.AsSystem(o.TenantID), func(tx *tenant.Tx) error {
				_, err := tx.Raw().Exec(t.Context(),
					strings.ReplaceAll(fmt.Sprintf(sql, table), "@tenant", "'"+o.TenantID.String()+"'"))
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("the system itself may "+sql+": %v", table, err)
			}
		}
	}
}
