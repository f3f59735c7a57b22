package runpage

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/approval"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/payrun"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/pay"
	"quarterdeck/web/site"
)

// showRuns lists the payout periods. GET /o/{org}/commissions/runs
func (s area) showRuns(w http.ResponseWriter, r *http.Request) error {
	return s.runsPage(w, r, http.StatusOK, page.Form{}, page.Form{})
}

func (s area) runsPage(w http.ResponseWriter, r *http.Request, status int, form, waiving page.Form) error {
	p := runs{Where: page.Where{Base: site.Where(r).Base}, Role: site.VisitOf(r).Seat.Actor.Role, Waiving: waiving}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.Today = tx.Calendar(), tx.Today()
		if p.List, err = payrun.List(ctx, tx); err != nil {
			return err
		}
		if p.Progress, err = payrun.ProgressOf(ctx, tx); err != nil {
			return err
		}
		if p.Totals, err = payrun.Totals(ctx, tx); err != nil {
			return err
		}
		waiting, err := member.WaitingLines(ctx, tx)
		if err != nil {
			return err
		}
		p.Lines = len(waiting)
		if p.Last, err = payrun.LastAttempts(ctx, tx); err != nil {
			return err
		}
		if p.Waivers, err = payrun.Waivers(ctx, tx); err != nil {
			return err
		}
		p.Skipped, err = payrun.Skipped(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status, screen(s.Frame(r, "Commission runs", "Statements per payout period"), p, form))
}

// openForm is the period of a run.
type openForm struct {
	Period string `form:"period"`
}

// openRun opens the run of a period, or finds it, and has it calculated. POST /o/{org}/commissions/runs
func (s area) openRun(w http.ResponseWriter, r *http.Request) error {
	var run payrun.Run
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		f, err := site.Decode[openForm](r)
		if err != nil {
			return err
		}
		if run, err = payrun.Open(ctx, tx, f.Period); err != nil {
			return err
		}
		if last, err := payrun.LastAttempt(ctx, tx, run.ID); err == nil && last.UnderWay(tx.Now()) {
			return nil // it is being calculated: look at that
		} else if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		a, err := payrun.Begin(ctx, tx, run)
		if err != nil {
			return err
		}
		return s.Jobs.EnqueuePay(ctx, tx, a.ID)
	})
	if err != nil {
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.runsPage(w, r, status, f, page.Form{}) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/runs/"+run.ID.String(), "")
}

// waiverForm is a period without statements, and why.
type waiverForm struct {
	Period string `form:"period"`
	Reason string `form:"reason"`
}

// waivePeriod says that nobody gets a statement of a period. POST /o/{org}/commissions/waivers
func (s area) waivePeriod(w http.ResponseWriter, r *http.Request) error {
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		f, err := site.Decode[waiverForm](r)
		if err != nil {
			return err
		}
		return payrun.Waive(ctx, tx, f.Period, f.Reason)
	})
	if err != nil {
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.runsPage(w, r, status, page.Form{}, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/runs",
		"Period skipped. Its earnings go on the next statement.")
}

// withdrawalForm is why a run is taken back.
type withdrawalForm struct {
	Reason string `form:"reason"`
}

// withdrawRun takes back a run that was a mistake. POST /o/{org}/commissions/runs/{id}/withdrawal
func (s area) withdrawRun(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		f, err := site.Decode[withdrawalForm](r)
		if err != nil {
			return err
		}
		return payrun.Withdraw(ctx, tx, id, f.Reason)
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error {
			p, err := s.run(r, false)
			if err != nil {
				return err
			}
			p.Withdrawing = f
			return s.Write(w, r, status, tablePage(s.Frame(r, "Commissions "+p.Label(), "Statements by member"), p))
		})
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/runs",
		"Run withdrawn. You can open its period again.")
}

