package importjob

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// Change is a record that a dry run would change.
type Change struct {
	File   string        `json:"file"`
	Line   int           `json:"line"`
	Name   string        `json:"name"`
	Fields []FieldChange `json:"fields"`
}

// FieldChange is a field of it, as people read its values; that of a record is its ID.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// changesKept is how many changes of a dry run are kept.
const changesKept = 50

// unseen are parts of a record that say nothing to people.
var unseen = map[string]bool{"ID": true, "ExternalID": true, "Hash": true, "ModifiedAt": true, "CreatedAt": true,
	"MergedInto": true, "CategoryManual": true, "ProbabilityManual": true, "Custom": true}

// Change keeps what a row of a dry run changes of a record, for the first rows.
func (p *Report) Change(r *mapping.Row, before, after any) {
	if !p.Preview || len(p.changes) >= changesKept || slices.ContainsFunc(p.changes, func(c Change) bool {
		return c.File == r.File.File && c.Line == r.Line
	}) {
		return
	}
	was, is := parts(before), parts(after)
	c := Change{File: r.File.File, Line: r.Line, Name: source.Shorten(cmp.Or(text(was, "Name"),
		strings.TrimSpace(text(was, "FirstName")+" "+text(was, "LastName")), text(was, "Subject"), r.Key))}
	for _, field := range slices.Sorted(maps.Keys(is)) {
		from, to := text(was, field), text(is, field)
		if from != to && !unseen[field] {
			c.Fields = append(c.Fields, FieldChange{label(field), source.Shorten(from), source.Shorten(to)})
		}
	}
	if len(c.Fields) > 0 {
		p.changes = append(p.changes, c)
	}
}

// parts are the fields of a record, its custom fields among them.
func parts(record any) map[string]any {
	all := map[string]any{}
	body, err := json.Marshal(record)
	if err != nil || json.Unmarshal(body, &all) != nil {
		return all
	}
	custom, ok := all["Custom"].(map[string]any)
	if written, is := all["Custom"].(string); is {
		ok = json.Unmarshal([]byte(written), &custom) == nil
	}
	if ok {
		for name, value := range custom {
			all["custom:"+name] = value
		}
	}
	return all
}

// text is a field as people read it.
func text(all map[string]any, field string) string {
	switch v := all[field].(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case float64:
		switch field {
		case "Amount", "Price":
			c, _ := all["Currency"].(string)
			return money.Of(int64(v), money.Currency(c)).String() + " " + c
		case "ProbabilityBP":
			return strconv.FormatFloat(v/100, 'f', -1, 64) + " %"
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

// label is a field as people call it: Close on for CloseOn.
func label(field string) string {
	if name, ok := strings.CutPrefix(field, "custom:"); ok {
		return name
	}
	field = strings.TrimSuffix(strings.TrimSuffix(field, "ID"), "BP")
	var out strings.Builder
	for i, c := range field {
		if i > 0 && unicode.IsUpper(c) {
			out.WriteByte(' ')
			c = unicode.ToLower(c)
		}
		out.WriteRune(c)
	}
	return out.String()
}

// Changes are the first records that a dry run would change.
func Changes(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Change, error) {
	all, err := tenant.Value[[]Change](ctx, tx, `SELECT changes FROM app.imports
		WHERE tenant_id = @tenant AND id = @id`, tenant.Args{"id": id})
	if err != nil {
		return nil, fmt.Errorf("importjob: changes: %w", err)
	}
	return all, nil
}

func (p *Report) saveChanges(ctx context.Context, tx *tenant.Tx) error {
	if len(p.changes) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE app.imports SET changes = @changes WHERE tenant_id = @tenant AND id = @id`,
		tenant.Args{"id": p.ID, "changes": p.changes})
	if err != nil {
		return fmt.Errorf("importjob: changes: %w", err)
	}
	return nil
}
