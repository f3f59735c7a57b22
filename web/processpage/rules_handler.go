package processpage

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/forecast/forecast"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/internal/record/process"
	"quarterdeck/internal/record/rule"
	"quarterdeck/internal/record/stage"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// load reads what the pages of the sales process have in common.
func (p *processView) load(ctx context.Context, tx *tenant.Tx) (err error) {
	p.Today, p.Calendar, p.Numbers = tx.Today(), tx.Calendar(), tx.Settings().Numbers
	if p.Roster, err = member.Load(ctx, tx, tx.Today(), time.Time{}); err != nil {
		return err
	}
	if p.Names, err = forecast.SettingsAt(ctx, tx, tx.Now()); err != nil {
		return err
	}
	if p.Stages, err = stage.At(ctx, tx, tx.Now()); err != nil {
		return err
	}
	if p.Customs, err = customfield.List(ctx, tx, customfield.Opportunity, tx.Now()); err != nil {
		return err
	}
	p.Rules, err = rule.At(ctx, tx, tx.Now())
	return err
}

// GET /o/{org}/settings/rules
func (s area) showRules(w http.ResponseWriter, r *http.Request) error {
	p := processView{Where: site.Where(r)}
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) }); err != nil {
		return err
	}
	f := s.Frame(r, "Validation rules", "What an opportunity has to meet when it is edited")
	f.Exports = page.Exports(p.Where, "/settings/rules")
	return s.Render(w, r, rulesPage(f, p))
}

// GET /o/{org}/settings/rules.csv and .xlsx
func (s area) exportRules(w http.ResponseWriter, r *http.Request) error {
	p := processView{Where: site.Where(r)}
	if err := s.View(r, func(ctx context.Context, tx *tenant.Tx) error { return p.load(ctx, tx) }); err != nil {
		return err
	}
	return s.Export(w, r, ruleSheet(p))
}

// GET /o/{org}/settings/rules/new
func (s area) showNewRule(w http.ResponseWriter, r *http.Request) error {
	return s.rulePage(w, r, http.StatusOK, ruleView{})
}

// GET /o/{org}/settings/rules/{id}
func (s area) showRule(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	return s.rulePage(w, r, http.StatusOK, ruleView{Rule: rule.Rule{RuleID: id}, Previewed: true})
}

// rulePage shows a rule as it was typed, or as it is kept where nothing was.
func (s area) rulePage(w http.ResponseWriter, r *http.Request, status int, p ruleView) error {
	p.Where = site.Where(r)
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		if err := p.load(ctx, tx); err != nil {
			return err
		}
		if p.Rule.RuleID != uuid.Nil {
			if p.Versions, err = rule.Versions(ctx, tx, p.Rule.RuleID); err != nil {
				return err
			}
			if p.Versions[0].Kind != rule.Check {
				return site.NotHere
			}
			if p.Rule.Kind == "" {
				p.Rule = p.Versions[0]
			}
		}
		if p.Previewed {
			p.Violators, err = process.Violators(ctx, tx, p.Rule)
		}
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, p.title(), "")
	f.Path = f.Base + "/settings/rules"
	return s.Write(w, r, status, rulePage(f, p))
}

