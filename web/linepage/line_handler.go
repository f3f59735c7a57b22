package linepage

import (
	"context"
	"net/http"
	"slices"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showLines lists those that nobody has confirmed. GET /o/{org}/commissions/lines
func (s area) showLines(w http.ResponseWriter, r *http.Request) error {
	return s.linesPage(w, r, http.StatusOK, page.Form{})
}

func (s area) linesPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	actor := site.VisitOf(r).Seat.Actor
	p := lines{Where: site.Where(r), Role: actor.Role, Me: actor.MemberID, Form: form}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Today = tx.Today()
		if err := audit.Record(ctx, tx, "viewed", "reporting lines", "", nil); err != nil {
			return err
		}
		if p.Roster, err = member.Load(ctx, tx, member.Ever, tx.Now()); err != nil {
			return err
		}
		p.Groups, err = lineGroups(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status, linesPage(s.Frame(r, "Reporting lines", "Who can read whose pay"), p))
}

// lineGroups are the lines that wait, with the addresses that would read through them.
func lineGroups(ctx context.Context, tx *tenant.Tx) ([]lineGroup, error) {
	waiting, err := member.WaitingLines(ctx, tx)
	if err != nil {
		return nil, err
	}
	addresses, err := auth.Addresses(ctx, tx)
	return groupLines(waiting, addresses), err
}

// tickedForm is the lines that were ticked.
type tickedForm struct {
	Lines []string `form:"line"`
}

// confirmLines lets managers read pay through the lines that were ticked. POST /o/{org}/commissions/lines
func (s area) confirmLines(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[tickedForm](r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		groups, err := lineGroups(ctx, tx)
		if err != nil {
			return err
		}
		var chosen []member.Line
		found := 0
		for _, g := range groups {
			if slices.Contains(f.Lines, g.Key()) {
				chosen = append(chosen, g.Lines...)
				found++
			}
		}
		if found < len(f.Lines) {
			return fault.New(fault.Conflict,
				"The reporting lines changed since you opened this page. Check them again.")
		}
		return member.ConfirmLines(ctx, tx, chosen)
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.linesPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/lines",
		"Lines confirmed. The managers can now read the pay of these people.")
}
