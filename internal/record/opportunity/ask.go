package opportunity

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
)

// Held is a move that the exit criteria of a stage refuse.
type Held struct {
	To      string
	Missing []rule.Need
	Fields  string // the custom fields that are missing, in words
}

func (h *Held) Error() string { return "opportunity: held before " + h.To }

// Unwrap is the fault that it is.
func (h *Held) Unwrap() error {
	return fault.On("gate", strings.TrimSpace(rule.Lacking(h.Missing)+" "+h.Fields))
}

// longestReason is how long a reason for an override can be.
const longestReason = 300

// Facts are what rules read of a state, with the number of contacts that have a role in it.
func (s State) Facts(contacts int) rule.Facts {
	return func(field string) *string {
		switch field {
		case rule.Contacts:
			text := strconv.Itoa(contacts)
			return &text
		case "amount":
			a, ok := s.Money()
			if !ok {
				return nil
			}
			text := a.Decimal().String()
			return &text
		case "probability":
			text := strconv.FormatFloat(float64(s.ProbabilityBP)/100, 'f', -1, 64)
			return &text
		}
		return s.Value(field)
	}
}

// asked refuses what the organisation's rules refuse of a change. It answers with the reason for an override, where one
// was needed. What is taken back is not asked again.
func (a Act) asked(ctx context.Context, tx *tenant.Tx, o Opportunity, after State, changes []Change) (string, error) {
	if a.undoes != nil {
		return "", nil
	}
	rules, err := rule.At(ctx, tx, tx.Now())
	if err != nil {
		return "", err
	}
	fields := ""
	c := rule.Change{Today: tx.Today(), Changed: map[string]bool{}}
	for _, one := range changes {
		c.Changed[one.Field] = true
	}
	if c.Changed["stage"] {
		stages, err := stage.At(ctx, tx, tx.Now())
		if err != nil {
			return "", err
		}
		c.Leaves = stages.Left(o.Stage, after.Stage)
		if fields, err = after.lacks(ctx, tx, stages, o.Stage); err != nil {
			return "", err
		}
	}
	contacts := 0
	if rule.Reads(rules, rule.Contacts) {
		if contacts, err = roles(ctx, tx, o.ID); err != nil {
			return "", err
		}
	}
	c.Facts = after.Facts(contacts)
	return a.answered(tx, after, rule.Apply(rules, c), fields)
}

// answered is what a verdict comes to for whoever acts.
func (a Act) answered(tx *tenant.Tx, after State, v rule.Verdict, fields string) (reason string, err error) {
	if err := refusal(v); err != nil || len(v.Missing) == 0 && fields == "" {
		return "", err
	}
	reason = strings.TrimSpace(a.Override)
	if reason == "" || !tx.Actor().Role.May(tenant.OverrideGates) {
		return "", &Held{To: after.Stage, Missing: v.Missing, Fields: fields}
	}
	return reason, fault.Within("override", reason, longestReason)
}

// refusal is the first validation rule that refuses, about its field.
func refusal(v rule.Verdict) error {
	if len(v.Refused) == 0 {
		return nil
	}
	return fault.On(v.Refused[0].Field, v.Refused[0].Message)
}

// begun refuses what the rules refuse of an opportunity that somebody enters. One that is entered in a later stage
// meets the exit criteria of those before it.
func (s State) begun(ctx context.Context, tx *tenant.Tx, stages stage.Set, passed bool) error {
	rules, err := rule.At(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	c := rule.Change{Facts: s.Facts(0), Changed: rule.Read(rules), Today: tx.Today()}
	if !passed {
		c.Leaves = stages.Left("", s.Stage)
	}
	fields := ""
	if !passed {
		if fields, err = s.lacks(ctx, tx, stages, ""); err != nil {
			return err
		}
	}
	v := rule.Apply(rules, c)
	if err := refusal(v); err != nil || len(v.Missing) == 0 && fields == "" {
		return err
	}
	return fault.On("stage", strings.TrimSpace(rule.Lacking(v.Missing)+" "+fields))
}

// roles counts the contacts that have a role in an opportunity.
func roles(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (int, error) {
	n, err := tenant.Value[int](ctx, tx, `SELECT count(*) FROM app.contact_roles
		WHERE tenant_id = @tenant AND opportunity_id = @id AND deleted_at IS NULL`, tenant.Args{"id": id})
	if err != nil {
		return 0, fmt.Errorf("opportunity: roles: %w", err)
	}
	return n, nil
}

// Standing is an opportunity as rules read it.
type Standing struct {
	ID       uuid.UUID
	Name     string
	OwnerID  *uuid.UUID
	Contacts int
	State    State `db:"-"`
}

// Stand goes through the opportunities that are there and that the actor sees, as rules read them.
func Stand(ctx context.Context, tx *tenant.Tx, fn func(Standing) error) error {
	type row struct {
		Opportunity
		Contacts int
	}
	members, all := tx.Visible()
	err := tenant.Each(ctx, tx, `SELECT o.id, coalesce(o.external_id, '') AS external_id, `+columns+`, o.changed_at,
			o.deleted_at, o.revision, o.custom, (SELECT count(*) FROM app.contact_roles r WHERE r.tenant_id = @tenant
				AND r.opportunity_id = o.id AND r.deleted_at IS NULL) AS contacts
		FROM app.opportunities o WHERE o.tenant_id = @tenant AND o.deleted_at IS NULL
			AND (@all OR o.owner_id = ANY(@members::uuid[])) ORDER BY o.name, o.id`,
		tenant.Args{"all": all, "members": members}, func(r row) error {
			return fn(Standing{ID: r.ID, Name: r.Name, OwnerID: r.OwnerID, Contacts: r.Contacts, State: r.State})
		})
	if err != nil {
		return fmt.Errorf("opportunity: stand: %w", err)
	}
	return nil
}

// Quarantined is the sentence of the validation rule that refuses a row of an import; empty: none. Was is what is known
// of the opportunity; nil: it is new. Its contacts are not known then.
func Quarantined(rules []rule.Rule, was *State, is State, on period.Date) string {
	c := rule.Change{Changed: map[string]bool{}, Today: on, Facts: func(field string) *string {
		if field == rule.Contacts {
			return nil
		}
		return is.Facts(0)(field)
	}}
	if was == nil {
		was = &State{}
	}
	for _, one := range Diff(*was, is) {
		c.Changed[one.Field] = true
	}
	for _, b := range rule.Apply(rules, c).Refused {
		if b.Imports {
			return b.Message
		}
	}
	return ""
}
