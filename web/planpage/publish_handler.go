package planpage

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/compensation"
	"quarterdeck/internal/pay/hypothesis"
	"quarterdeck/internal/pay/plan/wording"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// errPublished is what somebody meets who comes to publish a version that is published.
var errPublished = fault.New(fault.Conflict, "This version is already published.")

// showPublication asks before a version is published. GET /o/{org}/plans/{id}/versions/{n}/publish
func (s area) showPublication(w http.ResponseWriter, r *http.Request) error {
	return s.publicationPage(w, r, http.StatusOK, page.Form{})
}

func (s area) publicationPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := publication{Where: site.Where(r), Form: form}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if err := fillPublication(ctx, tx, r, &p); err != nil {
			return err
		}
		return audit.Looked(ctx, tx, audit.Look{Object: "pay", ID: "publication", Plan: p.Plan.ID})
	})
	if errors.Is(err, errPublished) {
		return s.Redirect(w, r, VersionPath(r, p.Version), err.Error())
	}
	if err != nil {
		return err
	}
	f := s.Frame(r, "Publish "+p.Plan.Name, "Version "+strconv.Itoa(p.Version.Number)+" · "+p.Version.Note)
	f.Path = f.Base + "/plans"
	return s.Write(w, r, status, publishPage(f, p))
}

func fillPublication(ctx context.Context, tx *tenant.Tx, r *http.Request, p *publication) (err error) {
	var versions []compensation.Version
	if p.Plan, versions, err = PlanOf(ctx, tx, r); err != nil {
		return err
	}
	if p.Version, err = versionOf(r, versions); err != nil {
		return err
	}
	if p.Version.PublishedAt != nil && !p.Form.Sent() {
		return errPublished
	}
	if p.Last = compensation.LastPublished(versions); p.Last != nil {
		p.Changes = wording.Diff(p.Last.Document, p.Version.Document)
	}
	if p.Roster, err = member.Load(ctx, tx, member.Ever, tx.Now()); err != nil {
		return err
	}
	e := p.Version.Document.Effective
	if p.People, err = compensation.Assignments(ctx, tx, e.From, e.To, tx.Now()); err != nil {
		return err
	}
	p.People = slices.DeleteFunc(p.People, func(a compensation.Assignment) bool { return a.PlanID != p.Plan.ID })
	byName(p.People, p.Roster)
	p.Locked, err = hypothesis.Correct(ctx, tx, p.Version)
	return err
}

// publishForm is the version that was published last when the page was opened; none: the first.
type publishForm struct {
	Over *uuid.UUID `form:"over"`
}

// publishPlan puts a version in force. POST /o/{org}/plans/{id}/versions/{n}/publish
func (s area) publishPlan(w http.ResponseWriter, r *http.Request) error {
	var v compensation.Version
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		_, versions, err := PlanOf(ctx, tx, r)
		if err != nil {
			return err
		}
		if v, err = versionOf(r, versions); err != nil {
			return err
		}
		f, err := site.Decode[publishForm](r)
		if err != nil {
			return err
		}
		return compensation.PublishOver(ctx, tx, v.ID, f.Over)
	})
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.publicationPage(w, r, status, f) })
	}
	return s.Redirect(w, r, VersionPath(r, v), "Published version "+strconv.Itoa(v.Number)+".")
}
