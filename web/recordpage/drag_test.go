package recordpage_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/web/sitetest"
)

// A card is dragged to another column and moved on by the keyboard; both are read out, and both can be taken back.
func TestACardIsDraggedAndMovedByTheKeyboard(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("drag")
	first := cast.Stages[0] // the firm has one open stage
	first.Position = -1
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return stage.Define(t.Context(), tx, first, cast.At("2026-01-01T00:00:00Z"))
	}); err != nil {
		t.Fatal(err)
	}
	id := f.Opportunities["rep"].String()
	w := f.Site.Window(1440, 900).As(f.Users["rep"])
	w.Get(f.Path("/pipeline/board"))
	in := func(lane string) string {
		return `document.getElementById("card-` + id + `")?.closest("[data-lane]").dataset.lane === "` + lane + `"`
	}
	w.Until("the card is where it was", in("Proposal"))
	w.Do(chromedp.Evaluate[chromedp.Void](`(() => {
		const card = document.getElementById("card-` + id + `"), data = new DataTransfer();
		const lane = document.querySelector('[data-lane="Discovery"]');
		const drag = (on, name) => on.dispatchEvent(new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
		drag(card, "dragstart"); drag(lane, "dragover"); drag(lane, "drop"); drag(card, "dragend");
	})()`))
	w.Until("the card is in the column that it was dropped on", in("Discovery"))
	w.Until("the move is read out", `document.getElementById("moved").textContent.includes("Moved to Discovery.")`)

	w.Do(chromedp.Evaluate[chromedp.Void](`(() => {
		const link = document.querySelector("#card-` + id + ` > a");
		link.focus();
		link.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", altKey: true, bubbles: true, cancelable: true}));
	})()`))
	w.Until("Alt and an arrow move it to the next column", in("Proposal"))
	w.Until("the card has the focus again", `document.activeElement?.closest(".deal")?.id === "card-`+id+`"`)
	w.Do(chromedp.Click(`main form[action*="/undo"] button`))
	w.Until("Undo takes the last move back", in("Discovery"))
}

// Columns are a part of a saved view: whoever opens it sees them, and the list without it is as it was.
func TestASavedViewKeepsItsColumns(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("kept")
	w := f.Site.Window(1440, 900).As(f.Users["manager"])
	w.Get(f.Path("/pipeline?in=any"))
	heads := `[...document.querySelectorAll("main thead th")].map((h) => h.innerText.trim()).join()`
	w.Until("the list begins with the standard columns", heads+`.includes("Weighted")`)
	tick := func(column string) chromedp.Action[chromedp.Void] {
		return chromedp.Click(`.column-pick input[value="` + column + `"]`)
	}
	w.Do(chromedp.Click(`details:has(.column-pick) > summary`), tick("weighted"), tick("source"),
		chromedp.Click(`.column-pick .btn-primary`))
	w.Until("a choice shows at once", heads+`.includes("Source") && !`+heads+`.includes("Weighted")`)
	saved := f.As("manager").Post(f.Path("/views"), "name", "Sources", "path", "/pipeline", "query",
		sitetest.Evaluate[string](w, `location.search.slice(1)`), "sharing", "team", "tab", "1")
	saved.Is(t, http.StatusSeeOther)
	w.Get(f.Path("/pipeline"))
	w.Until("without the view the list is as it was", heads+`.includes("Weighted")`)
	mate := f.Site.Window(1440, 900).As(f.Users["mate"])
	mate.Get(saved.Location)
	mate.Until("whoever opens it sees its columns", heads+`.includes("Source") && !`+heads+`.includes("Weighted")`)
}
