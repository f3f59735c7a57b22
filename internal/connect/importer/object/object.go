// Package object loads the rows of each object of a source: people, accounts, contacts, products, opportunities with
// their history, activities, quotas and exchange rates.
package object

import (
	"quarterdeck/internal/connect/importer/fieldhistory"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/connect/importjob"
)

// Import is an import under way with what the opportunities need: the stages and the field history.
type Import struct {
	*record.Run
	Stages  *salesstage.Stages
	History *fieldhistory.History
}

// Loader is what loads a file's rows into the organisation. History goes with the opportunities, so there is none for
// it.
func (w *Import) Loader(f *importjob.File) record.Loader { return loaders[f.Object](w, f) }

var loaders = map[string]func(*Import, *importjob.File) record.Loader{
	"stage":  func(w *Import, _ *importjob.File) record.Loader { return w.Stages.Loader() },
	"member": openMembers, "account": openAccounts, "contact": openContacts, "product": openProducts,
	"opportunity": openOpportunities, "line_item": openItems, "contact_role": openRoles, "activity": openActivities,
	"quota": openQuotas, "rate": openRates,
}
