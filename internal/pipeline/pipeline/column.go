package pipeline

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/fx"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/rollup"
)

// Column is a fact of the opportunities that a list shows, by which it can be sorted.
type Column string

// The columns. Their names stand in addresses and saved views.
const (
	Name        Column = "name"
	Account     Column = "account"
	Amount      Column = "amount" // sorted in the base currency
	Weighted    Column = "weighted"
	Stage       Column = "stage" // in the order of the process
	Category    Column = "category"
	Probability Column = "probability"
	CloseDate   Column = "close"
	NextStep    Column = "next_step"
	Owner       Column = "owner"
	LastTouch   Column = "last" // activity that was done
	StageAge    Column = "stage_age"
	Age         Column = "age"
	Created     Column = "created"
	Pushes      Column = "pushes" // push count (definitions §4)
	Score       Column = "score"  // of the qualification
	Type        Column = "type"
	Source      Column = "source"
	Competitor  Column = "competitor"
	LossReason  Column = "loss_reason"
	Family      Column = "family" // of the products
	Segment     Column = "segment"
	Territory   Column = "territory"
	Region      Column = "region"
)

// Columns lists them in the order in which they are offered.
var Columns = []Column{Name, Account, Amount, Weighted, Stage, Category, Probability, CloseDate, NextStep, Owner,
	LastTouch, StageAge, Age, Created, Pushes, Score, Type, Source, Competitor, LossReason, Family, Segment, Territory,
	Region}

// labels are the columns' names for people.
var labels = map[Column]string{Name: "Opportunity", Account: "Account", Amount: "Amount", Weighted: "Weighted",
	Stage: "Stage", Category: "Category", Probability: "Probability", CloseDate: "Close date", NextStep: "Next step",
	Owner: "Owner", LastTouch: "Last activity", StageAge: "Days in stage", Age: "Age", Created: "Created",
	Pushes: "Push count", Score: "Qualification", Type: "Type", Source: "Source", Competitor: "Competitor",
	LossReason: "Loss reason", Family: "Product family", Segment: "Segment", Territory: "Territory", Region: "Region"}

// Label is the column's name for people; that of a custom field is its own.
func (c Column) Label() string { return labels[c] }

// Number tells that a column is of figures, which stand at the right.
func (c Column) Number() bool {
	if kind, _, ok := c.Custom(); ok {
		return kind == customfield.Number || kind == customfield.Amount
	}
	return keys[c].kind == number && c != Stage && c != Category || c == StageAge || c == Age
}

// Words tells that a column is sorted by its letters.
func (c Column) Words() bool {
	k, _ := c.key()
	return k.kind == text && !c.Day()
}

// Falls tells that a column is sorted largest or latest first before it is turned around.
func (c Column) Falls() bool { return c.Number() || c.YesNo() || c == LastTouch || c == Created }

// kind is what a sort key is in Postgres, and so how a place in the list is read.
type kind string

const (
	text    kind = "text"
	number  kind = "bigint"
	day     kind = "date"
	instant kind = "timestamptz"
)

// key is what the opportunity o is sorted by: an expression, NULL where nothing is known, with what it joins. A turned
// one grows as the column falls: an age, by the moment at which it begins.
type key struct {
	kind   kind
	sql    string
	join   string
	turned bool
}

func word(column string) key { return key{kind: text, sql: `nullif(lower(` + column + `), '')`} }

func of(d rollup.Dimension) key {
	expression, _ := d.SQL()
	return key{kind: text, sql: `nullif(` + expression + `, '')`}
}

