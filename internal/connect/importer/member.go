package importer

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// person is somebody of a file: what the row says of them, and that over what is known.
type person struct {
	given, now member.Imported
	was        *member.Present
}

// openMembers takes people in at once, for each may report to any other.
func openMembers(w *run, f *file) loader {
	var people []person
	var known map[string]member.Present
	before := func(ctx context.Context, tx *tenant.Tx, _ []*mapping.Row) error {
		found, err := member.Presents(ctx, tx)
		people, known = nil, map[string]member.Present{}
		for _, p := range found {
			known[p.ExternalID] = p
		}
		return err
	}
	read := func(r *mapping.Row) {
		if _, ok := known[r.Key]; r.Deleted && !ok {
			r.Stranger()
			return
		}
		p := person{given: w.person(r)}
		at := modified(r)
		if r.Refused != "" {
			return
		}
		p.now = p.given
		if was, ok := known[r.Key]; ok {
			if p.was = &was; at != nil && was.ModifiedAt != nil && at.Before(*was.ModifiedAt) {
				r.Older = true
				return
			}
			w.overPerson(r, &p.now, was)
		}
		if p.now.Active = p.now.Active && !r.Deleted; r.Deleted {
			p.given.Active = false
		}
		p.now.ModifiedAt = at
		people = append(people, p)
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		out, err := member.Import(ctx, tx, w.place(people, known, f.Shape()))
		if err == nil {
			delete(w.refs.ids, "member") // they are read again where they are asked for
		}
		return out, err
	}
	return loader{prepare: w.knows("member"), before: before, read: read, write: write}
}

// settleLines has the reporting lines of an organisation's first import of people open pay: nobody is there yet who could confirm
// them. Those of later imports wait for a word of finance.
func (w *run) settleLines(ctx context.Context) error {
	added := int64(0)
	for _, f := range w.files {
		if f.Object == "member" {
			added += f.progress.Added
		}
	}
	if w.dry != nil || added == 0 {
		return nil
	}
	return w.db.Update(ctx, tenant.AsSystem(w.actor.TenantID), func(tx *tenant.Tx) error {
		ids, err := member.IDs(ctx, tx)
		if err != nil || int64(len(ids)) != added {
			return err // somebody was known before
		}
		return member.ConfirmSetup(ctx, tx)
	})
}

func (w *run) person(r *mapping.Row) member.Imported {
	given, since := w.created(r)
	p := member.Imported{ExternalID: r.Key, Name: r.Text("name"), Email: r.Text("email"), Title: r.Text("title"), Since: since,
		ManagerExternalID: w.refs.key("member", r.Get("manager")), Team: r.Text("team"), Region: r.Text("region"), Active: true,
		Custom: object(r.Custom())}
	if p.Name == "" {
		p.Name = p.ExternalID
		r.Flag("The person has no name; the key stands in for it.")
	}
	if !given.IsZero() {
		p.HiredOn = period.DateOf(given.In(w.calendar.Location()))
	}
	if r.Get("active") != "" {
		p.Active = r.Bool("active")
	}
	role, unknown := r.Word("role")
	if p.Role = tenant.Role(role); unknown != "" {
		r.Flag("%q is not a role; it was taken from the title and the reports.", source.Shorten(unknown))
	}
	if r.By("manager") && p.ManagerExternalID != "" {
		w.managerByName(r, &p)
		return p
	}
	if p.ManagerExternalID != "" && p.ManagerExternalID != p.ExternalID && !w.manages(p.ManagerExternalID) {
		r.Flag("The manager %q is not known.", source.Shorten(p.ManagerExternalID))
	}
	return p
}

// managerByName finds the manager whom a row names; where it is nobody, or one of two, the row says so.
func (w *run) managerByName(r *mapping.Row, p *member.Imported) {
	of, problem := w.refs.called("member", r.Get("manager"))
	switch {
	case problem != "":
		r.Flag("%s", problem)
	case of.Name != r.Get("manager"):
		r.Flag("The manager %q was taken for %q.", source.Shorten(r.Get("manager")), of.Name)
	}
	p.ManagerExternalID = of.ExternalID
	if of.ExternalID == "" && of.ID != uuid.Nil {
		p.ManagerID = &of.ID
	}
}

// manages tells whether a manager's key is known, or stands in this import.
func (w *run) manages(key string) bool {
	_, later := w.refs.met["member"][key]
	_, known := w.refs.ids["member"][key]
	return later || known
}

