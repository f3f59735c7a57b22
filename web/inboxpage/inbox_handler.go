package inboxpage

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/audience"
	"quarterdeck/internal/record/notification"
	"quarterdeck/internal/record/workweek"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// shown is how many notifications a page has.
const shown = 100

// GET /o/{org}/inbox?show=later
func (s area) showInbox(w http.ResponseWriter, r *http.Request) error {
	p := inbox{Where: site.Where(r), Later: r.URL.Query().Get("show") == "later"}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Today, p.Zone = tx.Today(), tx.Calendar().Location()
		if p.Work, err = workweek.Schedule(ctx, tx); err != nil {
			return err
		}
		p.Items, err = notification.Inbox(ctx, tx, p.Later, shown+1)
		return err
	})
	if err != nil {
		return err
	}
	if p.More = len(p.Items) > shown; p.More {
		p.Items = p.Items[:shown]
	}
	p.Groups = grouped(p.Items)
	f := s.Frame(r, "Inbox", p.Subtitle())
	f.Live = "*"
	return s.Render(w, r, inboxPage(f, p))
}

// open marks a notification as read and leads to what it is about.
// GET /o/{org}/inbox/{id}
func (s area) open(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	to := ""
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		n, err := notification.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		to = n.Href()
		return notification.Read(ctx, tx, []uuid.UUID{id})
	})
	if err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+to, "")
}

// chosenForm is the notifications that something is done with.
type chosenForm struct {
	IDs   []string     `form:"id"`
	Until *period.Date `form:"until" problem:"Choose a day."`
	Show  string       `form:"show"`
}

func (f chosenForm) keys() ([]uuid.UUID, error) {
	var all []uuid.UUID
	for _, text := range f.IDs {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, site.NotHere
		}
		all = append(all, id)
	}
	return all, nil
}

// act does something with notifications and leads back to the inbox, with an undo where it takes them out of it.
func (s area) act(w http.ResponseWriter, r *http.Request, said string, undoes bool,
	do func(context.Context, *tenant.Tx, chosenForm, []uuid.UUID) error) error {
	f, refused := site.Decode[chosenForm](r)
	ids, err := f.keys()
	if err != nil {
		return err
	}
	base := site.Where(r).Base + "/inbox"
	to := base
	if f.Show == "later" {
		to += "?show=later"
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if refused != nil {
			return refused
		}
		return do(ctx, tx, f, ids)
	})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict) {
		return s.SendBack(w, r, to, fault.Message(err))
	}
	if err != nil {
		return err
	}
	if undoes {
		s.Sessions.Put(r.Context(), "undo", base+"/back?"+url.Values{"id": f.IDs}.Encode())
	}
	return s.Redirect(w, r, to, said)
}

// done takes notifications out of the inbox.
// POST /o/{org}/inbox/done
func (s area) done(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "Done.", true, func(ctx context.Context, tx *tenant.Tx, _ chosenForm, ids []uuid.UUID) error {
		return notification.Done(ctx, tx, ids)
	})
}

// read marks notifications as read.
// POST /o/{org}/inbox/read
func (s area) read(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "Marked as read.", false, func(ctx context.Context, tx *tenant.Tx, _ chosenForm,
		ids []uuid.UUID) error {
		return notification.Read(ctx, tx, ids)
	})
}

// morning is when what was put off to a day comes back, in minutes after midnight.
const morning = 8 * 60

// snooze puts notifications off to the morning of a day.
// POST /o/{org}/inbox/snooze
func (s area) snooze(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, "Put off.", true, func(ctx context.Context, tx *tenant.Tx, f chosenForm, ids []uuid.UUID) error {
		if f.Until == nil {
			return fault.On("until", "Choose a day.")
		}
		return notification.Snooze(ctx, tx, ids, f.Until.At(morning, tx.Calendar().Location()))
	})
}

// back brings notifications back.
// POST /o/{org}/inbox/back?id=KEY
func (s area) back(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err == nil && len(r.PostForm["id"]) == 0 {
		r.PostForm["id"] = r.URL.Query()["id"]
	}
	return s.act(w, r, "Back in the inbox.", false, func(ctx context.Context, tx *tenant.Tx, _ chosenForm,
		ids []uuid.UUID) error {
		return notification.Back(ctx, tx, ids)
	})
}

// GET /o/{org}/inbox/settings
func (s area) showSettings(w http.ResponseWriter, r *http.Request) error {
	return s.settingsPage(w, r, http.StatusOK, page.Form{})
}

func (s area) settingsPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	p := preferences{Where: site.Where(r), Form: form}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		p.Rules, p.Times, err = notification.Settings(ctx, tx, tx.Actor().MemberID)
		return err
	})
	if err != nil {
		return err
	}
	return s.Write(w, r, status, settingsPage(s.Frame(r, "Notification settings", "How and when you are told"), p))
}

// timesForm is when somebody wants to be mailed.
type timesForm struct {
	Zone   string     `form:"zone"`
	Wait   int        `form:"wait" problem:"Type minutes from 0 to 1,439."`
	Digest site.Clock `form:"digest" problem:"Type a time of the day, such as 08:00."`
	From   site.Clock `form:"quiet_from" problem:"Type a time of the day, such as 20:00."`
	To     site.Clock `form:"quiet_to" problem:"Type a time of the day, such as 07:00."`
}

// configure sets how and when the reader is told.
// POST /o/{org}/inbox/settings
func (s area) configure(w http.ResponseWriter, r *http.Request) error {
	f, refused := site.Decode[timesForm](r)
	rules := notification.Rules{}
	for _, k := range notification.Kinds {
		rules[k] = notification.Channel(r.PostForm.Get(string(k)))
	}
	err := s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if refused != nil {
			return refused
		}
		return notification.Configure(ctx, tx, rules, notification.Times{Zone: f.Zone, Wait: f.Wait,
			Digest: int(f.Digest), QuietFrom: int(f.From), QuietTo: int(f.To)})
	})
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error { return s.settingsPage(w, r, status, form) })
	}
	return s.Redirect(w, r, site.Where(r).Base+"/inbox/settings", "Notification settings saved.")
}

// suggested is how many names are suggested at most.
const suggested = 8

// mentions are the members whose names go on as somebody types after an @.
// GET /o/{org}/mentions/an
func (s area) mentions(w http.ResponseWriter, r *http.Request) error {
	var names []string
	asked, err := url.PathUnescape(chi.URLParam(r, "part"))
	if err != nil {
		return site.NotHere
	}
	asked = strings.ToLower(asked)
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		members, err := audience.Members(ctx, tx)
		for _, m := range members {
			name := strings.ToLower(m.Name)
			if len(names) < suggested && (strings.HasPrefix(name, asked) || strings.Contains(name, " "+asked)) {
				names = append(names, m.Name)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Render(w, r, mentionNames(names))
}
