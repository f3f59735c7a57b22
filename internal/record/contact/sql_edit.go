package contact

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

// hold reads a person whom the actor sees, so that nobody else changes them until the transaction ends.
func hold(ctx context.Context, tx *tenant.Tx, of command.Place) (command.Held[Facts], error) {
	var held command.Held[Facts]
	modified, err := tenant.Values[*time.Time](ctx, tx, `SELECT source_modified_at FROM app.contacts
		WHERE tenant_id = @tenant AND id = @id FOR UPDATE`, tenant.Args{"id": of.Record})
	if err != nil {
		return held, fmt.Errorf("contact: hold: %w", err)
	}
	p, err := Get(ctx, tx, of.Record)
	if err != nil {
		return held, err
	}
	return command.Held[Facts]{State: p.Facts(), FromCRM: p.ExternalID != "", ModifiedAt: modified[0]}, nil
}

// write stores facts of a person, new or known.
func write(ctx context.Context, tx *tenant.Tx, of command.Place, f Facts) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.contacts AS c (tenant_id, id, account_id, first_name, last_name, title, email,
			phone, fields, created_at)
		VALUES (@tenant, @id, @account, @first_name, @last_name, @title, @email, @phone, @fields::jsonb,
			@now::timestamptz)
		ON CONFLICT (tenant_id, id) DO UPDATE SET account_id = excluded.account_id, first_name = excluded.first_name,
			last_name = excluded.last_name, title = excluded.title, email = excluded.email, phone = excluded.phone,
			fields = excluded.fields,
			deleted_at = CASE WHEN @deleted THEN coalesce(c.deleted_at, @now::timestamptz) END`,
		tenant.Args{"id": of.Record, "account": f.AccountID, "first_name": f.FirstName, "last_name": f.LastName,
			"title": f.Title, "email": f.Email, "phone": f.Phone, "fields": customfield.Format(f.Fields),
			"deleted": f.Deleted, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("contact: write: %w", err)
	}
	return nil
}

// unique refuses an e-mail address that another person has, of those whom the actor sees.
func unique(ctx context.Context, tx *tenant.Tx, id uuid.UUID, email string) error {
	members, all := tx.Visible()
	names, err := tenant.Values[string](ctx, tx, `SELECT trim(c.first_name || ' ' || c.last_name) FROM app.contacts c
		WHERE c.tenant_id = @tenant AND lower(c.email) = lower(@email) AND c.id <> @id AND c.deleted_at IS NULL
		AND `+visible+` LIMIT 1`, tenant.Args{"email": email, "id": id, "all": all, "members": members})
	if err != nil {
		return fmt.Errorf("contact: unique: %w", err)
	}
	if len(names) > 0 {
		return fault.On("email", names[0]+" has this e-mail address already.")
	}
	return nil
}

// stayEdited keeps what was edited here after the CRM last changed it.
func stayEdited(ctx context.Context, tx *tenant.Tx, rows []Imported) error {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.ExternalID
	}
	known, err := tenant.List[Person](ctx, tx, `SELECT `+columns+` FROM app.contacts c
		WHERE c.tenant_id = @tenant AND c.external_id = ANY(@keys) ORDER BY c.id FOR UPDATE`, tenant.Args{"keys": keys})
	if err != nil {
		return fmt.Errorf("contact: edited: %w", err)
	}
	ids, of := make([]string, len(known)), map[string]Person{}
	for i, p := range known {
		ids[i], of[p.ExternalID] = p.ID.String(), p
	}
	edited, err := command.Edited(ctx, tx, command.Contact, ids)
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

// facts are what people edit, as the source has it.
func (r Imported) facts() Facts {
	return Facts{FirstName: r.FirstName, LastName: r.LastName, Title: r.Title, Email: r.Email, Phone: r.Phone,
		AccountID: r.AccountID, Fields: customfield.Values(r.Fields), Deleted: r.DeletedAt != nil}
}

// keep takes the fields that were edited here from what is known.
func (r *Imported) keep(was Person, edited map[string]time.Time) {
	theirs := r.facts()
	f := keeper.Keep(was.Facts(), theirs, edited, r.ModifiedAt)
	r.FirstName, r.LastName, r.Title, r.Email, r.Phone = f.FirstName, f.LastName, f.Title, f.Email, f.Phone
	r.Fields = customfield.Format(f.Fields)
	if r.AccountID = f.AccountID; f.Deleted != theirs.Deleted {
		r.DeletedAt = was.DeletedAt
	}
}
