package quota_test

import (
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/record/quota"
	"quarterdeck/internal/testdb/cast"
)

func TestTheMiddleQuotaIsOfThoseWhoHaveOne(t *testing.T) {
	t.Parallel()
	ann, ben, carla, none := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	in := func(id uuid.UUID, amount int64) quota.Quota {
		q := of(id, "2026-01-01", "2027-01-01", amount)
		q.StartsOn, q.EndsOn, q.Currency = cast.Day("2026-01-01"), cast.Day("2027-01-01"), "USD"
		return q
	}
	euros, worth := in(carla, 500), int64(550)
	euros.Currency, euros.Base = "EUR", &worth
	all := []quota.Quota{in(ann, 100), in(ben, 900), euros}
	from, to := cast.Day("2026-01-01"), cast.Day("2027-01-01")
	for name, c := range map[string]struct {
		by      map[uuid.UUID][]quota.Quota
		members []uuid.UUID
		want    int64
	}{
		"of three":                       {quota.In(all, "USD", "USD"), []uuid.UUID{ann, ben, carla, none}, 550},
		"of two":                         {quota.In(all, "USD", "USD"), []uuid.UUID{ann, ben}, 900},
		"of nobody":                      {quota.In(all, "USD", "USD"), []uuid.UUID{none}, 0},
		"in a currency that is not ours": {quota.In(all, "EUR", "USD"), []uuid.UUID{ann, ben, carla}, 500},
		"in dollars elsewhere":           {quota.In(all, "USD", "EUR"), []uuid.UUID{ann, carla}, 100},
	} {
		if got := quota.Middle(c.by, c.members, from, to); got != c.want {
			t.Errorf("%s: %d, not %d", name, got, c.want)
		}
	}
	if all[2].Amount != 500 || all[2].Currency != "EUR" {
		t.Error("a quota was changed by being read")
	}
}
