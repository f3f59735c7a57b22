package importjob_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

func TestOnlyWhoMayRunImportsStartsOne(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for _, role := range tenant.Roles {
		err := db.Update(t.Context(), tenant.Actor{TenantID: org.TenantID, MemberID: uuid.New(), Role: role},
			func(tx *tenant.Tx) error {
				_, err := importjob.Start(t.Context(), tx,
					importjob.Request{Format: importjob.Salesforce, Origin: "mini"})
				return err
			})
		if may := role.May(tenant.RunImports); may != (err == nil) || !may && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestAChoiceThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	for text, says := range map[string]string{
		`{"values": {"category": {"Solid": "sure"}}}`: `"sure" is not a forecast category`,
		`{"values": {"name": {"A": "B"}}}`:            "values of this field cannot be mapped",
		`{"styles": {"A.csv": {"decimal": ";"}}}`:     "decimal of A.csv is invalid",
		`{"style": {}}`: "unknown field",
	} {
		choices, err := mapping.ParseChoices([]byte(text))
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), says) {
			t.Errorf("%s: %v", text, err)
		}
		if choices == nil {
			continue
		}
		err = db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			_, err := importjob.Start(t.Context(), tx,
				importjob.Request{Format: importjob.Salesforce, Choices: choices})
			return err
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}
