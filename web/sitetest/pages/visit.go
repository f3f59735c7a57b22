package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// visitor signs in to the demo and looks at whatever is linked.
type visitor struct{ role, email, org string }

var visitors = []visitor{
	// first: the log that they read tells who looked at what
	{"admin", "audrey.nwosu@growthtech.example", "growthtech"},
	{"executive", "jasmine.hendricks@growthtech.example", "growthtech"},
	{"manager", "brandon.langford@growthtech.example", "growthtech"},
	{"rep", "adriana.foster@growthtech.example", "growthtech"},
	{"ops", "felix.marchetti@growthtech.example", "growthtech"},
	{"finance", "daniela.coleman@growthtech.example", "growthtech"},
}

const (
	password = "quarterdeck-demo"
	alike    = 2  // pages of one kind, which differ in a key only
	routed   = 24 // pages of one route, whatever is asked of them
)

var (
	linked  = regexp.MustCompile(`(?:href|hx-get|data-href)="(/[^"#]*)`)
	varying = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-(?:Q\d|W\d+|\d\d(?:-\d\d)?)|\d+`)
	// what a second look at the same page says otherwise
	passing = regexp.MustCompile(`Reference [A-Za-z0-9/.-]+|\d+ (?:seconds?|minutes?|hours?) ago`)
)

// kind is an address without its keys, dates and numbers: of those that are alike a few are kept.
func kind(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	var asked []string
	for name, values := range u.Query() {
		value := ""
		if len(values) > 0 && !varying.MatchString(values[0]) && len(values[0]) < 12 {
			value = values[0]
		}
		asked = append(asked, name+"="+value)
	}
	slices.Sort(asked)
	return varying.ReplaceAllString(u.Path, "*") + "?" + strings.Join(asked, "&")
}

// visit signs in and keeps each page that is led to from the first one, in the order of the links.
func visit(ctx context.Context, site, folder string, v visitor) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	form := url.Values{"email": {v.email}, "password": {password}}
	response, err := client.PostForm(site+"/login", form)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("signing in is answered with %d", response.StatusCode)
	}
	base := "/o/" + v.org
	queue := []string{base + "/home", base + "/more", base + "/pipeline", base + "/accounts", base + "/forecast",
		base + "/review", base + "/commissions", base + "/plans", base + "/settings", base + "/imports",
		base + "/audit", base + "/setup", base + "/plans/new", base + "/lines", base + "/settings/members", base +
			"/settings/forecast", base + "/forecast/mine", "/me", "/o", "/login", "/password", "/outbox", "/nothing"}
	seen, kinds := map[string]bool{}, map[string]int{}
	for n := 0; len(queue) > 0; {
		address := queue[0]
		queue = queue[1:]
		if seen[address] || strings.Contains(address, "/progress") {
			continue
		}
		sort := kind(address)
		route, _, _ := strings.Cut(sort, "?")
		if seen[address] = true; kinds[sort] >= alike || kinds[route] >= routed {
			continue
		}
		kinds[sort]++
		kinds[route]++
		page, err := ask(ctx, client, site, address)
		if err != nil {
			return err
		}
		n++
		name := strings.NewReplacer("/", "_", "?", "~").Replace(strings.TrimPrefix(address, base))
		name = fmt.Sprintf("%03d%s", n, name[:min(len(name), 150)])
		if err := os.WriteFile(filepath.Join(folder, name), page, 0o644); err != nil {
			return err
		}
		for _, m := range linked.FindAllSubmatch(page, -1) {
			queue = append(queue, html.UnescapeString(string(m[1])))
		}
		if at := bytes.Index(page, []byte("\nto ")); at > 0 && at < 100 {
			to, _, _ := bytes.Cut(page[at+4:], []byte("\n"))
			queue = append(queue, string(to))
		}
	}
	return nil
}

// ask answers with status, type and text of a page; a workbook is unpacked, for its packing has no fixed order.
func ask(ctx context.Context, client *http.Client, site, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, site+address, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(body, []byte("PK\x03\x04")) {
		if body, err = unpack(body); err != nil {
			return nil, err
		}
	}
	h := response.Header
	head := fmt.Sprintf("%s\n%d\nto %s\n%s\n%s\n", address, response.StatusCode, h.Get("Location"),
		h.Get("Content-Type"), h.Get("Content-Disposition"))
	text := strings.ReplaceAll(head+string(body), site, "")
	return passing.ReplaceAll([]byte(text), []byte("…")), nil
}

func unpack(body []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&all, "\n== %s\n", f.Name)
		if _, err := io.Copy(&all, part); err != nil {
			return nil, err
		}
	}
	return all.Bytes(), nil
}
