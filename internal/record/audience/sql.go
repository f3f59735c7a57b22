package audience

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/note"
)

// ownersOf are the owners of a record: of an account also those of its opportunities, of a contact those of its
// account.
func ownersOf(ctx context.Context, tx *tenant.Tx, r Record) ([]uuid.UUID, error) {
	owners, err := tenant.Values[uuid.UUID](ctx, tx, owned[r.Object], tenant.Args{"id": r.ID})
	if err != nil {
		return nil, fmt.Errorf("audience: owners: %w", err)
	}
	return owners, nil
}

const ofAccount = `SELECT a.owner_id FROM app.accounts a
		WHERE a.tenant_id = @tenant AND a.owner_id IS NOT NULL AND a.id = `

const ofDeals = ` UNION SELECT o.owner_id FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.owner_id IS NOT NULL AND o.account_id = `

const itsAccount = `(SELECT c.account_id FROM app.contacts c WHERE c.tenant_id = @tenant AND c.id = @id)`

// owned are the statements of the owners, by the sort of record.
var owned = map[note.Object]string{
	note.Opportunity: `SELECT o.owner_id FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.owner_id IS NOT NULL AND o.id = @id`,
	note.Account: ofAccount + `@id` + ofDeals + `@id`,
	note.Contact: ofAccount + itsAccount + ofDeals + itsAccount,
}

// Sees is the condition under which the actor sees the record of a row, as an SQL expression over the columns that say
// what it is about. It takes @all and @members.
func Sees(object, id string) string {
	deals := `EXISTS (SELECT 1 FROM app.opportunities v WHERE v.tenant_id = @tenant
		AND v.owner_id = ANY(@members::uuid[]) AND v.account_id = `
	company := `EXISTS (SELECT 1 FROM app.accounts s WHERE s.tenant_id = @tenant AND s.id = %s
		AND (s.owner_id = ANY(@members::uuid[]) OR ` + deals + `s.id)))`
	contact := `(SELECT c.account_id FROM app.contacts c WHERE c.tenant_id = @tenant AND c.id = ` + id + `)`
	return `(@all OR ` + object + ` = 'opportunity' AND EXISTS (SELECT 1 FROM app.opportunities s
			WHERE s.tenant_id = @tenant AND s.id = ` + id + ` AND s.owner_id = ANY(@members::uuid[]))
		OR ` + object + ` = 'account' AND ` + fmt.Sprintf(company, id) + `
		OR ` + object + ` = 'contact' AND ` + fmt.Sprintf(company, contact) + `)`
}

// Names are the names of the records among some that the actor sees.
func Names(ctx context.Context, tx *tenant.Tx, records []Record) (map[Record]string, error) {
	objects, ids := make([]string, len(records)), make([]uuid.UUID, len(records))
	for i, r := range records {
		objects[i], ids[i] = string(r.Object), r.ID
	}
	type named struct {
		Object note.Object
		ID     uuid.UUID
		Name   string
	}
	members, all := tx.Visible()
	rows, err := tenant.List[named](ctx, tx, `SELECT r.object, r.id, coalesce(o.name, a.name,
			trim(c.first_name || ' ' || c.last_name)) AS name
		FROM (SELECT DISTINCT * FROM unnest(@objects::text[], @ids::uuid[]) x(object, id)) r
		LEFT JOIN app.opportunities o ON o.tenant_id = @tenant AND o.id = r.id AND r.object = 'opportunity'
		LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = r.id AND r.object = 'account'
		LEFT JOIN app.contacts c ON c.tenant_id = @tenant AND c.id = r.id AND r.object = 'contact'
		WHERE coalesce(o.id, a.id, c.id) IS NOT NULL AND `+Sees("r.object", "r.id"),
		tenant.Args{"objects": objects, "ids": ids, "all": all, "members": members})
	if err != nil {
		return nil, fmt.Errorf("audience: names: %w", err)
	}
	names := map[Record]string{}
	for _, r := range rows {
		names[Record{r.Object, r.ID}] = r.Name
	}
	return names, nil
}

// Name is the name of a record that the actor sees, or NotFound.
func Name(ctx context.Context, tx *tenant.Tx, r Record) (string, error) {
	names, err := Names(ctx, tx, []Record{r})
	if err != nil {
		return "", err
	}
	name, ok := names[r]
	if !ok {
		return "", fault.New(fault.NotFound, "This record does not exist, or you have no access to it.")
	}
	return name, nil
}
