package plan

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

var (
	componentKeys = []string{"id", "kind", "measure", "rate", "of", "amount", "qualifies", "window", "budget", "quota",
		"boundary", "tiers", "gate", "cap", "multipliers", "eligible", "clawback"}
	keysOf = map[Kind][]string{
		Rate:     {"measure", "rate", "quota", "boundary", "tiers", "gate", "multipliers"},
		Bonus:    {"amount", "window", "budget", "multipliers"},
		Override: {"measure", "rate", "of", "quota", "gate", "multipliers"},
	}
	keysOfAll = []string{"id", "kind", "qualifies", "cap", "eligible", "clawback"}
	readable  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	one       = decimal.NewFromInt(1)
)

func (r *reader) component(n node, path string) Component {
	o := r.open(n, path, componentKeys...)
	if n.shape != aGroup {
		return Component{}
	}
	var c Component
	if id, ok := o.text("id"); ok {
		switch c.ID = id; {
		case readable.MatchString(id):
		case o.form:
			o.say(o.at("id"), "Use letters from A to Z, digits, spaces and hyphens, at most 64 in all.")
		default:
			o.say(o.at("id"),
				"%.60q is not an id such as new-business: letters, digits, dots, hyphens and underscores, at most 64.",
				id)
		}
	}
	if c.Kind = choice(o, "kind", "", kinds...); c.Kind == "" {
		return c // what else belongs to it depends on the kind
	}
	o.belong(c.Kind)
	if cs, ok := o.child("qualifies", "type", "product", "source", "segment", "territory", "min_amount",
		"max_amount"); ok {
		c.Qualifies = cs.criteria(false)
	}
	switch c.Kind {
	case Rate:
		o.rate(&c)
	case Bonus:
		o.bonus(&c)
	case Override:
		o.override(&c)
	}
	c.Cap, c.Eligible, c.Clawback = o.cap(), o.eligible(), o.clawback()
	return c
}

// Takes reports whether components of a kind have a key that only some kinds have. An unknown kind takes any.
func (k Kind) Takes(key string) bool {
	keys, known := keysOf[k]
	return !known || slices.Contains(keys, key)
}

// belong refuses the keys that another kind of component has.
func (o object) belong(k Kind) {
	for _, f := range o.node.fields {
		if !slices.Contains(componentKeys, f.key) || slices.Contains(keysOfAll, f.key) ||
			slices.Contains(keysOf[k], f.key) {
			continue
		}
		var others []string
		for _, other := range kinds {
			if slices.Contains(keysOf[other], f.key) {
				others = append(others, string(other))
			}
		}
		o.say(o.at(f.key), "The key %q belongs to components of the kind %s; this one is of the kind %s.", f.key,
			either(others), k)
	}
}

func (o object) rate(c *Component) {
	c.Measure = choice(o, "measure", Amount, measures...)
	c.ByMeasure = choice(o, "boundary", "attainment", "attainment", "measure") == "measure"
	switch {
	case o.has("tiers") && o.has("rate"):
		o.say(o.at("rate"), "A component can have a rate or tiers, not both.")
	case o.has("tiers"):
		c.Tiers = o.tiers(*c)
	case o.has("rate"):
		if rate, ok := o.atLeastZero("rate", c.RateUnit()); ok {
			c.Tiers = []Tier{{Rate: rate}}
		}
	default:
		o.say(o.at("tiers"), "The component has no rate. Give it a rate, or tiers that start at 0.")
	}
	o.measured(c)
}

// measured reads what an attainment needs.
func (o object) measured(c *Component) {
	c.Quota = o.quota(*c)
	c.Gate = maybe(o, "gate", InShares, object.atLeastZero)
	switch {
	case o.has("quota") || !o.has("gate") && (len(c.Tiers) < 2 || c.ByMeasure):
	case o.form:
		o.say(o.at("quota"), "Choose a quota: the gate and the tiers are percentages of it.")
	default:
		o.say(o.at("quota"),
			"Gates and tiers start at shares of a quota, so the component needs a quota: \"assigned\" or a decimal.")
	}
	c.Multipliers = o.multipliers()
}

func (o object) bonus(c *Component) {
	c.Bonus, _ = o.positive("amount", InMoney)
	if o.has("window") {
		w := o.span("window")
		c.Window = &w
	}
	c.Budget = maybe(o, "budget", InMoney, object.positive)
	c.Multipliers = o.multipliers()
}

func (o object) override(c *Component) {
	c.Measure = choice(o, "measure", Amount, measures...)
	c.Override, _ = o.atLeastZero("rate", c.RateUnit())
	choice(o, "of", "", "team")
	o.measured(c)
}

func (o object) tiers(c Component) []Tier {
	var ts []Tier
	for i, n := range o.list("tiers", mostRows) {
		t := o.open(n, item(o.at("tiers"), i), "from", "rate", "apply")
		if n.shape != aGroup {
			continue
		}
		from, ok := t.atLeastZero("from", c.FromUnit())
		rate, _ := t.atLeastZero("rate", c.RateUnit())
		switch {
		case !ok:
		case i == 0 && !from.IsZero():
			o.say(t.at("from"),
				"The first tier starts at %s but must start at 0. Use the rate 0 where nothing is paid.",
				o.figure(from, c.FromUnit()))
		case len(ts) > 0 && from.LessThanOrEqual(ts[len(ts)-1].From):
			o.say(t.at("from"), "The tier starts at %s, which is not above the tier before it.",
				o.figure(from, c.FromUnit()))
		}
		ts = append(ts, Tier{From: from, Rate: rate, All: choice(t, "apply", "above", "above", "all") == "all"})
	}
	return ts
}

func (o object) quota(c Component) *Quota {
	n, ok := o.node.get("quota")
	if !ok {
		return nil
	}
	if n.shape == aText && n.text == "assigned" {
		return &Quota{Assigned: true}
	}
	if n.shape == aText && !written.MatchString(n.text) {
		o.say(o.at("quota"), "%.40q is neither \"assigned\" nor a decimal such as 33000.00.", n.text)
		return nil
	}
	d, ok := o.positive("quota", c.measureUnit())
	if !ok {
		return nil
	}
	return &Quota{Fixed: d}
}

func (o object) cap() Cap {
	c, ok := o.child("cap", "per_opportunity", "per_period")
	if !ok {
		return Cap{}
	}
	return Cap{PerOpportunity: maybe(c, "per_opportunity", InMoney, object.positive),
		PerPeriod: maybe(c, "per_period", InMoney, object.positive)}
}

func (o object) multipliers() []Multiplier {
	var ms []Multiplier
	for i, n := range o.list("multipliers", mostRows) {
		m := o.open(n, item(o.at("multipliers"), i), "when", "factor")
		if n.shape != aGroup {
			continue
		}
		var next Multiplier
		if w, ok := m.child("when", "term_months_at_least", "product", "type", "source"); ok {
			next.When = w.criteria(true)
		} else if !o.form { // a form has no way to say that there is no condition but to say none
			m.need("when")
		}
		next.Factor, _ = m.atLeastZero("factor", InShares)
		ms = append(ms, next)
	}
	return ms
}

// Title is the component's id as a heading: new-business is "New business".
func (c Component) Title() string { return Title(c.ID) }

// Title is a component's id as a heading, where nothing else of it is at hand.
func Title(id string) string {
	t := strings.NewReplacer("-", " ", "_", " ").Replace(id)
	if t == "" {
		return ""
	}
	return strings.ToUpper(t[:1]) + t[1:]
}
