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

You are invited to join %s on Quarterdeck, where the sales team works on
pipeline, forecasts and quotas.

Accept the invitation:

%s

The link works once, until %s.
If you did not expect this invitation, ignore this e-mail.
`, organisation, link, expires.Format(moment))}
}

// Reset is the letter with which somebody who has forgotten their password chooses another.
func Reset(to, name, link string, expires time.Time) Message {
	return Message{To: to, Subject: "Reset your Quarterdeck password", Body: fmt.Sprintf(`Hello %s,

We received a request to reset the password of your Quarterdeck account.
Choose a new password:

%s

The link works once, until %s.
If you did not ask for this, ignore this e-mail. Your password stays the same.
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

Your forecast for %s at %s %s %s.

Submit your forecast:

%s
`, line(name), period, organisation, when, due.Format(moment), link)}
}

// Unread is the letter about notifications that somebody has not read: a line each, without its full stop.
func Unread(to, name, organisation string, lines []string, link string) Message {
	organisation = line(organisation)
	subject := organisation + ": " + line(lines[0])
	if len(lines) > 1 {
		subject = fmt.Sprintf("%s: %d unread notifications", organisation, len(lines))
	}
	said := ""
	for _, l := range lines {
		said += "  - " + line(l) + "\n"
	}
	return Message{To: to, Subject: subject, Body: fmt.Sprintf(`Hello %s,

You have not read this on Quarterdeck (%s):

%s
Open your inbox:

%s

Choose what you are mailed about: %s/settings
`, line(name), organisation, said, link, link)}
}

// Waiting is the letter that says that a page waits for somebody, in words that tell nothing of what is on it. what is
// a sentence without its full stop.
func Waiting(to, name, organisation, what, link string) Message {
	organisation = line(organisation)
	return Message{To: to, Subject: fmt.Sprintf("%s: %s", organisation, line(what)), Body: fmt.Sprintf(`Hello %s,

%s on Quarterdeck (%s).

Open it here:

%s
`, line(name), line(what), organisation, link)}
}
