package schema_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/schema"
	"quarterdeck/internal/testdb"
)

func TestAnOlderSchemaIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string
		old    bool
	}{
		"as it is": {`SELECT 1`, false},
		"the last migration is lacking": {`DELETE FROM auth.goose_db_version
			WHERE version_id = (SELECT max(version_id) FROM auth.goose_db_version)`, true},
		"one in the middle is lacking": {`DELETE FROM auth.goose_db_version WHERE version_id = 5`, true},
		"one of the job queue": {`DELETE FROM river.river_migration
			WHERE version = (SELECT max(version) FROM river.river_migration)`, true},
		"of before it could be read": {`REVOKE SELECT ON auth.goose_db_version FROM app_rw`, true},
		"before any migration":       {`DROP TABLE auth.goose_db_version`, true},
		"a newer version was here": {`INSERT INTO auth.goose_db_version (version_id, is_applied)
			VALUES (99999, true)`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			admin := testdb.New(t)
			app, err := schema.Prepare(t.Context(), admin)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := connect(t, admin).Exec(t.Context(), c.change); err != nil {
				t.Fatal(err)
			}
			pool, err := pgxpool.New(t.Context(), app)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			err = schema.Check(t.Context(), pool)
			if told := fault.KindOf(err) == fault.Invalid &&
				strings.Contains(fault.Message(err), "quarterdeck migrate"); told != c.old || !c.old && err != nil {
				t.Errorf("it says %v", err)
			}
		})
	}
}
