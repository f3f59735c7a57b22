package demo

import "quarterdeck/internal/connect/demo/chance"

// nextSteps are what reps write down as the next step, by open stage.
var nextSteps = [contract + 1][]string{
	discovery: {"Book the discovery call", "Send questions about the current process", "Find out who owns the budget"},
	qualification: {"Confirm budget and timing with the sponsor", "Meet the head of operations",
		"Agree on the criteria for a decision"},
	evaluation: {"Technical workshop with IT", "Answer the security questionnaire", "Review the results of the trial"},
	approving:  {"Present the business case to finance", "Send the revised proposal", "Get a date from the board"},
	contract:   {"Return the contract with legal's changes", "Agree on the start date", "Collect the signature"},
}

// addNextSteps writes a next step on most open opportunities. Those that nobody has touched have one less often, and so
// have early ones.
func (s *generator) addNextSteps() {
	d := chance.New(s.Seed, "next steps")
	for _, o := range s.opportunities {
		if o.stage.closed() {
			continue
		}
		known := .97
		switch {
		case o.quiet:
			known = .6
		case o.stage == discovery:
			known = .88
		}
		text := chance.Pick(d, nextSteps[o.stage])
		if d.Happens(known) {
			o.next = text
		}
	}
}
