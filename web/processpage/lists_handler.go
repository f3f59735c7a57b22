package processpage

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/picklist"
	"quarterdeck/internal/record/process"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// showLists shows the values of a list, with the form for one. GET /o/{org}/settings/lists?list=…&edit=…&add=1&merge=…
func (s area) showLists(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := listsView{Field: q.Get("list"), Merge: q.Get("merge")}
	if q.Get("add") != "" || q.Get("edit") != "" {
		p.Change = &picklist.Edit{Was: q.Get("edit")}
	}
	return s.listsPage(w, r, http.StatusOK, p)
}

func (p *listsView) load(ctx context.Context, tx *tenant.Tx) (err error) {
	if err = p.processView.load(ctx, tx); err != nil {
		return err
	}
	if p.Lists, err = picklist.At(ctx, tx, tx.Now()); err != nil {
		return err
	}
	if p.Versions, err = picklist.Versions(ctx, tx, p.Field); err != nil {
		return err
	}
	p.Uses, err = process.Uses(ctx, tx, p.Field)
	return err
}

func (s area) listsPage(w http.ResponseWriter, r *http.Request, status int, p listsView) error {
	p.Where, p.Field = site.Where(r), cmp.Or(p.Field, picklist.LossReason)
	if !slices.Contains(picklist.Fields, p.Field) {
		return site.NotHere
	}
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) }); err != nil {
		return err
	}
	if p.Change != nil && p.Change.Was != "" {
		if _, known := p.list().Find(p.Change.Was); !known {
			return site.NotHere
		}
	}
	f := s.Frame(r, title(p.Field), "The values that people choose from")
	f.Path, f.Exports = f.Base+"/settings/lists", page.Exports(p.Where, "/settings/lists")
	return s.Write(w, r, status, listsPage(f, p))
}

// GET /o/{org}/settings/lists.csv and .xlsx
func (s area) exportLists(w http.ResponseWriter, r *http.Request) error {
	var lists picklist.Lists
	uses := map[string][]process.Use{}
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		for _, field := range picklist.Fields {
			if uses[field], err = process.Uses(ctx, tx, field); err != nil {
				return err
			}
		}
		lists, err = picklist.At(ctx, tx, tx.Now())
		return err
	})
	if err != nil {
		return err
	}
	return s.Export(w, r, listSheet(lists, uses))
}

// listForm is what somebody does to a list.
type listForm struct {
	List     string          `form:"list"`
	Saw      uuid.UUID       `form:"saw"`
	Do       string          `form:"do"` // preview, save, merge, retire, restore, adopt or ask
	Was      site.Verbatim   `form:"was"`
	Name     string          `form:"name"`
	After    site.Verbatim   `form:"after"`
	Into     site.Verbatim   `form:"into"`
	Words    []site.Verbatim `form:"adopt"`
	Closed   bool            `form:"closed"`
	Required bool            `form:"required"`
	Message  string          `form:"message"`
}

func (f listForm) edit() picklist.Edit {
	return picklist.Edit{Was: string(f.Was), Name: f.Name, After: string(f.After)}
}

// do makes the change that somebody asks for, and says what was done.
func (f listForm) do(ctx context.Context, tx *tenant.Tx) (done string, err error) {
	was := string(f.Was)
	switch f.Do {
	case "preview":
		l, err := picklist.Begin(ctx, tx, f.List, f.Saw)
		if err == nil {
			_, err = l.With(f.edit())
		}
		return "", err
	case "save":
		return f.Name + " saved.", process.SetValue(ctx, tx, f.List, f.Saw, f.edit())
	case "merge":
		return was + " is now " + string(f.Into) + ".", process.MergeValues(ctx, tx, f.List, f.Saw, was, string(f.Into))
	case "retire", "restore":
		retired := f.Do == "retire"
		done = was + " is in use again."
		if retired {
			done = was + " retired. Deals that have it keep it."
		}
		return done, process.RetireValue(ctx, tx, f.List, f.Saw, was, retired)
	case "adopt":
		words := make([]string, len(f.Words))
		for i, w := range f.Words {
			words[i] = string(w)
		}
		return "Values added.", process.AdoptValues(ctx, tx, f.List, f.Saw, words)
	case "ask":
		return "Saved.", process.Ask(ctx, tx, f.List, f.Saw, f.Closed, f.Required, f.Message)
	}
	return "", fault.New(fault.Invalid, "Say what is to be done with the list.")
}

// changeList changes a list, or shows what a new name would mean. POST /o/{org}/settings/lists
func (s area) changeList(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[listForm](r)
	var done string
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			done, err = f.do(ctx, tx)
			return err
		})
	}
	p := listsView{Field: f.List}
	switch e := f.edit(); f.Do {
	case "preview", "save":
		p.Change = &e
	case "merge":
		p.Merge = string(f.Was)
	}
	if err != nil {
		return site.Again(r, err, func(status int, form page.Form) error {
			p.Form = form
			return s.listsPage(w, r, status, p)
		})
	}
	if f.Do == "preview" {
		p.Previewed = true
		return s.listsPage(w, r, http.StatusOK, p)
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/lists?list="+f.List, done)
}
