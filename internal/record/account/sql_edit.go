package account

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
)

// hold reads a company that the actor sees, so that nobody else changes it until the transaction ends.
func hold(ctx context.Context, tx *tenant.Tx, of command.Place) (command.Held[Facts], error) {
	var held command.Held[Facts]
	modified, err := tenant.Values[*time.Time](ctx, tx, `SELECT source_modified_at FROM app.accounts
		WHERE tenant_id = @tenant AND id = @id FOR UPDATE`, tenant.Args{"id": of.Record})
	if err != nil {
		return held, fmt.Errorf("account: hold: %w", err)
	}
	a, err := Get(ctx, tx, of.Record)
	if err != nil {
		return held, err
	}
	if a.MergedInto != nil {
		return held, fault.New(fault.Conflict, "This account was merged into another one. Change that one.")
	}
	return command.Held[Facts]{State: a.Facts(), FromCRM: a.ExternalID != "", ModifiedAt: modified[0]}, nil
}

// write stores facts of a company, new or known.
func write(ctx context.Context, tx *tenant.Tx, of command.Place, f Facts) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.accounts AS a (tenant_id, id, name, website, phone, industry, employees, type,
			state, country, owner_id, parent_id, fields, created_at)
		VALUES (@tenant, @id, @name, @website, @phone, @industry, @employees, @type, @state, @country, @owner, @parent,
			@fields::jsonb, @now::timestamptz)
		ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, website = excluded.website,
			phone = excluded.phone, industry = excluded.industry, employees = excluded.employees,
			type = excluded.type, state = excluded.state, country = excluded.country, owner_id = excluded.owner_id,
			parent_id = excluded.parent_id, fields = excluded.fields,
			deleted_at = CASE WHEN @deleted THEN coalesce(a.deleted_at, @now::timestamptz) END`,
		tenant.Args{"id": of.Record, "name": f.Name, "website": f.Website, "phone": f.Phone, "industry": f.Industry,
			"employees": f.Employees, "type": f.Type, "state": f.State, "country": f.Country, "owner": f.OwnerID,
			"parent": f.ParentID, "fields": customfield.Format(f.Fields), "deleted": f.Deleted, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("account: write: %w", err)
	}
	return nil
}

// idle refuses to archive a company on which something is open, whoever works it.
func idle(ctx context.Context, tx *tenant.Tx, id uuid.UUID) error {
	open, err := tenant.Value[int64](ctx, tx, `SELECT count(*) FROM app.opportunities
		WHERE tenant_id = @tenant AND account_id = @id AND status = 'open' AND deleted_at IS NULL`,
		tenant.Args{"id": id})
	if err != nil {
		return fmt.Errorf("account: idle: %w", err)
	}
	if open > 0 {
		return fault.New(fault.Conflict,
			"This account has open opportunities. Close them or move them to another account first.")
	}
	return nil
}

// above refuses a company as the parent of another that the actor does not see, or that is the other or below it.
func above(ctx context.Context, tx *tenant.Tx, id, parent uuid.UUID) error {
	p, err := Get(ctx, tx, parent)
	if fault.KindOf(err) == fault.NotFound || err == nil && p.DeletedAt != nil {
		return fault.On("parent", "There is no such account.")
	}
	if err != nil {
		return err
	}
	below, err := tenant.Value[bool](ctx, tx, `WITH RECURSIVE up AS (
			SELECT a.id, a.parent_id, 1 AS depth FROM app.accounts a WHERE a.tenant_id = @tenant AND a.id = @parent
			UNION SELECT a.id, a.parent_id, u.depth + 1 FROM app.accounts a JOIN up u ON a.id = u.parent_id
			WHERE a.tenant_id = @tenant AND u.depth < 50)
		SELECT EXISTS (SELECT 1 FROM up WHERE id = @id)`, tenant.Args{"id": id, "parent": parent})
	if err != nil {
		return fmt.Errorf("account: above: %w", err)
	}
	if below {
		return fault.On("parent", p.Name+" is this account or below it. Choose an account that is not.")
	}
	return nil
}

// called are the keys of at most two companies of a name among those that the actor sees.
func called(ctx context.Context, tx *tenant.Tx, name string) ([]uuid.UUID, error) {
	members, all := tx.Visible()
	found, err := tenant.Values[uuid.UUID](ctx, tx, `SELECT a.id FROM app.accounts a
		WHERE a.tenant_id = @tenant AND lower(a.name) = lower(@name) AND a.deleted_at IS NULL AND `+visible+` LIMIT 2`,
		tenant.Args{"name": name, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("account: called: %w", err)
	}
	return found, nil
}

// stayEdited keeps what was edited here after the CRM last changed it.
func stayEdited(ctx context.Context, tx *tenant.Tx, rows []Imported) error {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.ExternalID
	}
	known, err := tenant.List[Row](ctx, tx, `SELECT `+columns+` FROM app.accounts a
		WHERE a.tenant_id = @tenant AND a.external_id = ANY(@keys) ORDER BY a.id FOR UPDATE`, tenant.Args{"keys": keys})
	if err != nil {
		return fmt.Errorf("account: edited: %w", err)
	}
	ids, of := make([]string, len(known)), map[string]Row{}
	for i, r := range known {
		ids[i], of[r.ExternalID] = r.ID.String(), r
	}
	edited, err := command.Edited(ctx, tx, command.Account, ids)
	if err != nil || len(edited) == 0 {
		return err
	}
	for i := range rows {
		if was, ok := of[rows[i].ExternalID]; ok && edited[was.ID.String()] != nil {
			rows[i].keep(was, edited[was.ID.String()])
		}
	}
	return nil
}

// facts are what people edit, as the source has it; a phone number it has not.
func (r Imported) facts(phone string) Facts {
	return Facts{Name: r.Name, Website: r.Website, Phone: phone, Industry: r.Industry, Employees: r.Employees,
		Type: r.Type, State: r.State, Country: r.Country, OwnerID: r.OwnerID, ParentID: r.ParentID,
		Fields: customfield.Values(r.Fields), Deleted: r.DeletedAt != nil}
}

// keep takes the fields that were edited here from what is known.
func (r *Imported) keep(was Row, edited map[string]time.Time) {
	theirs := r.facts(was.Phone)
	f := keeper.Keep(was.Facts(), theirs, edited, r.ModifiedAt)
	r.Name, r.Website, r.Industry, r.Employees, r.Type = f.Name, f.Website, f.Industry, f.Employees, f.Type
	r.State, r.Country, r.OwnerID, r.ParentID = f.State, f.Country, f.OwnerID, f.ParentID
	r.Fields = customfield.Format(f.Fields)
	if f.Deleted != theirs.Deleted {
		r.DeletedAt = was.DeletedAt
	}
}

// Below lists the companies below another that the actor sees, at whatever depth, in the order of their names.
func Below(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Row, error) {
	members, all := tx.Visible()
	found, err := tenant.List[Row](ctx, tx, `WITH RECURSIVE down AS (
			SELECT k.id, 1 AS depth FROM app.accounts k
			WHERE k.tenant_id = @tenant AND k.parent_id = @id AND k.deleted_at IS NULL
			UNION SELECT k.id, d.depth + 1 FROM app.accounts k JOIN down d ON k.parent_id = d.id
			WHERE k.tenant_id = @tenant AND k.deleted_at IS NULL AND d.depth < 50)
		SELECT `+columns+` FROM app.accounts a
		WHERE a.tenant_id = @tenant AND a.id <> @id AND a.id IN (SELECT id FROM down) AND `+visible+`
		ORDER BY lower(a.name), a.id`, tenant.Args{"id": id, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("account: below: %w", err)
	}
	return found, nil
}
