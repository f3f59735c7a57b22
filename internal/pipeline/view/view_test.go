package view_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/view"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb/cast"
)

func content(name string, sharing view.Sharing) view.Content {
	return view.Content{Name: name, Path: "/pipeline", Query: "in=any", Sharing: sharing, Team: "East"}
}

// made saves a view as somebody.
func made(t *testing.T, c cast.Company, who uuid.UUID, v view.Content) (id uuid.UUID) {
	t.Helper()
	c.As(t, who, func(ctx context.Context, tx *tenant.Tx) (err error) {
		id, err = view.Create(ctx, tx, v)
		return err
	})
	return id
}

// names are the views that somebody of a team sees.
func names(t *testing.T, c cast.Company, who uuid.UUID, team string) map[string]view.View {
	t.Helper()
	all := map[string]view.View{}
	c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
		list, err := view.List(ctx, tx, team)
		for _, v := range list {
			all[v.Name] = v
		}
		return err
	})
	return all
}

func TestAViewIsSeenByThoseItIsSharedWith(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	made(t, c, c.Ann, content("Mine", view.Private))
	made(t, c, c.Ann, content("Ours", view.Team))
	made(t, c, c.Nora, content("All of us", view.Everybody))
	for _, want := range []struct {
		who  uuid.UUID
		team string
		sees int
	}{{c.Ann, "East", 3}, {c.Ben, "East", 2}, {c.Ben, "West", 1}, {c.Eve, "", 1}} {
		if got := names(t, c, want.who, want.team); len(got) != want.sees {
			t.Errorf("%s in %q sees %v, not %d views", want.who, want.team, got, want.sees)
		}
	}
	if v := names(t, c, c.Ben, "East")["Ours"]; v.Pinned {
		t.Error("a view is among the tabs of somebody who did not put it there")
	}
}

func TestAViewIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	elsewhere, nobodys := content("X", view.Private), content("X", view.Team)
	elsewhere.Path, nobodys.Team = "/audit", ""
	for want, v := range map[string]view.Content{
		"Name the view.":                       content(" ", view.Private),
		"This page cannot be saved as a view.": elsewhere,
		"You are in no team, so a view":        nobodys,
		"Managers and above share views":       content("X", view.Everybody),
	} {
		c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
			if _, err := view.Create(ctx, tx, v); !strings.HasPrefix(fault.Message(err), want) {
				t.Errorf("%+v: %v, not %q", v, err, want)
			}
			return nil
		})
	}
}

func TestAViewIsChangedByItsOwnerAndGoesBack(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := made(t, c, c.Ann, content("Ours", view.Team))
	next := content("Ours, open", view.Team)
	next.Query = "in=quarter"
	c.As(t, c.Ben, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := view.Get(ctx, tx, id, "East")
		if err != nil {
			return err
		}
		if err := view.Save(ctx, tx, v, v.Version, next); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody else changed a view: %v", err)
		}
		return nil
	})
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := view.Get(ctx, tx, id, "East")
		if err != nil {
			return err
		}
		if err := view.Save(ctx, tx, v, v.Version, next); err != nil {
			return err
		}
		if v, err = view.Get(ctx, tx, id, "East"); err != nil || v.Content != next || v.Version != 2 {
			t.Errorf("saved as %+v (%v)", v, err)
		}
		if err := view.Save(ctx, tx, v, 1, next); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a page that is out of date saved over a newer version: %v", err)
		}
		if err := view.Revert(ctx, tx, v); err != nil {
			return err
		}
		if v, err = view.Get(ctx, tx, id, "East"); err != nil || v.Content != content("Ours", view.Team) {
			t.Errorf("went back to %+v (%v)", v, err)
		}
		return nil
	})
}

// Others who have a view among their tabs keep what it said.
func TestADeletedViewStaysWithThoseWhoPinnedIt(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	id := made(t, c, c.Ann, content("Ours", view.Team))
	c.As(t, c.Ben, func(ctx context.Context, tx *tenant.Tx) error { return view.Pin(ctx, tx, id) })
	c.As(t, c.Ann, func(ctx context.Context, tx *tenant.Tx) error {
		v, err := view.Get(ctx, tx, id, "East")
		if err != nil {
			return err
		}
		return view.Delete(ctx, tx, v)
	})
	if left := names(t, c, c.Ann, "East"); len(left) != 0 {
		t.Errorf("its owner still sees %v", left)
	}
	kept := names(t, c, c.Ben, "East")["Ours"]
	if kept.Sharing != view.Private || kept.OwnerID != c.Ben || !kept.Pinned || kept.Query != "in=any" {
		t.Errorf("who pinned it has %+v", kept)
	}
}
