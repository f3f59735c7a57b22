package importer

import (
	"context"
	"regexp"
	"strings"
	"time"

	"quarterdeck/internal/importer/mapping"
	"quarterdeck/internal/importer/source"
	"quarterdeck/internal/member"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
)

// openMembers takes people in at once, for each may report to any other.
func openMembers(w *run, _ *file) loader {
	var people []member.Imported
	read := func(r *mapping.Row) {
		if p := w.person(r); r.Refused == "" {
			people = append(people, p)
		}
	}
	write := func(ctx context.Context, tx *tenant.Tx) (tenant.Outcome, error) {
		batch := people
		people = nil
		w.place(batch)
		out, err := member.Import(ctx, tx, batch)
		if err == nil {
			delete(w.refs.ids, "member") // they are read again where they are asked for
		}
		return out, err
	}
	return loader{prepare: w.knows("member"), read: read, write: write}
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
		Role: tenant.Role(r.Get("role")), ManagerExternalID: r.Get("manager"), Team: r.Text("team"), Region: r.Text("region"), Active: true,
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
	if p.Role != "" && !p.Role.Valid() {
		r.Flag("%q is not a role; it was taken from the title and the reports.", p.Role)
		p.Role = ""
	}
	_, later := w.refs.met["member"][p.ManagerExternalID]
	if _, known := w.refs.ids["member"][p.ManagerExternalID]; p.ManagerExternalID != "" && !known && !later && p.ManagerExternalID != p.ExternalID {
		r.Flag("The manager %q is not known.", source.Shorten(p.ManagerExternalID))
	}
	return p
}

// place settles what each person is: the role that their title names, else manager where somebody reports to them, else
// rep. Reporting lines that would run in a circle are cut.
func (w *run) place(people []member.Imported) {
	above, leads := map[string]string{}, map[string]bool{}
	for _, p := range people {
		above[p.ExternalID] = p.ManagerExternalID
		leads[p.ManagerExternalID] = true
	}
	for i := range people {
		p := &people[i]
		if circular(above, p.ExternalID) {
			w.note("%s reports in a circle; the line to the manager was left out.", p.Name)
			p.ManagerExternalID, above[p.ExternalID] = "", ""
		}
		if p.Role == "" {
			p.Role = roleOf(p.Title, p.ManagerExternalID != "", leads[p.ExternalID])
		}
		facts := *p
		facts.Hash = 0
		if p.HiredOn.IsZero() {
			facts.Since = time.Time{}
		}
		p.Hash = hash(facts)
	}
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
