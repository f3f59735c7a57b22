package attachment

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is a file's name as it is kept: without folders, and without characters that are not seen, turn the direction
// of writing or mean something to a file system. It is never empty, and keeps its ending when it is shortened.
func Clean(name string) string {
	name = plain(name)
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if name == "" {
		return "file"
	}
	ending := path.Ext(name)
	if utf8.RuneCountInString(ending) > 12 {
		ending = ""
	}
	return shorten(strings.TrimSuffix(name, ending), longestName-utf8.RuneCountInString(ending)) + ending
}

// plain is a text without control characters and those that are not seen but have an effect.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, s)
}

func shorten(s string, most int) string {
	if all := []rune(s); len(all) > most {
		return string(all[:most])
	}
	return s
}

// pictures are the types that a browser may show by itself, and the endings that they have.
var pictures = map[string][]string{"image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/gif": {".gif"},
	"image/webp": {".webp"}}

// office are the types of documents that are zip files inside, by their ending.
var office = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation"}

// Binary is the type of a file of which no more is known than that it is one.
const Binary = "application/octet-stream"

// Sniff is the type of a file by its first bytes (512 are enough). Whatever a browser would run is Binary.
func Sniff(name string, head []byte) string {
	media, _, _ := mime.ParseMediaType(http.DetectContentType(head))
	if _, ok := pictures[media]; ok {
		return media
	}
	switch media {
	case "application/pdf", "text/plain":
		return media
	case "application/zip":
		if document := office[ending(name)]; document != "" && bytes.Contains(head, []byte("[Content_Types].xml")) {
			return document
		}
		return media
	}
	return Binary
}

// Inline tells that a browser may show the file by itself: a picture whose name says the same as its bytes.
func (a Attachment) Inline() bool {
	for _, known := range pictures[a.Media] {
		if ending(a.Name) == known {
			return true
		}
	}
	return false
}

// Sort is what a file is, for people.
func (a Attachment) Sort() string {
	switch _, picture := pictures[a.Media]; {
	case a.Link():
		return "Link"
	case picture:
		return "Image"
	case a.Media == "application/pdf":
		return "PDF"
	case a.Media == "text/plain":
		return "Text"
	case a.Media == "application/zip":
		return "ZIP"
	case a.Media != "" && a.Media == office[ending(a.Name)]:
		return strings.ToUpper(ending(a.Name)[1:])
	}
	return "File"
}

func ending(name string) string { return strings.ToLower(path.Ext(name)) }
