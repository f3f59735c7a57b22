package billing_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/statement/office"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

func kind(t *testing.T, o office.Office, who uuid.UUID, fn func(context.Context, *tenant.Tx) error) fault.Kind {
	t.Helper()
	return fault.KindOf(o.DB.Update(t.Context(), o.Actor(who),
		func(tx *tenant.Tx) error { return fn(t.Context(), tx) }))
}

func share(member uuid.UUID, percent int64) billing.Split {
	return billing.Split{MemberID: member, Share: decimal.New(percent, -2)}
}

// TestNobodySaysWhatPaysThemselves plays somebody in operations who sells on the side, and one in finance who is paid
// for a team.
func TestNobodySaysWhatPaysThemselves(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	own, anns := o.Sell(t, o.Olga, "Own 80000 2026-10-20")["Own"], o.Sell(t, o.Ann, "Anns 50000 2026-10-21")["Anns"]
	var event uuid.UUID
	o.As(t, o.Fay, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err := billing.Credit(ctx, tx, own, []billing.Split{share(o.Ann, 100)}); err != nil {
			return err
		}
		event, err = billing.Record(ctx, tx,
			billing.Event{OpportunityID: own, Kind: billing.Cancellation, On: cast.Day("2026-11-01"), Currency: "USD"})
		return err
	})
	credit := func(id uuid.UUID, splits ...billing.Split) func(context.Context, *tenant.Tx) error {
		return func(ctx context.Context, tx *tenant.Tx) error { return billing.Credit(ctx, tx, id, splits) }
	}
	record := func(id uuid.UUID) func(context.Context, *tenant.Tx) error {
		return func(ctx context.Context, tx *tenant.Tx) error {
			_, err := billing.Record(ctx, tx,
				billing.Event{OpportunityID: id, Kind: billing.GoLive, On: cast.Day("2026-11-02"), Currency: "USD"})
			return err
		}
	}
	withdraw := func(ctx context.Context, tx *tenant.Tx) error { return billing.Withdraw(ctx, tx, event) }
	for name, c := range map[string]struct {
		who  uuid.UUID
		do   func(context.Context, *tenant.Tx) error
		want fault.Kind
	}{
		"names themselves":               {o.Olga, credit(anns, share(o.Olga, 50), share(o.Ann, 50)), fault.Forbidden},
		"gives their own back to itself": {o.Olga, credit(own), fault.Forbidden},
		"has their own paid":             {o.Olga, record(own), fault.Forbidden},
		"takes a cancellation back":      {o.Olga, withdraw, fault.Forbidden},
		"credits another's":              {o.Olga, credit(anns, share(o.Ben, 100)), 0},
		"records what another sold":      {o.Olga, record(anns), 0},
	} {
		if got := kind(t, o, c.who, c.do); got != c.want {
			t.Errorf("operations %s: %v, not %v", name, got, c.want)
		}
	}
	o.As(t, o.Olga, func(ctx context.Context, tx *tenant.Tx) error { // in a file it is a line that is not taken
		taken, err := billing.Take(ctx, tx,
			[]billing.Row{{Line: 2, Key: "a", Opportunity: "Own", Kind: "go_live", On: "2026-11-03"},
				{Line: 3, Key: "b", Opportunity: "Anns", Kind: "go_live", On: "2026-11-03"}})
		if taken.New != 1 || len(taken.Refused) != 1 || taken.Refused[0].Line != 2 {
			t.Errorf("of her file %+v is taken", taken)
		}
		return err
	})
	o.Do(t, func(ctx context.Context, tx *tenant.Tx) error { // from now on Fay is over Ann, and on a plan
		if _, err := tx.Exec(ctx, `INSERT INTO app.management (tenant_id, manager_id, member_id, depth, valid_from,
				valid_to) VALUES (@tenant, @manager, @member, 1, '2026-01-01', 'infinity')`,
			tenant.Args{"manager": o.Fay, "member": o.Ann}); err != nil {
			return err
		}
		return compensation.Assign(ctx, tx,
			compensation.Assignment{MemberID: o.Fay, PlanID: o.Plan, ValidFrom: cast.Day("2026-01-01")})
	})
	if got := kind(t, o, o.Fay, credit(anns, share(o.Ann, 100))); got != fault.Forbidden {
		t.Errorf("who is paid for a team says what its members are credited with: %v", got)
	}
}

func TestWhatIsTypedTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	o := office.Open(t, office.Selling)
	id := o.Sell(t, o.Ann, "A 80000 2026-10-20")["A"]
	cash, other := int64(500_00), int64(600_00)
	record := func(amount *int64, note, key string) fault.Kind {
		return kind(t, o, o.Fay, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := billing.Record(ctx, tx, billing.Event{OpportunityID: id, Kind: billing.Cash,
				On: cast.Day("2026-11-02"), Amount: amount, Currency: "USD", Note: note, ExternalID: key})
			return err
		})
	}
	for i, c := range []struct {
		amount    *int64
		note, key string
		want      fault.Kind
	}{{&cash, "", "", 0}, {&cash, "", "", fault.Conflict}, {&other, "", "", 0}, {&cash, "The second instalment", "", 0},
		{&cash, "", "b1", 0}, {&cash, "", "b2", 0}, {&cash, "", "b2", fault.Conflict},
		{&cash, strings.Repeat("x", 3000), "", fault.Invalid}, {&cash, "", strings.Repeat("x", 3000), fault.Invalid}} {
		if got := record(c.amount, c.note, c.key); got != c.want {
			t.Errorf("event %d: %v, not %v", i, got, c.want)
		}
	}
}
