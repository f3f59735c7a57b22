package wording

import (
	"fmt"
	"slices"
	"strings"

	"quarterdeck/internal/pay/plan"
)

// Change is one difference between two versions of a plan. Path names components by their id and tiers by where they
// begin, such as components[new-business].tiers[1.00].rate; Label says the place in words and Sentence the whole. Old
// or New is empty where there is none.
type Change struct{ Path, Label, Old, New, Sentence string }

// Diff lists in words what a new version of a plan changes. Components are matched by id, tiers by threshold. It is
// empty only if both versions are Equal. Both must be valid.
func Diff(before, after plan.Document) []Change {
	var c comparison
	c.clauses("", "", head(before), head(after))
	for _, id := range ids(before, after) {
		c.component(before, after, id)
	}
	c.order(before, after)
	c.draw(before, after)
	return c.changes
}

// clause is one thing that a plan says. Two are the same if they are written the same; words are how people read it.
type clause struct{ key, label, written, words string }

type comparison struct{ changes []Change }

// clauses compares two lists of clauses by their keys, in the order of the new one and then what has gone.
func (c *comparison) clauses(path, label string, before, after []clause) {
	find := func(list []clause, key string) clause {
		i := slices.IndexFunc(list, func(cl clause) bool { return cl.key == key })
		if i < 0 {
			return clause{}
		}
		return list[i]
	}
	for _, now := range after {
		if was := find(before, now.key); was.written != now.written {
			c.add(path, label, was, now)
		}
	}
	for _, was := range before {
		if find(after, was.key).key == "" {
			c.add(path, label, was, clause{key: was.key, label: was.label})
		}
	}
}

func (c *comparison) add(path, label string, was, now clause) {
	at := strings.TrimPrefix(path+"."+now.key, ".")
	if now.key == "" {
		at = path
	}
	where := label
	if where != "" {
		where += ": "
	}
	sentence := fmt.Sprintf("%sthe %s changes from %s to %s.", where, now.label, was.words, now.words)
	switch {
	case was.written == "":
		sentence = fmt.Sprintf("%sthe %s is new: %s.", where, now.label, now.words)
	case now.written == "":
		sentence = fmt.Sprintf("%sthe %s ends; it was %s.", where, now.label, was.words)
	}
	c.changes = append(c.changes, Change{at, where + now.label, was.words, now.words, capital(sentence)})
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// ids are those of both plans: those of the new one in its order, then those that have gone.
func ids(before, after plan.Document) []string {
	var all []string
	for _, c := range slices.Concat(after.Components, before.Components) {
		if !slices.Contains(all, c.ID) {
			all = append(all, c.ID)
		}
	}
	return all
}

func component(d plan.Document, id string) (plan.Component, bool) {
	i := slices.IndexFunc(d.Components, func(c plan.Component) bool { return c.ID == id })
	if i < 0 {
		return plan.Component{}, false
	}
	return d.Components[i], true
}

func (c *comparison) component(before, after plan.Document, id string) {
	was, there := component(before, id)
	now, here := component(after, id)
	path, label := "components["+id+"]", "Component "+id
	switch {
	case !there:
		said := strings.Join(speakerOf(after).component(now), " ")
		c.changes = append(c.changes, Change{path, label, "", said, label + ": new. " + said})
		return
	case !here:
		said := strings.Join(speakerOf(before).component(was), " ")
		c.changes = append(c.changes, Change{path, label, said, "", label + ": removed. It said: " + said})
		return
	}
	c.clauses(path, label, clauses(before, was), clauses(after, now))
	c.tiers(path, label, speakerOf(before), speakerOf(after), was, now)
}

// tiers compares tiers that begin at the same place; another boundary is another tier.
func (c *comparison) tiers(path, label string, before, after speaker, was, now plan.Component) {
	at := func(s speaker, c plan.Component, t plan.Tier) string { return c.FromUnit().Write(t.From, s.currency) }
	name := func(s speaker, c plan.Component, t plan.Tier) string {
		return fmt.Sprintf("%s, tier from %s", label, s.boundary(c, t.From))
	}
	whole := func(s speaker, c plan.Component, t plan.Tier) string { return s.rate(c, t.Rate) + ", " + apply(c, t) }
	for _, t := range now.Tiers {
		key := at(after, now, t)
		i := slices.IndexFunc(was.Tiers, func(o plan.Tier) bool { return at(before, was, o) == key })
		where, p := name(after, now, t), fmt.Sprintf("%s.tiers[%s]", path, key)
		if i < 0 {
			c.changes = append(c.changes,
				Change{p, where, "", whole(after, now, t), fmt.Sprintf("%s is new: %s.", where, whole(after, now, t))})
			continue
		}
		c.clauses(p, where, before.tierClauses(was, was.Tiers[i]), after.tierClauses(now, t))
	}
	for _, t := range was.Tiers {
		key := at(before, was, t)
		if !slices.ContainsFunc(now.Tiers, func(o plan.Tier) bool { return at(after, now, o) == key }) {
			where := name(before, was, t)
			c.changes = append(c.changes, Change{fmt.Sprintf("%s.tiers[%s]", path, key), where, whole(before, was, t),
				"", fmt.Sprintf("%s is removed; it was %s.", where, whole(before, was, t))})
		}
	}
}

func (c *comparison) draw(before, after plan.Document) {
	switch {
	case before.Draw == nil && after.Draw != nil:
		said := strings.Join(speakerOf(after).draw(*after.Draw), " ")
		c.changes = append(c.changes, Change{"draw", "Draw", "", said, "Draw: new. " + said})
	case before.Draw != nil && after.Draw == nil:
		said := strings.Join(speakerOf(before).draw(*before.Draw), " ")
		c.changes = append(c.changes, Change{"draw", "Draw", said, "", "Draw: removed. It said: " + said})
	default:
		c.clauses("draw", "Draw", drawClauses(before), drawClauses(after))
	}
}

// order tells that the components which both plans have follow each other otherwise.
func (c *comparison) order(before, after plan.Document) {
	common := func(d, other plan.Document) string {
		var list []string
		for _, k := range d.Components {
			if _, ok := component(other, k.ID); ok {
				list = append(list, k.ID)
			}
		}
		return strings.Join(list, ", ")
	}
	if was, now := common(before, after), common(after, before); was != now {
		c.add("", "", clause{"components", "order of the components", was, was},
			clause{"components", "order of the components", now, now})
	}
}
