package outlookpage_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/web/sitetest"
)

func TestWithoutAForecastThePageSaysWhenThereIsOne(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	for role, offered := range map[string]bool{"admin": true, "ops": true, "executive": false, "manager": false,
		"rep": false} {
		a := f.As(role).Get(f.Path("/forecast/outlook")).Is(t, 200)
		if !strings.Contains(a.Body, "No forecast of Q4 2026 yet") ||
			strings.Contains(a.Body, `action="`+f.Path("/forecast/outlook/refresh")+`"`) != offered {
			t.Errorf("%s is offered to make one, or not told", role)
		}
		if a := f.As(role).Get(f.Path("/forecast/accuracy")).Is(t, 200); !strings.Contains(a.Body,
			"No past forecasts yet") {
			t.Errorf("%s is not told that nothing is proven", role)
		}
		for _, path := range []string{"/forecast/outlook.csv", "/forecast/accuracy.csv",
			"/forecast/accuracy/trials.csv"} {
			if a := f.As(role).Get(f.Path(path)).Is(t, 200); strings.Count(a.Body, "\n") != 1 {
				t.Errorf("%s of nothing: %s", path, a.Body)
			}
		}
	}
}

func TestEachSeesTheirOwnPartOfTheForecast(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f, twin := s.Firm("west").Forecast(), s.Firm("twin").Forecast()
	of := map[string]int64{}
	for _, p := range sitetest.Staff {
		of[p.Key] = p.Amount
	}
	for visitor, want := range map[string]int64{"executive": of["manager"] + of["rep"] + of["mate"] + of["east"] + of["far"], "manager": of["manager"] + of["rep"] + of["mate"],
		"rep": of["rep"], "far": 0} {
		if visitor == "far" {
			f.As("rep").Get(f.Path("/forecast/outlook?owner="+f.People["far"].String())).Is(t, 404)
			f.As("manager").Get(f.Path("/forecast/outlook.csv?owner="+f.People["far"].String())).Is(t, 404)
			f.As("manager").Get(f.Path("/forecast/accuracy?owner="+f.People["far"].String())).Is(t, 404)
			continue
		}
		page := f.As(visitor).Get(f.Path("/forecast/outlook")).Is(t, 200).Body
		if !strings.Contains(page, `title="`+sitetest.Dollars(want)+`"`) {
			t.Errorf("the %s does not see %s", visitor, sitetest.Dollars(want))
		}
		sheet := f.As(visitor).Get(f.Path("/forecast/outlook.csv")).Is(t, 200).Body
		if !strings.Contains(sheet, sitetest.Cents(want)) || visitor != "executive" &&
			strings.Contains(sheet, sitetest.Cents(of["far"])) {
			t.Errorf("the sheet of the %s:\n%s", visitor, sheet)
		}
		call := f.As(visitor).Get(f.Path("/forecast/2026-Q4/sheet.csv")).Is(t, 200).Body
		if !strings.Contains(call, "Quarterdeck model") || !strings.Contains(call, sitetest.Cents(of["rep"])) ||
			visitor != "executive" && strings.Contains(call, sitetest.Cents(of["far"])) {
			t.Errorf("beside the calls the %s finds:\n%s", visitor, call)
		}
		if has := strings.Contains(page, "What each method says"); has != (visitor == "executive") {
			t.Errorf("the %s sees the methods of the organisation: %t", visitor, has)
		}
	}
	whole := sitetest.Cents(of["manager"] + of["rep"] + of["mate"] + of["east"] + of["far"])
	for _, path := range []string{"/forecast/outlook.csv", "/forecast/accuracy.csv", "/forecast/accuracy/trials.csv",
		"/forecast/accuracy/trials.csv?of=teams", "/forecast/accuracy/trials.csv?of=members", "/forecast/outlook",
		"/forecast/outlook?since=2026-10-20"} {
		for _, visitor := range []string{"manager", "rep"} {
			body := f.As(visitor).Get(f.Path(path)).Is(t, 200).Body
			for what, secret := range map[string]string{"the total": whole,
				"another team": sitetest.Cents(of["east"] + of["far"]), "another's": sitetest.Cents(of["far"])} {
				if strings.Contains(body, secret) || strings.Contains(body, dollarsOf(secret)) {
					t.Errorf("%s tells the %s %s: %s", path, visitor, what, secret)
				}
			}
			if strings.Contains(body, "East") && strings.HasSuffix(path, ".csv") {
				t.Errorf("%s tells the %s of the team East", path, visitor)
			}
		}
		twin.As("admin").Get(f.Path(path)).Is(t, 404)
	}
}

// dollarsOf writes a plain amount as pages do.
func dollarsOf(plain string) string { return sitetest.Dollars(sitetest.Minor(plain)) }

