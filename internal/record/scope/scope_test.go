package scope_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func TestAsOfIsTheEndOfADayOfTheOrganisation(t *testing.T) {
	t.Parallel()
	for _, want := range []struct{ zone, asOf, known, today, period string }{
		{"America/New_York", "", "2026-11-20T12:00:00Z", "2026-11-20", "2026-Q4"},
		{"America/New_York", "2026-11-20", "2026-11-20T12:00:00Z", "2026-11-20", "2026-Q4"}, // today is live
		{"America/New_York", "2026-11-19", "2026-11-20T04:59:59.999999Z", "2026-11-19", "2026-Q4"},
		{"America/New_York", "2026-03-08", "2026-03-09T03:59:59.999999Z", "2026-03-08", "2026-Q1"}, // a day of 23 hours
		{"America/New_York", "2026-11-01", "2026-11-02T04:59:59.999999Z", "2026-11-01", "2026-Q4"}, // and of 25
		{"Europe/Berlin", "2026-03-29", "2026-03-29T21:59:59.999999Z", "2026-03-29", "2026-Q1"},
		{"Europe/Berlin", "2026-10-25", "2026-10-25T22:59:59.999999Z", "2026-10-25", "2026-Q4"},
		{"Pacific/Kiritimati", "", "2026-11-20T12:00:00Z", "2026-11-21", "2026-Q4"},
	} {
		s := testdb.Settings
		s.TimeZone = want.zone
		db, org := testdb.OrgWith(t, s)
		if err := db.View(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
			got, err := scope.Resolve(t.Context(), tx, scope.Request{AsOf: want.asOf})
			if !got.Known.Equal(cast.At(want.known)) || got.Today.String() != want.today ||
				got.Period.Key != want.period {
				t.Errorf("%s in %s: known %s, today %s, in %s", want.asOf, want.zone,
					got.Known.UTC().Format(time.RFC3339Nano), got.Today, got.Period.Key)
			}
			if live := want.asOf == "" || want.asOf == want.today &&
				want.today == "2026-11-20"; got.AsOf.IsZero() != live {
				t.Errorf("%s in %s is live: %t", want.asOf, want.zone, got.AsOf.IsZero())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPeriodIsOfTheFiscalCalendar(t *testing.T) {
	t.Parallel()
	s := testdb.Settings
	s.FiscalStart = time.April
	db, org := testdb.OrgWith(t, s)
	if err := db.View(t.Context(), tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		for period, want := range map[string][2]string{
			"": {"2026-10-01", "2027-01-01"}, "2027-Q3": {"2026-10-01", "2027-01-01"},
			"2027-Q1": {"2026-04-01", "2026-07-01"}, "2027": {"2026-04-01", "2027-04-01"},
			"2027-H2": {"2026-10-01", "2027-04-01"}, "2026-11": {"2026-11-01", "2026-12-01"},
		} {
			got, err := scope.Resolve(t.Context(), tx, scope.Request{Period: period})
			if err != nil || got.Period.Start.String() != want[0] || got.Period.End.String() != want[1] {
				t.Errorf("%q is [%s, %s): %v", period, got.Period.Start, got.Period.End, err)
			}
			if got.Current() != (got.Period.Start <= tx.Today() && tx.Today() < got.Period.End) {
				t.Errorf("%q is the current one: %t", period, got.Current())
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	t.Parallel()
	tx := testdb.Tx(t)
	for _, c := range []struct {
		name  string
		r     scope.Request
		field string
	}{
		{"tomorrow", scope.Request{AsOf: "2026-11-21"}, "as_of"}, {"no day", scope.Request{AsOf: "yesterday"}, "as_of"},
		{"the 30th of February", scope.Request{AsOf: "2026-02-30"}, "as_of"},
		{"a fifth quarter", scope.Request{Period: "2026-Q5"}, "period"},
		{"month 13", scope.Request{Period: "2026-13"}, "period"},
		{"no year", scope.Request{Period: "soon"}, "period"},
		{"something after", scope.Request{Period: "2026-Q4;--"}, "period"},
	} {
		_, err := scope.Resolve(t.Context(), tx, c.r)
		if f, ok := err.(*fault.Fault); !ok || f.Kind != fault.Invalid || f.Field != c.field {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhoseOpportunitiesAScopeHas(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	north, south := []uuid.UUID{c.Nora, c.Ann, c.Ben}, []uuid.UUID{c.Sol, c.Cat, c.Dan}
	for _, want := range []struct {
		name        string
		who         uuid.UUID
		owner, team string
		owners      []uuid.UUID // nil: everybody's
		none        bool        // NotFound
	}{
		{name: "the executive", who: c.Eve},
		{name: "the executive's own tree", who: c.Eve, owner: "me",
			owners: slices.Concat([]uuid.UUID{c.Eve}, north, south)},
		{name: "the executive asks for a manager", who: c.Eve, owner: c.Nora.String(), owners: north},
		{name: "the executive asks for a team", who: c.Eve, team: "South", owners: south},
		{name: "a manager within another team", who: c.Eve, owner: c.Nora.String(), team: "South",
			owners: []uuid.UUID{}},
		{name: "a team that there is not", who: c.Eve, team: "West", owners: []uuid.UUID{}},
		{name: "somebody that there is not", who: c.Eve, owner: uuid.NewString(), none: true},
		{name: "no key", who: c.Eve, owner: "ann'; --", none: true},
		{name: "a manager", who: c.Nora, owners: north},
		{name: "a manager's self", who: c.Nora, owner: "me", owners: north},
		{name: "a manager asks for a report", who: c.Nora, owner: c.Ann.String(), owners: []uuid.UUID{c.Ann}},
		{name: "a manager asks for another's report", who: c.Nora, owner: c.Cat.String(), none: true},
		{name: "a manager asks for who is above", who: c.Nora, owner: c.Eve.String(), none: true},
		{name: "a manager asks for another team", who: c.Nora, team: "South", owners: []uuid.UUID{}},
		{name: "a rep", who: c.Ann, owners: []uuid.UUID{c.Ann}},
		{name: "a rep's self", who: c.Ann, owner: "me", owners: []uuid.UUID{c.Ann}},
		{name: "a rep asks for the team", who: c.Ann, team: "North", owners: []uuid.UUID{c.Ann}},
		{name: "a rep asks for a colleague", who: c.Ann, owner: c.Ben.String(), none: true},
		{name: "a rep asks for the manager", who: c.Ann, owner: c.Nora.String(), none: true},
	} {
		c.See(t, want.who, func(ctx context.Context, tx *tenant.Tx) error {
			got, err := scope.Resolve(ctx, tx, scope.Request{Owner: want.owner, Team: want.team})
			if want.none != (fault.KindOf(err) == fault.NotFound && err != nil) {
				t.Errorf("%s: %v", want.name, err)
			}
			if want.none || err != nil {
				return nil
			}
			for _, id := range slices.Concat(north, south, []uuid.UUID{c.Eve, c.Fay}) {
				if covered := want.owners == nil || slices.Contains(want.owners, id); got.Covers(id) != covered {
					t.Errorf("%s: %s is covered: %t", want.name, got.Roster.Name(&id), got.Covers(id))
				}
			}
			for _, m := range got.Choices {
				if _, err := scope.Resolve(ctx, tx, scope.Request{Owner: m.ID.String()}); err != nil {
					t.Errorf("%s is offered %s, who is then refused: %v", want.name, m.Name, err)
				}
			}
			return nil
		})
	}
}
