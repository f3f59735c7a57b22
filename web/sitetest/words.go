package sitetest

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
)

// Words is what an answer says: of a workbook the text of all its parts.
func Words(t *testing.T, a Answer) string {
	t.Helper()
	if !strings.HasPrefix(a.Body, "PK\x03\x04") {
		return Keys.ReplaceAllString(a.Body, "")
	}
	z, err := zip.NewReader(strings.NewReader(a.Body), int64(len(a.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range z.File {
		part, err := f.Open()
		if err == nil {
			_, err = io.Copy(&all, part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return Keys.ReplaceAllString(all.String(), "")
}

// Keys are random, and may hold the digits of an amount that a test looks for.
var Keys = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
