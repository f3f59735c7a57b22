package importer

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// plan opens every file, so that one that cannot be read stops the import before it begins, and counts the rows.
func (w *run) plan(ctx context.Context, job Import, files fs.FS) (err error) {
	w.choices = job.Choices
	if w.mapping, err = (Request{Format: job.Format, Mapping: []byte(job.Mapping)}).mapping(); err != nil {
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
		w.note("The file %s is not read.", source.Shorten(name))
	}
	return w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		if err := saveFindings(ctx, tx, w.id, w.findings); err != nil {
			return err
		}
		return w.keep(ctx, tx)
	})
}

func (w *run) settings() error {
	w.begins = w.now
	if w.mapping.Begins != "" {
		day, err := period.ParseDate(w.mapping.Begins)
		if err != nil {
			return fault.New(fault.Invalid, "The mapping file is not right at begins: it is a date such as 2026-11-20.")
		}
		w.begins = day.In(w.calendar.Location())
	}
	if w.mapping.Currency != "" {
		c, err := money.ParseCurrency(w.mapping.Currency)
		if err != nil {
			return fault.New(fault.Invalid, "The mapping file is not right at currency: it is a three-letter code such as USD.")
		}
		w.base = c
	}
	return nil
}

// bind finds the files of the mapping and their columns.
func (w *run) bind(folder *source.Folder) error {
	found, err := w.mapping.Bind(folder, w.calendar.Location(), w.base, w.choices)
	if err != nil {
		return err
	}
	for i, f := range found {
		w.files = append(w.files, &file{f, &Object{Object: f.Name, Position: i}})
		if len(f.Homeless) > 0 {
			w.note("%s: there is no place for the columns %s; they are not kept.", f.Name, source.Shorten(strings.Join(f.Homeless, ", ")))
		}
	}
	return nil
}

// resume reads how far an earlier run came. A dry run kept nothing, so it begins anew.
func (w *run) resume(ctx context.Context, dry bool) error {
	var before []Object
	err := w.db.View(ctx, w.actor, func(tx *tenant.Tx) (err error) {
		before, err = Objects(ctx, tx, w.id)
		return err
	})
	if err != nil {
		return fmt.Errorf("importer: resume: %w", err)
	}
	files := make([]*mapping.File, len(w.files))
	for i, f := range w.files {
		for _, o := range before {
			if o.Object == f.Name && !dry {
				*f.progress = o
			}
		}
		f.progress.Total, files[i] = 0, f.File
		w.listed += int(f.progress.Refused + f.progress.Flagged)
	}
	w.findings, err = mapping.Survey(files, func(r *mapping.Row) error {
		w.of(r).progress.Total++
		return ctx.Err()
	})
	for _, r := range w.findings.Readings {
		if says := r.Says(); says != "" {
			w.note("%s", says)
		}
	}
	for _, u := range w.findings.Unknown {
		rows := "1 row has"
		if u.Rows > 1 {
			rows = fmt.Sprintf("%d rows have", u.Rows)
		}
		w.note("%s: %s the %s %q, which nobody has explained.", u.File, rows, u.Field, source.Shorten(u.Word))
	}
	return err
}

// created is when a record was made in the source, and the moment that counts as such where the source does not say: the
// mapping's beginning, or that of the import.
func (w *run) created(r *mapping.Row) (given, counted time.Time) {
	given = r.Instant("created_at")
	if given.IsZero() {
		return given, w.begins
	}
	return given, given
}