func TestAScenarioStandsBesideTheForecast(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west").Forecast()
	b := f.As("manager")
	save := f.Path("/forecast/outlook/scenarios")
	b.Post(save, "of", "2026-Q4", "name", "Rainy day", "win_rate", "−20", "slip", "10%", "hiring", "+5", "out",
		f.Opportunities["mate"].String()).Is(t, 303)
	before := b.Get(f.Path("/forecast/outlook.csv")).Body
	page := b.Get(f.Path("/forecast/outlook")).Body
	if !strings.Contains(page, "Rainy day") ||
		!strings.Contains(page, "win rate −20\u00a0%, 10\u00a0% slips, new business +5\u00a0%, 1 opportunity out") {
		t.Error("the scenario is not on the page")
	}
	if strings.Contains(before, "Rainy day") {
		t.Error("the scenario is mixed into the figures")
	}
	for who, sees := range map[string]bool{"executive": true, "ops": true, "rep": false, "east": false, "mate": false} {
		if has := strings.Contains(f.As(who).Get(f.Path("/forecast/outlook")).Body, "Rainy day"); has != sees {
			t.Errorf("%s sees it: %t", who, has)
		}
	}
	for _, wrong := range [][]string{{"name", ""}, {"name", "X", "slip", "101"}, {"name", "X", "win_rate", "much"},
		{"name", "X", "hiring", "1000"}} {
		a := b.Post(save, append([]string{"of", "2026-Q4"}, wrong...)...).Is(t, 422)
		if !strings.Contains(a.Body, `aria-invalid="true"`) {
			t.Errorf("%v is refused without a word", wrong)
		}
	}
	b.Post(save, "of", "2026-Q4", "name", "Another's", "in", f.Opportunities["far"].String()).Is(t, 404)
	b.Post(save, "of", "soon", "name", "X").Is(t, 422)
	f.As("rep").Post(save, "of", "2026-Q4", "name", "X").Is(t, 404)
	id := between(page, `scenario=`, `#scenario-form`)
	f.As("executive").Post(save, "of", "2026-Q4", "scenario", id, "name", "Mine now").Is(t, 404)
	f.As("executive").Post(save, "of", "2026-Q4", "scenario", id, "do", "withdraw").Is(t, 404)
	b.Post(save, "of", "2026-Q4", "scenario", id, "name", "Careful").Is(t, 303)
	if page := b.Get(f.Path("/forecast/outlook")).Body; !strings.Contains(page, "Careful") ||
		strings.Contains(page, "win rate −20\u00a0%") {
		t.Error("the newer form does not take the place of the older")
	}
	b.Post(save, "of", "2026-Q4", "scenario", id, "name", "Careful", "do", "withdraw").Is(t, 303)
	b.Get(f.Path("/forecast/outlook")) // the notice
	if strings.Contains(b.Get(f.Path("/forecast/outlook")).Body, "Careful") {
		t.Error("a withdrawn scenario stays")
	}
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	got, _, _ := strings.Cut(rest, to)
	return got
}

func TestAForecastIsMadeOfASmallHistory(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west")
	if err := outlook.Refresh(t.Context(), s.DB, f.TenantID); err != nil {
		t.Fatal(err)
	}
	page := f.As("executive").Get(f.Path("/forecast/outlook")).Is(t, 200).Body
	if !strings.Contains(page, "Too few past periods to compare methods") {
		t.Error("a forecast without proof does not say so")
	}
	for _, p := range []string{"2026-11", "2027-Q1", "2026"} {
		f.As("manager").Get(f.Path("/forecast/outlook?period="+p)).Is(t, 200)
	}
}

func TestTheHomeOfTheOrganisationHasItsForecast(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west").Forecast()
	total := int64(0)
	for _, p := range sitetest.Staff {
		total += p.Amount
	}
	for who, sees := range map[string]bool{"executive": true, "finance": false, "manager": false, "rep": false} {
		if has := strings.Contains(f.As(who).Get(f.Path("/home")).Is(t, 200).Body,
			`title="`+sitetest.Dollars(total)+`"`); has != sees {
			t.Errorf("%s sees the forecast of the organisation: %t", who, has)
		}
	}
	for _, rest := range []string{"/home?team=West", "/home?period=2026-Q3", "/members/" + f.People["rep"].String()} {
		if strings.Contains(f.As("executive").Get(f.Path(rest)).Is(t, 200).Body,
			`title="`+sitetest.Dollars(total)+`"`) {
			t.Errorf("%s shows the forecast of the organisation as its own", rest)
		}
	}
}

func TestTheChangeOfAForecastIsExplainedToTheUnit(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	f := s.Firm("west").Forecast()
	total := int64(0)
	for _, p := range sitetest.Staff {
		total += p.Amount
	}
	b := f.As("executive")
	for query, then := range map[string]string{"": "Nov 13", "?since=2026-10-31": "Oct 30",
		"?since=2026-11-06": "Nov 6"} {
		page := b.Get(f.Path("/forecast/outlook"+query)).Is(t, 200).Body
		if !strings.Contains(page, "On "+then) || !strings.Contains(page, "zzfarwest") {
			t.Errorf("%q is not explained since %s", query, then)
		}
	}
	if page := b.Get(f.Path("/forecast/outlook?since=2026-01-01")).Is(t, 200).Body; !strings.Contains(page,
		"Nothing to compare with") {
		t.Error("a comparison with nothing does not say so")
	}
	past := b.Get(f.Path("/forecast/outlook?as_of=2026-11-14")).Is(t, 200).Body
	if !strings.Contains(past, "The newest forecast of Q4 2026 is of Nov 13, 2026") ||
		strings.Contains(past, `title="`+sitetest.Dollars(total)+`"`) {
		t.Error("the page of a past day shows what was not known")
	}
}
