package object

import (
	"context"
	"maps"
	"slices"

	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/customfield"
)

// openAccounts loads companies. One whose parent stands further down is written again once that is known.
func openAccounts(w *Import, f *importjob.File) record.Loader {
	parents, lost := map[string]*mapping.Row{}, record.Merges{}
	l := record.Table(w.Run, f, record.Kind[account.Imported]{Object: "account", Parse: w.account, Known: account.Known,
		Put:  account.Import,
		Over: w.keepAccount, Stamp: record.OfAccount})
	read := l.Read
	l.Prepare = w.Knows("member", "account")
	l.Read = func(r *mapping.Row) {
		if _, problem, _ := w.Find(r, "parent", "account"); problem != "" {
			parents[r.Key] = r
		}
		read(r)
		lost.Add(r)
	}
	l.Skip = func(r *mapping.Row) {
		if r.Broken == "" && r.Get("parent") != "" {
			parents[r.Key] = r
		}
		r.Judge(lost.Add)
	}
	l.Finish = func(ctx context.Context, tx *tenant.Tx) error {
		if err := l.Before(ctx, tx, slices.Collect(maps.Values(parents))); err != nil {
			return err
		}
		for key, r := range parents {
			if _, written := w.ByKey("account", key); written && r.Refused == "" {
				r.Flags = nil
				read(r)
				w.listLost(r)
			}
		}
		if _, err := l.Write(ctx, tx); err != nil {
			return err
		}
		return w.Merge(ctx, tx, "account", lost)
	}
	return l
}

// listLost lists a company whose parent is not among the companies at all.
func (w *Import) listLost(r *mapping.Row) {
	if _, problem, _ := w.Find(r, "parent", "account"); problem != "" {
		r.Flags = nil
		r.Flag("%s", problem)
		w.List(r)
	}
}

// account is an account as the row says. Its parent may stand further down.
func (w *Import) account(r *mapping.Row, was *account.Imported) account.Imported {
	a := account.Imported{ExternalID: r.Key, Name: r.Text("name"), Website: r.Text("website"),
		Industry:  r.Text("industry"),
		Employees: r.Count("employees"), State: r.Text("state"), Country: r.Text("country"), Type: r.Text("type"),
		Territory: r.Text("territory"), Region: r.Text("region"), OwnerID: w.Ref(r, "owner", "member"),
		Custom: record.CustomText(r.Custom()), Fields: w.fill(r, customfield.Account, "", true),
		CreatedAt: r.Instant("created_at")}
	if a.Name == "" {
		if a.Name = a.ExternalID; was == nil { // a known one keeps its name
			r.Flag("The account has no name; its key is used instead.")
		}
	}
	a.ParentID, _, _ = w.Find(r, "parent", "account")
	return a
}

// keepAccount keeps what the row says nothing of.
func (w *Import) keepAccount(r *mapping.Row, a *account.Imported, was account.Imported) {
	record.HoldName(r, "name", &a.Name, was.Name)
	record.Hold(r, "website", &a.Website, was.Website)
	record.Hold(r, "industry", &a.Industry, was.Industry)
	record.Hold(r, "employees", &a.Employees, was.Employees)
	record.Hold(r, "state", &a.State, was.State)
	record.Hold(r, "country", &a.Country, was.Country)
	record.Hold(r, "type", &a.Type, was.Type)
	record.Hold(r, "territory", &a.Territory, was.Territory)
	record.Hold(r, "region", &a.Region, was.Region)
	record.HoldKey(r, "owner", &a.OwnerID, was.OwnerID)
	record.HoldKey(r, "parent", &a.ParentID, was.ParentID)
	a.Fields = w.fill(r, customfield.Account, was.Fields, false)
}
