package founding_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/founding"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb"
)

func TestAShortNameFollowsFromTheName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Acme": "acme", "Müller & Söhne GmbH": "muller-sohne-gmbh",
		"O’Neill Inc.": "oneill-inc", "  --A  B--": "a-b", "日本": "", "": "",
		strings.Repeat("ab ", 40): strings.TrimSuffix(strings.Repeat("ab-", 21), "-")} {
		if got := founding.Slug(name); got != want {
			t.Errorf("%q is %q, not %q", name, got, want)
		}
	}
}

func TestTheStandardStagesAreAddedOnce(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	if err := founding.StartEmpty(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	have, err := stage.At(t.Context(), tx, tx.Now())
	if err != nil || len(have) != len(founding.Standard) {
		t.Fatalf("%d stages: %v", len(have), err)
	}
	if err := founding.StartEmpty(t.Context(), tx); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second time: %v", err)
	}
	steps, err := founding.Progress(t.Context(), tx)
	if err != nil || !steps.Records || steps.Imported || steps.Done() {
		t.Errorf("%+v, %v", steps, err)
	}
}

func TestOnlyWhoManagesSettingsStartsEmpty(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, role := range tenant.Roles {
		actor := tenant.Actor{TenantID: org.TenantID, Role: role}
		err := db.Update(t.Context(), actor, func(tx *tenant.Tx) error { return founding.StartEmpty(t.Context(), tx) })
		if may := role.May(tenant.ManageSettings); may != (err == nil) {
			t.Errorf("%s: %v", role, err)
		}
	}
}
