package site

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"strings"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/record/attachment"
)

// What a request may send: a form, or one with files. A file that is too large is still read up to surplus, so that the
// browser gets an answer instead of a broken connection, and the form is shown again with what was typed.
const (
	maxForm      = 1 << 20
	maxArchive   = 512 << 20
	maxBilling   = 20 << 20
	maxEvidence  = 5 << 20
	maxDocument  = 1 << 20
	maxAttached  = attachment.MostFile
	surplus      = 64 << 20
	uploadMemory = 1 << 20 // bytes of an upload that are held in memory; the rest waits in a file
)

// upload is a file that a form may bring.
type upload struct {
	field string
	what  string // "The file", as a sentence begins
	limit int64
	hint  string // what to do with a file that is larger
}

var (
	Archive      = upload{"file", "The file", maxArchive, "Split the export, or use the command quarterdeck import."}
	MappingFile  = upload{"mapping", "The mapping file", mappingLimit, "Choose the mapping, not the data."}
	BillingFile  = upload{"file", "The billing file", maxBilling, "Split it, for example by month."}
	EvidenceFile = upload{"evidence", "The file", maxEvidence, "Attach a smaller one, or only the page that matters."}
	AttachedFile = upload{"file", "The file", maxAttached, attachment.TooLarge}
	PlanFile     = upload{"file", "The plan document", maxDocument, "Choose the plan's JSON document."}
)

// brings tells that a request brings files. Nothing reads its body before it is known who sends it.
func brings(r *http.Request) bool {
	takes := strings.HasSuffix(r.URL.Path, "/imports") || strings.HasSuffix(r.URL.Path, "/plans") ||
		strings.HasSuffix(r.URL.Path, "/attachments") ||
		strings.HasSuffix(r.URL.Path, "/commissions/billing") || strings.Contains(r.URL.Path, "/commissions/disputes")
	return r.Method == http.MethodPost && takes &&
		strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// Receive reads a form with files and enforces the size limit of each. A form without files is left unchanged.
func Receive(w http.ResponseWriter, r *http.Request, files ...upload) error {
	most := int64(maxForm)
	for _, f := range files {
		most += f.limit
	}
	if brings(r) {
		r.Body = http.MaxBytesReader(w, r.Body, most+surplus)
	}
	if err := r.ParseMultipartForm(uploadMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return unread(err, files[0])
	}
	if r.MultipartForm == nil {
		return nil
	}
	if !allText(r.MultipartForm.Value) {
		return notText
	}
	for _, f := range files {
		for _, head := range r.MultipartForm.File[f.field] {
			if head.Size > f.limit {
				return f.tooLarge(fmt.Sprintf("%s has %s. ", f.what, megabytes(head.Size)))
			}
		}
	}
	return nil
}

// Forget deletes the temporary files of a form.
func Forget(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
}

// tooLarge says how large a file may be.
func (f upload) tooLarge(is string) error {
	return &fault.Fault{Kind: fault.TooLarge, Field: f.field,
		Message: is + fmt.Sprintf("The limit is %s. %s", megabytes(f.limit), f.hint)}
}

// megabytes writes a size for people, never less than it is.
func megabytes(size int64) string {
	tenths := (size*10 + 1<<20 - 1) >> 20
	if tenths%10 == 0 {
		return fmt.Sprintf("%d MB", tenths/10)
	}
	return fmt.Sprintf("%d.%d MB", tenths/10, tenths%10)
}

var (
	notText   = fault.New(fault.Invalid, "Something in the address or the form is not text.")
	formLarge = fault.New(fault.TooLarge,
		"The form is larger than 1 MB, so it was not read. Shorten what you typed, then send it again.")
	bodySlow = fault.New(fault.TooSlow,
		"The upload took too long and was not saved. Check your connection, then send it again.")
)

// unreadForm tells why a form could not be read.
func unreadForm(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return formLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return bodySlow
	}
	return notText
}

// unread tells why a body could not be read to its end.
func unread(err error, f upload) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return f.tooLarge("")
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return bodySlow
	}
	return fault.On(f.field, "The upload was cut off. Send it again.")
}

// mappingLimit is far more than any mapping takes.
const mappingLimit = 1 << 20

// File is one that a form has brought. Its name is as the sender's machine calls it.
type File struct {
	Name string
	Body multipart.File
}

// Received opens the file of a form that was received, which must be there.
func Received(r *http.Request, of upload) (File, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[of.field]) == 0 {
		return File{}, fault.On(of.field, "Choose a file.")
	}
	body, head, err := r.FormFile(of.field)
	if err != nil {
		return File{}, fault.On(of.field, "The upload was cut off. Send it again.")
	}
	return File{head.Filename, body}, nil
}
