package sitetest

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/connect/importer"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
)

// Zipped is an archive of files, given in pairs of name and content.
func Zipped(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(pairs); i += 2 {
		f, err := z.Create(pairs[i])
		if err == nil {
			_, err = f.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Upload sends a file as the form does, with more fields in pairs; "mapping" is a file too.
func (b *Browser) Upload(to string, file []byte, pairs ...string) Answer {
	b.T.Helper()
	return b.UploadAs("export.zip", to, file, pairs...)
}

// UploadAs is Upload of a file with a name.
func (b *Browser) UploadAs(name, to string, file []byte, pairs ...string) Answer {
	b.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == "mapping" {
			part, _ := form.CreateFormFile("mapping", "mapping.json")
			_, _ = part.Write([]byte(pairs[i+1]))
			continue
		}
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	if file != nil {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			b.T.Fatal(err)
		}
		_, _ = part.Write(file)
	}
	_ = form.Close()
	return b.Send(http.MethodPost, to, form.FormDataContentType(), &body)
}

const Accounts = "Id,Name\n001,Acme\n002,Globex\n"

// Run does an import as the job would.
func Run(t *testing.T, s *Site, h *House, id uuid.UUID) {
	t.Helper()
	actor := tenant.AsSystem(h.TenantID)
	files := source.FromStored(t.Context(), s.DB, actor, id)
	if err := importer.Run(t.Context(), s.DB, actor, id, files, nil); err != nil {
		t.Fatal(err)
	}
}
