package record

import (
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestTheHeirOfMergesIsTheEndOfTheirLine(t *testing.T) {
	t.Parallel()
	a, b, c, d := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	line := heirs{a: b, b: c}
	for _, from := range []uuid.UUID{a, b, c} {
		if end, survives := line.last(from); end != c || !survives {
			t.Errorf("the end is %v, %v", end, survives)
		}
	}
	if end, survives := line.last(d); end != d || !survives {
		t.Errorf("a record that was never merged is %v, %v", end, survives)
	}
	ring := heirs{a: b, b: c, c: b}
	if _, survives := ring.last(a); survives {
		t.Error("a ring of merges has a survivor")
	}
}

func TestCustomFieldsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "fields")
		again := CustomFields(CustomText(fields))
		if CustomText(again) != CustomText(fields) || len(again) != len(fields) {
			t.Fatalf("%v is read as %v", fields, again)
		}
	})
	for _, text := range []string{"", "null", "[1]", `{"a":`} {
		if all := CustomFields(text); len(all) != 0 {
			t.Errorf("%q is read as %v", text, all)
		}
	}
}

func TestAHashDiffersWhereARecordDoes(t *testing.T) {
	t.Parallel()
	type kept struct{ Name, Team string }
	one, same := kept{"a", "bc"}, kept{"a", "bc"}
	if Hash(one) != Hash(same) || Hash(one) == Hash(kept{"ab", "c"}) {
		t.Error("a hash does not tell records apart, or equal ones do not have one hash")
	}
}
