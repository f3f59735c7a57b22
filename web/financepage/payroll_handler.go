package financepage

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/payroll"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// previewRows is how much of a payroll file its page shows.
const previewRows = 8

// GET /o/{org}/commissions/payroll
func (s area) showPayroll(w http.ResponseWriter, r *http.Request) error {
	return s.payrollPage(w, r, http.StatusOK, nil, payrollView{})
}

// payrollPage shows the file as a mapping would lay it out; nil is the one that counts.
func (s area) payrollPage(w http.ResponseWriter, r *http.Request, status int, tried *payroll.Mapping,
	p payrollView) error {
	p.Where, p.Role = page.Where{Base: site.Where(r).Base}, site.VisitOf(r).Seat.Actor.Role
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Calendar, p.PayOn = tx.Calendar(), tx.Today()
		if on, err := period.ParseDate(r.URL.Query().Get("pay_on")); err == nil {
			p.PayOn = on
		}
		if err := audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "payroll"}); err != nil {
			return err
		}
		if p.Mapping, err = payroll.Current(ctx, tx); err != nil {
			return err
		}
		if p.Components, err = payroll.Components(ctx, tx); err != nil {
			return err
		}
		if p.Runs, err = payroll.Runs(ctx, tx); err != nil {
			return err
		}
		if tried != nil {
			p.Mapping, p.Changed = *tried, true
		}
		for component := range p.Mapping.Codes {
			if !slices.Contains(p.Components, component) {
				p.Components = append(p.Components, component)
			}
		}
		return preview(ctx, tx, &p, r.URL.Query().Get("run"))
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Payroll", "Payroll files from locked statements")
	f.Path = f.Base + "/commissions/payroll"
	return s.Write(w, r, status, payrollPage(f, p))
}

// preview is of the run that is asked for, whole, else the beginning of the newest in which something is locked. A
// mapping that was refused has none.
func preview(ctx context.Context, tx *tenant.Tx, p *payrollView, run string) error {
	at := slices.IndexFunc(p.Runs,
		func(r payroll.Run) bool { return r.Locked > 0 && (run == "" || r.ID.String() == run) })
	if at < 0 && run != "" {
		return site.NotHere
	}
	if at < 0 || p.Form.Sent() {
		return nil
	}
	p.Of = p.Runs[at]
	payouts, err := payroll.Load(ctx, tx, p.Of.ID)
	if err != nil {
		return err
	}
	p.Preview, p.Totals = p.Mapping.Table(payouts, p.PayOn), payroll.Totals(payouts)
	p.Rows = len(p.Preview.Rows)
	if p.Whole = run != ""; !p.Whole {
		p.Preview.Rows = p.Preview.Rows[:min(previewRows, p.Rows)]
	}
	return nil
}

// setPayrollColumns saves how the file is laid out, or shows what it would look like. POST /o/{org}/commissions/payroll
func (s area) setPayrollColumns(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[mappingForm](r)
	if err != nil {
		return err
	}
	m := f.mapping()
	if f.Do == "preview" {
		err = m.Check()
	} else {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return payroll.Lay(ctx, tx, m) })
	}
	switch {
	case err != nil:
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.payrollPage(w, r, status, &m, payrollView{Form: f}) })
	case f.Do == "preview":
		return s.payrollPage(w, r, http.StatusOK, &m, payrollView{})
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/payroll#columns",
		"File columns saved.")
}

// mappingForm is how the file of the payroll is laid out: its columns, of which one without a heading is none, and the
// codes of the components, as they stand in the form side by side.
type mappingForm struct {
	Do    string       `form:"do"`
	Rows  payroll.Rows `form:"rows"`
	Lines []struct {
		Header    string        `form:"header"`
		Field     payroll.Field `form:"field"`
		Text      string        `form:"text"`
		Component *string       `form:"component"` // empty: everything else
		Code      string        `form:"code"`
	} `form:"lines"`
}

func (f mappingForm) mapping() payroll.Mapping {
	m := payroll.Mapping{Rows: f.Rows, Codes: map[string]string{}}
	for _, line := range f.Lines {
		if line.Header != "" {
			c := payroll.Column{Header: line.Header, Field: line.Field}
			if c.Field == payroll.Text {
				c.Text = line.Text
			}
			m.Columns = append(m.Columns, c)
		}
		if line.Component != nil && line.Code != "" {
			m.Codes[*line.Component] = line.Code
		}
	}
	return m
}

// GET /o/{org}/commissions/payroll/{id}.csv and .xlsx
func (s area) exportPayroll(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var run payroll.Run
	var table payroll.Table
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		run, table, err = payrollFile(ctx, tx, id, r.URL.Query().Get("pay_on"))
		if err != nil {
			return err
		}
		ending := r.URL.Path[strings.LastIndex(r.URL.Path, ".")+1:]
		return audit.Record(ctx, tx, "exported", "pay", "payroll "+run.Period,
			map[string]string{"rows": strconv.Itoa(len(table.Rows)), "form": ending})
	})
	if err != nil {
		return err
	}
	return s.Export(w, r, payrollSheet(run, table))
}

func payrollFile(ctx context.Context, tx *tenant.Tx, id uuid.UUID, payOn string) (payroll.Run, payroll.Table, error) {
	on := tx.Today()
	if payOn != "" {
		var err error
		if on, err = period.ParseDate(payOn); err != nil {
			return payroll.Run{}, payroll.Table{}, fault.New(fault.Invalid, "Pay date must be a date, for example 2026-11-30.")
		}
	}
	run, err := payroll.Get(ctx, tx, id)
	if err != nil {
		return run, payroll.Table{}, err
	}
	m, err := payroll.Current(ctx, tx)
	if err != nil {
		return run, payroll.Table{}, err
	}
	payouts, err := payroll.Load(ctx, tx, id)
	return run, m.Table(payouts, on), err
}

// paidForm is which statements of a run wait to be paid, as the page knew them.
type paidForm struct {
	Waiting string `form:"waiting"`
}

// payRun marks what is locked in a run as paid. POST /o/{org}/commissions/payroll/{id}/paid
func (s area) payRun(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	var n int64
	f, err := site.Decode[paidForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			n, err = payroll.Pay(ctx, tx, id, f.Waiting)
			return err
		})
	}
	if err != nil {
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.payrollPage(w, r, status, nil, payrollView{Paying: f}) })
	}
	statements := "statements are"
	if n == 1 {
		statements = "statement is"
	}
	return s.Redirect(w, r, site.Where(r).Base+"/commissions/payroll",
		strconv.FormatInt(n, 10)+" "+statements+" marked as paid.")
}
