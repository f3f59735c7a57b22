package commission

import "cmp"

// differ lists what a statement says anew: each line that changed is taken back as it was stated and stated again.
func differ(before Prior, after *Evaluation) []Line {
	fresh := after.fresh(before.Known)
	causes := after.causes(fresh)
	kept, stated := map[content]int{}, map[lineKey]bool{}
	for _, l := range before.State {
		kept[l.content()]++
		stated[l.key()] = true
	}
	var added []Line
	for _, l := range after.Lines {
		if c := l.content(); kept[c] > 0 {
			kept[c]--
			continue
		}
		if stated[l.key()] && !l.Clawback {
			l.Event = causes.of(l).or(l.Event)
		}
		added = append(added, l)
	}
	var all []Line
	for _, l := range before.State { // what is left of them, in their order
		c := l.content()
		if kept[c] > 0 {
			kept[c]--
			all = append(all, l.reversal(causes)) // also where it paid nothing: its credit is taken back
		}
	}
	return append(all, added...)
}

// content is what a line says, whatever its words.
type content struct {
	lineKey
	amount                    int64
	measure, rate, multiplier string
	clawback                  bool
}

func (l Line) content() content {
	return content{l.key(), l.Amount, l.Measure.String(), l.Rate.String(), l.Multiplier.String(), l.Clawback}
}

// reversal takes a stated line back.
func (l Line) reversal(causes causes) Line {
	l.Reversal, l.Waits = true, ""
	l.Measure, l.Amount, l.Due = l.Measure.Neg(), -l.Amount, -l.Due
	cause := causes.of(l)
	l.Why = whyReversed(l, cause)
	l.Event = cause.or(l.Event)
	return l
}

// causes are the events that are new since the last statement: those of each deal, and the last that moved what a
// component counts in a period.
type causes struct {
	own    map[[3]string]*Event // by component, opportunity and member
	deal   map[string]*Event
	others map[[2]string]*Event // by component and period
}

func (e *Evaluation) causes(fresh map[string]bool) causes {
	all := causes{map[[3]string]*Event{}, map[string]*Event{}, map[[2]string]*Event{}}
	for _, a := range e.state.all() {
		for i := range a.causes {
			if c := &a.causes[i]; fresh[c.ID] {
				all.own[[3]string{a.component, c.Opportunity, c.Member}] = c
				all.others[[2]string{a.component, a.period.Key}] = c
			}
		}
	}
	for _, d := range e.state.order {
		for i := range d.changes {
			if c := &d.changes[i]; fresh[c.ID] {
				all.deal[d.key] = c
			}
		}
	}
	return all
}

// of is the event that changed a line: the deal's own, or else the last that moved what the line counts in; nil where
// there is none, as when a plan or a quota changed.
func (c causes) of(l Line) *Event {
	return cmp.Or(c.own[[3]string{l.Component, l.Opportunity, l.Member}], c.deal[dealKey(l.Opportunity, l.Member)],
		c.others[[2]string{l.Component, l.Period}])
}

// or is the event's key, or another where there is none.
func (e *Event) or(key string) string {
	if e == nil {
		return key
	}
	return e.ID
}
