package adminpage

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showAudit lists who changed what, newest first. GET /o/{org}/audit
func (s area) showAudit(w http.ResponseWriter, r *http.Request) error {
	var after audit.Cursor
	page.DecodeCursor(r.URL.Query(), &after)
	var log Audit
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		log = Audit{Zone: tx.Calendar().Location()}
		if log.Entries, err = audit.List(ctx, tx, after, site.PageRows+1); err != nil {
			return err
		}
		log.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{})
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Audit", "Who changed what")
	newest, older := "", ""
	if !after.At.IsZero() {
		newest = f.Base + "/audit"
	}
	if len(log.Entries) > site.PageRows {
		log.Entries = log.Entries[:site.PageRows]
		last := log.Entries[site.PageRows-1]
		older = f.Base + "/audit?" +
			url.Values{"cursor": {page.Cursor(audit.Cursor{At: last.At, ID: last.ID})}}.Encode()
	}
	return s.Render(w, r, auditLog(f, log, newest, older))
}
