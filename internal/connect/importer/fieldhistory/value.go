package fieldhistory

import (
	"fmt"
	"slices"
	"strconv"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/salesstage"
	"quarterdeck/internal/record/opportunity"
)

// Of is the history of one opportunity in our terms, beside its rows; those that cannot be read are refused.
func (h *History) Of(key string, c money.Currency, was *opportunity.Present) ([]*mapping.Row, []opportunity.Past) {
	rows := h.of[h.key(key)]
	amounts := h.currencies(rows, c, was)
	var history []opportunity.Past
	for _, r := range rows {
		r.Refused, r.Flags = "", nil
		p := opportunity.Past{ExternalID: r.Key, Field: r.Get("field"), At: h.at[r]}
		p.Old, p.New = h.value(r, "old", amounts.before(p.At)), h.value(r, "new", amounts.after(p.At))
		if by, ok := h.run.ByKey("member", r.Get("by")); ok {
			p.By = &by
		}
		if r.Refused == "" && !repeats(history, p) {
			history = append(history, p)
		}
	}
	return rows, history
}

// value turns a value of the source's history into the form that ours keeps; nil where there was none.
func (h *History) value(r *mapping.Row, side string, c money.Currency) *string {
	v, err := r.Get(side), error(nil)
	field := r.Get("field")
	if chosen, ok := r.File.Chosen(field, v); ok {
		v = chosen
	}
	switch {
	case v == "" && (field == "stage" || field == "status" || field == "category" || field == "currency" ||
		field == "name"):
		err = fmt.Errorf("the %s is empty", field)
	case v == "":
		return nil
	case field == "amount":
		var minor int64
		minor, err = r.ParseMoney(v, c)
		v = strconv.FormatInt(minor, 10)
	case field == "close_on":
		d, fault := r.ParseDay(v)
		v, err = d.String(), fault
	case field == "category":
		v, err = category(v)
	case field == "probability":
		bp, fault := r.ParsePercent(v)
		v, err = strconv.Itoa(bp), fault
	case field == "owner":
		v, err = h.record("member", v)
	case field == "account":
		v, err = h.record("account", v)
	case field == "currency":
		code, fault := money.ParseCurrency(v)
		v, err = string(code), fault
	case field == "budget_confirmed":
		word, ok := value.YesNo.Read(v)
		if v = strconv.FormatBool(word == "yes"); !ok {
			err = fmt.Errorf("%q is not yes or no", r.Get(side))
		}
	case field == "status":
		word, ok := value.Status.Read(v)
		if v = word; !ok {
			err = fmt.Errorf("%q is not a status (open, won or lost)", r.Get(side))
		}
	case field == "stage":
		v = r.Cut(side, v, mapping.ShortText)
		if st, ok := h.stages.Named(v); ok {
			v = st.Name
		}
	case field == "next_step":
		v = r.Cut(side, v, mapping.LongText)
	default:
		v = r.Cut(side, v, mapping.ShortText)
	}
	if err != nil {
		r.Refuse("The change's %s value: %v.", side, err)
	}
	return &v
}

func category(v string) (string, error) {
	c, ok := salesstage.CategoryOf(v)
	if !ok {
		return "", fmt.Errorf("%q is not a forecast category", v)
	}
	return string(c), nil
}

func (h *History) record(object, text string) (string, error) {
	id, err := h.run.Written(object, text)
	if err != nil {
		return "", err
	}
	return id.String(), nil
}

// repeats tells whether a change of a reference stands in the history already: Salesforce writes two rows of it, one
// with keys and one with names.
func repeats(history []opportunity.Past, p opportunity.Past) bool {
	if p.Field != "owner" && p.Field != "account" || p.New == nil {
		return false
	}
	return slices.ContainsFunc(history, func(q opportunity.Past) bool {
		return q.Field == p.Field && q.At.Equal(p.At) && q.New != nil && *q.New == *p.New
	})
}
