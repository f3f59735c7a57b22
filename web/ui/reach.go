package ui

import (
	"net/url"
	"strings"
)

// MailTo is the address of a link that writes an e-mail; none where the text is no address.
func MailTo(email string) string {
	name, domain, ok := strings.Cut(email, "@")
	if !ok || name == "" || !strings.Contains(domain, ".") || strings.ContainsAny(email, " \t\r\n\",;<>") {
		return ""
	}
	return "mailto:" + url.PathEscape(email)
}

// Tel is the address of a link that calls a number; none where the text is no number. What is dialled after it, such as
// "ext. 12", is left out.
func Tel(phone string) string {
	number, _, _ := strings.Cut(strings.ToLower(phone), "x")
	digits := 0
	number = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			digits++
			return r
		case r == '+':
			return r
		}
		return -1
	}, strings.ReplaceAll(number, "(0)", ""))
	if digits < 5 || strings.LastIndex(number, "+") > 0 {
		return ""
	}
	return "tel:" + number
}

// reaches tells that an address writes or calls.
func reaches(href string) bool {
	return strings.HasPrefix(href, "mailto:") || strings.HasPrefix(href, "tel:")
}
