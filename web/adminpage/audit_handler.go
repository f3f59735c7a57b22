package adminpage

import (
	"context"
	"net/http"
	"time"

	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/site"
)

// showAudit lists who changed what, newest first. GET /o/{org}/audit
func (s area) showAudit(w http.ResponseWriter, r *http.Request) error {
	a := auditView{Where: site.Where(r), List: parseLog(r.URL.Query())}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if a.Actions, a.Objects, err = audit.Kinds(ctx, tx); err != nil {
			return err
		}
		return a.load(ctx, tx, site.PageRows+1)
	})
	if err != nil {
		return err
	}
	a.turn(site.PageRows)
	f := s.Frame(r, "Audit", "Who did what, newest first")
	f.Exports = a.Exports()
	return s.Render(w, r, auditLog(f, a))
}

// exportRows is how many entries of the log are read at a time.
const exportRows = 1000

// GET /o/{org}/audit.csv and .xlsx
func (s area) exportAudit(w http.ResponseWriter, r *http.Request) error {
	return s.Stream(w, r, func(ctx context.Context, tx *tenant.Tx, out *site.Download) error {
		a := auditView{Where: site.Where(r), List: parseLog(r.URL.Query()).from(audit.Cursor{})}
		if err := out.Begin(auditSheet()); err != nil {
			return err
		}
		for {
			if err := a.load(ctx, tx, exportRows); err != nil {
				return err
			}
			for _, e := range a.Entries {
				if err := out.Row(a.row(e)); err != nil {
					return err
				}
				a.List = a.List.from(audit.Cursor{At: e.At, ID: e.ID})
			}
			if len(a.Entries) < exportRows {
				return nil
			}
		}
	})
}

// load reads entries of the log and what their records are called.
func (a *auditView) load(ctx context.Context, tx *tenant.Tx, limit int) (err error) {
	calendar := tx.Calendar()
	a.Zone = calendar.Location()
	if a.Entries, err = audit.List(ctx, tx, a.List.filter(calendar, limit)); err != nil {
		return err
	}
	ids := keys(a.Entries)
	if a.Names.Opportunities, err = opportunity.Names(ctx, tx, ids); err != nil {
		return err
	}
	if a.Names.Imports, err = importjob.Origins(ctx, tx, ids); err != nil || a.Names.Roster != nil {
		return err
	}
	a.Names.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{})
	return err
}
