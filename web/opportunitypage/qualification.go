package opportunitypage

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/web/factsheet"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// answerForm is how sure somebody is of an element, why, and what they saw there.
type answerForm struct {
	Element     string        `form:"element"`
	Score       string        `form:"score"`
	Evidence    string        `form:"evidence"`
	On          string        `form:"evidence_on"`
	SawScore    site.Verbatim `form:"saw_score"`
	SawEvidence site.Verbatim `form:"saw_evidence"`
	SawOn       site.Verbatim `form:"saw_on"`
}

// qualify answers for an element.
// POST /o/{org}/opportunities/{id}/qualification
func (s area) qualify(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[answerForm](r)
	if err != nil {
		return err
	}
	return s.act(w, r, "", func(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
		wishes, err := f.wishes(tx.Today())
		if err != nil {
			return err
		}
		_, err = qualification.Set(ctx, tx, id, f.Element, wishes)
		return err
	})
}

// wishes are what the form asks for; evidence without a day is of today.
func (f answerForm) wishes(today period.Date) ([]command.Wish, error) {
	if n, err := strconv.Atoi(f.Score); f.Score != "" && (err != nil || n < 0 || n > qualification.Most) {
		return nil, fault.On("score", "Choose a score from 0 to 3, or Not known.")
	}
	if f.On == "" && f.Evidence != "" {
		f.On = today.String()
	}
	if _, err := period.ParseDate(f.On); f.On != "" && err != nil {
		return nil, fault.On("evidence_on", "Choose a day.")
	}
	known := func(text string) *string {
		if text == "" {
			return nil
		}
		return &text
	}
	return []command.Wish{{Field: "score", Saw: known(string(f.SawScore)), Want: known(f.Score)},
		{Field: "evidence", Saw: ptr(string(f.SawEvidence)), Want: &f.Evidence},
		{Field: "on", Saw: known(string(f.SawOn)), Want: known(f.On)}}, nil
}

var scores = []ui.Option{{Label: "Not known"}, {Value: "0", Label: "0 · missing"}, {Value: "1", Label: "1 · weak"},
	{Value: "2", Label: "2 · good"}, {Value: "3", Label: "3 · proven"}}

// qualified is the score in words: "11 of 21 · 2 not known".
func (p opportunityView) qualified() string {
	points, of, unknown := p.Qualification.Score()
	said := strconv.FormatInt(points, 10) + " of " + strconv.FormatInt(of, 10)
	if unknown > 0 {
		said += " · " + strconv.FormatInt(unknown, 10) + " not known"
	}
	return said
}

// answered is an answer in words.
func answered(a qualification.Answer) string {
	if a.Score == nil {
		return "Not known"
	}
	return strconv.FormatInt(*a.Score, 10) + " of 3"
}

// answerRefused tells that the form of an element comes back.
func (p opportunityView) answerRefused(e qualification.Element) bool {
	return p.Form.Sent() && p.Form.Typed.Get("element") == e.Key
}

// typed is what stands in an input of an element's form.
func (p opportunityView) typed(e qualification.Element, name, now string) string {
	if p.answerRefused(e) {
		return p.Form.Typed.Get(name)
	}
	return now
}

// answerError is why an input of an element's form was refused.
func (p opportunityView) answerError(e qualification.Element, name string) string {
	if !p.answerRefused(e) || p.answerTheirs(e) != "" {
		return ""
	}
	return p.Form.Error(name)
}

// answerTheirs says what somebody else answered meanwhile.
func (p opportunityView) answerTheirs(e qualification.Element) string {
	if p.Clash == nil || p.Clash.Entry != e.Key {
		return ""
	}
	return p.sheet().Theirs(p.Clash.Field)
}

// learnt are the changes of the answers, for the timeline.
func (p opportunityView) learnt(s factsheet.Sheet) []factsheet.Entry {
	labels := map[string]string{}
	for _, e := range p.Qualification.Elements {
		labels[e.Key] = e.Label
	}
	var all []factsheet.Entry
	for _, c := range command.OfSort(p.Past, command.Qualification) {
		said := ""
		if score, ok := c.Payload["score"]; ok {
			said = cmp.Or(deref(score.Was), "Not known") + " → " + cmp.Or(deref(score.Is), "Not known")
		}
		if evidence, ok := c.Payload["evidence"]; ok {
			said = page.Joined(said, deref(evidence.Is))
		}
		all = append(all, s.Entry(c, cmp.Or(labels[c.Entry()], c.Entry()), said))
	}
	return all
}
