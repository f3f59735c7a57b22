package mention_test

import (
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/mention"
)

var crew = []audience.Member{{ID: uuid.UUID{1}, Name: "Ann Lee"}, {ID: uuid.UUID{2}, Name: "Ann Leeds"},
	{ID: uuid.UUID{3}, Name: "Zoë Müller"}, {ID: uuid.UUID{4}, Name: "Ben"}}

func TestWhomANoteMentions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]byte{
		"@Ann Lee, please call":         {1},
		"ask @ann leeds and @BEN":       {2, 4},
		"@Zoë knows, @zoë müller too":   {3},
		"@Ann knows":                    nil, // which of the two
		"ben@ben.example":               nil,
		"@Benjamin":                     nil,
		"(@Ben) and @Ben again":         {4},
		"@nobody @ @":                   nil,
		"@Ann Leeward is somebody else": nil,
	} {
		found, _ := mention.Find(text, crew)
		if len(found) != len(want) {
			t.Errorf("%q mentions %v, want %v", text, found, want)
			continue
		}
		for i, m := range found {
			if m.MemberID[0] != want[i] {
				t.Errorf("%q mentions %v, want %v", text, found, want)
			}
		}
	}
	if _, unclear := mention.Find("@Ann knows", crew); len(unclear) != 1 || unclear[0] != "Ann" {
		t.Errorf("several are called Ann: %q", unclear)
	}
}

func TestASplitTextIsTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, piece := range rapid.SliceOf(rapid.SampledFrom([]string{"@", "Ann Lee", "Ann Leeds", "@Ben", " ", "ü",
			"x@y", "@Zoë Müller", ",", "\n"})).Draw(t, "text") {
			text += piece
		}
		found, _ := mention.Find(text, crew)
		joined := ""
		for _, p := range mention.Split(text, found) {
			if joined += p.Text; p.Text == "" {
				t.Fatalf("%q has an empty part", text)
			}
		}
		if joined != text {
			t.Fatalf("%q became %q", text, joined)
		}
	})
}