// showRun is a run's progress and statements. GET /o/{org}/commissions/runs/{id}
func (s area) showRun(w http.ResponseWriter, r *http.Request) error {
	p, err := s.run(r, site.Fragment(r))
	if err != nil {
		return err
	}
	if site.Fragment(r) {
		return s.Render(w, r, tablePart(p))
	}
	f := s.Frame(r, "Commissions "+p.Label(), "Statements by member")
	f.Exports = page.ExportsAt(f.Base+"/commissions/runs/"+p.Run.ID.String()+"/statements", r.URL.RawQuery)
	return s.Render(w, r, tablePage(f, p))
}

// exportRun writes the statements of a run. GET /o/{org}/commissions/runs/{id}/statements.csv and .xlsx
func (s area) exportRun(w http.ResponseWriter, r *http.Request) error {
	p, err := s.run(r, false)
	if err != nil {
		return err
	}
	return s.Export(w, r, tableSheet(p))
}

// run reads a run; that somebody looked at it is kept, but not each time that its page asks how far it is.
func (s area) run(r *http.Request, asks bool) (p tableView, err error) {
	id, err := site.Key(r)
	if err != nil {
		return p, err
	}
	return p, s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		run, err := payrun.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		p.Run, p.Period = &run, run.Period
		if a, err := payrun.LastAttempt(ctx, tx, id); err == nil {
			p.Attempt = &a
		} else if fault.KindOf(err) != fault.NotFound {
			return err
		}
		if polls := asks && p.Attempt != nil && p.Attempt.FinishedAt == nil; !polls {
			if err := audit.Looked(ctx, tx,
				audit.Look{Object: "commission run", ID: id.String(), Period: run.Period}); err != nil {
				return err
			}
		}
		return fillTable(ctx, tx, r, &p, statement.Filter{Run: &id})
	})
}

func fillTable(ctx context.Context, tx *tenant.Tx, r *http.Request, p *tableView, f statement.Filter) (err error) {
	me := tx.Actor()
	p.Where, p.Role, p.Me, p.Query, p.Calendar = page.Where{Base: site.Where(r).Base}, me.Role, me.MemberID,
		r.URL.Query(), tx.Calendar()
	if p.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{}); err != nil {
		return err
	}
	if p.Plans, err = compensation.Names(ctx, tx); err != nil {
		return err
	}
	all, err := statement.List(ctx, tx, f)
	if err != nil {
		return err
	}
	if p.Extras, err = statement.Extras(ctx, tx, f); err != nil {
		return err
	}
	p.Take(all)
	if n, err := strconv.Atoi(p.Query.Get("from")); err == nil && n > 0 && n < len(p.Rows) && p.Query.Get("all") == "" {
		p.From = n
	}
	return nil
}

// showTeam is the statements of those below a manager. GET /o/{org}/commissions/team
func (s area) showTeam(w http.ResponseWriter, r *http.Request) error {
	p, err := s.team(r)
	if err != nil {
		return err
	}
	f := s.Frame(r, "Team statements", p.Label())
	f.Exports = page.ExportsAt(f.Base+"/commissions/team", r.URL.RawQuery)
	return s.Render(w, r, tablePage(f, p))
}

// exportTeam writes them. GET /o/{org}/commissions/team.csv and .xlsx
func (s area) exportTeam(w http.ResponseWriter, r *http.Request) error {
	p, err := s.team(r)
	if err != nil {
		return err
	}
	return s.Export(w, r, tableSheet(p))
}

func (s area) team(r *http.Request) (p tableView, err error) {
	return p, s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if p.Periods, err = statement.Periods(ctx, tx); err != nil {
			return err
		}
		p.Period = r.URL.Query().Get("period")
		if p.Period == "" && len(p.Periods) > 0 {
			p.Period = p.Periods[0]
		}
		if p.Period == "" {
			p.Period = tx.Calendar().Containing("month", tx.Today()).Key
		}
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "team", Period: p.Period}); err != nil {
			return err
		}
		p.Team = true
		waiting, err := member.WaitingLines(ctx, tx)
		if err != nil {
			return err
		}
		p.Waiting = len(slices.DeleteFunc(waiting,
			func(l member.Line) bool { return l.ManagerID != tx.Actor().MemberID }))
		return fillTable(ctx, tx, r, &p, statement.Filter{Period: p.Period})
	})
}

