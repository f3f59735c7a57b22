package compensation_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/plan"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
	"quarterdeck/internal/testdb/cast"
)

func document(t testing.TB, name, rate string) plan.Document {
	t.Helper()
	d, err := plan.Parse(fmt.Appendf(nil,
		`{"name": %q, "currency": "USD", "effective": {"from": "2026-01-01", "to": "2027-01-01"}, "measurement": "quarter",
		"payout": "month", "components": [{"id": "sales", "kind": "rate", "quota": "assigned", "tiers": [{"from": "0", "rate": %q}]}]}`, name, rate))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// saved is a plan with a published version, made by operations.
func saved(t testing.TB, c cast.Company, name string) (v compensation.Version) {
	t.Helper()
	c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if v, err = compensation.Create(ctx, tx, document(t, name, "0.10"), "The first"); err != nil {
			return err
		}
		return compensation.Publish(ctx, tx, v.ID)
	})
	return v
}

// as acts as a member and says what went wrong.
func as(t testing.TB, c cast.Company, id uuid.UUID, fn func(context.Context, *tenant.Tx) error) error {
	t.Helper()
	return c.DB.Update(t.Context(), c.Actor(id), func(tx *tenant.Tx) error { return fn(t.Context(), tx) })
}

func refused(t *testing.T, err error, kind fault.Kind, says string) {
	t.Helper()
	if fault.KindOf(err) != kind || !strings.Contains(fault.Message(err), says) {
		t.Errorf("refused with %v, not with kind %d and %q", err, kind, says)
	}
}

func TestVersionsAreAppendedAndNeverEdited(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	first := saved(t, c, "Sales")
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		second, err := compensation.Revise(ctx, tx, first.PlanID, 1, document(t, "Sales", "0.20"), "More")
		if err != nil || second.Number != 2 {
			t.Errorf("the second version is %d: %v", second.Number, err)
		}
		again, err := compensation.Revise(ctx, tx, first.PlanID, 2, document(t, "Sales", "0.2"), "The same")
		if err != nil || again.ID != second.ID {
			t.Errorf("a draft that says the same is another version: %v", err)
		}
		if _, err := compensation.Save(ctx, tx, document(t, "Sales", "0.30"), ""); err != nil {
			return err
		}
		versions, err := compensation.VersionsOf(ctx, tx, first.PlanID, tx.Now())
		if err != nil {
			return err
		}
		if len(versions) != 3 || versions[0].Hash != first.Hash || versions[0].PublishedAt == nil ||
			versions[0].PublishedBy == nil || *versions[0].PublishedBy != c.Olga ||
			versions[1].Note != "More" || versions[1].PublishedAt != nil || *versions[1].CreatedBy != c.Fay ||
			versions[2].Number != 3 {
			t.Errorf("the versions are %+v", versions)
		}
		return nil
	})
	for _, statement := range []string{`UPDATE app.plan_versions SET note = 'x' WHERE tenant_id = @tenant`,
		`DELETE FROM app.plan_versions WHERE tenant_id = @tenant`,
		`UPDATE app.plan_publications SET published_at = now() WHERE tenant_id = @tenant`,
		`DELETE FROM app.plan_acceptances WHERE tenant_id = @tenant`} {
		if err := as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := tx.Exec(ctx, statement, nil)
			return err
		}); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestAPlanKeepsItsNameAndHasItAlone(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	first := saved(t, c, "Sales")
	refused(t, as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := compensation.Create(ctx, tx, document(t, "Sales", "0.20"), "")
		return err
	}), fault.Invalid, "with this name")
	refused(t, as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := compensation.Revise(ctx, tx, first.PlanID, 1, document(t, "Other", "0.20"), "")
		return err
	}), fault.Invalid, "cannot be renamed")
	refused(t, as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := compensation.Revise(ctx, tx, first.PlanID, 1, document(t, "Sales", "0.20"), strings.Repeat("x", 1001))
		return err
	}), fault.Invalid, "at most")
	refused(t, as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		_, err := compensation.Save(ctx, tx, plan.Document{Name: "Sales"}, "")
		return err
	}), fault.Invalid, "currency")
}

