package accuracypage

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/backtest"
	"quarterdeck/internal/forecast/outlook"
	"quarterdeck/internal/forecast/projection"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/scope"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/forecast/accuracy
func (s area) showAccuracy(w http.ResponseWriter, r *http.Request) error {
	p, err := s.accuracy(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Forecast accuracy", p.Subtitle())
	f.Exports = page.ExportsAt(p.Where.Base+"/forecast/accuracy", r.URL.RawQuery)
	return s.Render(w, r, accuracyPage(f, p))
}

// GET /o/{org}/forecast/accuracy.csv and .xlsx
func (s area) exportAccuracy(w http.ResponseWriter, r *http.Request) error {
	p, err := s.accuracy(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, accuracySheet(p))
}

// GET /o/{org}/forecast/accuracy/trials
func (s area) showTrials(w http.ResponseWriter, r *http.Request) error {
	p, err := s.trials(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Past forecasts", p.Subtitle())
	f.Exports = page.ExportsAt(p.Where.Base+"/forecast/accuracy/trials", r.URL.RawQuery)
	return s.Render(w, r, trialsPage(f, p))
}

// GET /o/{org}/forecast/accuracy/trials.csv and .xlsx
func (s area) exportTrials(w http.ResponseWriter, r *http.Request) error {
	p, err := s.trials(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, trialsSheet(p))
}

// accuracy answers for those whose records the reader sees.
func (s area) accuracy(r *http.Request) (accuracyView, error) {
	p := askedProof(r)
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := openProof(ctx, tx, r, &p); err != nil || !p.Proven {
			return err
		}
		var err error
		if p.Trials, err = outlook.TrialsOf(ctx, tx, p.Subject, p.Kind, p.Scope.Today); err != nil {
			return err
		}
		p.Choose()
		for level, into := range map[backtest.Level]*[]backtest.Trial{backtest.Team: &p.Teams,
			backtest.Member: &p.Members} {
			f := outlook.TrialFilter{Level: level, Kind: p.Kind, Method: p.Shown, Cutoff: p.Cutoff,
				Names: p.Subject.Teams, Day: p.Scope.Today}
			if level == backtest.Member {
				f.Names = p.Subject.Members
			}
			if *into, err = outlook.ListTrials(ctx, tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// trials lists the forecasts behind a figure of the accuracy page.
func (s area) trials(r *http.Request) (accuracyView, error) {
	p := askedProof(r)
	p.Of = r.URL.Query().Get("of")
	p.From, _ = strconv.Atoi(r.URL.Query().Get("from"))
	return p, s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err := openProof(ctx, tx, r, &p); err != nil || !p.Proven {
			return err
		}
		f := outlook.TrialFilter{Kind: p.Kind, Method: p.Method, Cutoff: p.Cutoff, Day: p.Scope.Today}
		switch p.Of {
		case "teams":
			f.Level, f.Names = backtest.Team, p.Subject.Teams
		case "members":
			f.Level, f.Names = backtest.Member, p.Subject.Members
		default:
			p.Trials, err = outlook.TrialsOf(ctx, tx, p.Subject, p.Kind, p.Scope.Today)
			p.Trials = slices.DeleteFunc(p.Trials, func(t backtest.Trial) bool {
				return p.Method != "" && t.Method != p.Method || p.Cutoff != backtest.All && t.Cutoff != p.Cutoff
			})
			return err
		}
		p.Trials, err = outlook.ListTrials(ctx, tx, f)
		return err
	})
}

// askedProof is what an address asks for; what there is not falls back to the usual.
func askedProof(r *http.Request) accuracyView {
	q := r.URL.Query()
	p := accuracyView{Where: site.Where(r), Kind: period.Quarter, Cutoff: backtest.Cutoff(q.Get("cutoff")),
		Method: projection.Method(q.Get("method"))}
	if q.Get("kind") == string(period.Month) {
		p.Kind = period.Month
	}
	if !slices.Contains(backtest.Cutoffs, p.Cutoff) {
		p.Cutoff = backtest.All
	}
	if !slices.Contains(projection.Forecasters, p.Method) {
		p.Method = ""
	}
	p.Named = p.Method != ""
	return p
}

func openProof(ctx context.Context, tx *tenant.Tx, r *http.Request, p *accuracyView) (err error) {
	p.Calendar, p.Role, p.Currency = tx.Calendar(), tx.Actor().Role, tx.Base()
	if p.Scope, err = scope.Resolve(ctx, tx, site.ScopeOf(r)); err != nil {
		return err
	}
	p.Subject = outlook.SubjectOf(p.Scope.Roster, p.Scope.Owners, p.Scope.Team)
	p.Record, p.Proven, err = outlook.Latest(ctx, tx, p.Scope.Today)
	return err
}
