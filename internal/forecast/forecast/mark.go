package forecast

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
)

// Reason is why an opportunity's category was overridden, or reset to its stage's default.
type Reason struct {
	Category opportunity.Category // what it became
	Manual   bool
	Reason   string
	KnownAt  time.Time
	MemberID *uuid.UUID
}

// Override is what somebody says of an opportunity's category, and what of it they saw.
type Override struct {
	Category opportunity.Category
	Reason   string
	Revision int64   // that they saw; 0: whichever
	Saw      *string // the category that they saw; nil: whichever
}

// Categorize sets an opportunity's category by hand, with the reason that is required. It stays through changes of
// stage until the opportunity closes (definitions §2). An opportunity that is closed is Invalid, one of another
// NotFound. It answers with the command.
func Categorize(ctx context.Context, tx *tenant.Tx, id uuid.UUID, o Override) (uuid.UUID, error) {
	if !slices.Contains(opportunity.Categories, o.Category) || o.Category == opportunity.Closed {
		return uuid.Nil, fault.On("category", "Choose one of the categories; an opportunity is closed by winning it.")
	}
	return recategorize(ctx, tx, id, o,
		func(s opportunity.State) (opportunity.State, error) { return s.WithCategory(o.Category), nil })
}

// Release resets an opportunity's category to its stage's default, with the reason.
func Release(ctx context.Context, tx *tenant.Tx, id uuid.UUID, revision int64, reason string) error {
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	_, err = recategorize(ctx, tx, id, Override{Reason: reason, Revision: revision},
		func(s opportunity.State) (opportunity.State, error) {
			st, ok := stages.Find(s.Stage)
			if !ok {
				return s, fault.On("category",
					"This opportunity's stage no longer exists, so it has no default category.")
			}
			s.Category, s.CategoryManual = opportunity.Category(st.Category), false
			return s, nil
		})
	return err
}

func recategorize(ctx context.Context, tx *tenant.Tx, id uuid.UUID, o Override,
	edit func(opportunity.State) (opportunity.State, error)) (uuid.UUID, error) {
	reason := strings.TrimSpace(o.Reason)
	if reason == "" || utf8.RuneCountInString(reason) > longestNote {
		return uuid.Nil, fault.On("reason", "Say why in a few words: the reason stays with the opportunity.")
	}
	var after opportunity.State
	act := opportunity.Act{Kind: command.Edit, Revision: o.Revision}
	if o.Saw != nil {
		act.Saw = map[string]*string{"category": o.Saw}
	}
	act.To = func(s opportunity.State) (_ opportunity.State, err error) {
		if s.Status != opportunity.Open {
			return s, fault.On("category", "A closed opportunity's category is settled.")
		}
		after, err = edit(s)
		return after, err
	}
	done, err := opportunity.Do(ctx, tx, id, act)
	if err != nil {
		return done, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.category_reasons (tenant_id, id, opportunity_id, category, manual, reason,
			known_at, member_id)
		VALUES (@tenant, @id, @opportunity, @category, @manual, @reason, @now, @me)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "opportunity": id, "category": string(after.Category),
			"manual": after.CategoryManual, "reason": reason, "now": tx.Now(), "me": tx.By()})
	if err != nil {
		return done, fmt.Errorf("forecast: categorize: %w", err)
	}
	return done, nil
}

// Reasons lists the overrides and resets of an opportunity's category with their reasons, newest first, as known at a
// moment. It does not check whether the actor may see the opportunity: opportunity.Get does.
func Reasons(ctx context.Context, tx *tenant.Tx, id uuid.UUID, known time.Time) ([]Reason, error) {
	found, err := tenant.List[Reason](ctx, tx, `SELECT category, manual, reason, known_at, member_id
		FROM app.category_reasons
		WHERE tenant_id = @tenant AND opportunity_id = @id AND known_at <= @known ORDER BY known_at DESC, id DESC`,
		tenant.Args{"id": id, "known": known})
	if err != nil {
		return nil, fmt.Errorf("forecast: reasons: %w", err)
	}
	return found, nil
}

// Tag marks an opportunity for a period: AtRisk in the forecast, Bridge to close a gap.
type Tag string

// The tags.
const (
	AtRisk Tag = "at_risk"
	Bridge Tag = "bridge"
)

// Tags lists them in order.
var Tags = []Tag{AtRisk, Bridge}

// Label is the tag's name for people.
func (t Tag) Label() string {
	if t == AtRisk {
		return "At risk"
	}
	return "Bridges the gap"
}

// Mark sets or removes a tag of an opportunity for a period; earlier rows stay.
func Mark(ctx context.Context, tx *tenant.Tx, p period.Period, id uuid.UUID, t Tag, on bool) error {
	if err := tx.Require(tenant.EditRecords); err != nil {
		return err
	}
	if !slices.Contains(Tags, t) {
		return fault.On("tag", "There is no such tag.")
	}
	if _, err := opportunity.Get(ctx, tx, id, time.Time{}); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.forecast_tags (tenant_id, id, opportunity_id, starts_on, ends_on, tag, set,
			known_at, member_id)
		VALUES (@tenant, @id, @opportunity, @from, @to, @tag, @on, @now, @me)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "opportunity": id, "from": p.Start, "to": p.End, "tag": string(t),
			"on": on, "now": tx.Now(), "me": tx.By()})
	if err != nil {
		return fmt.Errorf("forecast: mark: %w", err)
	}
	return nil
}

// Marked is the tags of the scope's opportunities for its period, as known at its moment.
func Marked(ctx context.Context, tx *tenant.Tx, s scope.Scope) (map[uuid.UUID][]Tag, error) {
	type row struct {
		OpportunityID uuid.UUID
		Tag           Tag
	}
	found, err := tenant.List[row](ctx, tx, `SELECT t.opportunity_id, t.tag
		FROM (SELECT DISTINCT ON (g.opportunity_id, g.tag) g.opportunity_id, g.tag, g.set
			FROM app.forecast_tags g WHERE g.tenant_id = @tenant AND g.starts_on = @from AND g.ends_on = @to
			AND g.known_at <= @known
			ORDER BY g.opportunity_id, g.tag, g.known_at DESC, g.id DESC) t
		JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = t.opportunity_id
		WHERE t.set AND `+scope.Owned+` ORDER BY t.opportunity_id, t.tag`,
		tenant.Args{"from": s.Period.Start, "to": s.Period.End, "known": s.Known, "owners": s.Owners})
	if err != nil {
		return nil, fmt.Errorf("forecast: marked: %w", err)
	}
	tags := map[uuid.UUID][]Tag{}
	for _, r := range found {
		tags[r.OpportunityID] = append(tags[r.OpportunityID], r.Tag)
	}
	return tags, nil
}

// TagsOf lists the tags that an opportunity has for a period, as known at a moment. It does not ask whether the actor
// may see the opportunity: opportunity.Get does.
func TagsOf(ctx context.Context, tx *tenant.Tx, p period.Period, id uuid.UUID, known time.Time) ([]Tag, error) {
	tags, err := tenant.Values[Tag](ctx, tx, `SELECT t.tag
		FROM (SELECT DISTINCT ON (tag) tag, set FROM app.forecast_tags
		WHERE tenant_id = @tenant AND opportunity_id = @id AND starts_on = @from AND ends_on = @to
		AND known_at <= @known
		ORDER BY tag, known_at DESC, id DESC) t WHERE t.set ORDER BY t.tag`,
		tenant.Args{"id": id, "from": p.Start, "to": p.End, "known": known})
	if err != nil {
		return nil, fmt.Errorf("forecast: tags: %w", err)
	}
	return tags, nil
}
