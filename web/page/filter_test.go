package page_test

import (
	"slices"
	"testing"

	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

func TestEachFilterThatIsSetCanBeTakenAway(t *testing.T) {
	t.Parallel()
	states := []ui.Option{{Label: "All states"}, {Value: "paid", Label: "Paid"}}
	got := page.Chosen("/runs", page.Set{Name: "sort", Value: "-name"}, page.Named("state", "paid", "State", states),
		page.Named("team", "", "Team", nil), page.Named("problem", "x", "Problems", states))
	want := []ui.Choice{{Label: "State: Paid", Without: "/runs?problem=x&sort=-name"},
		{Label: "Problems", Without: "/runs?sort=-name&state=paid"}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if alone := page.Chosen("/runs", page.Set{Name: "q", Value: "a", Label: "a"}); alone[0].Without != "/runs" {
		t.Errorf("%+v", alone)
	}
}
