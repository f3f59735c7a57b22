package opportunity

import (
	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/period"
	"quarterdeck/internal/record/stage"
)

// Enter moves a state into a stage: it takes the stage's status, and its probability and category unless a person set
// those by hand. Closing settles them in any case (definitions §2).
func (s State) Enter(to stage.Stage, today period.Date) State {
	was := s.Status
	s.Stage, s.Status = to.Name, Status(to.Status)
	switch s.Status {
	case Won:
		s.Category, s.CategoryManual, s.ProbabilityBP, s.ProbabilityManual = Closed, false, 10000, false
		s.LossReason = ""
	case Lost:
		s.Category, s.CategoryManual, s.ProbabilityBP, s.ProbabilityManual = Omitted, false, 0, false
	default:
		if !s.ProbabilityManual {
			s.ProbabilityBP = to.ProbabilityBP
		}
		if !s.CategoryManual {
			s.Category = Category(to.Category)
		}
		s.LossReason = ""
	}
	if s.Status != Open && was == Open {
		s.CloseOn = today
	}
	return s
}

// WithCategory sets the category by hand.
func (s State) WithCategory(c Category) State {
	s.Category, s.CategoryManual = c, true
	return s
}

// check refuses a state that means nothing.
func (s State) check() error {
	if s.Name == "" {
		return fault.On("name", "An opportunity needs a name.")
	}
	if s.ProbabilityBP < 0 || s.ProbabilityBP > 10000 {
		return fault.On("probability", "A probability must be between 0 % and 100 %.")
	}
	if s.Status == Open && s.Category == Closed {
		return fault.On("category", "An open opportunity cannot be in the category Closed: win it first.")
	}
	if s.Status == Won && s.Category != Closed {
		return fault.On("category", "A won opportunity must be in the category Closed.")
	}
	return nil
}
