package importer

import (
	"context"
	"io"
	"io/fs"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// MavenCRM is the mapping of the public maven-crm data set: the example to copy.
var MavenCRM = mapping.MavenCRM

// FromDir is the files of a folder on this machine, for the command line.
func FromDir(dir string) (fs.FS, error) { return source.FromDir(dir) }

// FromStored is the files that are kept with an import. They are read as they are needed.
func FromStored(ctx context.Context, db *tenant.DB, actor tenant.Actor, id uuid.UUID) fs.FS {
	return source.FromStored(ctx, db, actor, id)
}

// Kept tells whether an import's files are stored with it, as those of an upload are.
func Kept(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (bool, error) {
	return source.Kept(ctx, tx, id)
}

// StoreZip keeps the files of an uploaded zip with an import, so that any machine can run it.
func StoreZip(ctx context.Context, tx *tenant.Tx, id uuid.UUID, r io.ReaderAt, size int64) error {
	return source.StoreZip(ctx, tx, id, r, size)
}

// file is a file that is taken in, and how far that is.
type file struct {
	*mapping.File
	progress *Object
}

// of is the file of a row.
func (w *run) of(r *mapping.Row) *file {
	return w.files[slices.IndexFunc(w.files, func(f *file) bool { return f.File == r.File })]
}

// loaders take in the rows of each object; history goes with the opportunities.
var loaders = map[string]func(*run, *file) loader{
	"stage": openStages, "member": openMembers, "account": openAccounts, "contact": openContacts, "product": openProducts,
	"opportunity": openOpportunities, "line_item": openItems, "contact_role": openRoles, "activity": openActivities,
	"quota": openQuotas, "rate": openRates,
}