// exportViolators lists the opportunities that break a rule. GET /o/{org}/settings/rules/{id}.csv
func (s area) exportViolators(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err != nil {
		return err
	}
	sheet := page.Sheet{File: "rule-violations", Head: []string{"Opportunity", "Owner", "Stage"}}
	err = s.View(r, func(ctx context.Context, tx *tenant.Tx) error {
		all, err := rule.Versions(ctx, tx, id)
		if err != nil {
			return err
		}
		roster, err := member.Load(ctx, tx, tx.Today(), time.Time{})
		if err != nil {
			return err
		}
		found, err := process.Violators(ctx, tx, all[0])
		for _, v := range found {
			sheet.Rows = append(sheet.Rows, []page.Cell{page.Text(v.Name), page.Text(roster.Name(v.OwnerID)),
				page.Text(v.Stage)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Export(w, r, sheet)
}

// ruleForm is a validation rule as somebody types it.
type ruleForm struct {
	ID       uuid.UUID    `form:"id"`
	Saw      uuid.UUID    `form:"saw"`
	Do       string       `form:"do"` // preview, save or retire
	Terms    []termForm   `form:"terms"`
	Any      bool         `form:"any"`
	Message  string       `form:"message"`
	Warns    bool         `form:"warns"`
	Imports  bool         `form:"imports"`
	StartsOn *period.Date `form:"starts_on" problem:"Choose the first day of the rule."`
}

type termForm struct {
	Field string `form:"field"`
	Op    string `form:"op"`
	Value string `form:"value"`
}

// saveRule keeps a validation rule, or shows what it would find. POST /o/{org}/settings/rules
func (s area) saveRule(w http.ResponseWriter, r *http.Request) error {
	f, err := site.Decode[ruleForm](r)
	p := ruleView{Rule: rule.Rule{RuleID: f.ID, Kind: rule.Check, Any: f.Any, Message: f.Message, Warns: f.Warns,
		Imports: f.Imports, Retired: f.Do == "retire"}}
	if f.StartsOn != nil {
		p.Rule.StartsOn = *f.StartsOn
	}
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
			if p.Rule.Terms, err = read(ctx, tx, f.Terms); err != nil || f.Do == "preview" {
				return err
			}
			p.Rule.RuleID, err = rule.Save(ctx, tx, p.Rule, f.Saw)
			return err
		})
	}
	switch {
	case err != nil:
		return site.Again(r, err, func(status int, form page.Form) error {
			p.Form, p.Rule.RuleID = form, f.ID
			return s.rulePage(w, r, status, p)
		})
	case f.Do == "preview":
		p.Previewed = true
		return s.rulePage(w, r, http.StatusOK, p)
	case p.Rule.Retired:
		return s.Redirect(w, r, site.Where(r).Base+"/settings/rules/"+p.Rule.RuleID.String(), "Rule retired.")
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/rules/"+p.Rule.RuleID.String(), "Rule saved.")
}

// undoRule makes the version before count again. POST /o/{org}/settings/rules/{id}/undo
func (s area) undoRule(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Key(r)
	if err == nil {
		err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error { return rule.Back(ctx, tx, id) })
	}
	if err != nil {
		return err
	}
	return s.Redirect(w, r, site.Where(r).Base+"/settings/rules/"+id.String(), "The version before counts again.")
}

// read turns the conditions that somebody typed into terms; rows without a field are left out. What is wrong is said at
// its row.
func read(ctx context.Context, tx *tenant.Tx, typed []termForm) ([]rule.Term, error) {
	names, err := forecast.SettingsAt(ctx, tx, tx.Now())
	if err != nil {
		return nil, err
	}
	customs, err := customfield.List(ctx, tx, customfield.Opportunity, tx.Now())
	if err != nil {
		return nil, err
	}
	var all []rule.Term
	for i, row := range typed {
		if row.Field == "" {
			continue
		}
		t := rule.Term{Field: row.Field, Op: rule.Op(row.Op), Value: row.Value}
		f, _ := rule.FieldOf(t.Field)
		if c, ok := customs.Live().Find(t.Field); ok {
			f = process.Compared(c)
			t.Label, t.Sort = f.Label, f.Sort
		}
		switch {
		case t.Op == rule.Known || t.Op == rule.Unknown:
			t.Value = ""
		case f.Sort == rule.Number:
			n, err := figure.Number(t.Value, tx.Settings().Numbers, 4)
			if err != nil {
				return nil, fault.On(at("value", i), fault.Message(err))
			}
			t.Value = n.String()
		case f.Sort == rule.Flag:
			t.Value = flag(t.Value)
		case t.Field == "category":
			t.Value = category(names, t.Value)
		}
		if err := t.Valid(); err != nil {
			if f, ok := errors.AsType[*fault.Fault](err); ok {
				err = fault.Rename(err, at(f.Field, i))
			}
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

func flag(text string) string {
	switch strings.ToLower(text) {
	case "yes":
		return "true"
	case "no":
		return "false"
	}
	return text
}

// category is the key of a forecast category by the name that the organisation gives it.
func category(names forecast.Settings, text string) string {
	for _, c := range opportunity.Categories {
		if strings.EqualFold(names.Name(c), text) {
			return string(c)
		}
	}
	return text
}
