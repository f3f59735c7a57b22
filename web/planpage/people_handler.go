package planpage

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// assignForm is who is put on a plan, and for which days.
type assignForm struct {
	Chosen    []string    `form:"member"`  // ids, of the list
	Members   string      `form:"members"` // names and addresses, one a line
	Team      string      `form:"team"`
	ValidFrom period.Date `form:"valid_from" problem:"Choose the first day on the plan."`
	// Last is included.
	Last *period.Date `form:"last_day" problem:"Choose the last day on the plan, or leave it empty for no end."`
}

// assignPlan puts members on a plan; each who cannot be says why, and the others are. POST /o/{org}/plans/{id}/members
func (s area) assignPlan(w http.ResponseWriter, r *http.Request) error {
	put, failed := 0, []string(nil)
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, _, err := PlanOf(ctx, tx, r)
		if err != nil {
			return err
		}
		f, err := site.Decode[assignForm](r)
		if err != nil {
			return err
		}
		a, err := f.days()
		if err != nil {
			return err
		}
		roster, err := member.Load(ctx, tx, tx.Today(), tx.Now())
		if err != nil {
			return err
		}
		ids, unknown, err := f.who(roster)
		if err != nil {
			return err
		}
		failed = unknown
		for _, id := range ids {
			a.MemberID, a.PlanID = id, p.ID
			switch err := compensation.Assign(ctx, tx, a); fault.KindOf(err) {
			case fault.Internal:
				if err != nil {
					return err
				}
				put++
			default:
				failed = append(failed, roster.Name(&id)+": "+fault.Message(err))
			}
		}
		return nil
	})
	if err == nil && len(failed) > 0 && put == 0 {
		err = fault.On("members", "No member could be assigned. See the reasons above.")
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error {
			return s.planPage(w, r, status, planView{Form: f, Failed: failed})
		})
	}
	message := "1 member assigned."
	if put != 1 {
		message = fmt.Sprintf("%d members assigned.", put)
	}
	if len(failed) > 0 {
		message += " Not assigned: " + strings.Join(failed[:min(len(failed), 5)], " ")
	}
	return s.Redirect(w, r, site.Where(r).Base+"/plans/"+chi.URLParam(r, "id")+"#members", message)
}

func (f assignForm) days() (compensation.Assignment, error) {
	a := compensation.Assignment{ValidFrom: f.ValidFrom}
	if f.Last == nil {
		return a, nil
	}
	if a.ValidTo = *f.Last + 1; a.ValidTo <= a.ValidFrom {
		return a, fault.On("last_day", "The last day must not be before the first day. Leave it empty for no end.")
	}
	return a, nil
}

// mostTyped bounds a list of members that is typed at once.
const mostTyped = 2000

// who finds the members of a list of names and addresses, and of a team.
func (f assignForm) who(roster *member.Roster) (ids []uuid.UUID, unknown []string, err error) {
	found := map[string][]uuid.UUID{}
	for _, m := range roster.Members {
		for _, by := range []string{strings.ToLower(m.Name), strings.ToLower(m.Email)} {
			if by != "" && m.Active && !slices.Contains(found[by], m.ID) {
				found[by] = append(found[by], m.ID)
			}
		}
	}
	lines := strings.FieldsFunc(f.Members,
		func(c rune) bool { return c == '\n' || c == '\r' || c == ';' })
	if len(lines) > mostTyped {
		return nil, nil, fault.On("members", fmt.Sprintf("Enter at most %d members at once.", mostTyped))
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		switch who := found[strings.ToLower(line)]; {
		case line == "":
		case len(who) == 1:
			ids = append(ids, who[0])
		case len(who) > 1:
			unknown = append(unknown, fmt.Sprintf("%.60s: several members have this name. Enter the e-mail address.",
				line))
		default:
			unknown = append(unknown, fmt.Sprintf("%.60s: no member has this name or e-mail address.", line))
		}
	}
	for _, m := range roster.Members {
		if m.Active && (f.Team != "" && m.Team == f.Team || slices.Contains(f.Chosen, m.ID.String())) {
			ids = append(ids, m.ID)
		}
	}
	if len(ids)+len(unknown) == 0 {
		return nil, nil, fault.On("members", "Choose at least one member or a team.")
	}
	// all who assign lock in one order
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(ids), unknown, nil
}

// endForm is the last day on which somebody is on a plan.
type endForm struct {
	Last period.Date `form:"last_day" problem:"Choose the last day on the plan."`
}

// endPlan takes a member off a plan. POST /o/{org}/plans/{id}/members/{member}/end
func (s area) endPlan(w http.ResponseWriter, r *http.Request) error {
	who, err := uuid.Parse(chi.URLParam(r, "member"))
	if err != nil {
		return site.NotHere
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		p, _, err := PlanOf(ctx, tx, r)
		if err != nil {
			return err
		}
		f, err := site.Decode[endForm](r)
		if err != nil {
			return err
		}
		return compensation.End(ctx, tx, who, p.ID, f.Last+1)
	})
	if err != nil {
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.planPage(w, r, status, planView{Ending: f, Ended: who}) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/plans/"+chi.URLParam(r, "id")+"#members",
		"Assignment ended.")
}

// peopleOn are those who are on a plan today or later, by name.
func peopleOn(ctx context.Context, tx *tenant.Tx, id uuid.UUID,
	roster *member.Roster) ([]compensation.Assignment, error) {
	all, err := compensation.Assignments(ctx, tx, tx.Today(), member.Ever, tx.Now())
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a compensation.Assignment) bool { return a.PlanID != id })
	byName(all, roster)
	return all, nil
}

func byName(all []compensation.Assignment, roster *member.Roster) {
	slices.SortStableFunc(all, func(a, b compensation.Assignment) int {
		return cmp.Or(strings.Compare(strings.ToLower(roster.Name(&a.MemberID)),
			strings.ToLower(roster.Name(&b.MemberID))), cmp.Compare(a.ValidFrom, b.ValidFrom))
	})
}

func acceptances(ctx context.Context, tx *tenant.Tx) (map[uuid.UUID][]compensation.Acceptance, error) {
	all, err := compensation.Acceptances(ctx, tx)
	if err != nil {
		return nil, err
	}
	by := map[uuid.UUID][]compensation.Acceptance{}
	for _, a := range all {
		by[a.MemberID] = append(by[a.MemberID], a)
	}
	return by, nil
}
