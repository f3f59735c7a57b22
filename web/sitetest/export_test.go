package sitetest

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quarterdeck/internal/platform/tenant"
)

// rowsOf reads an export in either form, as text.
func rowsOf(t *testing.T, a Answer) [][]string {
	t.Helper()
	if !strings.HasPrefix(a.Body, "PK") {
		rows, err := csv.NewReader(strings.NewReader(a.Body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	book, err := excelize.OpenReader(strings.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// sum adds up a column of amounts, in cents.
func sum(t *testing.T, rows [][]string, column string) (total int64) {
	t.Helper()
	for i, title := range rows[0] {
		if title == column {
			for _, row := range rows[1:] {
				if i < len(row) {
					total += Minor(row[i])
				}
			}
			return total
		}
	}
	t.Fatalf("no column %s in %v", column, rows[0])
	return 0
}

var foot = regexp.MustCompile(`(?s)<tfoot[^>]*>.*?</tfoot>`)

func TestAnExportHasTheRowsAndTotalsOfItsPage(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	for _, role := range []tenant.Role{tenant.Executive, tenant.Manager, tenant.Rep} {
		b := s.SignedIn(c.users[role])
		for _, query := range []string{"", "?status=won&in=period", "?team=East&status=all&q=Analytics",
			"?as_of=2026-10-15", "?flag=overdue&sort=amount", "?in=any", "?in=next", "?in=year&status=all",
			"?in=overdue", "?period=2026-Q3&status=won&in=period"} {
			page := b.Get(c.path("/pipeline"+query)).Is(t, http.StatusOK)
			rows := rowsOf(t, b.Get(c.path("/pipeline.csv"+query)).Is(t, http.StatusOK))
			count := regexp.MustCompile(`>All ([0-9,]+)<`).FindStringSubmatch(page.Body)
			if count == nil && len(rows) == 1 && strings.Contains(page.Body, "No matching opportunities") {
				continue
			}
			if count == nil {
				t.Fatalf("%s: no total\n%s", query, Excerpt(page.Body))
			}
			if n := strings.ReplaceAll(count[1], ",", ""); n != fmt.Sprint(len(rows)-1) {
				t.Errorf("%s%s: the page counts %s rows, the export has %d", role, query, n, len(rows)-1)
			}
			totals := foot.FindString(page.Body)
			for _, column := range []string{"Amount USD", "Weighted USD"} {
				if total := sum(t, rows, column); !strings.Contains(totals, Dollars(total)) {
					t.Errorf("%s%s: the export's %s comes to %s\n%s", role, query, column, Dollars(total), totals)
				}
			}
		}
		won, _ := c.figures(role)
		for path, column := range map[string]string{"/home": "Closed won", "/reports/forecast": "Closed won",
			"/quotas": "Amount"} {
			rows := rowsOf(t, b.Get(c.path(path+".csv")).Is(t, http.StatusOK))
			total := sum(t, rows, column)
			if column == "Closed won" && total != won {
				t.Errorf("%s%s comes to %s, the CRM says %s", role, path, Dollars(total), Dollars(won))
			}
			if page := b.Get(c.path("/home")).Body; path == "/quotas" &&
				!strings.Contains(page, "of "+Dollars(total)) && !strings.Contains(page, `title="`+Dollars(total)) {
				t.Errorf("the quotas of the %s come to %s, their home says otherwise", role, Dollars(total))
			}
		}
	}
}

func TestAWorkbookHasTheRowsOfTheCSV(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	b := s.SignedIn(c.users[tenant.Manager])
	for path, name := range map[string]string{"/home": "team-2026-Q4", "/pipeline": "pipeline", "/accounts": "accounts",
		"/quotas": "quotas-2026-Q4", "/reports/bookings": "bookings-2026-11-20",
		"/reports/slippage": "slippage-2026-Q4",
		"/reports/forecast": "weighted-forecast-2026-Q4"} {
		plain, book := b.Get(c.path(path+".csv")).Is(t, http.StatusOK), b.Get(c.path(path+".xlsx")).Is(t, http.StatusOK)
		for ending, a := range map[string]Answer{".csv": plain, ".xlsx": book} {
			if _, p, err := mime.ParseMediaType(a.Header.Get("Content-Disposition")); err != nil ||
				p["filename"] != name+ending {
				t.Errorf("%s%s is named %q", path, ending, a.Header.Get("Content-Disposition"))
			}
		}
		want, got := rowsOf(t, plain), rowsOf(t, book)
		if len(want) != len(got) || len(want) < 2 {
			t.Errorf("%s has %d rows as CSV and %d as a workbook", path, len(want), len(got))
			continue
		}
		for i := range want {
			for j := range want[i] {
				cell := ""
				if j < len(got[i]) {
					cell = got[i][j]
				}
				if !alike(want[i][j], cell) {
					t.Fatalf("%s row %d column %s is %q as CSV and %q as a workbook", path, i, want[0][j], want[i][j],
						cell)
				}
			}
		}
	}
}

// TestTheDataOfAHomeIsThatOfItsPage reads each role's home as JSON: its tiles stand on the page, and its rows are those
// of the CSV.
func TestTheDataOfAHomeIsThatOfItsPage(t *testing.T) {
	t.Parallel()
	c, s := GrowthTech(t), New(t)
	for role, user := range c.users {
		b := s.SignedIn(user)
		var home struct {
			Role  tenant.Role
			AsOf  time.Time `json:"as_of"`
			Tiles []struct{ Key, Label, Value string }
			Rows  []map[string]any
		}
		body := json.NewDecoder(strings.NewReader(b.Get(c.path("/home.json")).Is(t, http.StatusOK).Body))
		body.UseNumber()
		if err := body.Decode(&home); err != nil {
			t.Fatal(err)
		}
		if home.AsOf.IsZero() {
			t.Errorf("the home of the %s does not say of which moment it is", role)
		}
		page := b.Get(c.path("/home")).Is(t, http.StatusOK).Says(t, "/home.json")
		for _, tile := range home.Tiles {
			if tile.Key == "" || role != tenant.Rep && !strings.Contains(page.Body, tile.Label) ||
				!strings.Contains(page.Body, html.EscapeString(tile.Value)) {
				t.Errorf("the page of the %s does not say %s: %s", role, tile.Label, tile.Value)
			}
		}
		rows := rowsOf(t, b.Get(c.path("/home.csv")))
		if home.Role != role || len(home.Tiles) < 3 || len(home.Rows) != len(rows)-1 {
			t.Errorf("%s: role %s, %d tiles, %d rows of %d", role, home.Role, len(home.Tiles), len(home.Rows),
				len(rows)-1)
			continue
		}
		for i, row := range home.Rows {
			first := strings.ReplaceAll(strings.ToLower(rows[0][0]), " ", "_")
			if got := fmt.Sprint(row[first]); len(row) != len(rows[0]) || got != rows[i+1][0] {
				t.Errorf("%s: row %d is %v, the CSV has %v", role, i, row, rows[i+1])
			}
		}
	}
}

// alike compares a CSV's cell with a workbook's, where numbers have lost the zeros at their end.
func alike(csv, book string) bool {
	if csv == book {
		return true
	}
	x, err := strconv.ParseFloat(csv, 64)
	y, other := strconv.ParseFloat(book, 64)
	return err == nil && other == nil && x == y
}

func TestNoTextOfARecordRunsAsAFormula(t *testing.T) {
	t.Parallel()
	s := New(t)
	f := s.Firm("west")
	hostile := []string{`=cmd|' /C calc'!A0`,
		"+1+cmd", "-1+cmd", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", `=HYPERLINK("https://evil.example";"x")`}
	accounts := "Id,Name,Website,OwnerId,CreatedDate\n"
	deals := "Id,AccountId,OwnerId,Name,StageName,Amount,CurrencyIsoCode,CloseDate,LeadSource,Type,CreatedDate\n"
	for i, text := range hostile {
		quoted := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		accounts += fmt.Sprintf("x%d,%s,%s,u-rep,2026-09-01T14:00:00.000Z\n", i, quoted, quoted)
		deals += fmt.Sprintf("y%d,x%d,u-rep,%s,Proposal,-12.50,USD,2026-12-01,%s,%s,2026-09-01T14:00:00.000Z\n", i, i,
			quoted, quoted, quoted)
	}
	importFiles(t, s.DB, f.Organisation, map[string]string{"Account.csv": accounts, "Opportunity.csv": deals})
	b := f.As("rep")
	for _, path := range []string{"/accounts", "/pipeline", "/home", "/reports/forecast", "/reports/bookings",
		"/quotas"} {
		rows := rowsOf(t, b.Get(f.Path(path+".csv")).Is(t, http.StatusOK))
		if path == "/accounts" || path == "/pipeline" {
			if len(rows) < len(hostile) {
				t.Fatalf("%s has %d rows: the hostile ones are not among them", path, len(rows))
			}
		}
		for _, row := range rows {
			for _, cell := range row {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" &&
					strings.ContainsRune("=+-@\t\r＝", []rune(cell)[0]) {
					t.Errorf("%s.csv has the cell %q", path, cell)
				}
			}
		}
		book, err := excelize.OpenReader(strings.NewReader(b.Get(f.Path(path+".xlsx")).Is(t, http.StatusOK).Body))
		if err != nil {
			t.Fatal(err)
		}
		got, _ := book.GetRows("Sheet1")
		for i, row := range got {
			for j := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := book.GetCellFormula("Sheet1", at); formula != "" {
					t.Errorf("%s.xlsx has the formula %q", path, formula)
				}
			}
		}
		_ = book.Close()
	}
	if rows := rowsOf(t, b.Get(f.Path("/pipeline.csv?q=calc"))); len(rows) != 2 || rows[1][8] != "-12.50" {
		t.Errorf("an amount below zero is no text: %v", rows)
	}
}

func TestAnOverdueOpportunityWeighsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	f := New(t).Firm("west")
	b := f.As("rep")
	// Half of the probability of 50 % is left of $21,019.37: $5,254.84.
	b.Get(f.Path("/pipeline?flag=overdue")).Is(t, http.StatusOK).Says(t, `title="$5,254.84">$5,255<`)
	b.Get(f.Path("/opportunities/"+f.late.String())).Is(t, http.StatusOK).Says(t, "overdue at 50\u00a0%", "$5,254.84")
}