// moveForm is which statements are moved on to which state, once somebody is sure.
type moveForm struct {
	To         statement.State `form:"to"`
	Statements []string        `form:"statement"` // as pay.Choice writes them
	Note       string          `form:"note"`
	Back       string          `form:"back"`
	Sure       bool            `form:"sure"`
}

// moveStatements moves statements on, each by itself: one that cannot be moved leaves the others alone. It asks first.
// POST /o/{org}/commissions/moves
func (s area) moveStatements(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[moveForm](r)
	if err != nil {
		return err
	}
	p := confirm{Base: site.Where(r).Base, Back: backTo(r, f.Back), To: f.To, Chosen: f.Statements}
	if len(p.Chosen) == 0 || len(p.Chosen) > 5000 {
		return s.SendBack(w, r, p.Back, "Select at least one statement. Nothing was changed.")
	}
	ask := func(status int, form page.Form) error {
		return s.Write(w, r, status, confirmPage(s.Frame(r, p.Title(), ""), p, form))
	}
	names, err := s.chosen(r, &p)
	if err != nil {
		return err
	}
	if !movable(p.To) {
		return fault.New(fault.Invalid, "Choose an action: approve, return, lock or mark as paid.")
	}
	if !f.Sure {
		return ask(http.StatusOK, page.Form{})
	}
	if p.To == statement.Returned && f.Note == "" {
		return site.Again(r, fault.On("note", "Enter a reason for returning the statements."), ask)
	}
	done := moved{Back: p.Back, To: p.To}
	var last error
	for _, c := range p.Chosen {
		if err := s.moveOne(r, c, f, names, &done); err != nil {
			last = err
		}
	}
	switch {
	case len(done.Failed) == 0 && last == nil:
		return s.Redirect(w, r, p.Back, sentence(done.Done, p.To))
	case last != nil && len(p.Chosen) == 1:
		return last
	}
	return s.Render(w, r, movedPage(s.Frame(r, p.Title(), ""), done))
}

// chosen reads the statements that a person ticked, to say what they come to before they are moved on, and whose each
// is.
func (s area) chosen(r *http.Request, p *confirm) (names map[uuid.UUID]string, err error) {
	var f statement.Filter
	for _, c := range p.Chosen {
		id, _, err := pay.Chosen(c)
		if err != nil {
			return nil, err
		}
		f.IDs = append(f.IDs, id)
	}
	names = map[uuid.UUID]string{}
	return names, s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		roster, err := member.Load(ctx, tx, member.Ever, time.Time{})
		if err != nil {
			return err
		}
		p.Statements, err = statement.List(ctx, tx, f)
		for _, one := range p.Statements {
			names[one.ID] = roster.Name(&one.MemberID)
		}
		return err
	})
}

// moveOne moves a statement on and notes why it does not, where a person can act on that.
func (s area) moveOne(r *http.Request, chosen string, f moveForm, names map[uuid.UUID]string, done *moved) error {
	id, number, err := pay.Chosen(chosen)
	if err != nil {
		return err
	}
	name := cmp.Or(names[id], "A statement")
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return approval.Move(ctx, tx, id, f.To, number, f.Note)
	})
	if err == nil {
		done.Done++
		return nil
	}
	reason := fault.Message(err)
	if reason == "" {
		s.Log.Error("statement not moved on", "error", err)
		reason = "Could not be updated because of an internal error. Try again."
	}
	done.Failed = append(done.Failed, failure{Member: name, Reason: reason})
	return err
}

// backTo is the page of the organisation that a form came from.
func backTo(r *http.Request, path string) string {
	base := site.Where(r).Base + "/commissions"
	to := site.LocalPath(path)
	if u, err := url.Parse(to); err != nil || len(u.Path) < len(base) || u.Path[:len(base)] != base {
		return base
	}
	return to
}
