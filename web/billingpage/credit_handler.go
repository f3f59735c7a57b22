package billingpage

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pay/billing"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// GET /o/{org}/opportunities/{id}/credit
func (s area) showCredit(w http.ResponseWriter, r *http.Request) error {
	return s.creditPage(w, r, http.StatusOK, page.Form{})
}

func (s area) creditPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := credit{Where: site.Where(r), Form: form}
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Zone, p.Today = tx.Calendar().Location(), tx.Today().String()
		if p.Opportunity, err = opportunity.Get(ctx, tx, id, tx.Now()); err != nil {
			return err
		}
		if p.Splits, err = billing.Splits(ctx, tx, []uuid.UUID{id}, tx.Now()); err != nil {
			return err
		}
		if p.Events, err = billing.List(ctx, tx, []uuid.UUID{id}, tx.Now()); err != nil {
			return err
		}
		p.Roster, err = member.Load(ctx, tx, tx.Today(), tx.Now())
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Credit", p.Opportunity.Name)
	return s.Write(w, r, status, creditPage(f, p))
}

// creditForm is who is credited, a row each; a row without anybody is none.
type creditForm struct {
	Rows []struct {
		Member  *uuid.UUID  `form:"member" problem:"Choose members from the list."`
		Share   site.Figure `form:"share"`
		Overlay bool        `form:"overlay"`
	} `form:"rows"`
}

// setCredit says who is credited. POST /o/{org}/opportunities/{id}/credit
func (s area) setCredit(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	splits, err := typedSplits(r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return billing.Credit(ctx, tx, id, splits) })
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.creditPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/opportunities/"+id.String()+"/credit",
		"Credit saved. Pay already issued is corrected on the next statements.")
}

// typedSplits are the people of the form.
func typedSplits(r *http.Request) ([]billing.Split, error) {
	f, err := site.Decode[creditForm](r)
	if err != nil {
		return nil, err
	}
	var splits []billing.Split
	for _, row := range f.Rows {
		if row.Member == nil {
			continue
		}
		percent, err := row.Share.Number(6)
		if err != nil || percent.GreaterThan(decimal.NewFromInt(1000)) {
			return nil, fault.On("share",
				"Each share must be a percentage, such as 60 or "+site.VisitOf(r).Seat.Numbers.Write("33.3333")+".")
		}
		splits = append(splits, billing.Split{MemberID: *row.Member, Share: percent.Shift(-2), Overlay: row.Overlay})
	}
	return splits, nil
}

// eventForm is what happened after a booking.
type eventForm struct {
	Kind   billing.Kind `form:"kind"`
	On     period.Date  `form:"on"`
	Amount site.Figure  `form:"amount"`
	Note   string       `form:"note"`
}

// recordBilling keeps what happened. POST /o/{org}/opportunities/{id}/credit/events
func (s area) recordBilling(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	f, err := site.Decode[eventForm](r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return recordEvent(ctx, tx, id, f) })
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.creditPage(w, r, status, f) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/opportunities/"+id.String()+"/credit#events", "Event recorded.")
}

func recordEvent(ctx context.Context, tx *tenant.Tx, id uuid.UUID, f eventForm) error {
	o, err := opportunity.Get(ctx, tx, id, tx.Now())
	if err != nil {
		return err
	}
	if f.On.IsZero() {
		return fault.On("on", "Enter a date, such as "+tx.Today().String()+".")
	}
	e := billing.Event{OpportunityID: id, Kind: f.Kind, On: f.On, Currency: o.Currency, Note: f.Note}
	if e.Amount, err = f.Amount.Money(o.Currency); err != nil {
		return err
	}
	_, err = billing.Record(ctx, tx, e)
	return err
}

// withdrawBilling takes an event back. POST /o/{org}/opportunities/{id}/credit/events/{event}/withdraw
func (s area) withdrawBilling(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	event, wrong := uuid.Parse(chi.URLParam(r, "event"))
	if err != nil || wrong != nil {
		return site.NotHere
	}
	if err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return billing.Withdraw(ctx, tx, event)
	}); err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/opportunities/"+id.String()+"/credit#events", "Event withdrawn.")
}

// GET /o/{org}/commissions/billing
func (s area) showBilling(w http.ResponseWriter, r *http.Request) error {
	return s.billingPage(w, r, http.StatusOK, billingView{})
}

func (s area) billingPage(w http.ResponseWriter, r *http.Request, status int, p billingView) error {
	p.Where, p.Role = site.Where(r), site.VisitOf(r).Seat.Actor.Role
	return s.Write(w, r, status,
		billingPage(s.Frame(r, "Billing", "Invoices, payments and cancellations that affect pay"), p))
}

// takeBilling takes a file. POST /o/{org}/commissions/billing
func (s area) takeBilling(w http.ResponseWriter, r *http.Request) error {
	defer site.Forget(r)
	p := billingView{Done: true}
	err := func() error {
		if err := site.Receive(w, r, site.BillingFile); err != nil {
			return err
		}
		file, _, err := r.FormFile("file")
		if err != nil {
			return fault.On("file", "Choose a CSV file of at most 20 MB.")
		}
		defer file.Close()
		rows, err := billing.Read(file)
		if err != nil {
			return err
		}
		return s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
			taken, err := billing.Take(ctx, tx, rows)
			p.Taken, p.Known = taken.New, taken.Known
			for _, f := range taken.Refused {
				p.Refused = append(p.Refused, refusedRow{Line: f.Line, Why: f.Why})
			}
			return err
		})
	}()
	if err != nil {
		return site.Again(r, err,
			func(status int, f page.Form) error { return s.billingPage(w, r, status, billingView{Form: f}) })
	}
	return s.billingPage(w, r, http.StatusOK, p)
}
