package factsheet

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/attachment"
	"quarterdeck/internal/record/journal"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
	"quarterdeck/web/ui"
)

// linkForm is a link to attach; a form without the field is of a file.
type linkForm struct {
	Link  *string `form:"link"`
	Title string  `form:"link_title"`
}

// Attach adds a file or a link to the record of the address.
func (d Desk) Attach(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	err = site.Receive(w, r, site.AttachedFile)
	defer site.Forget(r)
	f, wrong := site.Decode[linkForm](r)
	if err == nil {
		err = wrong
	}
	if err == nil {
		on := journal.Record{Object: d.Object, ID: id}
		if f.Link != nil {
			l := attachment.Link{URL: *f.Link, Title: f.Title}
			err = d.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
				return journal.AttachLink(ctx, tx, on, l)
			})
		} else {
			err = d.attachFile(r, on)
		}
	}
	return d.After(w, r, id, err, "Attached.")
}

// attachFile adds the file of a form that was received.
func (d Desk) attachFile(r *http.Request, on journal.Record) error {
	file, err := site.Received(r, site.AttachedFile)
	if err != nil {
		return err
	}
	defer file.Body.Close()
	return d.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		return journal.AttachFile(ctx, tx, on, attachment.File{Name: file.Name, Body: file.Body})
	})
}

// Attached are what became of the attachments, for the timeline.
func (s Sheet) Attached(shelf attachment.Shelf) []Entry {
	open := map[uuid.UUID]string{}
	for _, a := range shelf.There {
		open[a.ID] = s.open(a)
	}
	var all []Entry
	for _, e := range shelf.Events {
		what := "File "
		if e.URL != "" {
			what = "Link "
		}
		event := ui.Event{When: ui.Stamp(e.At.In(s.Zone)) + " · " + s.Roster.Name(e.MemberID),
			At: e.At.Format(time.RFC3339), Detail: e.Name, Tone: ui.Neutral}
		if event.Title = what + string(e.Kind); e.Kind != attachment.Removed {
			event.Href = open[e.AttachmentID]
		}
		all = append(all, Entry{e.At, event})
	}
	return all
}

// open is where an attachment opens; empty: there is nothing to open.
func (s Sheet) open(a attachment.Attachment) string {
	switch {
	case a.Link():
		return a.URL
	case a.Opens() && !s.Former:
		return s.Where.Base + "/attachments/" + a.ID.String()
	}
	return ""
}

func (s Sheet) turn(a attachment.Attachment, act string) templ.SafeURL {
	return templ.SafeURL(page.Coming(s.Where.Base+"/attachments/"+a.ID.String()+"/"+act, s.From))
}

// about is what an attachment is, how large, and who put it there when.
func (s Sheet) about(a attachment.Attachment) string {
	what := a.Host()
	if !a.Link() {
		what = size(a.Size)
	}
	return page.Joined(page.Joined(a.Sort(), what),
		page.Joined(s.Roster.Name(&a.AuthorID), ui.Date(a.At.In(s.Zone))))
}

// size is a number of bytes for people.
func size(n int64) string {
	switch {
	case n < 1000:
		return ui.Plural(int(n), "byte", "bytes")
	case n < 1_000_000:
		return fmt.Sprintf("%.0f KB", float64(n)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
