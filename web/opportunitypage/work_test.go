package opportunitypage_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/sitetest"
)

// pressed is the address of the undo button of a page; empty: it has none.
func pressed(body string) string {
	return strings.TrimSuffix(regexp.MustCompile(`/commands/[0-9a-f-]{36}/undo`).FindString(body), "\n")
}

func TestAnOpportunityIsWorkedFromTheFirstCallToItsEnd(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("worked")
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Log call", "Edit Next step", "Close as lost")

	rep.Post(path+"/fields", "field", "next_step", "saw", "", "value", "Call Eva").Leads(t, path)
	page := rep.Get(path).Says(t, "Call Eva", "You changed next step at")
	rep.Post(f.Path(pressed(page.Body))).Leads(t, path)
	if page = rep.Get(path); strings.Contains(page.Body, "You changed next step") {
		t.Error("what was undone can be undone")
	}

	rep.Post(path+"/log", "kind", "call", "subject", "Eva asks for a reference").Leads(t, path)
	rep.Post(path+"/log", "kind", "note", "subject", "They buy in May.").Leads(t, path)
	rep.Post(path+"/log", "kind", "note", "subject", " ").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Write something.")
	rep.Post(path+"/log", "kind", "call", "on", "31.02.").Is(t, http.StatusUnprocessableEntity).Says(t, "Choose a day.")
	shown := rep.Get(path+"?show=notes").Says(t, "They buy in May.")
	shown.Hides(t, "Eva asks for a reference")
	shown = rep.Get(path+"?show=activities").Says(t, "Eva asks for a reference")
	shown.Hides(t, "They buy in May.")

	rep.Post(path+"/stage", "stage", "Closed Lost").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Say why it was lost.")
	rep.Post(path+"/stage", "stage", "Nowhere").Is(t, http.StatusUnprocessableEntity)
	rep.Post(path+"/clone").Is(t, http.StatusSeeOther)
	rep.Post(path+"/archive").Leads(t, path)
	shown = rep.Get(path).Says(t, "This opportunity is archived", "Restore")
	shown.Hides(t, "Log call")
	rep.Post(path+"/fields", "field", "next_step", "saw", "", "value", "x").Is(t, http.StatusConflict)
	rep.Post(path+"/restore").Leads(t, path)
}

func TestWhatTwoPeopleTypeIntoOneFieldIsShownToTheSecond(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("clash")
	path := f.Path("/opportunities/" + f.Opportunities["rep"].String())
	rep, manager := f.As("rep"), f.As("manager")
	rep.Post(path+"/fields", "field", "competitor", "saw", "", "value", "Acme").Leads(t, path)
	manager.Post(path+"/fields", "field", "source", "saw", saw(t, rep.Get(path).Body, "source"),
		"value", "Fair").Leads(t, path)
	manager.Post(path+"/fields", "field", "competitor", "saw", "", "value", "Bolt").Is(t, http.StatusConflict).Says(t,
		"changed this from — to Acme", "Keep mine", "Take theirs", `value="Bolt"`)
	manager.Post(path+"/fields", "field", "competitor", "saw", "Acme", "value", "Bolt").Leads(t, path)
	manager.Post(path+"/fields", "field", "amount", "saw", saw(t, manager.Get(path).Body, "amount"), "value",
		"twelve").Is(t, http.StatusUnprocessableEntity).Says(t, `value="twelve"`)
	manager.Post(path+"/fields", "field", "stage", "saw", "", "value", "Won").Is(t, http.StatusUnprocessableEntity)
	manager.Post(path+"/owner", "saw", f.People["rep"].String(), "value", f.People["mate"].String()).Leads(t, path)
	rep.Get(path).Is(t, http.StatusNotFound)
	rep.Post(path+"/log", "kind", "call").Is(t, http.StatusNotFound)
}

// saw is the value of a field that a page says it shows.
func saw(t *testing.T, body, field string) string {
	t.Helper()
	found := regexp.MustCompile(`name="field" value="` + field + `">\s*<input type="hidden" name="saw" value="([^"]*)"`).
		FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("the page has no form for %s", field)
	}
	return found[1]
}

