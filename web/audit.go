package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/adminpage"
)

// showAudit lists who changed what, newest first. GET /o/{org}/audit
func (s *Server) showAudit(w http.ResponseWriter, r *http.Request) error {
	var after audit.Cursor
	decodeCursor(r.URL.Query(), &after)
	var log adminpage.Audit
	err := s.view(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		log = adminpage.Audit{Zone: tx.Calendar().Location()}
		if log.Entries, err = audit.List(ctx, tx, after, pageRows+1); err != nil {
			return err
		}
		log.Roster, err = member.Load(ctx, tx, ever, time.Time{})
		return err
	})
	if err != nil {
		return err
	}
	f := s.frame(r, "Audit", "Who changed what")
	newest, older := "", ""
	if !after.At.IsZero() {
		newest = f.Base + "/audit"
	}
	if len(log.Entries) > pageRows {
		log.Entries = log.Entries[:pageRows]
		last := log.Entries[pageRows-1]
		older = f.Base + "/audit?" + url.Values{"cursor": {cursor(audit.Cursor{At: last.At, ID: last.ID})}}.Encode()
	}
	return s.render(w, r, adminpage.AuditLog(f, log, newest, older))
}
