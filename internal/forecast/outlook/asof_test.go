package outlook_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/demo"
	"quarterdeck/internal/connect/demo/crm"
	"quarterdeck/internal/connect/demo/submission"
	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/testdb"
)

// table reads a table by the names of its columns.
type table struct{ crm.Table }

func (t table) column(name string) int { return slices.Index(t.Header, name) }

func (t table) set(row []string, name, value string) {
	if c := t.column(name); c >= 0 {
		row[c] = value
	}
}

// undone is what later history took away from an opportunity: the values of before, and when it last changed until
// then.
type undone struct {
	values   map[string]string
	modified string
}

// undo reads what each opportunity was at the end of a day: the old value of each field's first change after it.
func undo(history table, day string) map[string]*undone {
	then := map[string]*undone{}
	id, field, old, at := history.column("OpportunityId"), history.column("Field"), history.column("OldValue"),
		history.column("CreatedDate")
	for _, r := range slices.SortedStableFunc(slices.Values(history.Rows),
		func(x, y []string) int { return strings.Compare(x[at], y[at]) }) {
		u := then[r[id]]
		if u == nil {
			u = &undone{values: map[string]string{}}
			then[r[id]] = u
		}
		if r[at][:10] <= day {
			u.modified = r[at]
		} else if _, seen := u.values[r[field]]; !seen {
			u.values[r[field]] = r[old]
		}
	}
	return then
}

// cutOff is an export as the CRM would have written it at the end of a day: rows that came later are not in it, and
// each opportunity has the values that its history says it had.
func cutOff(e crm.Export, day string) crm.Export {
	then := undo(table{e.Table("OpportunityFieldHistory.csv")}, day)
	var cut crm.Export
	for _, plain := range e.Tables {
		t := table{plain}
		created := t.column("CreatedDate")
		var rows [][]string
		for _, r := range t.Rows {
			if t.File != "User.csv" && created >= 0 && r[created][:10] > day {
				continue
			}
			r = slices.Clone(r)
			if t.File == "Opportunity.csv" {
				t.rollBack(r, then[r[t.column("Id")]])
			}
			rows = append(rows, r)
		}
		t.Rows = rows
		cut.Tables = append(cut.Tables, t.Table)
	}
	return cut
}

// rollBack gives an opportunity the values of before, and those that follow from its stage.
func (t table) rollBack(row []string, u *undone) {
	if u == nil {
		return
	}
	t.set(row, "LastModifiedDate", max(u.modified, row[t.column("CreatedDate")]))
	for field, value := range u.values {
		t.set(row, field, value)
	}
	stage, moved := u.values["StageName"]
	if !moved {
		return
	}
	won, lost := stage == "Closed Won", stage == "Closed Lost"
	t.set(row, "IsWon", map[bool]string{true: "true", false: "false"}[won])
	t.set(row, "IsClosed", map[bool]string{true: "true", false: "false"}[won || lost])
	t.set(row, "Probability", map[string]string{"Discovery": "10", "Qualification": "20", "Technical Evaluation": "40",
		"Approval": "60", "Contract": "80",
		"Closed Won": "100", "Closed Lost": "0"}[stage])
	if !lost {
		t.set(row, "Loss_Reason__c", "")
	}
}

// founded imports an export into an organisation of its own.
func founded(t *testing.T, e crm.Export) (*tenant.DB, tenant.Actor) {
	t.Helper()
	settings := testdb.Settings
	settings.BaseCurrency, settings.TimeZone, settings.FiscalStart = "EUR", "Europe/Berlin", time.April
	db, org := testdb.OrgWith(t, settings)
	actor := tenant.AsSystem(org.TenantID)
	var id uuid.UUID
	err := db.Update(t.Context(), actor, func(tx *tenant.Tx) (err error) {
		id, err = importjob.Start(t.Context(), tx, importjob.Request{Format: importjob.Salesforce, Origin: org.Slug})
		return err
	})
	if err == nil {
		err = importer.Run(context.WithoutCancel(t.Context()), db, actor, id, e.FS(), nil)
	}
	if err == nil {
		err = submission.Fill(t.Context(), db, org)
	}
	if err != nil {
		t.Fatal(err)
	}
	return db, actor
}

// told is the whole outlook on a quarter as of a day, without our own keys.
func told(t *testing.T, e crm.Export, day period.Date) string {
	t.Helper()
	db, actor := founded(t, e)
	var h outlook.History
	err := db.View(t.Context(), actor, func(tx *tenant.Tx) (err error) {
		h, err = outlook.Read(t.Context(), tx, tx.Calendar().EndOf(day).Add(-time.Microsecond))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	proof, err := h.Prove(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	record := h.RecordOf(proof, day)
	o := outlook.Make(h.At(proof, record, day), h.Book.Calendar.Containing(period.Quarter, day))
	called := slices.ContainsFunc(record.Rows, func(r backtest.Row) bool {
		return r.Method == projection.RepCall && r.Level == backtest.Member && r.N > 3
	})
	if !called || len(o.Opportunities) == 0 || len(o.Members) < 3 || len(record.Rows) < 50 {
		t.Fatalf("%d opportunities, %d members, %d rows: too little to compare", len(o.Opportunities), len(o.Members),
			len(record.Rows))
	}
	for i := range o.Opportunities {
		o.Opportunities[i].ID, o.Opportunities[i].Owner = uuid.Nil, nil
	}
	for _, list := range [][]outlook.Figure{o.Members, o.Managers} {
		for i := range list {
			list[i].ID = nil
		}
	}
	text, err := json.MarshalIndent(map[string]any{"outlook": o, "rows": record.Rows, "widths": record.Widths}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAForecastOfAPastDayKnowsNothingOfWhatCameLater(t *testing.T) {
	t.Parallel()
	const day = "2025-07-20" // with a year of periods to prove on, and some of them spoken about
	export := demo.Generate(demo.HanseKontor(), period.DateOf(testdb.Now))
	on, err := period.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	whole := told(t, export, on)
	cut := told(t, cutOff(export, day), on)
	for i, line := range strings.Split(whole, "\n") {
		if other := strings.Split(cut, "\n"); i >= len(other) || other[i] != line {
			t.Fatalf("line %d of the forecast from the full import is %q, from the one that ends on the day %q", i,
				line, other[min(i, len(other)-1)])
		}
	}
}
