package pipeline

import (
	"fmt"

	"github.com/google/uuid"

	"quarterdeck/internal/record/scope"
)

// lacks are the flags of the data's quality, with the condition on the open opportunity o of each.
var lacks = []struct {
	flag      Flag
	condition string
}{
	{NoAccount, `o.account_id IS NULL`},
	{NoSource, `o.source = ''`},
	{OwnerLeft, `o.owner_id IS NOT NULL AND NOT o.owner_id = ANY(@active::uuid[])`},
	{Negative, `o.amount < 0`},
	{FarAway, fmt.Sprintf(`o.close_on > @today::date + %d`, FarAwayDays)},
	{AskedAmount, `o.amount IS NULL AND ` + from(AsksForAmount)},
	{AskedStep, `o.next_step = '' AND ` + from(AsksForStep)},
	{AskedPerson, `NOT EXISTS (SELECT 1 FROM app.contact_roles c WHERE c.tenant_id = @tenant
		AND c.opportunity_id = o.id AND c.deleted_at IS NULL) AND ` + from(AsksForContact)},
}

// from is the condition that the opportunity o is in an open stage, counted from 0, or in a later one.
func from(step int) string {
	return fmt.Sprintf(`o.stage IN (SELECT g.name FROM app.stages g WHERE g.tenant_id = @tenant AND g.status = 'open'
		AND g.valid_from <= @known AND g.valid_to > @known ORDER BY g.position, g.name OFFSET %d)`, step)
}

// lacking is the condition of the chosen flag among lacks; without one it is true.
var lacking = func() string {
	sql := `CASE @lacking::text`
	for _, l := range lacks {
		sql += ` WHEN '` + string(l.flag) + `' THEN o.status = 'open' AND ` + l.condition
	}
	return sql + ` ELSE true END`
}()

// lacking is the filter's flag where it is one of the data's quality.
func (f Filter) lacking() string {
	for _, l := range lacks {
		if l.flag == f.Flag {
			return string(f.Flag)
		}
	}
	return ""
}

// active are the members who work here, where the filter asks for the deals of those who left.
func active(s scope.Scope, f Filter) []uuid.UUID {
	if f.Flag != OwnerLeft {
		return nil
	}
	ids := []uuid.UUID{}
	for _, m := range s.Roster.Members {
		if m.Active {
			ids = append(ids, m.ID)
		}
	}
	return ids
}