// overPerson keeps what the row says nothing of.
func (w *run) overPerson(r *mapping.Row, p *member.Imported, was member.Present) {
	holdName(r, "name", &p.Name, was.Name)
	hold(r, "email", &p.Email, was.Email)
	hold(r, "title", &p.Title, was.Title)
	hold(r, "team", &p.Team, was.Team)
	hold(r, "region", &p.Region, was.Region)
	keep(r, "active", &p.Active, was.Active)
	if r.Get("created_at") == "" {
		p.HiredOn = was.HiredOn
	}
	switch {
	case !r.Has("manager"), p.ManagerExternalID != "" && !w.manages(p.ManagerExternalID), p.ManagerExternalID == "" && p.ManagerID == nil && r.Get("manager") != "":
		p.ManagerExternalID, p.ManagerID = was.ManagerExternalID, was.ManagerID
	case p.ManagerExternalID == "" && p.ManagerID == nil && was.ManagerID != nil:
		r.Clear("manager")
	}
	p.Custom = object(r.CustomOver(fields(was.Custom)))
}

// lines is who reports to whom.
type lines struct {
	above map[string]string
	leads map[string]bool
}

func (l lines) add(key, manager string) {
	l.above[key], l.leads[manager] = manager, true
}

// place settles what each person is: the role that their title names, else manager where somebody reports to them, else
// rep. Whose title and reports say what they said before stays what they are here. Reporting lines that would run in a
// circle are cut.
func (w *run) place(people []person, known map[string]member.Present, shape string) []member.Imported {
	was, now := lines{map[string]string{}, map[string]bool{}}, lines{map[string]string{}, map[string]bool{}}
	for key, p := range known {
		was.add(key, p.ManagerExternalID)
		now.above[key] = p.ManagerExternalID
	}
	for _, p := range people {
		now.above[p.now.ExternalID] = p.now.ManagerExternalID
	}
	for key, manager := range now.above {
		now.add(key, manager)
	}
	all := make([]member.Imported, len(people))
	for i := range people {
		p := &people[i]
		if circular(now.above, p.now.ExternalID) {
			w.note("%s reports in a circle; the line to the manager was left out.", p.now.Name)
			p.given.ManagerExternalID, p.now.ManagerExternalID, p.now.ManagerID = "", "", nil
			now.above[p.now.ExternalID] = ""
		}
		p.settle(was, now, shape)
		all[i] = p.now
	}
	return all
}

// settle works out the role, and whether the row says anything that is not known.
func (p *person) settle(was, now lines, shape string) {
	n := &p.now
	if n.Role == "" {
		n.Role = roleOf(n.Title, n.ManagerExternalID != "" || n.ManagerID != nil, now.leads[n.ExternalID])
	}
	facts := p.given
	facts.Role = n.Role
	if facts.HiredOn.IsZero() {
		facts.Since = time.Time{}
	}
	n.Hash = hash([]any{facts, shape})
	if p.was == nil {
		return
	}
	w := p.was
	if p.given.Role == "" && w.Role.Valid() && n.Role == roleOf(w.Title, w.ManagerID != nil, was.leads[n.ExternalID]) {
		n.Role = w.Role
	}
	same := n.Name == w.Name && n.Email == w.Email && n.Title == w.Title && n.HiredOn == w.HiredOn && n.Active == w.Active &&
		n.Custom == object(fields(w.Custom))
	placed := n.Role == w.Role && n.ManagerExternalID == w.ManagerExternalID && (n.ManagerExternalID != "" || (n.ManagerID == nil) == (w.ManagerID == nil)) &&
		n.Team == w.Team && n.Region == w.Region
	n.Same = same && (placed || !n.Active)
}

// circular tells whether the line above somebody comes back to them.
func circular(above map[string]string, key string) bool {
	at := above[key]
	for range len(above) {
		if at == key {
			return true
		}
		if at == "" {
			return false
		}
		at = above[at]
	}
	return false
}

var titles = []struct {
	role tenant.Role
	form *regexp.Regexp
}{
	{tenant.Admin, regexp.MustCompile(`\badministrator\b|\bcrm admin\b|\bsalesforce admin\b`)},
	{tenant.Ops, regexp.MustCompile(`\bsales op(eration)?s\b|\brev(enue)? ?op(eration)?s\b`)},
	{tenant.Finance, regexp.MustCompile(`\bfinance\b|\bfinancial (officer|controller|analyst)\b|\bcfo\b|\bcontroller\b|\bcompensation (analyst|manager)\b`)},
	{tenant.Executive, regexp.MustCompile(`\b(cro|ceo|coo)\b|\bchief (revenue|executive|sales|commercial|operating) officer\b|\b(co-?)?founder\b`)},
}

var vicePresident = regexp.MustCompile(`\b(s?vp|vice president)\b`)

// roleOf reads a role from a title. A vice president without a manager is an executive.
func roleOf(title string, managed, leads bool) tenant.Role {
	title = strings.ToLower(title)
	for _, t := range titles {
		if t.form.MatchString(title) {
			return t.role
		}
	}
	switch {
	case vicePresident.MatchString(title) && !managed:
		return tenant.Executive
	case leads:
		return tenant.Manager
	}
	return tenant.Rep
}
