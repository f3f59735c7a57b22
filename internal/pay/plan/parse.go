package plan

import (
	"slices"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

var (
	documentKeys = []string{"name", "currency", "effective", "measurement", "payout", "rounding", "retroactive_change",
		"components", "draw"}
	measurements  = []period.Kind{period.Month, period.Quarter, period.Half, period.Year}
	payouts       = []period.Kind{period.Month, period.Quarter}
	roundings     = []money.Rounding{money.HalfEven, money.HalfUp}
	retroactives  = []Retroactive{Restate, OriginalRate, Prospective}
	kindsOfDraw   = []string{"non_recoverable", "recoverable"}
	recoveries    = []string{"full", "above_draw"}
	kinds         = []Kind{Rate, Bonus, Override}
	measures      = []Measure{Amount, Count, ARR, Margin}
	moments       = []Moment{OnBooking, OnInvoice, OnCash, OnGoLive}
	kindsOfReturn = []string{"full", "prorata"}
)

// Parse reads a plan document and holds it to every rule of the format. Its error is Problems: all that is wrong, each
// with its path, never only the first. What is left out takes its default: rounding half_even, retroactive_change
// restate, measure amount, tiers "above" by attainment, everything eligible at booking, recovery full. A plan may pay
// by quarter what it measures by month: each month is then measured for itself, and the statement pays their sum.
func Parse(b []byte) (Document, error) {
	d, ps := read(b, false)
	if len(ps) > 0 {
		return Document{}, ps
	}
	return d, nil
}

// ParseTyped reads a document that somebody typed into a form: whole numbers and flags are texts in it, one name stands
// for a list of it, and no condition is none. All else is as in Parse.
func ParseTyped(b []byte) (Document, Problems) { return read(b, true) }

// HasKey reports whether a document has a top-level key.
func HasKey(key string) bool { return slices.Contains(documentKeys, key) }

func read(b []byte, typed bool) (Document, Problems) {
	n, ps := tree(b, mostBytes)
	if len(ps) > 0 && n.shape != aGroup {
		return Document{}, ps.bounded()
	}
	r := reader{form: typed, problems: ps}
	d := r.document(n)
	if len(r.problems) > 0 {
		return Document{}, r.problems.bounded()
	}
	return d, nil
}

// Validate checks a document made by a program against the rules of the format; nil if it is valid.
func (d Document) Validate() Problems {
	var r reader
	r.document(d.tree())
	return r.problems.bounded()
}

func (r *reader) document(n node) Document {
	o := r.open(n, "", documentKeys...)
	if n.shape != aGroup {
		return Document{} // that every key is missing needs no words
	}
	var d Document
	d.Name, _ = o.text("name")
	d.Currency = o.code("currency")
	r.currency = d.Currency
	if _, ok := o.need("effective"); ok {
		d.Effective = o.span("effective")
	}
	d.Measurement = choice(o, "measurement", "", measurements...)
	d.Payout = choice(o, "payout", "", payouts...)
	d.Rounding = choice(o, "rounding", money.HalfEven, roundings...)
	d.Retroactive = choice(o, "retroactive_change", Restate, retroactives...)
	if _, ok := o.need("components"); ok {
		d.Components = o.components()
	}
	d.Draw = o.draw()
	return d
}

func (o object) code(key string) money.Currency {
	s, ok := o.text(key)
	if !ok {
		return ""
	}
	c, err := money.ParseCurrency(s)
	if err != nil || string(c) != s {
		o.say(o.at(key), "%.20q is not a currency code of three capitals such as USD.", s)
		return ""
	}
	return c
}

func (o object) components() []Component {
	var cs []Component
	first := map[string]string{}
	for i, n := range o.list("components", mostRows) {
		path := item(o.at("components"), i)
		c := o.component(n, path)
		if where, twice := first[c.ID]; twice && c.ID != "" {
			o.say(path+".id", "%q is the id of %s too; each component has its own.", c.ID, where)
		}
		first[c.ID] = path
		cs = append(cs, c)
	}
	return cs
}

func (o object) draw() *Draw {
	c, ok := o.child("draw", "kind", "amount", "per", "recovery")
	if !ok {
		return nil
	}
	kind := choice(c, "kind", "", kindsOfDraw...)
	d := &Draw{Recoverable: kind == "recoverable", Per: choice(c, "per", "", payouts...)}
	d.Amount, _ = c.positive("amount", InMoney)
	if kind == "non_recoverable" && c.has("recovery") {
		c.say(c.at("recovery"), "A draw that is not recoverable has no recovery. Leave the key out.")
		return d
	}
	d.AboveDraw = choice(c, "recovery", "full", recoveries...) == "above_draw"
	return d
}
