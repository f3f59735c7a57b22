package viewpage

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pipeline/view"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/views
func (s area) showAll(w http.ResponseWriter, r *http.Request) error {
	p := views{Where: site.Where(r), May: map[string]bool{}}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Roster, p.Team, err = team(ctx, tx); err != nil {
			return err
		}
		p.Role = tx.Actor().Role
		p.Views, err = view.List(ctx, tx, p.Team)
		for _, v := range p.Views {
			p.May[v.ID.String()] = view.MayEdit(tx, v)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, viewsPage(s.Frame(r, "Views", ""), p))
}

// team is everybody today, and the reader's own team.
func team(ctx context.Context, tx *tenant.Tx) (*member.Roster, string, error) {
	roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return nil, "", err
	}
	me, _ := roster.Find(tx.Actor().MemberID)
	return roster, me.Team, nil
}

// viewForm is what somebody says of a view.
type viewForm struct {
	Name    string        `form:"name"`
	Path    string        `form:"path"`
	Query   site.Verbatim `form:"query"`
	Sharing string        `form:"sharing"`
	ForRole string        `form:"for_role"`
	Seen    int           `form:"seen"`
}

// content is the form as a view; one that a team already has keeps that team.
func (f viewForm) content(v view.View, team string) view.Content {
	c := view.Content{Name: f.Name, Path: f.Path, Query: canonical(string(f.Query)), Sharing: view.Sharing(f.Sharing),
		Team: team, ForRole: tenant.Role(f.ForRole)}
	if v.Sharing == view.Team && v.Team != "" {
		c.Team = v.Team
	}
	return c
}

// canonical is a query in the form in which views keep it.
func canonical(query string) string {
	q, err := url.ParseQuery(query)
	if err != nil {
		return ""
	}
	return Kept(q)
}

// create saves the list of an address as a view. POST /o/{org}/views
func (s area) create(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[viewForm](r)
	if err != nil {
		return err
	}
	made := view.View{Content: view.Content{Name: f.Name, Path: f.Path, Query: canonical(string(f.Query)),
		Sharing: view.Sharing(f.Sharing)}}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		_, own, err := team(ctx, tx)
		if err != nil {
			return err
		}
		made.ID, err = view.Create(ctx, tx, f.content(view.View{}, own))
		return err
	})
	if err == nil {
		return s.Redirect(w, r, address(site.Where(r), made), "Saved as a view.")
	}
	made.ID = uuid.Nil
	return site.Again(r, err, func(status int, form page.Form) error {
		return s.edit(w, r, status, edited{View: made, Form: form})
	})
}

// edit shows the form of a view.
func (s area) edit(w http.ResponseWriter, r *http.Request, status int, p edited) error {
	p.Where, p.Role = site.Where(r), site.VisitOf(r).Seat.Actor.Role
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		_, p.Team, err = team(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	title := "Save a view"
	if !p.fresh() {
		title = "Edit view"
	}
	f := s.Frame(r, title, list(p.View))
	f.Path = f.Base + "/views"
	return s.Write(w, r, status, editPage(f, p))
}

// GET /o/{org}/views/{id}
func (s area) showOne(w http.ResponseWriter, r *http.Request) error {
	v, err := s.get(r)
	if err != nil {
		return err
	}
	return s.edit(w, r, http.StatusOK, edited{View: v})
}

// get is the view of the address, for one who may change it.
func (s area) get(r *http.Request) (v view.View, err error) {
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		if v, err = asked(ctx, tx, r); err != nil {
			return err
		}
		if !view.MayEdit(tx, v) {
			return fault.New(fault.Forbidden, "Only the owner of a view changes it. Save it as a new view.")
		}
		return nil
	})
	return v, err
}

// asked is the view of the address, if the reader sees it.
func asked(ctx context.Context, tx *tenant.Tx, r *http.Request) (view.View, error) {
	id, err := site.Key(r)
	if err != nil {
		return view.View{}, err
	}
	_, own, err := team(ctx, tx)
	if err != nil {
		return view.View{}, err
	}
	return view.Get(ctx, tx, id, own)
}

// change runs what somebody does with the view of the address.
func (s area) change(r *http.Request, do func(context.Context, *tenant.Tx, view.View) error) (v view.View, err error) {
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if v, err = asked(ctx, tx, r); err != nil {
			return err
		}
		return do(ctx, tx, v)
	})
	return v, err
}

// save gives a view another name, or shares it otherwise. POST /o/{org}/views/{id}
func (s area) save(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[viewForm](r)
	if err != nil {
		return err
	}
	var own string
	v, err := s.change(r, func(ctx context.Context, tx *tenant.Tx, v view.View) (err error) {
		if _, own, err = team(ctx, tx); err != nil {
			return err
		}
		f.Path, f.Query = v.Path, site.Verbatim(v.Query)
		return view.Save(ctx, tx, v, f.Seen, f.content(v, own))
	})
	if err == nil {
		return s.Redirect(w, r, site.Where(r).Base+"/views", "The view is saved.")
	}
	v.Name, v.Sharing, v.ForRole = f.Name, view.Sharing(f.Sharing), tenant.Role(f.ForRole)
	return site.Again(r, err, func(status int, form page.Form) error {
		return s.edit(w, r, status, edited{View: v, Form: form})
	})
}

// saveQuery saves the list as it is filtered now in a view. POST /o/{org}/views/{id}/query
func (s area) saveQuery(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[viewForm](r)
	if err != nil {
		return err
	}
	v, err := s.change(r, func(ctx context.Context, tx *tenant.Tx, v view.View) error {
		c := v.Content
		c.Query = canonical(string(f.Query))
		return view.Save(ctx, tx, v, f.Seen, c)
	})
	if fault.KindOf(err) == fault.Conflict {
		return s.SendBack(w, r, address(site.Where(r), v), fault.Message(err))
	}
	if err != nil {
		return err
	}
	v.Query = canonical(string(f.Query))
	return s.Redirect(w, r, address(site.Where(r), v), "The view is saved.")
}

// pinForm tells whether a view is to be among the reader's tabs.
type pinForm struct {
	Pin bool `form:"pin"`
}

// pin makes a view one of the reader's tabs, or no longer. POST /o/{org}/views/{id}/pin
func (s area) pin(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[pinForm](r)
	if err != nil {
		return err
	}
	_, err = s.change(r, func(ctx context.Context, tx *tenant.Tx, v view.View) error {
		if f.Pin {
			return view.Pin(ctx, tx, v.ID)
		}
		return view.Unpin(ctx, tx, v.ID)
	})
	return s.answer(w, r, err, "")
}

// revert saves the version before the newest one again. POST /o/{org}/views/{id}/revert
func (s area) revert(w http.ResponseWriter, r *http.Request) error {
	_, err := s.change(r, view.Revert)
	return s.answer(w, r, err, "The version before is restored.")
}

// remove deletes a view. POST /o/{org}/views/{id}/delete
func (s area) remove(w http.ResponseWriter, r *http.Request) error {
	_, err := s.change(r, view.Delete)
	return s.answer(w, r, err, "The view is deleted.")
}

// answer leads back to the views, and says there what was refused.
func (s area) answer(w http.ResponseWriter, r *http.Request, err error, done string) error {
	to := site.Where(r).Base + "/views"
	switch fault.KindOf(err) {
	case fault.Conflict, fault.Invalid:
		if err != nil {
			return s.SendBack(w, r, to, fault.Message(err))
		}
	}
	if err != nil {
		return err
	}
	return s.Redirect(w, r, to, done)
}
