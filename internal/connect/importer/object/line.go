package object

import (
	"time"

	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/record/member"
)

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
func (w *Import) place(people []person, known map[string]member.Present, shape string) []member.Imported {
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
			w.Note("%s is part of a reporting loop; the manager was left empty.", p.now.Name)
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
	n.Hash = record.Hash([]any{facts, shape})
	if p.was == nil {
		return
	}
	w := p.was
	if p.given.Role == "" && w.Role.Valid() && n.Role == roleOf(w.Title, w.ManagerID != nil, was.leads[n.ExternalID]) {
		n.Role = w.Role
	}
	same := n.Name == w.Name && n.Email == w.Email && n.Title == w.Title && n.HiredOn == w.HiredOn &&
		n.Active == w.Active && n.Custom == record.CustomText(record.CustomFields(w.Custom))
	placed := n.Role == w.Role && n.ManagerExternalID == w.ManagerExternalID &&
		(n.ManagerExternalID != "" || (n.ManagerID == nil) == (w.ManagerID == nil)) &&
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