var keys = map[Column]key{
	Name: word("o.name"),
	Account: {kind: text, sql: `nullif(lower(ka.name), '')`,
		join: ` LEFT JOIN app.accounts ka ON ka.tenant_id = @tenant AND ka.id = o.account_id`},
	Amount:      {kind: number, sql: fx.Base},
	Weighted:    {kind: number, sql: `(CASE WHEN o.status = 'open' THEN ` + opportunity.CountedSQL(fx.Base) + ` END)`},
	Stage:       {kind: number, sql: `array_position(@stages::text[], o.stage)::bigint`},
	Category:    {kind: number, sql: `array_position(@categories::text[], o.category)::bigint`},
	Probability: {kind: number, sql: `o.probability_bp::bigint`},
	CloseDate:   {kind: day, sql: `o.close_on`},
	NextStep:    word("o.next_step"),
	Owner: {kind: text, sql: `nullif(lower(km.name), '')`,
		join: ` LEFT JOIN app.members km ON km.tenant_id = @tenant AND km.id = o.owner_id`},
	LastTouch: {kind: day, sql: lastTouch},
	StageAge:  {kind: instant, sql: stageSince, turned: true},
	Age:       {kind: instant, sql: `o.created_at`, turned: true},
	Created:   {kind: instant, sql: `o.created_at`},
	Pushes:    {kind: number, sql: PushesSQL},
	Score:     {kind: number, sql: score},
	Type:      word("o.type"), Source: word("o.source"), Competitor: word("o.competitor"),
	LossReason: word("o.loss_reason"),
	Family:     of(rollup.ByFamily), Segment: of(rollup.BySegment), Territory: of(rollup.ByTerritory),
	Region: of(rollup.ByRegion),
}

// What is derived of the opportunity o, as far as it was known at @known.
const (
	lastTouch = `(SELECT max(t.occurs_on) FROM app.activities t WHERE t.tenant_id = @tenant AND t.opportunity_id = o.id
		AND t.done AND t.occurs_on <= @today AND t.created_at <= @known
		AND (t.deleted_at IS NULL OR t.deleted_at > @known))`
	stageSince = `coalesce((SELECT max(t.known_at) FROM app.opportunity_changes t WHERE t.tenant_id = @tenant
		AND t.opportunity_id = o.id AND t.field = 'stage' AND t.known_at <= @known), o.created_at)`
	score = `(SELECT sum(t.score)::bigint FROM (SELECT DISTINCT ON (q.element) q.score
			FROM app.qualification_answers q WHERE q.tenant_id = @tenant AND q.opportunity_id = o.id AND q.at <= @known
			AND q.element = ANY(@elements::text[])
		ORDER BY q.element, q.at DESC, q.id DESC) t)`
)

// PushesSQL is how often the close date of the opportunity o was moved to a later fiscal quarter (definitions §4), as
// far as it was known at @known. @quarters is Quarters.
var PushesSQL = `(SELECT count(*) FROM app.opportunity_changes t WHERE t.tenant_id = @tenant AND t.opportunity_id = o.id
	AND t.field = 'close_on' AND ` + quarterSQL("t.old_value") + ` < ` + quarterSQL("t.new_value") + `
	AND t.known_at <= @known)`

// quarterSQL numbers the fiscal quarter of a day that is written as 2026-11-20.
func quarterSQL(day string) string {
	month := `nullif(left(` + day + `, 4), '')::int * 12 + nullif(substr(` + day + `, 6, 2), '')::int`
	return `((` + month + ` - @quarters::int) / 3)`
}

// Quarters is the month in which a fiscal quarter begins: 1 to 12.
func Quarters(tx *tenant.Tx) int {
	return int(tx.Calendar().Containing(period.Year, 0).Start.Time().Month())
}

// derived are the columns that cost a look into another table, so that they are read only where they are shown, with
// the expression and the type of each. The others are always read.
var derived = []struct {
	column     Column
	name, kind string
	sql        string
}{
	{StageAge, "stage_since", "timestamptz", stageSince}, {Pushes, "pushes", "bigint", PushesSQL},
	{Score, "score", "bigint", score}, {Family, "family", "text", of(rollup.ByFamily).sql},
	{Segment, "segment", "text", of(rollup.BySegment).sql},
	{Territory, "territory", "text", of(rollup.ByTerritory).sql},
	{Region, "region", "text", of(rollup.ByRegion).sql},
}

