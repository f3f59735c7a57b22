package mapping_test

import (
	"strings"
	"testing"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/mapping"
)

func TestAMistakeInAMappingIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		``:               "not JSON",
		`{} {}`:          "not JSON",
		`[]`:             "it must be an object",
		`{}`:             "sources: a mapping needs at least one",
		`{"sourcs": []}`: `the key "sourcs" is not known`,
		`{"sources": [{"file": "a.csv", "object": "deal", "fields": {"key": "id"}}]}`:                               `sources[0].object: there is no object "deal"`,
		`{"sources": [{"file": "../a.csv", "object": "account", "fields": {"key": "id"}}]}`:                         "sources[0].file",
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"name": "id"}}]}`:                           "sources[0].fields.key",
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"key": "id", "nam": "x"}}]}`:                "sources[0].fields.nam: account has no such field",
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"key": {"colum": "id"}}}]}`:                 `sources[0].fields.key: the key "colum" is not known`,
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"key": {"column": "id", "by": "luck"}}}]}`:  `"by" must be key or name`,
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"key": ["id", {"map": {}}]}}]}`:             "sources[0].fields.key[1]",
		`{"sources": [{"file": "a.csv", "object": "account", "distinct": "yes", "fields": {"key": "id"}}]}`:         "sources[0].distinct: it must be true or false",
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"key": "id"}}], "delimiter": "ab"}`:         "delimiter",
		`{"sources": [{"file": "a.csv", "object": "account", "fields": {"key": "id"}}], "stages": [{"name": "x"}]}`: "stages[0]",
		`{"sources": [{"file": "a.csv", "object": "account", "where": {"x": "y"}, "fields": {"key": "id"}}]}`:       "sources[0].where.x: it must be a list",
	} {
		_, err := mapping.Parse([]byte(text))
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), says) {
			t.Errorf("%s\nsays %v\nnot  %s", text, err, says)
		}
	}
}

func TestOurOwnMappingsAreRight(t *testing.T) {
	t.Parallel()
	for _, own := range [][]byte{mapping.Salesforce, mapping.MavenCRM} {
		if _, err := mapping.Parse(own); err != nil {
			t.Error(err)
		}
	}
}

// FuzzParse looks for a mapping that is refused without a sentence, or taken without a source.
func FuzzParse(f *testing.F) {
	f.Add(mapping.MavenCRM)
	f.Add(mapping.Salesforce)
	f.Add([]byte(`{"sources": [{"fields": {"key": [null]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := mapping.Parse(data)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
		if err == nil && len(m.Sources) == 0 {
			t.Fatal("a mapping without a source")
		}
	})
}
