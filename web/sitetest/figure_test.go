package sitetest

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"quarterdeck/internal/pay/statement/office"
)

var tags = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>|<[^>]*>`)

// pointed is a figure as an organisation that writes 1,234.56 has it, where one that writes 1.234,56 reads it.
var pointed = regexp.MustCompile(`[0-9],[0-9]{3}\b[^0-9,].{0,10}|[$€][0-9]+\.[0-9]{1,2}\b.{0,10}|[0-9]\.[0-9]+[KMB%×].{0,5}`)

// TestEveryPageWritesFiguresAsTheOrganisationDoes sets the format and opens every page that answers, as everybody.
func TestEveryPageWritesFiguresAsTheOrganisationDoes(t *testing.T) {
	t.Parallel()
	s := New(t)
	p := s.Firm("comma").payday("comma")
	base := "/o/" + p.Slug
	as := func(key string) *Browser { return s.SignedIn(p.Users[key]) }
	as("admin").Post(base+"/settings/numbers", "numbers", "roman").Is(t,
		http.StatusUnprocessableEntity).Says(t, "Choose a number format")
	as("ops").Post(base+"/settings/numbers", "numbers", "1.234,56").Is(t, http.StatusNotFound)
	as("admin").Post(base+"/settings/numbers", "numbers", "1.234,56").Is(t, http.StatusSeeOther)
	seen := 0
	for _, who := range []string{"admin", "ops", "finance", "executive", "manager", "rep"} {
		b := as(who)
		for route, d := range doors {
			path := strings.ReplaceAll(d.path, "{org}", p.Slug)
			if !strings.HasPrefix(route, "GET /o/{org}/") || d.status != 200 || strings.Contains(path, "{") ||
				strings.Contains(path, "progress") || strings.HasSuffix(path, "/settings") /* it lists the formats */ ||
				regexp.MustCompile(`\.(csv|xlsx|pdf|zip|json)$`).MatchString(path) {
				continue
			}
			answer := b.Get(path)
			if answer.Status != http.StatusOK {
				continue
			}
			text := tags.ReplaceAllString(answer.Body, " ")
			if found := pointed.FindString(text); found != "" {
				t.Errorf("%s at %s reads %q", who, path, found)
			}
			if strings.Contains(answer.Body, "\u2060") {
				t.Errorf("%s at %s: a mark is left", who, path)
			}
			if regexp.MustCompile(`[0-9]\.[0-9]{3},[0-9]{2}`).MatchString(text) {
				seen++
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d pages have an amount like 1.234,56", seen)
	}
	for route, d := range doors {
		path := strings.ReplaceAll(d.path, "{org}", p.Slug)
		if strings.HasPrefix(route, "GET /o/{org}/") && strings.HasSuffix(path, ".csv") &&
			!strings.Contains(path, "{") && strings.Contains(as("ops").Get(path).Body, "\u2060") {
			t.Errorf("the file %s has a mark", path)
		}
	}
	csv := as("ops").Get(base+"/pipeline.csv").Is(t, http.StatusOK).Body
	if strings.Contains(csv, "\u2060") || !regexp.MustCompile(`[0-9]{4,}\.[0-9]{2}`).MatchString(csv) {
		t.Error("a file has a mark, or no amounts with a point")
	}
}

// TestAnAmountOfAFormIsReadAsTheOrganisationWritesIt types into forms what used to be read as another amount.
func TestAnAmountOfAFormIsReadAsTheOrganisationWritesIt(t *testing.T) {
	t.Parallel()
	s := New(t)
	b := s.Bureau(office.Selling)
	b.Sell(t, b.Ann, "A 71234.50 2026-01-20")
	b.Run(t, "2026-01")
	base := strings.TrimSuffix(b.Path(""), "/commissions")
	ada, olga, nora := b.Browser(b.Ada), b.Browser(b.Olga), b.Browser(b.Nora)
	call := base + "/forecast/2026-Q4/submissions"
	for text, sentence := range map[string]string{"1,50": "cannot",
		"250.000": "is ambiguous. Enter 250000 or 250.00.", "1.234,56": "Enter an amount such as 1,250.50",
		"€500": "in USD", "90000000000000000": "too large",
		"9999999999999999999": "too large"} {
		page := nora.Post(call, "call", text).Is(t, http.StatusUnprocessableEntity).Body
		if sentence != "cannot" && !strings.Contains(page, sentence) {
			t.Errorf("%s is refused without %q", text, sentence)
		}
		olga.Post(b.Path("/adjustments"), "member", b.Ann.String(), "amount", text, "reason", "A prize.").Is(t,
			http.StatusUnprocessableEntity)
	}
	nora.Post(call, "call", "$-500").Is(t, http.StatusSeeOther)
	nora.Get(base+"/forecast/mine?period=2026-Q4").Is(t, http.StatusOK).Says(t, `value="−500"`)
	olga.Post(b.Path("/adjustments"), "member", b.Ann.String(), "amount", "$(1,500.25)", "reason",
		"Taken back.").Is(t, http.StatusSeeOther)
	olga.Get(b.Path("/adjustments")).Is(t, http.StatusOK).Says(t, "−$1,500.25")

	ada.Post(base+"/settings/numbers", "numbers", "1.234,56").Is(t, http.StatusSeeOther)
	olga.Get(b.Path("/adjustments")).Is(t, http.StatusOK).Says(t, "−$1.500,25")
	olga.Post(b.Path("/adjustments"), "member", b.Ann.String(), "amount", "1.50", "reason", "A prize.").Is(t,
		http.StatusUnprocessableEntity).Says(t, "1.250,50")
	olga.Post(b.Path("/adjustments"), "member", b.Ann.String(), "amount", "−$2.750,75", "reason",
		"As the page shows it.").Is(t, http.StatusSeeOther)
	olga.Get(b.Path("/adjustments")).Says(t, "−$2.750,75")
	nora.Post(call, "call", "1,5M").Is(t, http.StatusSeeOther)
	value := regexp.MustCompile(`id="call-call"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*id="call-call"`).FindStringSubmatch(nora.Get(base + "/forecast/mine?period=2026-Q4").Body)
	if value == nil || value[1]+value[2] != "1.500.000" {
		t.Fatalf("the field has %q", value)
	}
	nora.Post(call, "call", value[1]+value[2]).Is(t, http.StatusSeeOther)
	nora.Get(base+"/forecast/mine?period=2026-Q4").Says(t, `value="1.500.000"`)
	ada.Post(base+"/settings/rates", "currency", "EUR", "rate", "1,0842", "valid_from",
		"2026-11-01").Is(t, http.StatusSeeOther)
	ada.Get(base+"/settings").Says(t, "1,0842")
	for _, rate := range []string{"1.084", "999999999", "0", "1e9"} {
		ada.Post(base+"/settings/rates", "currency", "GBP", "rate", rate, "valid_from", "2026-11-01").Is(t,
			http.StatusUnprocessableEntity)
	}
	ann := b.Browser(b.Ann)
	ann.Get(b.Path("/2026-01")).Is(t, http.StatusOK).Says(t, "$7.123,45")
	if pdf := ann.Get(b.Path("/2026-01/statement.pdf")).Is(t, http.StatusOK).Body; !strings.Contains(pdf,
		OnPaper("$7.123,45")) {
		t.Error("the PDF writes figures otherwise")
	}
}

// TestThePlanEditorReadsFiguresAsTheOrganisationWritesThem saves a plan in an organisation that writes 12,5.
func TestThePlanEditorReadsFiguresAsTheOrganisationWritesThem(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("editor")
	base := "/o/" + f.Slug
	s.SignedIn(f.Users["admin"]).Post(base+"/settings/numbers", "numbers", "1.234,56").Is(t, http.StatusSeeOther)
	ops := s.SignedIn(f.Users["ops"])
	page := ops.Post(base+"/plans/new", Drafted("Comma", "components.0.tiers.0.rate", "12,5", "do",
		"preview")...).Is(t, http.StatusOK).Says(t, `value="12,5"`, "it pays 12,5 %").Body
	if strings.Contains(page, `value="12.5"`) || strings.Contains(page, "12.5 %") {
		t.Error("the editor shows a point")
	}
	ops.Post(base+"/plans/new", Drafted("Comma", "components.0.tiers.0.rate", "1.250", "do", "save")...).Is(t,
		http.StatusUnprocessableEntity).Says(t, "“1.250” is not a percentage such as 10 or 12,5.")
	ops.Post(base+"/plans/new",
		Drafted("Comma", "components.0.tiers.0.rate", "12,5", "do", "save")...).Is(t, http.StatusSeeOther)
}
