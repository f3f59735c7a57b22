package chain

import (
	"slices"
	"testing"
)

func TestChangesOfOneSecondFollowTheirValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		links []Link
		start string
		want  []int
	}{
		{[]Link{{"b", "c"}, {"a", "b"}}, "a", []int{1, 0}},
		{[]Link{{"c", "d"}, {"a", "b"}, {"b", "c"}}, "?", []int{1, 2, 0}},
		{[]Link{{"b", "a"}, {"a", "b"}}, "a", []int{1, 0}},                // there and back
		{[]Link{{"b", "a"}, {"a", "b"}}, "b", []int{0, 1}},                // back and there
		{[]Link{{"a", "c"}, {"a", "b"}, {"b", "a"}}, "a", []int{1, 2, 0}}, // once more
		{[]Link{{nothing, "a"}, {"a", nothing}, {nothing, "b"}}, nothing, []int{0, 1, 2}},
		{[]Link{{"x", "y"}, {"a", "b"}}, "a", []int{0, 1}}, // no chain: as listed
	} {
		if got := order(c.links, c.start); !slices.Equal(got, c.want) {
			t.Errorf("%v from %q: %v, not %v", c.links, c.start, got, c.want)
		}
	}
}
