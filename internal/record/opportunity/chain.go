package opportunity

import (
	"encoding/json"
	"slices"
	"time"
)

// link is a change of one field as the chain of its values sees it.
type link struct{ old, new string }

const nothing = "\x00" // stands for a value that is not known, which no text can be

func linkOf(old, new *string) link {
	text := func(s *string) string {
		if s == nil {
			return nothing
		}
		return *s
	}
	return link{text(old), text(new)}
}

// chain puts changes of one field at one moment into the order in which each begins with what the one before it ended
// with: a source that writes seconds lists those of one second in any order. Start is the value before them, or where
// that is not known the value after them, which is where a circle begins. Changes that make no chain stay as they are
// listed.
func chain(links []link, start string) []int {
	listed := make([]int, len(links))
	out, balance := map[string][]int{}, map[string]int{}
	for i, l := range links {
		listed[i] = i
		out[l.old] = append(out[l.old], i)
		balance[l.old]++
		balance[l.new]--
	}
	begin := links[0].old
	if len(out[start]) > 0 {
		begin = start
	}
	for _, l := range links {
		if balance[l.old] == 1 {
			begin = l.old
		}
	}
	// A walk that uses every change once (Hierholzer).
	type step struct {
		at  string
		via int
	}
	var walked []int
	for stack := []step{{begin, -1}}; len(stack) > 0; {
		top := stack[len(stack)-1]
		if next := out[top.at]; len(next) > 0 {
			out[top.at] = next[1:]
			stack = append(stack, step{links[next[0]].new, next[0]})
			continue
		}
		if stack = stack[:len(stack)-1]; top.via >= 0 {
			walked = append(walked, top.via)
		}
	}
	slices.Reverse(walked)
	for i := 1; i < len(walked); i++ {
		if links[walked[i]].old != links[walked[i-1]].new {
			return listed
		}
	}
	if len(walked) < len(links) {
		return listed
	}
	return walked
}

// rechain puts the changes of each field at each moment into their chain. Value is that of a field before all of them,
// or with backwards after all of them.
func rechain[T any](rows []T, at func(T) time.Time, field func(T) string, of func(T) link, value func(string) string,
	backwards bool) {
	var groups [][2]int
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && at(rows[to]).Equal(at(rows[from])) {
			to++
		}
		groups, from = append(groups, [2]int{from, to}), to
	}
	if backwards {
		slices.Reverse(groups)
	}
	last := map[string]string{}
	for _, g := range groups {
		places := map[string][]int{}
		for i := g[0]; i < g[1]; i++ {
			places[field(rows[i])] = append(places[field(rows[i])], i)
		}
		for name, spots := range places {
			if len(spots) > 1 {
				start, seen := last[name]
				if !seen {
					start = value(name)
				}
				relink(rows, spots, of, start)
			}
			if last[name] = of(rows[spots[len(spots)-1]]).new; backwards {
				last[name] = of(rows[spots[0]]).old
			}
		}
	}
}

func relink[T any](rows []T, spots []int, of func(T) link, start string) {
	links, were := make([]link, len(spots)), make([]T, len(spots))
	for i, spot := range spots {
		links[i], were[i] = of(rows[spot]), rows[spot]
	}
	for i, n := range chain(links, start) {
		rows[spots[i]] = were[n]
	}
}

// settleOrder puts the changes of a history that became known at one moment into the order of their values.
func settleOrder(changes []Change) {
	first := func(name string) string {
		facts := map[string]*string{}
		if len(changes) > 0 && changes[0].Field == created && changes[0].NewValue != nil {
			_ = json.Unmarshal([]byte(*changes[0].NewValue), &facts) // Replay says what is wrong with it
		}
		return linkOf(facts[name], nil).old
	}
	rechain(changes, func(c Change) time.Time { return c.KnownAt }, func(c Change) string { return c.Field },
		func(c Change) link { return linkOf(c.OldValue, c.NewValue) }, first, false)
}
