package recordpage_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/stage"
	"quarterdeck/internal/testdb/cast"
	"quarterdeck/web/sitetest"
)

func TestACardIsMovedOnTheBoardAndTakenBack(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("board")
	rep, manager := f.As("rep"), f.As("manager")
	id, board := f.Opportunities["rep"].String(), f.Path("/pipeline/board")
	act, back := f.Path("/opportunities/"+id), board+"?in=period#card-"+id
	shown := rep.Get(board).Is(t, http.StatusOK).Says(t, sitetest.Mark("board", "rep")+" open", "No next step",
		"overdue", "Move to…", "Open deals closing in Q4")
	shown.Hides(t, sitetest.Mark("board", "mate"))
	for _, reader := range []string{"executive", "finance"} {
		read := f.As(reader).Get(board).Is(t, http.StatusOK)
		read.Hides(t, "Move to…")
	}
	past := rep.Get(board+"?as_of=2026-11-19").Is(t, http.StatusOK)
	past.Hides(t, "Move to…")

	rep.Post(act+"/category", "saw", "best_case", "category", "commit", "reason", "Verbal yes", "back",
		back).Leads(t, back)
	manager.Get(board+"?columns=category").Says(t, `data-lane="commit"`, "Reason for the category of")
	manager.Post(act+"/category", "saw", "best_case", "category", "pipeline", "reason", "Too early", "back",
		back).Leads(t, back)
	manager.Get(board).Says(t, "changed the forecast category from Best case to Commit at", "Nothing was moved")

	rep.Post(act+"/stage", "saw", "Proposal", "stage", "Closed Lost", "back", back).Is(t,
		http.StatusUnprocessableEntity).Says(t, "Say why it was lost", `name="back" value="`+board)
	rep.Post(act+"/stage", "saw", "Proposal", "stage", "Closed Won", "back", back).Leads(t, back)
	manager.Post(act+"/stage", "saw", "Proposal", "stage", "Closed Lost", "loss_reason", "Price", "back", back).Leads(t,
		back)
	manager.Get(board).Says(t, "changed the stage from Proposal to Closed Won at")
	undo := strings.SplitN(rep.Get(board).Says(t, "Moved to Closed Won.", "Undo").Body, `action="/o/`, 2)
	_, undo[1], _ = strings.Cut(undo[1], "/commands/")
	command, _, _ := strings.Cut(undo[1], `"`)
	rep.Post(f.Path("/commands/"+strings.ReplaceAll(command, "&amp;", "&"))).Leads(t, back)
	rep.Get(board).Says(t, "Undone.", sitetest.Mark("board", "rep")+" open")
	rep.Post(act+"/stage", "saw", "Proposal", "stage", "Closed Won", "back", "https://elsewhere.example/").Leads(t, "/")
}

func TestABoardOfTwoThousandOpportunitiesIsSmall(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("large")
	var company cast.Company
	var open []string
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		for i, st := range cast.Stages {
			if st.Position += 10 + i; st.Status != "open" {
				continue
			}
			open = append(open, st.Name)
			if err := stage.Define(t.Context(), tx, st, cast.At("2026-01-01T00:00:00Z")); err != nil {
				return err
			}
		}
		for from := 0; from < 2000; from += 500 {
			var records []opportunity.Imported
			for i := range 500 {
				in := open[i%len(open)]
				records = append(records, company.Opportunity(fmt.Sprint("Deal ", from+i, " of a long name"),
					f.People["rep"], in, int64(from+i)*100_00, "2026-12-10"))
			}
			if _, err := cast.Take(t.Context(), tx, records...); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	body := f.As("rep").Get(f.Path("/pipeline/board")).Is(t, http.StatusOK).Says(t, "2,002 opportunities", "See all").
		Body
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := fmt.Fprint(w, body); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if most := 40 << 10; packed.Len() > most || strings.Count(body, "<article") > 26*len(cast.Stages) {
		t.Errorf("%d bytes with %d cards, more than %d", packed.Len(), strings.Count(body, "<article"), most)
	}
	t.Logf("%d bytes, %d cards", packed.Len(), strings.Count(body, "<article"))
}
