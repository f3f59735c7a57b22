package adminpage

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showMembers lists the members; with ?add it is the form for a new one, with ?member= the account of one.
// GET /o/{org}/settings/members
func (s area) showMembers(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if q.Has("add") {
		return s.addPage(w, r, http.StatusOK, page.Form{})
	}
	if q.Has("member") {
		id, err := uuid.Parse(q.Get("member"))
		if err != nil {
			return site.NotHere
		}
		return s.memberPage(w, r, http.StatusOK, id, page.Form{})
	}
	filter := memberFilter{Name: q.Get("q"), State: q.Get("state")}
	page.DecodeCursor(q, &filter.After)
	var list members
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		people, err := loadPeople(ctx, tx)
		list = people.List(filter, site.PageRows)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Members", "Members, roles and access")
	f.Actions = addLink(f.Base)
	next := ""
	if list.Next != uuid.Nil {
		next = f.Base + "/settings/members?" + url.Values{"q": {filter.Name}, "state": {filter.State},
			"cursor": {page.Cursor(list.Next)}}.Encode()
	}
	return s.Render(w, r, memberList(f, list, next))
}

func loadPeople(ctx context.Context, tx *tenant.Tx) (peopleView, error) {
	p := peopleView{Now: &member.Roster{}, Ever: &member.Roster{}, Invited: map[uuid.UUID]auth.Invitation{},
		Zone: tx.Calendar().Location(), Role: tx.Actor().Role}
	now, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return p, err
	}
	last, err := member.Load(ctx, tx, member.Ever, time.Time{})
	if err != nil {
		return p, err
	}
	p.Now, p.Ever = now, last
	if p.Access, err = auth.WithAccess(ctx, tx); err != nil {
		return p, err
	}
	if p.Disabled, err = auth.Disabled(ctx, tx); err != nil {
		return p, err
	}
	invitations, err := auth.Invitations(ctx, tx)
	for _, inv := range invitations {
		p.Invited[inv.MemberID] = inv
	}
	return p, err
}

func (s area) addPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	var people peopleView
	var today period.Date
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		people, err = loadPeople(ctx, tx)
		today = tx.Today()
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Add a member", "")
	f.Path = f.Base + "/settings/members?add=1"
	return s.Write(w, r, status, addMember(f, people, today, form))
}

func (s area) memberPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, form page.Form) error {
	var person personView
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		people, err := loadPeople(ctx, tx)
		if err != nil {
			return err
		}
		m, ok := people.Find(id)
		if !ok {
			return site.NotHere
		}
		person = personView{peopleView: people, Member: m, Today: tx.Today(), Self: id == tx.Actor().MemberID}
		if person.Assignments, err = member.Assignments(ctx, tx, id); err != nil {
			return err
		}
		person.Ended, err = lastEnding(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, person.Name, "Member")
	f.Path = membersAt(r, id)
	f.Actions = allMembers(f.Base)
	return s.Write(w, r, status, memberAccount(f, person, form))
}

// membersAt is the address of a member's account.
func membersAt(r *http.Request, id uuid.UUID) string {
	return site.Where(r).Base + "/settings/members?member=" + id.String()
}

// againAt shows a member's account once more where a form in it was refused.
func (s area) againAt(w http.ResponseWriter, r *http.Request, id uuid.UUID, err error) error {
	return site.Again(r, err, func(status int, f page.Form) error { return s.memberPage(w, r, status, id, f) })
}
