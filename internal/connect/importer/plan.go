package importer

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/picklist"
)

// plan opens every file, so that one that cannot be read stops the import before it begins, and counts the rows.
func (w *run) plan(ctx context.Context, job importjob.Import, files fs.FS) (err error) {
	w.choices = job.Choices
	if w.mapping, err = job.Rules(); err != nil {
		return err
	}
	if err := w.settings(); err != nil {
		return err
	}
	folder, err := source.Open(files)
	if err != nil {
		return err
	}
	if err := w.bind(folder); err != nil {
		return err
	}
	if err := w.admitColumns(ctx, job.DryRun); err != nil {
		return err
	}
	if err := w.resume(ctx, job.DryRun); err != nil {
		return err
	}
	for _, name := range folder.Others(w.mapping.Files()) {
		w.Note("The file %s was not imported.", source.Shorten(name))
	}
	return w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		if err := importjob.SaveFindings(ctx, tx, w.ID, w.findings); err != nil {
			return err
		}
		return w.Save(ctx, tx)
	})
}

func (w *run) settings() error {
	w.Begins = w.Now
	if w.mapping.Begins != "" {
		day, err := period.ParseDate(w.mapping.Begins)
		if err != nil {
			return fault.New(fault.Invalid, "Mapping file, begins: use a date such as 2026-11-20.")
		}
		w.Begins = day.In(w.Calendar.Location())
	}
	if w.mapping.Currency != "" {
		c, err := money.ParseCurrency(w.mapping.Currency)
		if err != nil {
			return fault.New(fault.Invalid,
				"Mapping file, currency: use a three-letter code such as USD.")
		}
		w.base = c
	}
	return nil
}

// bind finds the files of the mapping and their columns.
func (w *run) bind(folder *source.Folder) error {
	found, err := w.mapping.Bind(folder, w.Calendar.Location(), w.base, w.choices)
	if err != nil {
		return err
	}
	for i, f := range found {
		w.Files = append(w.Files, &importjob.File{File: f, Counts: &importjob.Object{Object: f.Name, Position: i}})
		if len(f.Homeless) > 0 {
			w.Note("%s: the columns %s are not stored.", f.Name,
				source.Shorten(strings.Join(f.Homeless, ", ")))
		}
	}
	return nil
}

// resume reads how far an earlier run came. A dry run kept nothing, so it begins anew.
func (w *run) resume(ctx context.Context, dry bool) error {
	var before []importjob.Object
	err := w.db.View(ctx, w.actor, func(tx *tenant.Tx) (err error) {
		if before, err = importjob.Objects(ctx, tx, w.ID); err != nil {
			return err
		}
		if w.Lists, err = picklist.At(ctx, tx, w.Now); err != nil {
			return err
		}
		w.Fields = map[string]customfield.Set{}
		for _, object := range customfield.Objects {
			all, err := customfield.List(ctx, tx, object, w.Now)
			if err != nil {
				return err
			}
			w.Fields[object] = all.Live()
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("importer: resume: %w", err)
	}
	if dry {
		before = nil
	}
	w.Resume(before)
	files := make([]*mapping.File, len(w.Files))
	for i, f := range w.Files {
		files[i] = f.File
		files[i].Lists = w.words(f.Object)
	}
	w.findings, err = mapping.Survey(files, func(r *mapping.Row) error {
		w.FileOf(r).Counts.Total++
		return ctx.Err()
	})
	for _, r := range w.findings.Readings {
		if says := r.Says(); says != "" {
			w.Note("%s", says)
		}
	}
	for _, u := range w.findings.Unknown {
		rows := "1 row has"
		if u.Rows > 1 {
			rows = fmt.Sprintf("%d rows have", u.Rows)
		}
		w.Note("%s: %s the %s %q, which is not mapped.", u.File, rows, u.Field, source.Shorten(u.Word))
	}
	return err
}

// words are the lists of the organisation that the words of an object are held against, but for those without values.
func (w *run) words(object string) map[string]mapping.List {
	if object != "opportunity" {
		return nil
	}
	all := map[string]mapping.List{}
	for field, l := range w.Lists {
		if offered := l.Offered(); len(offered) > 0 {
			all[field] = mapping.List{Offers: offered, Known: func(word string) bool {
				_, known := l.Read(word)
				return known
			}}
		}
	}
	return all
}
