package page

import "net/url"

// From is the parameter of a record's page that names the list from which it was opened.
const From = "from"

// Coming is the address of a record's page, opened from a list with these parameters; empty: from none.
func Coming(path, from string) string {
	if from == "" {
		return path
	}
	return path + "?" + url.Values{From: {from}}.Encode()
}
