package opportunity

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// field is one fact of a State as history keeps it: as text, nil where it is not known.
type field struct {
	name string
	get  func(*State) *string
	set  func(*State, string) error
	none func(*State)
}

// fields lists every fact of State, in the order in which changes at one moment are written.
var fields = []field{
	key("account", func(s *State) **uuid.UUID { return &s.AccountID }),
	key("owner", func(s *State) **uuid.UUID { return &s.OwnerID }),
	text("name", func(s *State) *string { return &s.Name }),
	text("stage", func(s *State) *string { return &s.Stage }),
	text("status", func(s *State) *string { return (*string)(&s.Status) }),
	text("category", func(s *State) *string { return (*string)(&s.Category) }),
	flag("category_manual", func(s *State) *bool { return &s.CategoryManual }),
	whole("probability", func(s *State) *int { return &s.ProbabilityBP }),
	flag("probability_manual", func(s *State) *bool { return &s.ProbabilityManual }),
	{"amount", func(s *State) *string {
		return format(s.Amount, func(v int64) string { return strconv.FormatInt(v, 10) })
	},
		func(s *State, v string) error {
			n, err := strconv.ParseInt(v, 10, 64)
			s.Amount = &n
			return err
		}, func(s *State) { s.Amount = nil }},
	text("currency", func(s *State) *string { return (*string)(&s.Currency) }),
	{"close_on", func(s *State) *string {
		if s.CloseOn.IsZero() {
			return nil
		}
		return format(&s.CloseOn, period.Date.String)
	}, func(s *State, v string) (err error) { s.CloseOn, err = period.ParseDate(v); return err },
		func(s *State) { s.CloseOn = 0 }},
	text("type", func(s *State) *string { return &s.Type }),
	text("source", func(s *State) *string { return &s.Source }),
	text("competitor", func(s *State) *string { return &s.Competitor }),
	{"budget_confirmed", func(s *State) *string { return format(s.BudgetConfirmed, strconv.FormatBool) },
		func(s *State, v string) error {
			b, err := strconv.ParseBool(v)
			s.BudgetConfirmed = &b
			return err
		}, func(s *State) { s.BudgetConfirmed = nil }},
	text("loss_reason", func(s *State) *string { return &s.LossReason }),
	text("next_step", func(s *State) *string { return &s.NextStep }),
	{"deleted", func(s *State) *string {
		if !s.Deleted {
			return nil
		}
		return format(&s.Deleted, strconv.FormatBool)
	}, func(s *State, v string) (err error) { s.Deleted, err = strconv.ParseBool(v); return err },
		func(s *State) { s.Deleted = false }},
}

var byName = func() map[string]field {
	m := map[string]field{}
	for _, f := range fields {
		m[f.name] = f
	}
	return m
}()

func format[T any](v *T, as func(T) string) *string {
	if v == nil {
		return nil
	}
	s := as(*v)
	return &s
}

func text(name string, at func(*State) *string) field {
	return field{name, func(s *State) *string { v := *at(s); return &v },
		func(s *State, v string) error { *at(s) = v; return nil }, func(s *State) { *at(s) = "" }}
}

func flag(name string, at func(*State) *bool) field {
	return field{name, func(s *State) *string { return format(at(s), strconv.FormatBool) },
		func(s *State, v string) (err error) { *at(s), err = strconv.ParseBool(v); return err },
		func(s *State) { *at(s) = false }}
}

func whole(name string, at func(*State) *int) field {
	return field{name, func(s *State) *string { return format(at(s), strconv.Itoa) },
		func(s *State, v string) (err error) { *at(s), err = strconv.Atoi(v); return err },
		func(s *State) { *at(s) = 0 }}
}

func key(name string, at func(*State) **uuid.UUID) field {
	return field{name, func(s *State) *string { return format(*at(s), uuid.UUID.String) },
		func(s *State, v string) error {
			id, err := uuid.Parse(v)
			*at(s) = &id
			return err
		}, func(s *State) { *at(s) = nil }}
}

// with sets one field of a state from its text.
func (s *State) with(name string, value *string) error {
	f, ok := byName[name]
	if !ok {
		return fmt.Errorf("opportunity: there is no field %q", name)
	}
	if value == nil {
		f.none(s)
		return nil
	}
	if err := f.set(s, *value); err != nil {
		return fmt.Errorf("opportunity: %s = %q: %w", name, *value, err)
	}
	return nil
}

// Value is one field of a state as history writes it; nil where it is not known.
func (s State) Value(name string) *string { return byName[name].get(&s) }

// Money is the amount with its currency; ok is false where it is not known.
func (s State) Money() (amount money.Amount, ok bool) {
	if s.Amount == nil {
		return money.Amount{}, false
	}
	return money.Of(*s.Amount, s.Currency), true
}
