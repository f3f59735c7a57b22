package importer

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"quarterdeck/internal/fault"
	"quarterdeck/internal/money"
	"quarterdeck/internal/period"
	"quarterdeck/internal/tenant"
)

// plan opens every file, so that one that cannot be read stops the import before it begins, and counts the rows.
func (w *run) plan(ctx context.Context, job Import, files fs.FS) (err error) {
	if w.mapping, err = (Request{Format: job.Format, Mapping: []byte(job.Mapping)}).mapping(); err != nil {
		return err
	}
	if err := w.settings(); err != nil {
		return err
	}
	if w.folder, err = openFolder(files); err != nil {
		return err
	}
	if err := w.bind(); err != nil {
		return err
	}
	if err := w.resume(ctx, job.DryRun); err != nil {
		return err
	}
	for _, name := range w.folder.unread(w.mapping) {
		w.note("The file %s is not read.", shorten(name))
	}
	return w.save(ctx)
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

// bind finds the files of the mapping and their columns. Absent files are passed over, but not all of them.
func (w *run) bind() error {
	for _, m := range w.mapping.Sources {
		sh, ok, err := w.folder.open(w.mapping, m.File)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		s := &source{FileMapping: m, kind: kinds[m.Object], fields: map[string][]expression{}, where: map[int][]string{}, read: map[int]bool{},
			dates: forms(w.mapping.Dates), zone: w.calendar.Location(), currency: w.base, point: w.mapping.Decimal}
		err = s.bind(sh)
		sh.body.Close()
		if err != nil {
			return err
		}
		w.sources = append(w.sources, s)
	}
	for _, s := range w.sources {
		if lost := s.homeless(w.sources); len(lost) > 0 {
			w.note("%s: there is no place for the columns %s; they are not kept.", s.Name, shorten(strings.Join(lost, ", ")))
		}
	}
	if len(w.sources) == 0 {
		return fault.New(fault.Invalid, "There is no file that this import knows: it looks for "+w.expected()+".")
	}
	slices.SortStableFunc(w.sources, func(a, b *source) int { return a.kind.order - b.kind.order })
	return nil
}

func (w *run) expected() string {
	var names []string
	for _, s := range w.mapping.Sources {
		if !slices.Contains(names, s.File) {
			names = append(names, s.File)
		}
	}
	return strings.Join(names, ", ")
}

func forms(dates []string) []string {
	var all []string
	for _, form := range dates {
		all = append(all, layout(form))
	}
	return all
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
	for i, s := range w.sources {
		s.progress = &Object{Object: s.Name, Position: i}
		for _, o := range before {
			if o.Object == s.Name && !dry {
				*s.progress = o
			}
		}
		s.progress.Total = 0
		w.listed += int(s.progress.Refused + s.progress.Flagged)
		err := s.each(w.folder, w.mapping, func(*row) error {
			s.progress.Total++
			return ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// created is when a record was made in the source, and the moment that counts as such where the source does not say: the
// mapping's beginning, or that of the import.
func (w *run) created(r *row) (given, counted time.Time) {
	given = r.instant("created_at")
	if given.IsZero() {
		return given, w.begins
	}
	return given, given
}
