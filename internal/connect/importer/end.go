package importer

import (
	"context"
	"fmt"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

// end closes an import that went through.
func (w *run) end(ctx context.Context) error {
	var total importjob.Object
	for _, f := range w.Files {
		total.Added, total.Changed = total.Added+f.Counts.Added, total.Changed+f.Counts.Changed
		total.Refused, total.Older = total.Refused+f.Counts.Refused, total.Older+f.Counts.Older
		if f.Counts.Cleared != "" {
			w.Note("%s: empty cells cleared stored values: %s.", f.Name, f.Counts.Cleared)
		}
		if f.Counts.Older > 0 {
			w.Note("%s: %d rows are older than the stored records and did not change current "+
				"values.", f.Name, f.Counts.Older)
		}
		if f.Legacy > 0 {
			w.Note("%s is not entirely UTF-8. Other characters, from line %d on, were read as "+
				"Windows-1252.", f.File.File,
				f.Legacy)
		}
	}
	if total.Added+total.Changed == 0 {
		w.Note("%s", idle(total))
	}
	if err := w.confirmLines(ctx); err != nil {
		return err
	}
	return w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		if total.Added >= many {
			if err := takeStatistics(ctx, tx, true); err != nil {
				return err
			}
		}
		if err := w.SaveNotes(ctx, tx); err != nil {
			return err
		}
		if err := importjob.Finish(ctx, tx, w.ID, importjob.Done, ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, "finished", "import", w.ID.String(), map[string]string{
			"added": fmt.Sprint(total.Added), "changed": fmt.Sprint(total.Changed)})
	})
}

// idle says that nothing was added or changed, and why.
func idle(total importjob.Object) string {
	switch {
	case total.Refused > 0:
		return fmt.Sprintf("No record was added or changed; %d rows were rejected.", total.Refused)
	case total.Older > 0:
		return fmt.Sprintf("No current record was added or changed; %d rows are older than the stored "+
			"records.", total.Older)
	}
	return "Nothing changed: every row matches the stored record."
}

// confirmLines has the reporting lines of an organisation's first import of people open pay: nobody is there yet who
// could confirm them. Those of later imports wait for a word of finance.
func (w *run) confirmLines(ctx context.Context) error {
	added := int64(0)
	for _, f := range w.Files {
		if f.Object == "member" {
			added += f.Counts.Added
		}
	}
	if w.dry != nil || added == 0 {
		return nil
	}
	return w.db.Update(ctx, tenant.AsSystem(w.actor.TenantID), func(tx *tenant.Tx) error {
		ids, err := member.IDs(ctx, tx)
		if err != nil || int64(len(ids)) != added {
			return err // somebody was known before
		}
		return member.ConfirmSetup(ctx, tx)
	})
}
