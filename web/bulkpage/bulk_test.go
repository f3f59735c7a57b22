package bulkpage_test

import (
	"net/http"
	"path"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/bulk"
	"quarterdeck/web/sitetest"
)

func TestMain(m *testing.M) { sitetest.Main(m) }

func TestManyOpportunitiesAreChangedAndTakenBack(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("bulk")
	manager, at := f.As("manager"), f.Path("/pipeline/bulk")
	manager.Get(f.Path("/pipeline")).Says(t, "Edit selected", "Edit all 6 that match")
	read := f.As("executive").Get(f.Path("/pipeline"))
	read.Hides(t, "Edit selected")
	manager.Get(at+"?in=period&ticked=1").Says(t, "0 opportunities selected")
	manager.Get(at+"?in=period&id="+f.Opportunities["rep"].String()).Says(t, "1 opportunity selected")
	manager.Get(at+"?in=period&kind=close_on&preview=1&to_close_on=2026-12-10").Says(t, "6 opportunities selected",
		"Change 3 opportunities", "Open pipeline after")
	manager.Post(at, "in", "period", "kind", "category", "to_category", "commit").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Say why in a few words")
	manager.Post(at, "ticked", "1", "kind", "archive").Is(t, http.StatusUnprocessableEntity).Says(t,
		"No opportunity matches")

	run := func(to string) {
		id, err := uuid.Parse(path.Base(to))
		if err == nil {
			err = bulk.Run(t.Context(), f.Site.DB, f.TenantID, id)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	job := manager.Post(at, "in", "any", "status", "all", "kind", "category", "to_category", "commit", "reason",
		"Board approved").Is(t, http.StatusSeeOther).Header.Get("Location")
	run(job)
	manager.Get(job).Says(t, "Done: 6 opportunities changed.", "Undo all", "settled", "Forecast category: Commit")
	manager.Get(job+"/rows.csv").Is(t, http.StatusOK).Says(t, "Refused")
	f.As("rep").Get(job).Is(t, http.StatusNotFound)
	back := manager.Post(job+"/undo").Is(t, http.StatusSeeOther).Header.Get("Location")
	run(back)
	manager.Get(back).Says(t, "Done: 6 opportunities changed.", "Undo an earlier bulk edit")
	manager.Get(job).Says(t, "This change is undone")
	manager.Post(job+"/undo").Is(t, http.StatusConflict)
}
