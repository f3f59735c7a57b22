package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/qualification"
	"quarterdeck/internal/record/scope"
	"quarterdeck/internal/record/stage"
)

// The conditions of the flags on the opportunity o.
const (
	stepless  = `(o.status = 'open' AND o.next_step = '')`
	unrated   = `(o.amount IS NOT NULL AND ` + fx.Base + ` IS NULL)`
	overdue   = `(o.status = 'open' AND o.close_on < @today)`
	untouched = `(o.status = 'open' AND o.created_at < @quiet_at
			AND NOT EXISTS (SELECT 1 FROM app.activities q WHERE q.tenant_id = @tenant
		AND q.opportunity_id = o.id AND q.occurs_on > @quiet AND q.occurs_on <= @today AND q.done
		AND q.created_at <= @known AND (q.deleted_at IS NULL OR q.deleted_at > @known)))`
)

// chosen is the condition of a filter on the opportunity o. Each part is off at its zero value.
func chosen(f Filter) string {
	asked, _ := f.Asks.asked()
	return always + grouped(f) + asked
}

// grouped narrows to a group of a dimension. A team needs no condition: it is the scope's.
func grouped(f Filter) string {
	if expression, ok := f.By.SQL(); ok {
		return ` AND ` + expression + ` = @group`
	}
	return ` AND @group::text IS NOT NULL`
}

var always = scope.Owned + `
	AND (@whose::uuid IS NULL OR o.owner_id = @whose) AND (NOT @nobodys OR o.owner_id IS NULL)
	AND o.status = ANY(@statuses)
	AND (@from::date IS NULL OR o.close_on >= @from OR (@carried AND o.status = 'open' AND o.close_on < @today))
	AND (@to::date IS NULL OR o.close_on < @to) AND NOT (@elsewhere AND o.status = 'open' AND o.close_on < @today)
	AND NOT (@bounded AND @category = '' AND o.status = 'open' AND o.category = 'omitted')
	AND (@stage = '' OR o.stage = @stage) AND (@category = '' OR o.category = @category)
	AND (@type = '' OR o.type = @type) AND (@source = '' OR o.source = @source)
	AND (@account::uuid IS NULL OR o.account_id = @account)
	AND (@within::uuid[] IS NULL OR o.account_id = ANY(@within::uuid[])) AND (@only::uuid[] IS NULL OR o.id = ANY(@only::uuid[]))
	AND (@through::text[] IS NULL OR o.category = ANY(@through))
	AND (NOT @overdue OR ` + overdue + `)
	AND (NOT @attention OR ` + overdue + ` OR ` + untouched + `)
	AND (NOT @no_date OR o.close_on IS NULL)
	AND (NOT @no_amount OR ` + fx.Base + ` IS NULL)
	AND (NOT @no_step OR ` + stepless + `)
	AND (NOT @unpriced OR o.amount IS NULL)
	AND (NOT @no_rate OR ` + unrated + `)
	AND (NOT @untouched OR ` + untouched + `)
	AND ` + lacking + `
	AND (@name = '' OR position(lower(@name) IN lower(o.name)) > 0 OR EXISTS (SELECT 1 FROM app.accounts n
		WHERE n.tenant_id = @tenant AND n.id = o.account_id AND position(lower(@name) IN lower(n.name)) > 0))`

// Load loads one page of the list with the total of all pages.
func Load(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter) (Board, error) {
	b := Board{Scope: s, Filter: f, Base: tx.Base()}
	b.quiet, b.before = quietSince(tx, s)
	var err error
	if b.Total, err = total(ctx, tx, s, f); err != nil {
		return b, err
	}
	if b.Rows, err = rows(ctx, tx, s, f); err != nil {
		return b, err
	}
	if f.Limit > 0 && len(b.Rows) > f.Limit {
		b.Rows = b.Rows[:f.Limit]
		last := b.Rows[f.Limit-1]
		b.Next = &Cursor{Value: last.SortKey, ID: last.ID}
	}
	return b, nil
}

// summed are the sums of a Total over opportunities o with their base.
var summed = `count(*) AS count, coalesce(sum(o.base), 0)::bigint AS amount,
			coalesce(sum(` + opportunity.CountedSQL("o.base") + `) FILTER (WHERE o.status = 'open'), 0)::bigint
			AS weighted, count(*) FILTER (WHERE o.base IS NULL) AS unconverted`