// both runs what two people do at the same time and counts who succeeds; the others have to be told of a conflict.
func both(t *testing.T, do func(int) error) (succeeded int) {
	t.Helper()
	const people = 4
	errs := make([]error, people)
	var wait sync.WaitGroup
	for i := range people {
		wait.Go(func() { errs[i] = do(i) })
	}
	wait.Wait()
	for _, err := range errs {
		if err == nil {
			succeeded++
		} else if fault.KindOf(err) != fault.Conflict && fault.KindOf(err) != fault.Invalid {
			t.Errorf("told %v", err)
		}
	}
	return succeeded
}

func TestOfSeveralAtOnceOneChangesAPlan(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	if n := both(t, func(i int) error {
		return as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := compensation.Create(ctx, tx, document(t, "Sales", fmt.Sprintf("0.1%d", i)), "")
			return err
		})
	}); n != 1 {
		t.Errorf("%d have begun a plan of one name", n)
	}
	var p compensation.Plan
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := compensation.List(ctx, tx)
		if len(all) == 1 {
			p = all[0]
		}
		return err
	})
	var drafts []compensation.Version
	if n := both(t, func(i int) error {
		return as(t, c, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
			_, err := compensation.Revise(ctx, tx, p.ID, 1, document(t, "Sales", fmt.Sprintf("0.2%d", i)), "")
			return err
		})
	}); n != 1 {
		t.Errorf("%d have saved over the first version", n)
	}
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) (err error) {
		drafts, err = compensation.VersionsOf(ctx, tx, p.ID, tx.Now())
		return err
	})
	if len(drafts) != 2 {
		t.Fatalf("there are %d versions", len(drafts))
	}
	if n := both(t, func(i int) error {
		return as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			return compensation.PublishOver(ctx, tx, drafts[i%2].ID, nil)
		})
	}); n != 1 {
		t.Errorf("%d have published over nothing", n)
	}
	refused(t, as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		versions, err := compensation.VersionsOf(ctx, tx, p.ID, tx.Now())
		if err != nil {
			return err
		}
		return compensation.Publish(ctx, tx, compensation.LastPublished(versions).ID)
	}), fault.Conflict, "already published")
}

