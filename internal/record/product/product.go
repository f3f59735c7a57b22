// Package product owns what an organisation sells, and what each opportunity would buy of it.
package product

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/platform/tenant"
)

// Item is a line of an opportunity: a product, how much of it, and for what.
type Item struct {
	ProductID uuid.UUID
	Name      string
	Family    string
	Quantity  decimal.Decimal
	Amount    *int64 // minor units of Currency for the whole quantity; nil: not known
	Currency  money.Currency
}

// OfOpportunity lists what an opportunity would buy.
func OfOpportunity(ctx context.Context, tx *tenant.Tx, opportunityID uuid.UUID) ([]Item, error) {
	return tenant.List[Item](ctx, tx, `SELECT l.product_id, p.name, p.family, l.quantity, l.amount, l.currency
		FROM app.line_items l JOIN app.products p ON p.tenant_id = @tenant AND p.id = l.product_id
		WHERE l.tenant_id = @tenant AND l.opportunity_id = @opportunity AND l.deleted_at IS NULL ORDER BY p.name, l.id`,
		tenant.Args{"opportunity": opportunityID})
}

// Imported is a product as a source has it.
type Imported struct {
	ID         uuid.UUID
	ExternalID string
	Name       string
	Family     string
	Price      *int64 // minor units of Currency
	Currency   money.Currency
	Custom     string // JSON object of the source's other columns
	CreatedAt  time.Time
	ModifiedAt *time.Time // nil: the source does not say
	DeletedAt  *time.Time
	Hash       int64
}

const importProducts = `INSERT INTO app.products AS c (tenant_id, id, external_id, name, family, price, currency,
		custom, created_at, source_modified_at, deleted_at, source_hash)
	SELECT t.tenant_id, x.id, x.external_id, x.name, x.family, x.price, x.currency, x.custom::jsonb, x.created_at,
	x.modified_at, x.deleted_at, x.hash
	FROM app.tenants t CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @name::text[], @family::text[],
		@price::bigint[], @currency::text[], @custom::text[], @created_at::timestamptz[], @modified_at::timestamptz[],
		@deleted_at::timestamptz[], @hash::bigint[])
		x(id, external_id, name, family, price, currency, custom, created_at, modified_at, deleted_at, hash)
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET name = excluded.name, family = excluded.family,
	price = excluded.price,
		currency = excluded.currency, custom = excluded.custom, source_modified_at = excluded.source_modified_at,
		deleted_at = excluded.deleted_at,
		source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

// Known is the products of some of the source's keys as they are here.
func Known(ctx context.Context, tx *tenant.Tx, keys []string) ([]Imported, error) {
	found, err := tenant.List[Imported](ctx, tx, `SELECT id, external_id, name, family, price, currency, custom::text,
		created_at, source_modified_at AS modified_at, deleted_at, source_hash AS hash
		FROM app.products WHERE tenant_id = @tenant AND external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("product: known: %w", err)
	}
	return found, nil
}

// Import takes products from a source; keys within one call are distinct.
func Import(ctx context.Context, tx *tenant.Tx, rows []Imported) (tenant.Outcome, error) {
	out, err := tenant.Upsert(ctx, tx, importProducts, rows)
	if err != nil {
		return out, fmt.Errorf("product: import: %w", err)
	}
	return out, nil
}

// IDs maps the keys of the source to products.
func IDs(ctx context.Context, tx *tenant.Tx) (map[string]uuid.UUID, error) {
	return tenant.ExternalIDs(ctx, tx, `SELECT id, external_id FROM app.products
		WHERE tenant_id = @tenant AND external_id IS NOT NULL`)
}

// ImportedItem is a line of an opportunity as a source has it.
type ImportedItem struct {
	ID            uuid.UUID
	ExternalID    string
	OpportunityID uuid.UUID
	ProductID     uuid.UUID
	Quantity      decimal.Decimal
	Amount        *int64
	Currency      money.Currency
	Custom        string     // JSON object of the source's other columns
	ModifiedAt    *time.Time // nil: the source does not say
	DeletedAt     *time.Time
	Hash          int64
}

const importItems = `INSERT INTO app.line_items AS c (tenant_id, id, external_id, opportunity_id, product_id, quantity,
		amount, currency, custom,
		source_modified_at, deleted_at, source_hash)
	SELECT t.tenant_id, x.* FROM app.tenants t
	CROSS JOIN LATERAL unnest(@id::uuid[], @external_id::text[], @opportunity_id::uuid[], @product_id::uuid[],
		@quantity::numeric[], @amount::bigint[], @currency::text[], @custom::text[]::jsonb[],
		@modified_at::timestamptz[], @deleted_at::timestamptz[], @hash::bigint[]) x
	WHERE t.tenant_id = @tenant
	ON CONFLICT (tenant_id, external_id) DO UPDATE SET opportunity_id = excluded.opportunity_id,
	product_id = excluded.product_id,
		quantity = excluded.quantity, amount = excluded.amount, currency = excluded.currency, custom = excluded.custom,
		source_modified_at = excluded.source_modified_at, deleted_at = excluded.deleted_at,
		source_hash = excluded.source_hash
	WHERE c.source_hash <> excluded.source_hash OR c.source_modified_at IS DISTINCT FROM excluded.source_modified_at
	RETURNING xmax = 0`

// KnownItems is the lines of some of the source's keys as they are here.
func KnownItems(ctx context.Context, tx *tenant.Tx, keys []string) ([]ImportedItem, error) {
	found, err := tenant.List[ImportedItem](ctx, tx, `SELECT id, external_id, opportunity_id, product_id, quantity,
		amount, currency, custom::text, source_modified_at AS modified_at, deleted_at, source_hash AS hash
		FROM app.line_items WHERE tenant_id = @tenant AND external_id = ANY(@keys)`, tenant.Args{"keys": keys})
	if err != nil {
		return nil, fmt.Errorf("product: known items: %w", err)
	}
	return found, nil
}

// ImportItems takes the lines of opportunities from a source; keys within one call are distinct.
func ImportItems(ctx context.Context, tx *tenant.Tx, rows []ImportedItem) (tenant.Outcome, error) {
	out, err := tenant.Upsert(ctx, tx, importItems, rows)
	if err != nil {
		return out, fmt.Errorf("product: import items: %w", err)
	}
	return out, nil
}

// Called is all products that are there, by their names.
func Called(ctx context.Context, tx *tenant.Tx) ([]tenant.Named, error) {
	return tenant.AllNamed(ctx, tx, `SELECT id, coalesce(external_id, '') AS external_id, name AS name
		FROM app.products WHERE tenant_id = @tenant AND deleted_at IS NULL`)
}

// Adopt gives products the keys by which an import tells them apart; an empty one takes it away again.
func Adopt(ctx context.Context, tx *tenant.Tx, keys map[uuid.UUID]string) error {
	return tenant.Adopt(ctx, tx, `UPDATE app.products r SET external_id = nullif(x.key, '')
		FROM unnest(@ids::uuid[], @keys::text[]) x(id, key) WHERE r.tenant_id = @tenant AND r.id = x.id`, keys)
}
