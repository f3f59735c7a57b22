package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// MaxColumns is the maximum number of custom fields per object over all imports, as in the largest Salesforce edition.
const MaxColumns = 800

// admitColumns holds the columns that become custom fields against the bound of their object, before the first row is
// taken: a file that brings too many is refused, so that nothing of it is dropped silently. A dry run remembers none.
func (w *run) admitColumns(ctx context.Context, dry bool) error {
	fresh := w.customColumns()
	return w.db.Update(ctx, w.actor, func(tx *tenant.Tx) error {
		for _, object := range slices.Sorted(maps.Keys(fresh)) {
			known, err := tenant.Values[string](ctx, tx,
				`SELECT name FROM app.custom_columns WHERE tenant_id = @tenant AND object = @object`,
				tenant.Args{"object": object})
			if err != nil {
				return fmt.Errorf("importer: columns: %w", err)
			}
			for _, name := range known {
				delete(fresh[object], name)
			}
			names := slices.Sorted(maps.Keys(fresh[object]))
			if len(names) > 0 && len(known)+len(names) > MaxColumns {
				return tooManyColumns(object, len(known), names)
			}
			if dry || len(names) == 0 {
				continue
			}
			if err := keepColumns(ctx, tx, object, names); err != nil {
				return err
			}
		}
		return nil
	})
}

func keepColumns(ctx context.Context, tx *tenant.Tx, object string, names []string) error {
	_, err := tx.Exec(ctx, `INSERT INTO app.custom_columns (tenant_id, object, name, known_at)
		SELECT t.tenant_id, @object, x.name, @now FROM app.tenants t CROSS JOIN LATERAL unnest(@names::text[]) x(name)
		WHERE t.tenant_id = @tenant ON CONFLICT DO NOTHING`,
		tenant.Args{"object": object, "names": names, "now": tx.Now()})
	if err != nil {
		return fmt.Errorf("importer: columns: %w", err)
	}
	return nil
}

// customColumns are the columns of the files that become custom fields, by object.
func (w *run) customColumns() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, f := range w.Files {
		for _, name := range f.CustomColumns() {
			if all[f.Object] == nil {
				all[f.Object] = map[string]bool{}
			}
			all[f.Object][name] = true
		}
	}
	return all
}

// tooManyColumns says how many there are and what to do.
func tooManyColumns(object string, known int, names []string) error {
	object = strings.ReplaceAll(object, "_", " ")
	has := ""
	if known > 0 {
		has = fmt.Sprintf(" The %s has %d of them already.", object, known)
	}
	return fault.New(fault.Invalid, fmt.Sprintf("The files add %d custom columns for the %s, such as %s.%s The "+
		"limit is %d. Remove columns from the export, or list them under ignore in the mapping file, then import "+
		"again.",
		len(names), object, strings.Join(names[:min(3, len(names))], ", "), has, MaxColumns))
}
