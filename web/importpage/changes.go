package importpage

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/undo"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/member"
)

// name puts the names of people and accounts in the place of their IDs in what would change.
func (i *importView) name(ctx context.Context, tx *tenant.Tx, roster *member.Roster) error {
	var ids []uuid.UUID
	each := func(fn func(*string)) {
		for c := range i.Changes {
			for f := range i.Changes[c].Fields {
				fn(&i.Changes[c].Fields[f].Before)
				fn(&i.Changes[c].Fields[f].After)
			}
		}
	}
	each(func(text *string) {
		if id, err := uuid.Parse(*text); err == nil {
			ids = append(ids, id)
		}
	})
	if len(ids) == 0 {
		return nil
	}
	names, err := account.Names(ctx, tx, ids)
	if err != nil {
		return err
	}
	for n := range roster.Members {
		names[roster.Members[n].ID] = roster.Members[n].Name
	}
	each(func(text *string) {
		if id, err := uuid.Parse(*text); err == nil {
			if *text = names[id]; *text == "" {
				*text = "a record of this import"
			}
		}
	})
	return nil
}

// open tells what can still be done with the import: other columns chosen, and all of it undone.
func (i *importView) open(ctx context.Context, tx *tenant.Tx) error {
	if i.DraftID != nil {
		draft, err := importjob.Get(ctx, tx, *i.DraftID)
		if err != nil {
			return err
		}
		i.Drafted = draft.State == importjob.Draft
	}
	if i.Undone || !i.Over() {
		return nil
	}
	err := undo.Refusal(ctx, tx, i.Import)
	if i.Undoes = err == nil; fault.KindOf(err) == fault.Conflict {
		return nil
	}
	return err
}

// valueOr is a value, or a word for none.
func valueOr(text string) string {
	if text == "" {
		return "(empty)"
	}
	return text
}

// rejected lists the files whose rejected rows can be downloaded.
func (i importView) rejected() []string {
	var files []string
	for _, c := range i.Causes {
		if i.Kept && c.Level == importjob.Refused && !slices.Contains(files, c.File) {
			files = append(files, c.File)
		}
	}
	return files
}
