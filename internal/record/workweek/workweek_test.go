package workweek_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/worktime"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/workweek"
	"quarterdeck/internal/testdb/cast"
)

func TestBusinessHoursAreVersionsThatAreUndone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	now := func() (v workweek.Version) {
		c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
			v, err = workweek.At(ctx, tx, tx.Now())
			return err
		})
		return v
	}
	first := now()
	if first.ID != uuid.Nil || first.Week != worktime.Usual || len(first.Holidays) > 0 {
		t.Errorf("before anybody sets them: %+v", first)
	}
	next := workweek.Version{Week: worktime.Usual,
		Holidays: []worktime.Holiday{{On: cast.Day("2026-12-25"), Name: "Christmas Day"}}}
	next.Week[5] = worktime.Hours{From: 9 * 60, To: 13 * 60}
	save := func(who, saw uuid.UUID, v workweek.Version) (did string, err error) {
		err = c.DB.Update(t.Context(), c.Actor(who), func(tx *tenant.Tx) error {
			did, err = workweek.Save(t.Context(), tx, v, saw)
			return err
		})
		return did, err
	}
	if _, err := save(c.Ann, uuid.Nil, next); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a rep sets the business hours: %v", err)
	}
	if did, err := save(c.Olga, uuid.Nil, next); err != nil ||
		did != "Hours of Friday changed. Added 2026-12-25 Christmas Day" {
		t.Errorf("%q, %v", did, err)
	}
	if _, err := save(c.Olga, uuid.Nil, first); fault.KindOf(err) != fault.Conflict {
		t.Errorf("somebody else's version is overwritten: %v", err)
	}
	second := now()
	if did, err := save(c.Olga, second.ID, next); err != nil || did != "" || now().ID != second.ID {
		t.Errorf("the same makes a version: %q, %v", did, err)
	}
	broken := next
	broken.Week[4] = worktime.Hours{From: 22 * 60, To: 10 * 60}
	if _, err := save(c.Olga, second.ID, broken); fault.KindOf(err) != fault.Invalid {
		t.Errorf("hours run into those of the next day: %v", err)
	}
	if d, _ := second.Schedule(nil).Next(cast.Day("2026-12-24")); d != cast.Day("2026-12-28") {
		t.Errorf("after Christmas Eve comes %s", d)
	}
	undo := func(saw uuid.UUID) error {
		return c.DB.Update(t.Context(), c.Actor(c.Olga),
			func(tx *tenant.Tx) error { return workweek.Undo(t.Context(), tx, saw) })
	}
	if err := undo(uuid.Nil); fault.KindOf(err) != fault.Conflict {
		t.Errorf("what somebody has not seen is undone: %v", err)
	}
	if err := undo(second.ID); err != nil {
		t.Fatal(err)
	}
	if v := now(); v.Week != first.Week || len(v.Holidays) > 0 || v.Did != "Undone: "+second.Did {
		t.Errorf("after the undo: %+v", v)
	}
}

func TestNobodySeesTheHoursOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	c, other := cast.Found(t), cast.Found(t)
	c.Do(t, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := workweek.Save(ctx, tx, workweek.Version{}, uuid.Nil)
		return err
	})
	other.See(t, other.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := workweek.Versions(ctx, tx)
		if len(all) > 0 {
			t.Errorf("%+v", all)
		}
		return err
	})
}
