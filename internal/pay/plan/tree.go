package plan

import "slices"

// tree is the document in the order of the format, every default written out. What does not belong to a component's
// kind is written too, so that Validate finds it.
func (d Document) tree() node {
	s := &sapling{node: node{shape: aGroup}, currency: d.Currency}
	s.text("name", d.Name)
	s.text("currency", string(d.Currency))
	s.span("effective", d.Effective)
	s.text("measurement", string(d.Measurement))
	s.text("payout", string(d.Payout))
	s.some("rounding", string(d.Rounding))
	s.some("retroactive_change", string(d.Retroactive))
	cs := node{shape: aList}
	for _, c := range d.Components {
		cs.items = append(cs.items, c.tree(s.child()))
	}
	s.put("components", cs)
	if d.Draw != nil {
		s.put("draw", d.Draw.tree(s.child()))
	}
	return s.node
}

func (d Draw) tree(s *sapling) node {
	s.text("kind", word(d.Recoverable, "recoverable", "non_recoverable"))
	s.number("amount", d.Amount, InMoney)
	s.text("per", string(d.Per))
	if d.Recoverable || d.AboveDraw {
		s.text("recovery", word(d.AboveDraw, "above_draw", "full"))
	}
	return s.node
}

func word(which bool, yes, no string) string {
	if which {
		return yes
	}
	return no
}

func (c Component) tree(s *sapling) node {
	s.text("id", c.ID)
	s.text("kind", string(c.Kind))
	s.some("measure", string(c.Measure))
	if c.Kind == Override || !c.Override.IsZero() {
		s.number("rate", c.Override, c.RateUnit())
		s.text("of", "team")
	}
	if c.Kind == Bonus || !c.Bonus.IsZero() {
		s.number("amount", c.Bonus, InMoney)
	}
	if q := c.Qualifies.tree(s.child()); len(q.fields) > 0 {
		s.put("qualifies", q)
	}
	if c.Window != nil {
		s.span("window", *c.Window)
	}
	s.maybe("budget", c.Budget, InMoney)
	c.measuredTree(s)
	c.payTree(s)
	return s.node
}

func (c Component) measuredTree(s *sapling) {
	if c.Quota != nil && c.Quota.Assigned {
		s.text("quota", "assigned")
	} else if c.Quota != nil {
		s.number("quota", c.Quota.Fixed, c.measureUnit())
	}
	if c.ByMeasure {
		s.text("boundary", "measure")
	}
	tiers := node{shape: aList}
	for _, t := range c.Tiers {
		one := s.child()
		one.number("from", t.From, c.FromUnit())
		one.number("rate", t.Rate, c.RateUnit())
		one.text("apply", word(t.All, "all", "above"))
		tiers.items = append(tiers.items, one.node)
	}
	if len(c.Tiers) > 0 {
		s.put("tiers", tiers)
	}
	s.maybe("gate", c.Gate, InShares)
}

func (c Component) payTree(s *sapling) {
	limits := s.child()
	limits.maybe("per_opportunity", c.Cap.PerOpportunity, InMoney)
	limits.maybe("per_period", c.Cap.PerPeriod, InMoney)
	if len(limits.fields) > 0 {
		s.put("cap", limits.node)
	}
	list := func(key string, items []node) {
		if len(items) > 0 {
			s.put(key, node{shape: aList, items: items})
		}
	}
	var multipliers, shares []node
	for _, m := range c.Multipliers {
		one := s.child()
		one.put("when", m.When.tree(s.child()))
		one.number("factor", m.Factor, InShares)
		multipliers = append(multipliers, one.node)
	}
	list("multipliers", multipliers)
	for _, e := range slices.SortedStableFunc(slices.Values(c.Eligible), byMoment) {
		one := s.child()
		one.text("on", string(e.On))
		one.number("share", e.Share, InShares)
		shares = append(shares, one.node)
	}
	list("eligible", shares)
	if c.Clawback != nil {
		back := s.child()
		back.count("within_days", c.Clawback.WithinDays)
		back.text("amount", word(c.Clawback.Prorata, "prorata", "full"))
		back.put("reduces_attainment", node{shape: aFlag, text: word(c.Clawback.ReducesAttainment, "true", "false")})
		s.put("clawback", back.node)
	}
}

func (c Criteria) tree(s *sapling) node {
	if c.TermMonths != nil {
		s.count("term_months_at_least", *c.TermMonths)
	}
	s.names("type", c.Type)
	s.names("product", c.Product)
	s.names("source", c.Source)
	s.names("segment", c.Segment)
	s.names("territory", c.Territory)
	s.maybe("min_amount", c.MinAmount, InMoney)
	s.maybe("max_amount", c.MaxAmount, InMoney)
	return s.node
}
