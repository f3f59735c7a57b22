package opportunity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
)

// batch is what one write stores: the current rows, the changes that are new, and the versions in place of the old
// ones.
type batch struct {
	current  []row
	changes  []Change
	versions []row
}

// row is a record of app.opportunities or app.opportunity_versions.
type row struct {
	ID                uuid.UUID
	ExternalID        *string
	Custom            string
	SourceHash        int64
	KnownFrom         time.Time
	KnownTo           *time.Time
	AccountID         *uuid.UUID
	OwnerID           *uuid.UUID
	Name              string
	Stage             string
	Status            string
	Category          string
	CategoryManual    bool
	ProbabilityBP     int
	ProbabilityManual bool
	Amount            *int64
	Currency          money.Currency
	CloseOn           period.Date
	Type              string
	Source            string
	Competitor        string
	BudgetConfirmed   *bool
	LossReason        string
	NextStep          string
	Fields            string // as JSON
	CreatedAt         time.Time
	ClosedAt          *time.Time
	DeletedAt         *time.Time
}

func rowOf(o Opportunity, v Version) row {
	s := v.State
	r := row{ID: o.ID, KnownFrom: v.KnownFrom, AccountID: s.AccountID, OwnerID: s.OwnerID, Name: s.Name, Stage: s.Stage,
		Status: string(s.Status), Category: string(s.Category), CategoryManual: s.CategoryManual,
		ProbabilityBP: s.ProbabilityBP, ProbabilityManual: s.ProbabilityManual, Amount: s.Amount,
		Currency: s.Currency, CloseOn: s.CloseOn, Type: s.Type, Source: s.Source, Competitor: s.Competitor,
		BudgetConfirmed: s.BudgetConfirmed, LossReason: s.LossReason, NextStep: s.NextStep, Fields: jsonOf(s.Fields),
		CreatedAt: v.CreatedAt, ClosedAt: v.ClosedAt}
	if !v.KnownTo.IsZero() {
		r.KnownTo = &v.KnownTo
	}
	return r
}

// add puts an opportunity with its rebuilt versions into the batch. While it was deleted it has none: nothing reads it
// then.
func (b *batch) add(o Opportunity, versions []Version) {
	now := rowOf(o, versions[len(versions)-1])
	for i, v := range versions {
		switch {
		case !v.Deleted:
			b.versions = append(b.versions, rowOf(o, v))
			now.DeletedAt = nil
		case now.DeletedAt == nil:
			now.DeletedAt = &versions[i].KnownFrom
		}
	}
	if o.ExternalID != "" {
		now.ExternalID = &o.ExternalID
	}
	now.Custom = jsonOf(o.Custom)
	b.current = append(b.current, now)
}

func jsonOf(fields map[string]string) string {
	body, err := json.Marshal(fields)
	if err != nil || fields == nil {
		return "{}"
	}
	return string(body)
}

// drop takes the opportunity that was added last out again, where nothing of it is new.
func (b *batch) drop() {
	last := b.current[len(b.current)-1].ID
	b.current = b.current[:len(b.current)-1]
	b.versions = slices.DeleteFunc(b.versions, func(r row) bool { return r.ID == last })
}

// state lists the columns of a State, and unnested their arrays, in one order for the statements below.
const (
	state = `account_id, owner_id, name, stage, status, category, category_manual, probability_bp, probability_manual,
		amount, currency, close_on, type, source, competitor, budget_confirmed, loss_reason, next_step, fields,
		created_at, closed_at`
	picked = `x.account_id, x.owner_id, x.name, x.stage, x.status, x.category, x.category_manual, x.probability_bp,
		x.probability_manual, x.amount, x.currency, x.close_on, x.type, x.source, x.competitor, x.budget_confirmed,
		x.loss_reason, x.next_step, x.fields::jsonb, x.created_at, x.closed_at`
	unnested = `@account_id::uuid[], @owner_id::uuid[], @name::text[], @stage::text[], @status::text[],
		@category::text[], @category_manual::bool[], @probability_bp::int[], @probability_manual::bool[],
		@amount::bigint[], @currency::text[], @close_on::date[], @type::text[], @source::text[],
		@competitor::text[], @budget_confirmed::bool[], @loss_reason::text[], @next_step::text[], @fields::text[],
		@created_at::timestamptz[], @closed_at::timestamptz[]`
)

