package opportunitypage

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// elsewhere tells that an act on another page than the opportunity's is answered there: it is done, or somebody was
// faster. What is missing or wrong is asked for on the page of the opportunity.
func elsewhere(err error) bool {
	_, late := errors.AsType[*opportunity.Clash](err)
	return err == nil || late
}

// back leads to the page on which something was done to an opportunity, with its undo; or says who was faster.
func (s area) back(w http.ResponseWriter, r *http.Request, to string, made uuid.UUID, err error, done string) error {
	to = site.LocalPath(to)
	if clash, ok := errors.AsType[*opportunity.Clash](err); ok {
		var said string
		err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			said, err = faster(ctx, tx, clash)
			return err
		})
		if err != nil {
			return err
		}
		return s.SendBack(w, r, to, said)
	}
	if made != uuid.Nil {
		s.Sessions.Put(r.Context(), "undo",
			site.Where(r).Base+"/commands/"+made.String()+"/undo?back="+url.QueryEscape(to))
	}
	return s.Redirect(w, r, to, done)
}

// held leads to the page on which exit criteria refused a move, and says there what is missing.
func (s area) held(w http.ResponseWriter, r *http.Request, to string, id uuid.UUID, held error) error {
	var said string
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		said, err = unmoved(ctx, tx, id, held)
		return err
	})
	if err != nil {
		return err
	}
	return s.SendBack(w, r, site.LocalPath(to), said)
}

// faster says who changed a field since the reader saw it, from what to what, and when.
func faster(ctx context.Context, tx *tenant.Tx, c *opportunity.Clash) (string, error) {
	roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
	if err != nil {
		return "", err
	}
	who := "An import"
	if c.By != nil {
		who = roster.Name(c.By)
	}
	names, err := forecast.SettingsAt(ctx, tx, tx.Now())
	if err != nil {
		return "", err
	}
	shown := func(value *string) string {
		if c.Field == "category" {
			return names.Name(opportunity.Category(deref(value)))
		}
		return deref(value)
	}
	return who + " changed the " + strings.ToLower(fieldNames[c.Field]) + " from " + shown(c.Saw) + " to " +
		shown(c.Theirs) + " at " + ui.Stamp(c.At.In(tx.Calendar().Location())) + ". Nothing was moved.", nil
}
