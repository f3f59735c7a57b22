// Package fieldform shows, asks for and reads the custom fields that an organisation defines.
package fieldform

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// Value is the value of a custom field for people.
func Value(f customfield.Field, text string, in money.Currency) string {
	switch {
	case text == "":
		return ui.None
	case f.Kind == customfield.Number:
		return page.Figure(text)
	case f.Kind == customfield.Amount:
		if minor, err := figure.Amount(text, money.Point, in); err == nil {
			return page.Cash(in).Exact(minor)
		}
		return page.Figure(text) + " " + string(in)
	case f.Kind == customfield.Date:
		if day, err := period.ParseDate(text); err == nil {
			return page.Day(day)
		}
	case f.Kind == customfield.Flag && text == "true":
		return "Yes"
	case f.Kind == customfield.Flag:
		return "No"
	}
	return text
}

// Options are the choices of a custom field, with the value that the record has now; nil: it has none.
func Options(f customfield.Field, now string) []ui.Option {
	all := []ui.Option{{Label: "Not known"}}
	switch f.Kind {
	case customfield.Flag:
		return append(all, ui.Option{Value: "true", Label: "Yes"}, ui.Option{Value: "false", Label: "No"})
	case customfield.Choice:
		there := now == ""
		for _, o := range f.Options {
			there = there || o == now
			all = append(all, ui.Option{Value: o, Label: o})
		}
		if !there {
			all = append(all, ui.Option{Value: now, Label: now})
		}
		return all
	}
	return nil
}

// Typed is a value as somebody would type it.
func Typed(f customfield.Field, text string, numbers money.Format) string {
	if text != "" && (f.Kind == customfield.Number || f.Kind == customfield.Amount) {
		return numbers.Write(text)
	}
	return text
}

// read turns what somebody typed into a custom field into the text of the history.
func read(f customfield.Field, typed string, numbers money.Format) (string, error) {
	if typed != "" && (f.Kind == customfield.Number || f.Kind == customfield.Amount) {
		n, err := figure.Number(typed, numbers, 6)
		if err != nil {
			return "", fault.On(f.Key(), fault.Message(err))
		}
		return n.String(), nil
	}
	return typed, nil
}

// Input is how a custom field is typed: the kind of the input, and the keypad of a phone.
func Input(f customfield.Field) (kind, keypad string) {
	switch f.Kind {
	case customfield.Date:
		return "date", ""
	case customfield.Number, customfield.Amount:
		return "", "decimal"
	}
	return "", ""
}

// Want turns what somebody typed into a custom field of an object into the text of the history. Of the name of another
// field, custom is false.
func Want(ctx context.Context, tx *tenant.Tx, object, field, typed string) (want *string, custom bool, err error) {
	if _, custom = customfield.IDOf(field); !custom || typed == "" {
		return &typed, custom, nil
	}
	all, err := customfield.List(ctx, tx, object, tx.Now())
	if err != nil {
		return nil, true, err
	}
	f, _ := all.Find(field)
	typed, err = read(f, typed, tx.Settings().Numbers)
	return &typed, true, err
}

// Typing is a custom field of a form and what is typed into it.
type Typing struct {
	Key    string `form:"key"`
	Custom string `form:"custom"`
}

// Wishes are the values of the custom fields of a form for a new record of an object. What is left empty is no wish.
func Wishes(ctx context.Context, tx *tenant.Tx, object string, rows []Typing) ([]command.Wish, error) {
	var all []command.Wish
	for _, row := range rows {
		want, custom, err := Want(ctx, tx, object, row.Key, row.Custom)
		if err != nil {
			return nil, err
		}
		if custom && row.Custom != "" {
			all = append(all, command.Wish{Field: row.Key, Want: want})
		}
	}
	return all, nil
}

// Keys are the names of fields, with others.
func Keys(all customfield.Set, others ...string) []string {
	for _, f := range all {
		others = append(others, f.Key())
	}
	return others
}

// rowName is the name of a field of a form in one of its rows.
func rowName(name string, i int) string { return name + "_" + strconv.Itoa(i) }

// Cell is the value of a custom field in an export: a number as such, the rest as people read it.
func Cell(f customfield.Field, text string) page.Cell {
	if f.Kind == customfield.Flag && text != "" {
		return page.Text(Value(f, text, ""))
	}
	if f.Kind == customfield.Number || f.Kind == customfield.Amount {
		if n, err := decimal.NewFromString(text); err == nil {
			return page.Decimal(n)
		}
	}
	return page.Text(text)
}
