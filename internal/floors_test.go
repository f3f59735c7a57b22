package internal_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// folder is a part of the product. Its packages stand on floors: a package imports lower floors only, and a folder the
// folders above it in the list only.
type folder struct {
	name, purpose string
	floors        map[string]int
}

// product is the table of contents: every package, a row each, in the order in which they rest on one another.
var product = []folder{
	{"migrations", "the schema, step by step", map[string]int{"": 0}},
	{"internal/base",
		"what knows no organisation: faults, money, dates, the cells of other programs' files, what each figure means",
		map[string]int{
			"fault":      0,
			"money":      0,
			"period":     0,
			"definition": 0,
			"figure":     1,
			"worktime":   1,
			"value":      1,
		}},
	{"internal/platform",
		"what any house needs: Postgres, organisations and rights, sign-in, the audit log, mail, files that came in",
		map[string]int{
			"config":  1,
			"pgembed": 0,
			"schema":  1,
			"tenant":  1,
			"source":  2,
			"audit":   2,
			"live":    1,
			"mail":    1,
			"auth":    3,
		}},
	{"internal/record",
		"what an organisation keeps: people, accounts, opportunities and their past, quotas; and the question that a page asks", map[string]int{
			"command":       2,
			"member":        3,
			"stage":         3,
			"fx":            3,
			"rule":          3,
			"picklist":      3,
			"workweek":      3,
			"customfield":   2,
			"chain":         0,
			"rollup":        0,
			"account":       3,
			"contact":       3,
			"activity":      3,
			"note":          2,
			"attachment":    3,
			"product":       3,
			"quota":         3,
			"opportunity":   4,
			"tracking":      2,
			"audience":      3,
			"mention":       4,
			"notification":  4,
			"task":          5,
			"journal":       6,
			"qualification": 5,
			"duplicate":     0,
			"merge":         5,
			"process":       5,
			"scope":         4,
			"staff":         4,
		}},
	{"internal/pipeline", "the list, the homes, what changed, how each day ended, the weekly review, the search",
		map[string]int{
			"pipeline":  6,
			"scorecard": 5,
			"report":    5,
			"search":    5,
			"movement":  5,
			"snapshot":  5,
			"review":    7,
			"quality":   7,
			"cleanup":   8,
			"view":      7,
		}},
	{"internal/forecast", "what people call, what the models say, how good both were", map[string]int{
		"accuracy":   0,
		"timeseries": 0,
		"logit":      0,
		"forecast":   5,
		"projection": 5,
		"backtest":   6,
		"outlook":    7,
		"briefing":   8,
	}},
	{"internal/pay",
		"plans, the engine, the facts it takes, runs and statements, disputes, billing, and what finance makes of them",
		map[string]int{
			"plan":                  3,
			"plan/form":             4,
			"plan/wording":          4,
			"compensation":          4,
			"billing":               4,
			"commission":            4,
			"commission/evidence":   5,
			"commission/simulation": 5,
			"capitalisation":        5,
			"payroll":               5,
			"spif":                  5,
			"access":                3,
			"adjustment":            3,
			"fact":                  6,
			"curve":                 6,
			"hypothesis":            7,
			"statement":             7,
			"ledger":                8,
			"payrun":                8,
			"dispute":               8,
			"approval":              9,
			"accrual":               9,
			"closing":               10,
			"notice":                9,
		}},
	{"internal/connect", "other systems: the import, and the demo, which is one", map[string]int{
		"importer/mapping":      3,
		"importer/column":       4,
		"importjob":             5,
		"intake":                8,
		"founding":              8,
		"importer/lookup":       5,
		"importer/record":       6,
		"importer/undo":         7,
		"importer/salesstage":   7,
		"importer/fieldhistory": 8,
		"importer/object":       9,
		"importer":              10,
		"demo/chance":           0,
		"demo/crm":              1,
		"demo/market":           1,
		"demo":                  11,
		"demo/submission":       8,
		"demo/method":           8,
		"demo/criteria":         6,
		"demo/agenda":           8,
		"demo/pay":              10,
	}},
	{"internal/bulk", "one change to many records", map[string]int{"": 8}},
	{"internal/work", "the jobs, over everything that has something to do later", map[string]int{"": 11}},
	{"web", "the site: what every area uses, the areas' pages, and the server that leads to them", map[string]int{
		"assets":          0,
		"ui/chart":        0,
		"ui":              1,
		"page":            8,
		"pay":             9,
		"fieldform":       9,
		"site":            12,
		"signpage":        13,
		"startpage":       13,
		"adminpage":       13,
		"importpage":      13,
		"bulkpage":        13,
		"livepage":        13,
		"viewpage":        13,
		"recordpage":      14,
		"accountpage":     14,
		"factsheet":       13,
		"entrypage":       14,
		"opportunitypage": 15,
		"contactpage":     14,
		"homepage":        14,
		"officepage":      13,
		"qualitypage":     13,
		"reportpage":      13,
		"forecastpage":    13,
		"rulespage":       13,
		"processpage":     13,
		"hourspage":       14,
		"outlookpage":     13,
		"accuracypage":    13,
		"reviewpage":      13,
		"taskpage":        13,
		"attachmentpage":  14,
		"inboxpage":       13,
		"statementpage":   13,
		"whatifpage":      13,
		"runpage":         13,
		"adjustmentpage":  13,
		"linepage":        13,
		"disputepage":     13,
		"billingpage":     13,
		"liabilitypage":   13,
		"financepage":     13,
		"planpage":        13,
		"editorpage":      14,
		"letterpage":      14,
		"simulationpage":  14,
		"":                16,
	}},
	{"cmd/quarterdeck", "the commands", map[string]int{"": 17}},
}