const writeCurrent = `INSERT INTO app.opportunities AS c (tenant_id, id, external_id, custom, source_hash, changed_at,
		deleted_at, ` + state + `)
	SELECT t.tenant_id, x.id, x.external_id, x.custom::jsonb, x.source_hash, x.known_from, x.deleted_at, ` + picked + `
	FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @custom::text[],
		@source_hash::bigint[], @known_from::timestamptz[], @deleted_at::timestamptz[],
		` + unnested + `) x(id, external_id, custom, source_hash, known_from, deleted_at, account_id, owner_id, name,
		stage, status, category, category_manual, probability_bp, probability_manual, amount, currency, close_on, type,
		source, competitor, budget_confirmed, loss_reason, next_step, fields, created_at, closed_at)
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, id) DO UPDATE
	SET custom = excluded.custom, source_hash = coalesce(nullif(excluded.source_hash, 0), c.source_hash),
	changed_at = excluded.changed_at,
		deleted_at = excluded.deleted_at,
		account_id = excluded.account_id, owner_id = excluded.owner_id, name = excluded.name, stage = excluded.stage,
		status = excluded.status,
		category = excluded.category, category_manual = excluded.category_manual,
		probability_bp = excluded.probability_bp,
		probability_manual = excluded.probability_manual, amount = excluded.amount, currency = excluded.currency,
		close_on = excluded.close_on,
		type = excluded.type, source = excluded.source, competitor = excluded.competitor,
		budget_confirmed = excluded.budget_confirmed,
		loss_reason = excluded.loss_reason, next_step = excluded.next_step, fields = excluded.fields,
		closed_at = excluded.closed_at,
		revision = c.revision + 1`

const writeVersions = `INSERT INTO app.opportunity_versions (tenant_id, id, known_from, known_to, ` + state + `)
	SELECT t.tenant_id, x.id, x.known_from, coalesce(x.known_to, 'infinity'), ` + picked + `
	FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @known_from::timestamptz[], @known_to::timestamptz[],
		` + unnested + `) x(id, known_from, known_to, account_id, owner_id, name, stage, status, category,
		category_manual, probability_bp, probability_manual, amount, currency, close_on, type, source, competitor,
		budget_confirmed, loss_reason, next_step, fields, created_at, closed_at)
	WHERE t.tenant_id = @tenant`

const writeChanges = `INSERT INTO app.opportunity_changes
		(tenant_id, id, opportunity_id, field, old_value, new_value, true_since, known_at, recorded_at, seq, member_id,
			source, external_id)
	SELECT t.tenant_id, x.* FROM app.tenants t
	CROSS JOIN LATERAL unnest(@id::uuid[], @opportunity_id::uuid[], @field::text[], @old_value::text[],
		@new_value::text[], @true_since::timestamptz[], @known_at::timestamptz[], @recorded_at::timestamptz[],
		@seq::int[], @member_id::uuid[],
		@source::text[], @external_id::text[]) x
	WHERE t.tenant_id = @tenant`

// write stores the batch in the transaction.
func (b *batch) write(ctx context.Context, tx *tenant.Tx) error {
	if len(b.current) == 0 {
		return nil
	}
	if err := b.clear(ctx, tx); err != nil {
		return err
	}
	current := tenant.Columns(b.current)
	delete(current, "known_to")
	versions := tenant.Columns(b.versions)
	for _, name := range []string{"external_id", "custom", "source_hash", "deleted_at"} {
		delete(versions, name)
	}
	for _, step := range []struct {
		sql  string
		args tenant.Args
	}{{writeCurrent, current}, {writeChanges, tenant.Columns(b.changes)}, {writeVersions, versions}} {
		if _, err := tx.Exec(ctx, step.sql, step.args); err != nil {
			return fmt.Errorf("opportunity: write: %w", err)
		}
	}
	return nil
}

// clear takes away the versions of the opportunities that are not new: those in the batch are in their place.
func (b *batch) clear(ctx context.Context, tx *tenant.Tx) error {
	fresh := map[uuid.UUID]bool{}
	for _, c := range b.changes {
		if c.Field == created {
			fresh[c.OpportunityID] = true
		}
	}
	var ids []uuid.UUID
	for _, r := range b.current {
		if !fresh[r.ID] {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM app.opportunity_versions WHERE tenant_id = @tenant AND id = ANY(@ids)`,
		tenant.Args{"ids": ids}); err != nil {
		return fmt.Errorf("opportunity: write: %w", err)
	}
	return nil
}
