package internal_test

import (
	"os/exec"
	"strings"
	"testing"
)

// floors lists every package with its floor. A package imports lower floors only; beside are tools, the demo and tests.
var floors = map[string]int{
	"internal/fault": 0, "internal/money": 0, "internal/period": 0, "internal/config": 1, "internal/pgembed": 0, "internal/definition": 0, "internal/accuracy": 0, "internal/timeseries": 0,
	"migrations":      0,
	"internal/schema": 1, "internal/tenant": 1, "internal/audit": 2, "internal/auth": 3, "internal/mail": 1,
	"internal/figure": 1, "internal/member": 3, "internal/stage": 3, "internal/fx": 3, "internal/account": 3, "internal/contact": 3, "internal/activity": 3,
	"internal/logit": 0, "internal/projection": 5, "internal/backtest": 6, "internal/outlook": 7,
	"internal/product": 3, "internal/quota": 3, "internal/plan": 3, "internal/plan/form": 4, "internal/opportunity": 4, "internal/scope": 4,
	"internal/compensation": 4, "internal/billing": 4, "internal/commission": 5, "internal/statement": 6, "internal/curve": 6, "internal/dispute": 7,
	"internal/pipeline": 5, "internal/scorecard": 5, "internal/report": 5, "internal/search": 5,
	"internal/capitalisation": 5, "internal/accrual": 8, "internal/payroll": 5, "internal/spif": 5,
	"internal/forecast": 5, "internal/movement": 5, "internal/snapshot": 5, "internal/review": 6,
	"internal/importer/value": 1, "internal/importer/source": 2, "internal/importer/mapping": 3, "internal/importer": 6, "internal/notice": 8, "internal/work": 9, "internal/demo": 8,
	"web/assets": 0, "web/ui/chart": 0, "web/ui": 1, "web/page": 8, "web/pay": 9,
	"web/recordpage": 9, "web/homepage": 10, "web/forecastpage": 9, "web/outlookpage": 9, "web/reviewpage": 9, "web/adminpage": 9,
	"web/statementpage": 10, "web/runpage": 10, "web/disputepage": 10, "web/planpage": 10, "web/financepage": 10, "web/simulationpage": 11, "web": 12, "cmd/quarterdeck": 13,
}

// beside are the commands and packages that tests and generators use; nothing imports them but tests.
var beside = map[string]bool{"internal": true, "internal/testdb": true, "internal/testdb/cast": true, "internal/testdb/ledger": true, "internal/testdb/cluster": true,
	"internal/statement/office": true, "internal/projection/company": true, "internal/definition/write": true, "internal/schema/dump": true}

func TestImportsPointDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}: {{join .Imports \" \"}}", "quarterdeck/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		name, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		name = strings.TrimPrefix(name, "quarterdeck/")
		if beside[name] {
			continue
		}
		floor, ok := floors[name]
		if !ok {
			t.Errorf("%s has no floor: add it to the table", name)
			continue
		}
		for _, path := range strings.Fields(imports) {
			other, ours := strings.CutPrefix(path, "quarterdeck/")
			if !ours {
				continue
			}
			if below, ok := floors[other]; !ok || below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d)", name, floor, other, below)
			}
		}
	}
}

func TestDomainPackagesKnowNoHTML(t *testing.T) {
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