func TestAnOpportunityIsQualifiedOnItsPage(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("known")
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	rep.Get(path).Says(t, "MEDDICC", "0 of 21 · 7 not known")
	answer := []string{"element", "champion", "score", "2", "evidence", "Eva presented for us"}
	rep.Post(path+"/qualification", "element", "champion", "score", "9").Is(t, http.StatusUnprocessableEntity).Says(t,
		"Choose a score from 0 to 3")
	rep.Post(path+"/qualification", answer...).Leads(t, path)
	rep.Get(path).Says(t, "2 of 21 · 6 not known", "Eva presented for us", "You changed the qualification at",
		"Not known → 2")
	f.As("manager").Post(path+"/qualification", "element", "champion", "score", "1").Is(t,
		http.StatusConflict).Says(t, "changed this from — to 2", "Keep mine", "Take theirs")
	rep.Post(f.Path(pressed(rep.Get(path).Body))).Leads(t, path)
	rep.Get(path).Says(t, "0 of 21 · 7 not known")
	f.As("far").Post(path+"/qualification", answer...).Is(t, http.StatusNotFound)
	admin := f.As("admin")
	admin.Post(f.Path("/settings/qualification"), "method", "BANT", "elements", "Budget\nbudget").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Two elements are called budget.")
	admin.Post(f.Path("/settings/qualification"), "method", "BANT", "elements",
		"Budget\r\nAuthority\r\nNeed\r\nTiming").Is(t, http.StatusSeeOther)
	rep.Get(path).Says(t, "BANT", "0 of 12 · 4 not known", "Authority")
}

func TestWhoReadsOnlyHasNothingToPress(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("read")
	path := f.Path("/opportunities/" + f.Opportunities["rep"].String())
	for _, who := range []string{"executive", "finance"} {
		shown := f.As(who).Get(path).Is(t, http.StatusOK)
		shown.Hides(t, "Log call")
		shown.Hides(t, "Edit Next step")
		shown.Hides(t, "Archive")
		f.As(who).Post(path+"/fields", "field", "next_step", "value", "x").Is(t, http.StatusNotFound)
	}
	shown := f.As("rep").Get(path+"?as_of=2026-11-01").Is(t, http.StatusOK)
	shown.Hides(t, "Log call")
	shown.Hides(t, "Edit Next step")
}

func TestANewOpportunityKeepsWhatWasTypedUntilItIsRight(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("fresh")
	rep, path := f.As("rep"), f.Path("/opportunities")
	rep.Get(path+"/new").Is(t, http.StatusOK).Says(t, "Create opportunity")
	typed := []string{"name", "Fleet 2027", "amount", "1.5.0", "close_on", "2027-02-28"}
	rep.Post(path, typed...).Is(t, http.StatusUnprocessableEntity).Says(t, `value="Fleet 2027"`, `value="1.5.0"`)
	typed[3] = "120,000"
	rep.Post(path, append(typed, "account", "Nobody & Sons")...).Is(t, http.StatusUnprocessableEntity).Says(t,
		"No account has this name.")
	rep.Post(path, append(typed, "account", sitetest.Mark("fresh", "far")+" Holding")...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "No account has this name.") // theirs is not told of
	to := rep.Post(path, typed...).Is(t, http.StatusSeeOther).Header.Get("Location")
	at, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	rep.Get(at.Path).Is(t, http.StatusOK).Says(t, "Fleet 2027", "$120,000.00", "Feb 28, 2027")
	rep.Get(f.Path("/pipeline?in=any")).Says(t, "Fleet 2027")
}

func TestWhatIsKeptInTheCRMHasALock(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("locked")
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) error {
		return tenant.KeepInCRM(t.Context(), tx, true)
	}); err != nil {
		t.Fatal(err)
	}
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	shown := rep.Get(path).Is(t, http.StatusOK).Says(t, "Kept in your CRM", "Edit Next step")
	shown.Hides(t, "Edit Amount")
	shown.Hides(t, "Archive")
	rep.Post(path+"/fields", "field", "competitor", "saw", "", "value", "Acme").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Change it there")
	rep.Get(f.Path("/opportunities/new")).Says(t, "Create the opportunity there")
}