// beside are the commands and packages that tests and generators use; nothing imports them but tests.
var beside = map[string]bool{"internal": true, "internal/testdb": true, "internal/testdb/cast": true,
	"internal/testdb/ledger": true, "internal/testdb/cluster": true, "internal/pay/statement/office": true,
	"internal/forecast/projection/company": true, "internal/base/definition/write": true,
	"internal/platform/schema/dump": true, "web/sitetest": true, "web/sitetest/pages": true}

// place is where a package stands.
type place struct{ folder, floor int }

func places() map[string]place {
	all := map[string]place{}
	for i, f := range product {
		for name, floor := range f.floors {
			all[strings.TrimSuffix(f.name+"/"+name, "/")] = place{i, floor}
		}
	}
	return all
}

// asks is called by a test that asks another program about the sources, of which go test's cache knows nothing: what
// it reads differs in each run, so that the test always runs.
func asks() { _ = os.Getenv("QUARTERDECK_TEST_RUN") }

func TestImportsPointDown(t *testing.T) {
	asks()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}: {{join .Imports \" \"}}", "quarterdeck/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all, seen := places(), map[string]bool{}
	for line := range strings.Lines(string(out)) {
		name, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		name = strings.TrimPrefix(name, "quarterdeck/")
		if beside[name] {
			continue
		}
		here, ok := all[name]
		if seen[name] = true; !ok {
			t.Errorf("%s has no floor: add it to the table", name)
			continue
		}
		for _, path := range strings.Fields(imports) {
			other, ours := strings.CutPrefix(path, "quarterdeck/")
			if !ours {
				continue
			}
			there, ok := all[other]
			if !ok || there.floor >= here.floor || there.folder > here.folder {
				t.Errorf("%s (floor %d) imports %s (floor %d): imports point down", name, here.floor, other,
					there.floor)
			}
		}
	}
	for name := range all {
		if !seen[name] {
			t.Errorf("%s has a floor and is not there", name)
		}
	}
}

func TestDomainPackagesKnowNoHTML(t *testing.T) {
	asks()
	out, err := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.Lines(string(out)) {
		if strings.HasPrefix(path, "github.com/a-h/templ") || strings.HasPrefix(path, "quarterdeck/web") {
			t.Errorf("a domain package depends on %s", path)
		}
	}
}
