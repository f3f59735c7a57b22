package importer_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/testdb"
)

// bespoke is a source with its own words, dates and decimals.
const bespoke = `{
  "currency": "EUR", "begins": "2020-01-01", "dates": ["DD.MM.YYYY"], "delimiter": ";", "decimal": ",",
  "stages": [{"name": "Angebot", "status": "open", "probability": "40", "category": "best case"}, {"name": "Auftrag", "status": "won", "probability": "100", "category": "closed"}],
  "sources": [
    {"file": "leute.csv", "object": "member", "fields": {"key": "nr", "name": {"columns": ["vorname", "name"]}, "role": {"column": "rolle", "map": {"Vertrieb": "rep"}}}},
    {"file": "firmen.csv", "object": "account", "fields": {"key": {"columns": ["land", "nr"], "join": "-"}, "name": "firma"}},
    {"file": "chancen.csv", "object": "opportunity", "where": {"art": ["Chance"]}, "ignore": ["intern"], "fields": {
      "key": "nr", "name": "titel", "account": {"column": "firma", "by": "name"}, "owner": {"column": "wer", "by": "name"},
      "stage": {"column": "stufe", "map": {"Angbot": "Angebot"}, "report": true}, "amount": "wert", "close_on": "bis"}}
  ]
}`

func TestAMappingReadsASourceInItsOwnWords(t *testing.T) {
	t.Parallel()
	db, org := testdb.Org(t)
	_, objects, rows := run(t, db, org, importjob.Request{Format: importjob.CSV, Origin: "x", Mapping: []byte(bespoke)},
		files(
			"leute.csv", "nr;vorname;name;rolle\n1;Ann;Lee;Vertrieb\n",
			"firmen.csv", "land;nr;firma\nDE;7;Müller & Söhne\n",
			"chancen.csv", "art;nr;titel;firma;wer;stufe;wert;bis;intern;farbe\n"+
				"Chance;1;Eins;Mueller;Ann Lee;Angbot;1.234,50;31.12.2026;x;rot\n"+
				"Notiz;2;;;;;;;;\n"+
				"Chance;3;Drei;müller&söhne;ann lee;Auftrag;7;31.12.2025;;\n"))
	if o := objects["chancen"]; o.Added != 2 || o.Total != 2 || o.Flagged != 2 {
		t.Errorf("%+v", o)
	}
	lines := strings.Join(dump(t, db, org), "\n")
	for _, want := range []string{`"amount": 123450`,
		`"currency": "EUR"`, `"close_on": "2026-12-31"`, `"custom": {"farbe": "rot"}`, `"external_id": "DE-7"`,
		`"account_id": "<DE-7>"`, `"created_at": "2020-01-01T05:00:00+00:00"`} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
	var reasons []string
	for _, r := range rows {
		reasons = append(reasons, r.Reason)
	}
	for _, want := range []string{`"Angbot" was matched to "Angebot"`, `There is no account named "Mueller"`,
		`The account "müller&söhne" was matched to "Müller & Söhne"`, `The owner "ann lee" was matched to "Ann Lee"`} {
		if !strings.Contains(strings.Join(reasons, "\n"), want) {
			t.Errorf("no reason says %s: %q", want, reasons)
		}
	}
}
