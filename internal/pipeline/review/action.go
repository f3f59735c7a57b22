package review

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
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/scope"
)

// Note is a note about a member's week, or about one of their opportunities. The member can read it.
type Note struct {
	MemberID      uuid.UUID
	OpportunityID *uuid.UUID // nil: about the week as a whole
	Opportunity   string     // its name
	Author        string
	Body          string
	At            time.Time
}

// Action is a task that a member has agreed to. It carries over from week to week until it is done.
type Action struct {
	ID      uuid.UUID
	Week    string // in which it was agreed
	OwnerID uuid.UUID
	Owner   string
	Body    string
	DueOn   period.Date // zero: no day was agreed
	Done    bool
}

// text is what somebody wrote, without the space around it.
func text(body, field string) (string, error) {
	body = strings.TrimSpace(body)
	if body == "" {
		return "", fault.On(field, "Write something first.")
	}
	if utf8.RuneCountInString(body) > longest {
		return "", fault.On(field, fmt.Sprintf("It has at most %d letters.", longest))
	}
	return body, nil
}

// reaches answers NotFound unless the actor sees the member's records.
func reaches(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	members, all := tx.Visible()
	if !all && !slices.Contains(members, id) {
		return fault.New(fault.NotFound, "There is no such member, or you have no access to them.")
	}
	_, err := tenant.Value[string](ctx, tx, `SELECT name FROM app.members WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": id})
	return err
}

// AddNote stores a note about a member whom the actor sees.
func AddNote(ctx context.Context, tx *tenant.Tx, w Week, n Note) error {
	if err := tx.Require(tenant.RunReviews); err != nil {
		return err
	}
	body, err := text(n.Body, "note")
	if err != nil {
		return err
	}
	if err := reaches(ctx, tx, n.MemberID); err != nil {
		return err
	}
	if n.OpportunityID != nil {
		if _, err := opportunity.Get(ctx, tx, *n.OpportunityID, time.Time{}); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.review_notes (tenant_id, id, week, member_id, opportunity_id, author_id,
			body, at)
		VALUES (@tenant, @id, @week, @member, @opportunity, @author, @body, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "week": w.Key, "member": n.MemberID, "opportunity": n.OpportunityID,
			"author": tx.By(), "body": body, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("review: note: %w", err)
	}
	return audit.Record(ctx, tx, "noted", "review", w.Key, map[string]string{"member": n.MemberID.String()})
}

func notes(ctx context.Context, tx *tenant.Tx, w Week, s scope.Scope) ([]Note, error) {
	return tenant.List[Note](ctx, tx, `SELECT o.member_id, o.opportunity_id, coalesce(p.name, '') AS opportunity,
		m.name AS author, o.body, o.at FROM app.review_notes o
		JOIN app.members m ON m.tenant_id = @tenant AND m.id = o.author_id
		LEFT JOIN app.opportunities p ON p.tenant_id = @tenant AND p.id = o.opportunity_id
		WHERE o.tenant_id = @tenant AND o.week = @week
		AND (@owners::uuid[] IS NULL OR o.member_id = ANY(@owners::uuid[])) AND o.at <= @known
		ORDER BY o.at, o.id`, tenant.Args{"week": w.Key, "owners": s.Owners, "known": known(tx, s)})
}

// known is the moment up to which a page as of a past day shows what was written; a week that is over is still written
// on.
func known(tx *tenant.Tx, s scope.Scope) time.Time {
	if s.Request.AsOf != "" && s.Today < WeekOf(s.Today).End() {
		return s.Known
	}
	return tx.Now()
}

// Agree stores an action for a member whom the actor sees.
func Agree(ctx context.Context, tx *tenant.Tx, w Week, a Action) error {
	if err := tx.Require(tenant.RunReviews); err != nil {
		return err
	}
	body, err := text(a.Body, "action")
	if err != nil {
		return err
	}
	if err := reaches(ctx, tx, a.OwnerID); err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7())
	_, err = tx.Exec(ctx, `INSERT INTO app.review_actions (tenant_id, id, week, owner_id, body, due_on, author_id, at)
		VALUES (@tenant, @id, @week, @owner, @body, @due, @author, @now)`,
		tenant.Args{"id": id, "week": w.Key, "owner": a.OwnerID, "body": body, "due": a.DueOn, "author": tx.By(),
			"now": tx.Now()})
	if err != nil {
		return fmt.Errorf("review: agree: %w", err)
	}
	return audit.Record(ctx, tx, "agreed", "review action", id.String(), map[string]string{"week": w.Key})
}

// Mark marks an action as done or not done. NotFound if the actor does not see its owner.
func Mark(ctx context.Context, tx *tenant.Tx, id uuid.UUID, done bool) error {
	if err := tx.Require(tenant.RunReviews); err != nil {
		return err
	}
	owner, err := tenant.Value[uuid.UUID](ctx, tx, `SELECT owner_id FROM app.review_actions
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id})
	if err != nil {
		return err
	}
	if err := reaches(ctx, tx, owner); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO app.review_action_marks (tenant_id, id, action_id, done, author_id, at)
		VALUES (@tenant, @id, @action, @done, @author, @now)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "action": id, "done": done, "author": tx.By(), "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("review: mark: %w", err)
	}
	return audit.Record(ctx, tx, "marked", "review action", id.String(), map[string]string{"done": fmt.Sprint(done)})
}

// actions are those agreed by the end of the week for the scope's people that were not done before the week began.
func actions(ctx context.Context, tx *tenant.Tx, w Week, s scope.Scope) ([]Action, error) {
	return tenant.List[Action](ctx, tx, `SELECT o.id, o.week, o.owner_id, m.name AS owner, o.body, o.due_on,
		coalesce(k.done, false) AS done
		FROM app.review_actions o
		JOIN app.members m ON m.tenant_id = @tenant AND m.id = o.owner_id
		LEFT JOIN LATERAL (SELECT done, at FROM app.review_action_marks k
			WHERE k.tenant_id = @tenant AND k.action_id = o.id AND k.at <= @known
			ORDER BY k.at DESC, k.id DESC LIMIT 1) k ON true
		WHERE o.tenant_id = @tenant AND o.week <= @week AND `+scope.Owned+` AND o.at <= @known
		AND (NOT coalesce(k.done, false) OR k.at >= @begin)
		ORDER BY coalesce(k.done, false), o.due_on, o.week, o.id`,
		tenant.Args{"week": w.Key, "owners": s.Owners, "known": known(tx, s),
			"begin": tx.Calendar().EndOf(w.Start - 1)})
}
