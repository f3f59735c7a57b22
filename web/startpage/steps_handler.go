package startpage

import (
	"context"
	"fmt"
	"net/http"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/founding"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// showSteps lists what is left to do in a new organisation. GET /o/{org}/setup
func (s area) showSteps(w http.ResponseWriter, r *http.Request) error {
	return s.stepsPage(w, r, http.StatusOK, page.Form{})
}

func (s area) stepsPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	var steps founding.Steps
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		steps, err = founding.Progress(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	done, all := steps.Count()
	f := s.Frame(r, "Getting started", fmt.Sprintf("%d of %d steps done", done, all))
	f.Path = f.Base + "/setup"
	return s.Write(w, r, status, stepsScreen(f, steps, form))
}

func (s area) again(w http.ResponseWriter, r *http.Request, err error) error {
	return site.Again(r, err, func(status int, f page.Form) error { return s.stepsPage(w, r, status, f) })
}

// startEmpty adds the standard stages. POST /o/{org}/setup/stages
func (s area) startEmpty(w http.ResponseWriter, r *http.Request) error {
	if err := s.Update(r, founding.StartEmpty); err != nil {
		return s.again(w, r, err)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/setup", "Standard stages added. You can create opportunities now.")
}

// guestForm is somebody to invite; a row without an address is left out.
type guestForm struct {
	Email string      `form:"email"`
	Role  tenant.Role `form:"role"`
}

// guestsForm is the people that are invited at once.
type guestsForm struct {
	Guests []guestForm `form:"guests"`
}

// inviteSome invites several people at once: all of them, or nobody where one is refused.
// POST /o/{org}/setup/invitations
func (s area) inviteSome(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[guestsForm](r)
	if err != nil {
		return err
	}
	invited := 0
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		for n, g := range f.Guests {
			if g.Email == "" {
				continue
			}
			invited++
			id, err := founding.Admit(ctx, tx, founding.Guest(g), fmt.Sprintf("email_%d", n))
			if err == nil {
				err = s.Invite(ctx, tx, id, g.Email)
			}
			if err != nil {
				return err
			}
		}
		if invited == 0 {
			return fault.On("email_0", "Enter at least one e-mail address.")
		}
		return nil
	})
	if err != nil {
		return s.again(w, r, err)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/setup",
		ui.Plural(invited, "invitation", "invitations")+" sent.")
}

// listForm is whether the list of first steps is shown on the home.
type listForm struct {
	Shown bool `form:"shown"`
}

// showList shows the list of first steps on the home, or hides it. POST /o/{org}/setup/list
func (s area) showList(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[listForm](r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return tenant.HideSteps(ctx, tx, !f.Shown) })
	if err != nil {
		return err
	}
	if f.Shown {
		return s.Redirect(w, r, site.Where(r).Base+"/setup", "Getting started is on your home again.")
	}
	return s.Redirect(w, r, site.Where(r).Base+"/home", "Getting started is hidden. You find it under All pages.")
}
