package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/adminpage"
	"quarterdeck/web/page"
)

// ever is a day after every assignment.
var ever = period.NewDate(9999, time.December, 31)

// showMembers lists the members; with ?add it is the form for a new one, with ?member= the account of one.
// GET /o/{org}/settings/members
func (s *Server) showMembers(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if q.Has("add") {
		return s.addPage(w, r, http.StatusOK, page.Form{})
	}
	if q.Has("member") {
		id, err := uuid.Parse(q.Get("member"))
		if err != nil {
			return notHere
		}
		return s.memberPage(w, r, http.StatusOK, id, page.Form{})
	}
	filter := adminpage.MemberFilter{Name: q.Get("q"), State: q.Get("state")}
	decodeCursor(q, &filter.After)
	var list adminpage.Members
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
		people, err := loadPeople(ctx, tx)
		list = people.List(filter, pageRows)
		return err
	})
	if err != nil {
		return err
	}
	f := s.frame(r, "Members", "Who works here, as what, and who can sign in")
	f.Actions = adminpage.AddLink(f.Base)
	next := ""
	if list.Next != uuid.Nil {
		next = f.Base + "/settings/members?" + url.Values{"q": {filter.Name}, "state": {filter.State}, "cursor": {cursor(list.Next)}}.Encode()
	}
	return s.render(w, r, adminpage.MemberList(f, list, next))
}

func loadPeople(ctx context.Context, tx *tenant.Tx) (adminpage.People, error) {
	p := adminpage.People{Now: &member.Roster{}, Ever: &member.Roster{}, Invited: map[uuid.UUID]auth.Invitation{}, Zone: tx.Calendar().Location(), Role: tx.Actor().Role}
	now, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return p, err
	}
	last, err := member.Load(ctx, tx, ever, time.Time{})
	if err != nil {
		return p, err
	}
	p.Now, p.Ever = now, last
	if p.Access, err = auth.WithAccess(ctx, tx); err != nil {
		return p, err
	}
	invitations, err := auth.Invitations(ctx, tx)
	for _, inv := range invitations {
		p.Invited[inv.MemberID] = inv
	}
	return p, err
}

func (s *Server) addPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	var people adminpage.People
	var today period.Date
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		people, err = loadPeople(ctx, tx)
		today = tx.Today()
		return err
	})
	if err != nil {
		return err
	}
	f := s.frame(r, "Add a member", "")
	f.Path = f.Base + "/settings/members?add=1"
	return s.write(w, r, status, adminpage.AddMember(f, people, today, form))
}

func (s *Server) memberPage(w http.ResponseWriter, r *http.Request, status int, id uuid.UUID, form page.Form) error {
	var person adminpage.Person
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) error {
		people, err := loadPeople(ctx, tx)
		if err != nil {
			return err
		}
		m, ok := people.Find(id)
		if !ok {
			return notHere
		}
		person = adminpage.Person{People: people, Member: m, Today: tx.Today(), Self: id == tx.Actor().MemberID}
		person.Assignments, err = member.Assignments(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	f := s.frame(r, person.Name, "Member")
	f.Path = membersAt(r, id)
	f.Actions = adminpage.AllMembers(f.Base)
	return s.write(w, r, status, adminpage.MemberAccount(f, person, form))
}

// membersAt is the address of a member's account.
func membersAt(r *http.Request, id uuid.UUID) string {
	return where(r).Base + "/settings/members?member=" + id.String()
}

// againAt shows a member's account once more where a form in it was refused.
func (s *Server) againAt(w http.ResponseWriter, r *http.Request, id uuid.UUID, err error) error {
	return again(r, err, func(status int, f page.Form) error { return s.memberPage(w, r, status, id, f) })
}

// endAccess takes away a member's access, and an invitation that would give it.
// POST /o/{org}/settings/members/{id}/access/end
func (s *Server) endAccess(w http.ResponseWriter, r *http.Request) error {
	id, err := key(r)
	if err != nil {
		return err
	}
	if id == visitOf(r).Seat.Actor.MemberID {
		return s.againAt(w, r, id, fault.New(fault.Invalid, "You cannot end your own access; ask another administrator."))
	}
	if err := s.update(r, func(ctx context.Context, tx *tenant.Tx) error { return auth.Leave(ctx, tx, id) }); err != nil {
		return s.againAt(w, r, id, err)
	}
	return s.redirect(w, r, membersAt(r, id), "The access is ended.")
}
