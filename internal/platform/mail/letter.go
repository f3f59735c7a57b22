package mail

import (
	"fmt"
	"time"
)

// moment writes the end of a link's life so that the reader knows whose clock it is.
const moment = "Monday, 2 January 2006, 15:04 MST"

// Invitation is the letter that asks somebody to sign in to an organisation. expires is in the organisation's zone.
func Invitation(to, organisation, link string, expires time.Time) Message {
	organisation = line(organisation)
	return Message{To: to, Subject: fmt.Sprintf("Your invitation to %s on Quarterdeck", organisation),
		Body: fmt.Sprintf(`Hello,

you are invited to work with %s on Quarterdeck, where the sales team keeps its
pipeline, forecasts and quotas.

Open this link to accept the invitation:

%s

It works until %s, and only once.
If you did not expect this invitation, you can leave this letter unanswered.
`, organisation, link, expires.Format(moment))}
}

// Reset is the letter with which somebody who has forgotten their password chooses another.
func Reset(to, name, link string, expires time.Time) Message {
	return Message{To: to, Subject: "Choose a new Quarterdeck password", Body: fmt.Sprintf(`Hello %s,

somebody, most likely you, asked to choose a new password for your Quarterdeck
account. Open this link to do so:

%s

It works until %s, and only once. Your
present password stays as it is until then. If it was not you, nothing needs to be
done: without this letter nobody can use the link.
`, line(name), link, expires.Format(moment))}
}

// ForecastDue is the letter that asks for a forecast call, or says that it is late. It holds a link and no figure. due
// is in the organisation's zone.
func ForecastDue(to, name, organisation, period, link string, due time.Time, late bool) Message {
	organisation, period = line(organisation), line(period)
	subject, when := fmt.Sprintf("Your forecast for %s is due", period), "is due on"
	if late {
		subject, when = fmt.Sprintf("Your forecast for %s is late", period), "was due on"
	}
	return Message{To: to, Subject: subject, Body: fmt.Sprintf(`Hello %s,

your forecast call for %s at %s %s %s.
Open this page to submit it:

%s
`, line(name), period, organisation, when, due.Format(moment), link)}
}

// Waiting is the letter that says that a page waits for somebody, in words that tell nothing of what is on it.
func Waiting(to, name, organisation, what, link string) Message {
	organisation = line(organisation)
	return Message{To: to, Subject: fmt.Sprintf("%s: %s", organisation, line(what)), Body: fmt.Sprintf(`Hello %s,

%s at %s. Open this page to see it:

%s
`, line(name), line(what), organisation, link)}
}
