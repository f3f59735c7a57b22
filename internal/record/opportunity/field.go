package opportunity

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
)

// fields lists every fact of State, in the order in which changes at one moment are written.
var fields = command.Fields[State]{
	command.Key("account", func(s *State) **uuid.UUID { return &s.AccountID }),
	command.Key("owner", func(s *State) **uuid.UUID { return &s.OwnerID }),
	command.Text("name", func(s *State) *string { return &s.Name }),
	command.Text("stage", func(s *State) *string { return &s.Stage }),
	command.Text("status", func(s *State) *string { return (*string)(&s.Status) }),
	command.Text("category", func(s *State) *string { return (*string)(&s.Category) }),
	command.Flag("category_manual", func(s *State) *bool { return &s.CategoryManual }),
	command.Whole("probability", func(s *State) *int { return &s.ProbabilityBP }),
	command.Flag("probability_manual", func(s *State) *bool { return &s.ProbabilityManual }),
	command.Count("amount", func(s *State) **int64 { return &s.Amount }),
	command.Text("currency", func(s *State) *string { return (*string)(&s.Currency) }),
	{Name: "close_on", Get: func(s *State) *string {
		if s.CloseOn.IsZero() {
			return nil
		}
		return command.Format(&s.CloseOn, period.Date.String)
	}, Set: func(s *State, v string) (err error) { s.CloseOn, err = period.ParseDate(v); return err },
		None: func(s *State) { s.CloseOn = 0 }},
	command.Text("type", func(s *State) *string { return &s.Type }),
	command.Text("source", func(s *State) *string { return &s.Source }),
	command.Text("competitor", func(s *State) *string { return &s.Competitor }),
	{Name: "budget_confirmed",
		Get: func(s *State) *string { return command.Format(s.BudgetConfirmed, strconv.FormatBool) },
		Set: func(s *State, v string) error {
			b, err := strconv.ParseBool(v)
			s.BudgetConfirmed = &b
			return err
		}, None: func(s *State) { s.BudgetConfirmed = nil }},
	command.Text("loss_reason", func(s *State) *string { return &s.LossReason }),
	command.Text("next_step", func(s *State) *string { return &s.NextStep }),
	command.Gone(func(s *State) *bool { return &s.Deleted }),
}

var byName = func() map[string]command.Field[State] {
	m := map[string]command.Field[State]{}
	for _, f := range fields {
		m[f.Name] = f
	}
	return m
}()

// with sets one field of a state from its text.
func (s *State) with(name string, value *string) error {
	if id, custom := customfield.IDOf(name); custom {
		s.withCustom(id, value)
		return nil
	}
	f, ok := byName[name]
	if !ok {
		return fmt.Errorf("opportunity: there is no field %q", name)
	}
	if value == nil {
		f.None(s)
		return nil
	}
	if err := f.Set(s, *value); err != nil {
		return fmt.Errorf("opportunity: %s = %q: %w", name, *value, err)
	}
	return nil
}

// Value is one field of a state as history writes it; nil where it is not known.
func (s State) Value(name string) *string {
	if id, custom := customfield.IDOf(name); custom {
		if v, known := s.Fields[id]; known {
			return &v
		}
		return nil
	}
	return byName[name].Get(&s)
}

// Money is the amount with its currency; ok is false where it is not known.
func (s State) Money() (amount money.Amount, ok bool) {
	if s.Amount == nil {
		return money.Amount{}, false
	}
	return money.Of(*s.Amount, s.Currency), true
}

// Texts is every field of a state as history writes it.
func (s State) Texts() map[string]*string {
	facts := map[string]*string{}
	for _, f := range fields {
		facts[f.Name] = f.Get(&s)
	}
	for _, name := range customs(s, State{}) {
		facts[name] = s.Value(name)
	}
	return facts
}

// Put sets one field of a state from what history writes of it.
func (s *State) Put(name string, value *string) error { return s.with(name, value) }