func total(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter) (Total, error) {
	t, err := tenant.One[Total](ctx, tx, `SELECT `+summed+`
		FROM (SELECT `+fx.Base+` AS base, o.probability_bp, o.status, o.close_on FROM `+opportunity.From(s.AsOf)+`
			WHERE o.tenant_id = @tenant AND `+chosen(f)+`) o`, arguments(tx, s, f))
	if err != nil {
		return t, fmt.Errorf("pipeline: total: %w", err)
	}
	return t, nil
}

// Each passes the rows of the list to fn one by one, without a total, for an export.
func Each(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter, fn func(Row) error) error {
	sql, args, err := listed(ctx, tx, s, f)
	if err == nil {
		err = tenant.Each(ctx, tx, sql, args, fn)
	}
	if err != nil {
		return fmt.Errorf("pipeline: each: %w", err)
	}
	return nil
}

func rows(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter) ([]Row, error) {
	sql, args, err := listed(ctx, tx, s, f)
	if err != nil {
		return nil, err
	}
	found, err := tenant.List[Row](ctx, tx, sql, args)
	if err != nil {
		return nil, fmt.Errorf("pipeline: rows: %w", err)
	}
	return found, nil
}

// shown makes rows of the opportunities o with their base, with the text of their sort key and what some columns need.
func shown(sortKey string, columns []Column) string {
	more := ""
	for _, d := range derived {
		if slices.Contains(columns, d.column) {
			more += d.sql + ` AS ` + d.name + `, `
		} else {
			more += `NULL::` + d.kind + ` AS ` + d.name + `, `
		}
	}
	return `
		SELECT o.id, o.name, o.account_id, coalesce(a.name, '') AS account, o.owner_id, o.stage, o.status, o.category,
		o.probability_bp, o.amount, o.currency, o.base, CASE WHEN o.status = 'open' THEN ` +
		opportunity.CountedSQL("o.base") + ` END AS weighted,
			o.close_on, o.type, o.source, o.competitor, o.next_step, o.loss_reason,
			o.fields, o.created_at, ` + more +
		lastTouch + ` AS last_on, ` + sortKey + ` AS sort_key
		FROM o LEFT JOIN app.accounts a ON a.tenant_id = @tenant AND a.id = o.account_id`
}

// listed is the statement of the list with its arguments. It reads a row more than a page, to know whether there is a
// next one.
func listed(ctx context.Context, tx *tenant.Tx, s scope.Scope, f Filter) (string, tenant.Args, error) {
	by, args := f.Sort.order(f.After), arguments(tx, s, f)
	if err := ranked(ctx, tx, s, f.Sort, args, f.Show...); err != nil {
		return "", nil, err
	}
	where := ""
	if f.After.ID != uuid.Nil {
		where = " AND (" + by.after + ")"
		args["after_id"] = f.After.ID
		if f.After.Value != "" {
			args["after"] = f.After.Value
		}
	}
	var limit *int
	if f.Limit > 0 {
		more := f.Limit + 1
		limit = &more
	}
	args["limit"] = limit
	return `WITH o AS (SELECT o.*, ` + fx.Base + ` AS base, ` + by.key + ` AS sort_at
		FROM ` + opportunity.From(s.AsOf) + by.join + `
			WHERE o.tenant_id = @tenant AND ` + chosen(f) + where + ` ORDER BY ` + by.by + ` LIMIT @limit)` +
		shown(by.text, f.Show) + ` ORDER BY ` + by.again, args, nil
}

// ranked adds to the arguments of a statement what the order or the columns of a list ask for: the order of stages or
// of categories, the fiscal quarters, and the elements of a qualification.
func ranked(ctx context.Context, tx *tenant.Tx, s scope.Scope, by Sort, args tenant.Args, shown ...Column) error {
	column, _ := by.Column()
	if err := offered(ctx, tx, column, args); err != nil {
		return err
	}
	switch column {
	case Category:
		args["categories"] = opportunity.Categories
	case Stage:
		stages, err := stage.At(ctx, tx, s.Known)
		if err != nil {
			return err
		}
		names := []string{}
		for _, st := range stages {
			names = append(names, st.Name)
		}
		args["stages"] = names
	}
	if column == Pushes || slices.Contains(shown, Pushes) {
		args["quarters"] = Quarters(tx)
	}
	if column != Score && !slices.Contains(shown, Score) {
		return nil
	}
	asked, err := qualification.At(ctx, tx, s.Known)
	elements := []string{}
	for _, e := range asked.Elements {
		elements = append(elements, e.Key)
	}
	args["elements"] = elements
	return err
}