func TestWhoIsInAnOpportunityIsWorkedOnItsPage(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("crew")
	rep, path := f.As("rep"), f.Path("/opportunities/"+f.Opportunities["rep"].String())
	rep.Post(path+"/contacts").Is(t, http.StatusUnprocessableEntity).Says(t, "type the name of a new one")
	typed := []string{"adds", "1", "first_name", "Eva", "last_name", "Lindqvist", "role", "Champion"}
	rep.Post(path+"/contacts", append(typed, "email", "eva at example")...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "looks like eva@example.com", `value="Lindqvist"`)
	rep.Post(path+"/contacts", append(typed, "email", "eva@example.com", "phone", "+1 415 555 0100")...).Leads(t, path)
	shown := rep.Get(path).Says(t, "Eva Lindqvist", ">Champion<", "mailto:eva@example.com", "tel:",
		"You changed the contacts at", "Eva Lindqvist added, Champion")
	parts := regexp.MustCompile(`/contacts/([0-9a-f-]{36})" class="stack"`).FindAllStringSubmatch(shown.Body, -1)
	part := parts[1][1] // the first is the one whom the CRM has
	rep.Post(path+"/contacts/"+part, "part", part, "do", "role", "saw", "Champion", "value", "Blocker").Leads(t, path)
	f.As("manager").Post(path+"/contacts/"+part, "part", part, "do", "role", "saw", "Champion", "value",
		"Legal").Is(t, http.StatusConflict).Says(t, "changed this from Champion to Blocker", "Keep mine", "Take theirs")
	rep.Get(path).Says(t, "Champion → Blocker")
	rep.Post(f.Path(pressed(rep.Get(path).Body))).Leads(t, path)
	rep.Post(path+"/contacts/"+part, "part", part, "do", "primary").Leads(t, path)
	rep.Get(path).Says(t, "Champion · primary", "Eva Lindqvist is the primary contact")
	rep.Post(path+"/contacts/"+part, "part", part, "do", "remove").Leads(t, path)
	rep.Get(path).Says(t, "Eva Lindqvist removed").Hides(t, "mailto:eva@example.com")
	rep.Post(f.Path(pressed(rep.Get(path).Body))).Leads(t, path)
	rep.Get(path).Says(t, "Champion · primary")
	f.As("far").Post(path+"/contacts/"+part, "do", "remove").Is(t, http.StatusNotFound)
	f.As("executive").Get(path).Is(t, http.StatusOK).Hides(t, "Add contact")
}

// From an opportunity the reader goes on through the list that they came from, also after an edit.
func TestTheWayGoesThroughTheListOneCameFrom(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("step")
	rep, id := f.As("rep"), f.Opportunities["rep"].String()
	at := f.Path("/opportunities/" + id)
	rep.Get(f.Path("/pipeline?in=any&sort=name")).Says(t, id+"?from=in%3Dany%26sort%3Dname")
	plain := rep.Get(at).Is(t, http.StatusOK)
	plain.Hides(t, "Back to the list")
	shown := rep.Get(at+"?from=in%3Dany%26sort%3Dname").Is(t, http.StatusOK).Says(t, "Back to the list", "of",
		f.Path("/pipeline?in=any&amp;sort=name"))
	if !strings.Contains(shown.Body, `data-step="1"`) && !strings.Contains(shown.Body, `data-step="-1"`) {
		t.Error("it leads neither to the one before nor to the next")
	}
	rep.Get(at+"?from=in%3Dany%26status%3Dwon").Says(t, "No longer in the list")
	rep.Get(at+"?from=owner%3Dnonsense%26%25").Is(t, http.StatusOK)
	rep.Post(at+"/fields?from=in%3Dany", "field", "next_step", "saw", "", "value", "Call Eva").Leads(t,
		at+"?from=in%3Dany")
}