func TestAMemberIsOnOnePlanADay(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	one, two := saved(t, c, "One"), saved(t, c, "Two")
	put := func(v compensation.Version, from, to string) {
		c.As(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			return compensation.Assign(ctx, tx, compensation.Assignment{MemberID: c.Ann, PlanID: v.PlanID,
				ValidFrom: cast.Day(from), ValidTo: cast.Day(to)})
		})
	}
	put(one, "2026-01-01", "")
	put(two, "2026-04-01", "2026-07-01")
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := compensation.Assignments(ctx, tx, cast.Day("2026-01-01"), cast.Day("2027-01-01"), tx.Now())
		said := ""
		for _, a := range all {
			name := map[uuid.UUID]string{one.PlanID: "One", two.PlanID: "Two"}[a.PlanID]
			said += fmt.Sprintf("%s %s–%s; ", name, a.ValidFrom, a.ValidTo)
		}
		if want := "One 2026-01-01–2026-04-01; Two 2026-04-01–2026-07-01; One 2026-07-01–; "; said != want {
			t.Errorf("Ann is on %s", said)
		}
		return err
	})
	c.As(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		return compensation.End(ctx, tx, c.Ann, one.PlanID, cast.Day("2026-03-01"))
	})
	c.See(t, c.Fay, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := compensation.Assignments(ctx, tx, cast.Day("2026-01-01"), cast.Day("2027-01-01"), tx.Now())
		if len(all) != 2 || all[0].ValidTo != cast.Day("2026-03-01") || all[1].PlanID != two.PlanID ||
			!all[0].On(cast.Day("2026-02-28")) || all[0].On(cast.Day("2026-03-01")) {
			t.Errorf("after the end Ann is on %+v", all)
		}
		return err
	})
	for what, err := range map[string]error{
		"no first day": assign(t, c, c.Olga, compensation.Assignment{MemberID: c.Ann, PlanID: one.PlanID}),
		"an end before": assign(t, c, c.Olga,
			compensation.Assignment{MemberID: c.Ann, PlanID: one.PlanID, ValidFrom: 20_000, ValidTo: 20_000}),
		"one's own": assign(t, c, c.Olga,
			compensation.Assignment{MemberID: c.Olga, PlanID: one.PlanID, ValidFrom: 20_000}),
		"an unknown plan": assign(t, c, c.Olga,
			compensation.Assignment{MemberID: c.Ann, PlanID: uuid.New(), ValidFrom: 20_000}),
		"nobody": assign(t, c, c.Olga,
			compensation.Assignment{MemberID: uuid.New(), PlanID: one.PlanID, ValidFrom: 20_000}),
		"an end of none": as(t, c, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
			return compensation.End(ctx, tx, c.Ben, one.PlanID, 20_000)
		}),
	} {
		if want := map[string]fault.Kind{"no first day": fault.Invalid, "an end before": fault.Invalid,
			"one's own": fault.Forbidden}[what]; want != 0 && fault.KindOf(err) != want || want == 0 &&
			fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func assign(t testing.TB, c cast.Company, who uuid.UUID, a compensation.Assignment) error {
	return as(t, c, who, func(ctx context.Context, tx *tenant.Tx) error { return compensation.Assign(ctx, tx, a) })
}

func TestALetterIsAcceptedByWhoseItIsAsItWasRead(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	v := saved(t, c, "Sales")
	accept := func(id uuid.UUID, hash string) error {
		return as(t, c, id,
			func(ctx context.Context, tx *tenant.Tx) error { return compensation.Accept(ctx, tx, v.ID, hash) })
	}
	refused(t, accept(c.Ann, v.Hash), fault.NotFound, "")
	if err := assign(t, c, c.Olga,
		compensation.Assignment{MemberID: c.Ann, PlanID: v.PlanID, ValidFrom: cast.Day("2026-01-01")}); err != nil {
		t.Fatal(err)
	}
	refused(t, accept(c.Ann, "other"), fault.Conflict, "Read it again")
	refused(t, accept(c.Ben, v.Hash), fault.NotFound, "")
	refused(t, accept(c.Nora, v.Hash), fault.NotFound, "")
	for range 2 {
		if err := accept(c.Ann, v.Hash); err != nil {
			t.Fatal(err)
		}
	}
	for who, want := range map[uuid.UUID]int{c.Ann: 1, c.Nora: 1, c.Olga: 1, c.Fay: 1, c.Ben: 0, c.Sol: 0, c.Eve: 0,
		c.Ada: 0} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			all, err := compensation.Acceptances(ctx, tx)
			if len(all) != want {
				t.Errorf("somebody with the role %s sees %d acceptances", tx.Actor().Role, len(all))
			}
			return err
		})
	}
}

