package entrypage

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/figure"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/web/fieldform"
)

// unknown are the fields that may be not known, which is what nothing typed says of them; a text is then empty.
var unknown = map[string]bool{"account": true, "amount": true, "close_on": true, "budget_confirmed": true,
	"owner": true}

// Kept is a value of a form in the text of the history.
func Kept(field, text string) *string {
	if text == "" && unknown[field] {
		return nil
	}
	return &text
}

// Read turns what somebody typed into a field into the text of the history.
func Read(ctx context.Context, tx *tenant.Tx, field, typed string, in money.Currency) (*string, error) {
	if typed == "" {
		return Kept(field, typed), nil
	}
	if want, custom, err := fieldform.Want(ctx, tx, customfield.Opportunity, field, typed); custom {
		return want, err
	}
	switch field {
	case "amount":
		minor, err := figure.Amount(typed, tx.Settings().Numbers, in)
		if err != nil {
			return nil, fault.On(field, fault.Message(err))
		}
		return Kept(field, strconv.FormatInt(minor, 10)), nil
	case "close_on":
		day, err := period.ParseDate(typed)
		if err != nil {
			return nil, fault.On(field, "Choose a day.")
		}
		return Kept(field, day.String()), nil
	case "account":
		id, err := account.Named(ctx, tx, typed)
		return Kept(field, id.String()), err
	case "budget_confirmed":
		if _, err := strconv.ParseBool(typed); err != nil {
			return nil, fault.On(field, "Choose yes, no or not known.")
		}
	}
	return &typed, nil
}

// keyOf reads a key that an address may have; nil: none, or no key.
func keyOf(text string) *uuid.UUID {
	if id, err := uuid.Parse(text); err == nil {
		return &id
	}
	return nil
}
