// Package chain puts changes of one moment into the order in which each begins with what the one before it ended with.
package chain

import (
	"slices"
	"time"
)

// Link is a change of one field as the chain of its values sees it.
type Link struct{ Old, New string }

const nothing = "\x00" // stands for a value that is not known, which no text can be

// Of is the link between two values; nil: not known.
func Of(old, new *string) Link {
	text := func(s *string) string {
		if s == nil {
			return nothing
		}
		return *s
	}
	return Link{text(old), text(new)}
}

// order puts changes of one field at one moment into the order in which each begins with what the one before it ended
// with: a source that writes seconds lists those of one second in any order. Start is the value before them, or where
// that is not known the value after them, which is where a circle begins. Changes that make no chain stay as they are
// listed.
func order(links []Link, start string) []int {
	listed := make([]int, len(links))
	out, balance := map[string][]int{}, map[string]int{}
	for i, l := range links {
		listed[i] = i
		out[l.Old] = append(out[l.Old], i)
		balance[l.Old]++
		balance[l.New]--
	}
	begin := links[0].Old
	if len(out[start]) > 0 {
		begin = start
	}
	for _, l := range links {
		if balance[l.Old] == 1 {
			begin = l.Old
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
			stack = append(stack, step{links[next[0]].New, next[0]})
			continue
		}
		if stack = stack[:len(stack)-1]; top.via >= 0 {
			walked = append(walked, top.via)
		}
	}
	slices.Reverse(walked)
	for i := 1; i < len(walked); i++ {
		if links[walked[i]].Old != links[walked[i-1]].New {
			return listed
		}
	}
	if len(walked) < len(links) {
		return listed
	}
	return walked
}

// Rows puts the changes of each field at each moment into their chain. Value is that of a field before all of them,
// or with backwards after all of them.
func Rows[T any](rows []T, at func(T) time.Time, field func(T) string, of func(T) Link, value func(string) string,
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
			if last[name] = of(rows[spots[len(spots)-1]]).New; backwards {
				last[name] = of(rows[spots[0]]).Old
			}
		}
	}
}

func relink[T any](rows []T, spots []int, of func(T) Link, start string) {
	links, were := make([]Link, len(spots)), make([]T, len(spots))
	for i, spot := range spots {
		links[i], were[i] = of(rows[spot]), rows[spot]
	}
	for i, n := range order(links, start) {
		rows[spots[i]] = were[n]
	}
}
