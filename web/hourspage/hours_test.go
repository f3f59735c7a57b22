package hourspage_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

var sawField = regexp.MustCompile(`name="saw" value="([^"]*)"`)

// week is a form of Monday to Friday, with what else is typed.
func week(more ...string) []string {
	form := []string{"from_0", "", "to_0", "", "from_6", "", "to_6", ""}
	for _, day := range strings.Fields("1 2 3 4 5") {
		form = append(form, "from_"+day, "09:00", "to_"+day, "17:00")
	}
	return append(form, more...)
}

func TestHoursArePreviewedSavedAndUndone(t *testing.T) {
	t.Parallel()
	h := sitetest.New(t).Found()
	b, at := h.As(tenant.Ops), h.Path("/settings/hours")
	h.As(tenant.Rep).Get(at).Is(t, http.StatusNotFound)
	saw := func() string { return sawField.FindStringSubmatch(b.Get(at).Is(t, http.StatusOK).Body)[1] }
	b.Get(at).Says(t, `name="from_1"`, `value="09:00"`, "No holidays yet")
	b.Post(h.Path("/tasks"), "title", "Call Eva", "due_on", "2026-12-25").Is(t, http.StatusSeeOther)
	list := "2026-12-26 Boxing Day\n2026-12-25 Christmas Day"
	first := saw()
	b.Post(at, week("do", "preview", "saw", first, "holidays", list)...).Is(t, http.StatusOK).Says(t,
		"Added 2026-12-25 Christmas Day, 2026-12-26 Boxing Day.", "1 open task is due on a new holiday")
	if saw() != first {
		t.Error("a preview is saved")
	}
	b.Post(at, week("do", "preview", "saw", first, "holidays", "")...).Is(t, http.StatusOK).Says(t,
		"Nothing. The hours")
	b.Post(at, week("do", "save", "saw", first, "holidays", "Christmas\n"+list)...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "Line 1 must begin with a date", "Boxing Day")
	form := week("do", "save", "saw", first, "holidays", list)
	for i, field := range form {
		if field == "to_5" {
			form[i+1] = ""
		}
	}
	b.Post(at, form...).Is(t, http.StatusUnprocessableEntity).Says(t, "Friday: enter both times")
	b.Post(at, week("do", "save", "saw", first, "holidays", list)...).Leads(t, at)
	b.Post(at, week("do", "save", "saw", first, "holidays", "")...).Is(t, http.StatusConflict).Says(t,
		"Somebody changed the business hours")
	b.Get(at).Says(t, "Next holidays", "Christmas Day", "Undo the last change", "The ops")
	b.Get(at+".csv").Is(t, http.StatusOK).Says(t, "Day,Weekday,Holiday", "2026-12-25,Friday,Christmas Day")
	b.Post(at+"/undo", "saw", first).Is(t, http.StatusConflict)
	b.Post(at+"/undo", "saw", saw()).Leads(t, at)
	b.Get(at).Says(t, "Undone: Added 2026-12-25", "No holidays yet")
}
