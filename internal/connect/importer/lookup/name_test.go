package lookup

import (
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
)

func TestANameFindsTheOneRecordThatHasIt(t *testing.T) {
	t.Parallel()
	known, here := names{}, names{}
	known.add(tenant.Named{ExternalID: "1", Name: "Acme"})
	known.add(tenant.Named{ExternalID: "2", Name: "ACME"})
	known.add(tenant.Named{ExternalID: "3", Name: "Globex"})
	here.add(tenant.Named{ExternalID: "3", Name: "Globex"})
	here.add(tenant.Named{ExternalID: "4", Name: "Initech"})
	d := &Directory{known: map[string]names{"account": known}, names: map[string]names{"account": here}}
	for name, key := range map[string]string{"Acme": "1", "ACME": "2", "globex": "3", "Initech": "4"} {
		if of, problem := d.ByName("account", name); of.ExternalID != key || problem != "" {
			t.Errorf("%q is %+v, %s", name, of, problem)
		}
	}
	for name, want := range map[string]string{"acme": "2 records (1, 2) are named",
		"Umbrella": "There is no account named"} {
		if of, problem := d.ByName("account", name); of.ExternalID != "" || !strings.HasPrefix(problem, want) {
			t.Errorf("%q is %+v, %s", name, of, problem)
		}
	}
}