func TestOnlyWhoManagesPlansChangesThem(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	v := saved(t, c, "Sales")
	for _, who := range []uuid.UUID{c.Eve, c.Nora, c.Ann, c.Ada} {
		for what, do := range map[string]func(context.Context, *tenant.Tx) error{
			"save": func(ctx context.Context, tx *tenant.Tx) error {
				_, err := compensation.Save(ctx, tx, document(t, "Mine", "0.9"), "")
				return err
			},
			"publish": func(ctx context.Context, tx *tenant.Tx) error { return compensation.Publish(ctx, tx, v.ID) },
			"assign": func(ctx context.Context, tx *tenant.Tx) error {
				return compensation.Assign(ctx, tx,
					compensation.Assignment{MemberID: c.Ben, PlanID: v.PlanID, ValidFrom: 20_000})
			},
			"end": func(ctx context.Context, tx *tenant.Tx) error {
				return compensation.End(ctx, tx, c.Ben, v.PlanID, 20_000)
			},
		} {
			if err := as(t, c, who, do); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, statement := range []string{
			`INSERT INTO app.plan_versions (tenant_id, id, plan_id, number, document, hash, starts_on, ends_on,
					created_at) VALUES (@tenant, @id, @plan, 9, '{}', 'x', '2026-01-01', '2027-01-01', now())`,
			`INSERT INTO app.plan_assignments (tenant_id, id, member_id, plan_id, valid_from, known_at)
				VALUES (@tenant, @id, @me, @plan, '2026-01-01', now())`} {
			err := as(t, c, who, func(ctx context.Context, tx *tenant.Tx) error {
				args := tenant.Args{"id": uuid.New(), "plan": v.PlanID, "me": who}
				if !strings.Contains(statement, "@me") {
					delete(args, "me")
				}
				_, err := tx.Exec(ctx, statement, args)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "row-level security") {
				t.Errorf("Postgres lets somebody write: %v", err)
			}
		}
	}
}

func TestAPlanIsReadByThoseOnItAndNobodyElse(t *testing.T) {
	t.Parallel()
	c, other := cast.Found(t), cast.Found(t)
	one, two := saved(t, c, "One"), saved(t, c, "Two")
	saved(t, other, "One")
	for m, v := range map[uuid.UUID]compensation.Version{c.Ann: one, c.Cat: two} {
		if err := assign(t, c, c.Olga,
			compensation.Assignment{MemberID: m, PlanID: v.PlanID, ValidFrom: cast.Day("2026-01-01")}); err != nil {
			t.Fatal(err)
		}
	}
	for who, want := range map[uuid.UUID]string{c.Ann: "One", c.Cat: "Two", c.Ben: "", c.Nora: "One", c.Sol: "Two",
		c.Ada: "", c.Olga: "One Two", c.Fay: "One Two", c.Eve: ""} {
		c.See(t, who, func(ctx context.Context, tx *tenant.Tx) error {
			versions, err := compensation.Versions(ctx, tx, tx.Now())
			if err != nil {
				return err
			}
			said := map[string]bool{}
			for _, v := range versions {
				said[v.Document.Name] = true
			}
			for _, name := range []string{"One", "Two"} {
				if said[name] != strings.Contains(want, name) {
					t.Errorf("somebody with the role %s reads %v, not %q", tx.Actor().Role, said, want)
				}
			}
			assignments, err := compensation.Assignments(ctx, tx, cast.Day("2026-01-01"), cast.Day("2027-01-01"),
				tx.Now())
			for _, a := range assignments {
				if mine := a.MemberID == who || who == c.Nora && a.MemberID == c.Ann || who == c.Sol &&
					a.MemberID == c.Cat || who == c.Olga || who == c.Fay; !mine {
					t.Errorf("somebody with the role %s sees who is on a plan", tx.Actor().Role)
				}
			}
			return err
		})
	}
	other.See(t, other.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		if _, err := compensation.Get(ctx, tx, one.PlanID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another organisation finds the plan: %v", err)
		}
		return nil
	})
	refused(t, as(t, other, other.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		return compensation.Publish(ctx, tx, one.ID)
	}), fault.NotFound, "")
	refused(t, assign(t, other, other.Olga,
		compensation.Assignment{MemberID: other.Ann, PlanID: one.PlanID, ValidFrom: 20_000}), fault.NotFound, "")
}

func TestThePastOfAPlanIsKnown(t *testing.T) {
	t.Parallel()
	c := cast.Found(t)
	v := saved(t, c, "Sales")
	c.See(t, c.Olga, func(ctx context.Context, tx *tenant.Tx) error {
		before, err := compensation.VersionsOf(ctx, tx, v.PlanID, testdb.Now.Add(-1))
		if err != nil || len(before) != 0 {
			t.Errorf("before it was saved there were %d versions: %v", len(before), err)
		}
		now, err := compensation.VersionsOf(ctx, tx, v.PlanID, tx.Now())
		if len(now) != 1 || period.Date(0) != now[0].Document.Effective.From-cast.Day("2026-01-01") {
			t.Errorf("now there are %d", len(now))
		}
		return err
	})
}
