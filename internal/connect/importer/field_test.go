package importer_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/contact"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/testdb"
)

// fields makes a field of an object that a column fills.
func fielded(t *testing.T, db *tenant.DB, org tenant.Organisation, object, name, source string,
	kind customfield.Kind) (f customfield.Field, a process.Adoption) {
	t.Helper()
	if err := db.Update(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) (err error) {
		f, a, err = process.SetField(t.Context(), tx, customfield.Field{Object: object, Name: name, Kind: kind,
			Source: source}, uuid.Nil, false)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return f, a
}

// shop is an organisation whose source has an account and a contact.
type shop struct {
	t   *testing.T
	db  *tenant.DB
	org tenant.Organisation
	at  time.Time
}

func openShop(t *testing.T) *shop {
	s := &shop{t: t, at: testdb.Now}
	s.db = testdb.Open(t, testdb.New(t), func() time.Time { return s.at })
	var err error
	if s.org, err = tenant.Create(t.Context(), s.db, "fields", "Fields", testdb.Settings); err != nil {
		t.Fatal(err)
	}
	return s
}

// stamp is a moment an hour on, as a source writes it.
func (s *shop) stamp() string {
	s.at = s.at.Add(time.Hour)
	return s.at.UTC().Format(time.RFC3339)
}

// send imports what the source says at a moment.
func (s *shop) send(plants, tier, lang, when string) uuid.UUID {
	s.t.Helper()
	s.at = s.at.Add(time.Minute)
	job, _, _ := run(s.t, s.db, s.org, salesforce, files(
		"Account.csv", "Id,Name,Plants__c,Tier,LastModifiedDate\nA1,Acme,"+plants+","+tier+","+when+"\n",
		"Contact.csv", "Id,LastName,AccountId,Language,LastModifiedDate\nC1,Ferro,A1,"+lang+","+when+"\n"))
	s.at = s.at.Add(time.Hour)
	return job.ID
}

// has are the values of two fields of the account and one of the contact.
func (s *shop) has(what string, plants, tier, lang customfield.Field, want ...string) {
	s.t.Helper()
	view(s.t, s.db, s.org, func(ctx context.Context, tx *tenant.Tx) error {
		ids, err := account.IDs(ctx, tx)
		if err != nil {
			return err
		}
		a, err := account.Get(ctx, tx, ids["A1"])
		if err != nil {
			return err
		}
		if ids, err = contact.IDs(ctx, tx); err != nil {
			return err
		}
		p, err := contact.Get(ctx, tx, ids["C1"])
		got := []string{a.Fields[plants.FieldID.String()], a.Fields[tier.FieldID.String()],
			p.Fields[lang.FieldID.String()]}
		if !slices.Equal(got, want) {
			s.t.Errorf("%s: %q, want %q", what, got, want)
		}
		return err
	})
}

func TestAnImportFillsTheFieldsOfAccountsAndContactsAndKeepsWhatWasEditedHere(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.send(`"1,250"`, "Gold", "it", s.stamp())
	plants, adopted := fielded(t, s.db, s.org, customfield.Account, "Plants", "Plants__c", customfield.Number)
	tier, _ := fielded(t, s.db, s.org, customfield.Account, "Tier", "", customfield.Text)
	lang, people := fielded(t, s.db, s.org, customfield.Contact, "Language", "Language", customfield.Text)
	if adopted != (process.Adoption{Read: 1}) || people != (process.Adoption{Read: 1}) {
		t.Errorf("the columns that there are gave %+v and %+v", adopted, people)
	}
	has := func(what string, want ...string) { t.Helper(); s.has(what, plants, tier, lang, want...) }
	has("once the fields are defined", "1250", "", "it")
	s.at = s.at.Add(time.Hour)
	s.send(`"1,250"`, "Silver", "it", s.stamp())
	has("a column that is called as its field", "1250", "Silver", "it")
	s.send("many", "Silver", "en", s.stamp())
	has("a cell that cannot be read", "1250", "Silver", "en")
	last := s.send("7", "", "en", s.stamp())
	has("an empty cell", "7", "", "en")
	undone(t, s.db, s.org, last)
	s.at = s.at.Add(time.Hour)
	has("once the import is undone", "1250", "Silver", "en")
	before := s.stamp()
	s.at = s.at.Add(time.Hour)
	if err := s.db.Update(t.Context(), tenant.AsSystem(s.org.TenantID), func(tx *tenant.Tx) error {
		ids, err := account.IDs(t.Context(), tx)
		if err != nil {
			return err
		}
		want, saw := "99", "1250"
		_, err = account.Set(t.Context(), tx, ids["A1"], []command.Wish{{Field: plants.Key(), Saw: &saw, Want: &want}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.at = s.at.Add(time.Hour)
	s.send("8", "Bronze", "de", before)
	has("what was edited here after the source", "99", "Bronze", "de")
	s.send("9", "Bronze", "de", s.stamp())
	has("what the source changed later", "9", "Bronze", "de")
}
