package statementpage

import (
	"github.com/go-chi/chi/v5"

	"quarterdeck/web/site"
)

// area answers for statements.
type area struct{ *site.Site }

// Routes are statements of pay and what can be asked of one. Whose pay somebody reads is Postgres's to say.
func Routes(s *site.Site) func(chi.Router) {
	a := area{s}
	return func(r chi.Router) {
		r.Get("/commissions", a.Handle(a.showCommissions))
		r.Get("/commissions/mine", a.Handle(a.showMyStatement))
		r.Get("/commissions/{period}", a.Handle(a.showStatement))
		r.Get("/commissions/{period}/statement.csv", a.Handle(a.exportStatement))
		r.Get("/commissions/{period}/statement.xlsx", a.Handle(a.exportStatement))
		r.Get("/commissions/{period}/statement.pdf", a.Handle(a.printStatement))
		r.Get("/commissions/{period}/changes", a.Handle(a.showChanges))
		r.Get("/commissions/{period}/proof.zip", a.Handle(a.proveStatement))
	}
}