// Sort is the order of the list: a column, and .asc or .desc. Some have a shorter name.
type Sort string

// The orders with a name of their own; ties are in the order of the key, and what is not known comes last either way.
const (
	ByCloseDate Sort = "close"
	ByAmount    Sort = "amount" // largest first
	ByName      Sort = "name"
	ByRecent    Sort = "recent" // latest close date first
)

const (
	rising  = ".asc"
	falling = ".desc"
)

var short = map[Sort]Sort{"": "close.asc", ByCloseDate: "close.asc", ByAmount: "amount.desc", ByName: "name.asc",
	ByRecent: "close.desc"}

// By is the order by a column.
func By(c Column, descending bool) Sort {
	long := Sort(c) + rising
	if descending {
		long = Sort(c) + falling
	}
	for _, s := range []Sort{ByCloseDate, ByAmount, ByName, ByRecent} {
		if short[s] == long {
			return s
		}
	}
	return long
}

// Column is the column of an order; one that is none is that of close dates, earliest first.
func (s Sort) Column() (c Column, descending bool) {
	if long, ok := short[s]; ok {
		s = long
	}
	name, descending := strings.CutSuffix(string(s), falling)
	name, ascending := strings.CutSuffix(name, rising)
	if _, ok := Column(name).key(); !ok || ascending == descending {
		return CloseDate, false
	}
	return Column(name), descending
}

// Fits reports whether the cursor belongs to a list in this order: its value has the type of the sort. An empty value
// is a row of which nothing is known.
func (c Cursor) Fits(by Sort) bool {
	column, _ := by.Column()
	if c.Value == "" {
		return true
	}
	k, _ := column.key()
	var err error
	switch k.kind {
	case number:
		_, err = strconv.ParseInt(c.Value, 10, 64)
	case exact:
		return end(customfield.Number, c.Value) != ""
	case day:
		var on period.Date
		on, err = period.ParseDate(c.Value)
		if err == nil && on.Time().Year() <= 0 {
			return false
		}
	case instant:
		_, err = time.Parse(time.RFC3339Nano, c.Value)
	}
	return err == nil
}

// ParseColumns reads the columns of an address in their order, without doubles and without what is none. The name is
// the first of every list and not among them.
func ParseColumns(names string) []Column {
	var all []Column
	for name := range strings.SplitSeq(names, ",") {
		c := Column(strings.TrimSpace(name))
		if _, ok := c.key(); ok && c != Name && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// FormatColumns writes columns for an address.
func FormatColumns(columns []Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = string(c)
	}
	return strings.Join(names, ",")
}

// order is how a sort orders the rows o: by what, the text of it in a row that has it as o.sort_at, what is joined for
// it, and the condition of the rows after @after and @after_id.
type order struct{ key, text, join, after, by, again string }

func (s Sort) order(from Cursor) order {
	column, descending := s.Column()
	k, _ := column.key()
	way, beyond := "", ">"
	if descending != k.turned {
		way, beyond = " DESC", "<"
	}
	o := order{key: k.sql, join: k.join, text: `coalesce(o.sort_at::text, '')`, by: k.sql + way + ` NULLS LAST, o.id`,
		again: `o.sort_at` + way + ` NULLS LAST, o.id`, after: k.sql + ` IS NULL AND o.id > @after_id`}
	if k.kind == instant {
		o.text = `coalesce(to_char(o.sort_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '')`
	}
	if from.Value != "" {
		after := `@after::` + string(k.kind)
		o.after = k.sql + ` ` + beyond + ` ` + after + ` OR ` + k.sql + ` = ` + after + ` AND o.id > @after_id OR ` +
			k.sql + ` IS NULL`
	}
	return o
}
