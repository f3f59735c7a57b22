package ui

// label says which day the page is as of, and that another can be chosen.
func (m Moment) label() string {
	if m.Value == "" {
		return "As of now. Choose a past day"
	}
	return "As of " + m.Value + ". Choose another day"
}
