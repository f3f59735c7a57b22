// Package rollup has the dimensions by which figures of opportunities are divided.
package rollup

// Dimension is by what a roll-up divides opportunities, apart from the hierarchy (definitions §2).
type Dimension string

// The dimensions. A team is that of the owner on the day; the others have an SQL expression.
const (
	ByTeam      Dimension = "team"
	ByTerritory Dimension = "territory"
	ByRegion    Dimension = "region"
	BySegment   Dimension = "segment" // the size of the account, by its employees
	ByFamily    Dimension = "product" // the product family of the largest line: an opportunity counts whole in one
	ByBusiness  Dimension = "type"    // new, expansion or renewal, as the source's type reads
)

// Dimensions lists them in order.
var Dimensions = []Dimension{ByTeam, ByTerritory, ByRegion, BySegment, ByFamily, ByBusiness}

// Label is the dimension's name for people.
func (d Dimension) Label() string {
	switch d {
	case ByTeam:
		return "Team"
	case ByTerritory:
		return "Territory"
	case ByRegion:
		return "Region"
	case BySegment:
		return "Segment"
	case ByFamily:
		return "Product family"
	case ByBusiness:
		return "New, expansion, renewal"
	default:
		return ""
	}
}

func ofAccount(column string) string {
	return `coalesce((SELECT ` + column + ` FROM app.accounts d WHERE d.tenant_id = @tenant AND d.id = o.account_id),
		'')`
}

var dimensions = map[Dimension]string{
	ByTerritory: ofAccount("d.territory"),
	ByRegion:    ofAccount("d.region"),
	BySegment: ofAccount(`CASE WHEN d.employees IS NULL THEN '' WHEN d.employees < 100 THEN 'Small, below 100'
		WHEN d.employees < 1000 THEN 'Middle, 100 to 999'
		ELSE 'Large, 1,000 and more' END`),
	ByFamily: `coalesce((SELECT f.family FROM app.line_items l
			JOIN app.products f ON f.tenant_id = @tenant AND f.id = l.product_id
		WHERE l.tenant_id = @tenant AND l.opportunity_id = o.id AND l.deleted_at IS NULL
		ORDER BY l.amount DESC NULLS LAST, l.id LIMIT 1), '')`,
	ByBusiness: `(CASE WHEN o.type ~* 'renew' THEN 'Renewal'
			WHEN o.type ~* 'exist|expan|upsell|up-sell|cross|add-on|upgrade' THEN 'Expansion'
		WHEN o.type ~* 'new' THEN 'New' ELSE '' END)`,
}

// SQL is the dimension as an expression over the opportunity o: text, empty where the source does not say. A team and
// what is no dimension have none.
func (d Dimension) SQL() (expression string, ok bool) {
	expression, ok = dimensions[d]
	return expression, ok
}