// offered adds the choices of a custom field, in their order, by which a list is sorted.
func offered(ctx context.Context, tx *tenant.Tx, by Column, args tenant.Args) error {
	if by.of() != customfield.Choice {
		return nil
	}
	all, err := customfield.List(ctx, tx, customfield.Opportunity, tx.Now())
	options := []string{}
	for _, f := range all {
		if by == Custom(f) {
			options = f.Options
		}
	}
	args["options"] = options
	return err
}

// quietSince is the last day on which an activity is too long ago, and the moment at which it ends.
func quietSince(tx *tenant.Tx, s scope.Scope) (period.Date, time.Time) {
	day := s.Today - period.Date(tx.Settings().UntouchedDays)
	return day, tx.Calendar().EndOf(day)
}

func arguments(tx *tenant.Tx, s scope.Scope, f Filter) tenant.Args {
	args := s.Args(tx)
	statuses := f.Statuses
	if len(statuses) == 0 {
		statuses = []opportunity.Status{opportunity.Open}
	}
	args["statuses"] = statuses
	args["quiet"], args["quiet_at"] = quietSince(tx, s)
	args["stage"], args["category"], args["type"], args["source"], args["name"] = f.Stage, string(f.Category), f.Type,
		f.Source, f.Name
	args["attention"], args["only"] = f.Flag == Attention, f.Only
	args["overdue"], args["untouched"] = f.PastDue || f.Flag == Overdue, f.Flag == Untouched
	args["no_amount"], args["no_date"] = f.Flag == NoAmount, f.Flag == NoDate
	args["no_step"], args["unpriced"], args["no_rate"] = f.Flag == NoStep, f.Flag == Unpriced, f.Flag == NoRate
	args["lacking"], args["active"] = f.lacking(), active(s, f)
	args["from"], args["to"], args["account"], args["decay"] = period.Date(0), period.Date(0), nil,
		tx.Settings().OverdueDecayBP
	switch {
	case !f.Month.IsZero():
		args["from"], args["to"] = f.Month, f.Month.AddMonths(1)
	case f.InPeriod:
		args["from"], args["to"] = s.Period.Start, s.Period.End
	}
	args["group"], args["whose"], args["nobodys"] = f.Group, nil, f.Whose == Nobodys
	args["through"] = through(f.Through)
	if f.Whose == TheirOwn {
		args["whose"] = s.Standing(tx.Actor().MemberID)
	}
	args["within"] = f.Within
	if f.Account != uuid.Nil {
		args["account"] = f.Account
	}
	// What is overdue counts in the days that hold today, whatever its date was (definitions §3).
	bounded := f.InPeriod || !f.Month.IsZero()
	today := args["from"].(period.Date) <= s.Today && s.Today < args["to"].(period.Date)
	args["carried"], args["elsewhere"], args["bounded"] = bounded && today, bounded && !today, bounded
	_, asked := f.Asks.asked()
	maps.Copy(args, asked)
	return args
}

// through lists the categories down to one; nil where none is named.
func through(c opportunity.Category) []string {
	var names []string
	for _, next := range opportunity.Categories {
		if names = append(names, string(next)); next == c {
			return names
		}
	}
	return nil
}

// Sources lists the lead sources that the actor's opportunities have, in the order of the organisation's list.
func Sources(ctx context.Context, tx *tenant.Tx, s scope.Scope) ([]string, error) {
	found, err := tenant.Values[string](ctx, tx, `SELECT DISTINCT o.source FROM app.opportunities o
		WHERE o.tenant_id = @tenant AND o.source <> '' AND `+scope.Owned+` ORDER BY 1`, tenant.Args{"owners": s.Owners})
	if err != nil {
		return nil, err
	}
	lists, err := picklist.At(ctx, tx, tx.Now())
	return lists.Of(picklist.Source).Sort(found), err
}
