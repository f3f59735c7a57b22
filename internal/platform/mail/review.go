package mail

import (
	"fmt"
	"strings"
)

// Summary is the result of a review for one participant: figures line by line, and the actions that are open.
type Summary struct {
	To, Name, Organisation string
	Week                   string // "Nov 16–22, 2026"
	About                  string // whose week: "Your changes", "Changes for North"
	Lines                  [][2]string
	Actions                []string
	Link                   string
}

// Review is the letter that goes out when a weekly review is finished.
func Review(s Summary) Message {
	var body strings.Builder
	fmt.Fprintf(&body, "Hello %s,\n\nThe pipeline review for %s at %s is finished. %s:\n\n", line(s.Name),
		s.Week, line(s.Organisation), line(s.About))
	widest := 0
	for _, l := range s.Lines {
		widest = max(widest, len([]rune(l[0])))
	}
	for _, l := range s.Lines {
		fmt.Fprintf(&body, "  %s%s  %s\n", l[0], strings.Repeat(" ", widest-len([]rune(l[0]))), line(l[1]))
	}
	if len(s.Actions) > 0 {
		body.WriteString("\nOpen actions:\n\n")
		for _, a := range s.Actions {
			fmt.Fprintf(&body, "  - %s\n", line(a))
		}
	}
	fmt.Fprintf(&body, "\nOpen the review:\n\n%s\n", s.Link)
	return Message{To: s.To, Subject: "Pipeline review, " + s.Week, Body: body.String()}
}
