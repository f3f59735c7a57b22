package livepage_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"quarterdeck/web/sitetest"
)

func TestMain(m *testing.M) { sitetest.Main(m) }

func TestAStreamNamesWhatChangedAndNothingElse(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("live")
	rep, finance := f.As("rep"), f.As("finance")
	finance.Get(f.Path("/live")).Leads(t, f.Path("/home"))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.Site.URL+f.Path("/live"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	answer, err := finance.Client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	if lines.Scan(); lines.Text() != "retry: 2000" {
		t.Fatalf("it begins with %q", lines.Text())
	}
	id := f.Opportunities["rep"].String()
	rep.Post(f.Path("/opportunities/"+id+"/fields"), "field", "next_step", "saw", "", "value", "Call").Is(t,
		http.StatusSeeOther)
	said := ""
	for lines.Scan() {
		if said = lines.Text(); strings.HasPrefix(said, "data") {
			break
		}
	}
	if said != "data: "+id {
		t.Errorf("it says %q, not only the key of the record", said)
	}
}

// What one person moves is on another's open board without a click, and never under their hands.
func TestAMoveIsOnTheOpenBoardOfSomebodyElse(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("two")
	rep, id := f.As("rep"), f.Opportunities["rep"].String()
	w := f.Site.Window(1440, 900).As(f.Users["manager"])
	w.Get(f.Path("/pipeline/board?columns=category"))
	at := `document.getElementById("card-` + id + `").closest("[data-lane]").dataset.lane`
	w.Until("the card is where it was", at+` === "best_case"`)
	move := func(from, to string) {
		rep.Post(f.Path("/opportunities/"+id+"/category"), "saw", from, "category", to, "reason", "Call").Is(t,
			http.StatusSeeOther)
	}
	for f.Site.Server.Live.Listening() == 0 {
		w.Until("the page is open", `true`)
	}
	w.Do(chromedp.Evaluate[chromedp.Void](`void new MutationObserver(() => {
		if (!window.seen && ` + at + ` === window.want) window.seen = Date.now();
	}).observe(document.querySelector("main"), {childList: true, subtree: true})`))
	lanes := []string{"best_case", "commit", "best_case", "commit", "best_case", "commit"}
	for i, to := range lanes[1:] {
		w.Do(chromedp.Evaluate[chromedp.Void](`void ([window.want, window.seen] = ["` + to + `", 0])`))
		begun := time.Now()
		move(lanes[i], to)
		w.Until("the card moves by itself", `window.seen > 0`)
		t.Logf("a move is on the open board after %v",
			time.UnixMilli(sitetest.Evaluate[int64](w, `window.seen`)).Sub(begun).Round(time.Millisecond))
		time.Sleep(3 * time.Second) // a page does not read itself more often
	}

	w.Do(chromedp.SendKeys(`main [name=q]`, "Half a wo"))
	move("commit", "pipeline")
	w.Until("the page says that it changed", `document.getElementById("live-note") !== null`)
	if v := sitetest.Evaluate[string](w, `document.querySelector("main [name=q]").value`); v != "Half a wo" {
		t.Errorf("what was typed became %q", v)
	}
	w.Do(chromedp.Click(`#live-note button`))
	w.Until("and shows it when asked, with what was typed", at+` === "pipeline" &&
		document.querySelector("main [name=q]").value === "Half a wo"`)
}
