package importpage

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
	"quarterdeck/web/page"
	"quarterdeck/web/site"
)

// importsShown is how many imports the page lists.
const importsShown = 50

// showImports lists the last imports and takes another. GET /o/{org}/imports
func (s area) showImports(w http.ResponseWriter, r *http.Request) error {
	return s.importsPage(w, r, http.StatusOK, page.Form{})
}

func (s area) importsPage(w http.ResponseWriter, r *http.Request, status int, form page.Form) error {
	var l imports
	err := s.View(r, func(ctx context.Context, tx *tenant.Tx) (err error) {
		l.Zone = tx.Calendar().Location()
		if l.List, err = importjob.List(ctx, tx, tx.Now(), importsShown); err != nil {
			return err
		}
		l.Roster, err = member.Load(ctx, tx, member.Ever, time.Time{})
		return err
	})
	if err != nil {
		return err
	}
	f := s.Frame(r, "Imports", "Records from your CRM")
	f.Path = f.Base + "/imports"
	return s.Write(w, r, status, importList(f, l, form))
}

// startImport stores the uploaded files and starts to read them, or reads those of an earlier import again.
// POST /o/{org}/imports
func (s area) startImport(w http.ResponseWriter, r *http.Request) error {
	var id uuid.UUID
	err := site.Receive(w, r, site.Archive, site.MappingFile)
	defer site.Forget(r)
	switch {
	case err != nil:
	case r.MultipartForm != nil:
		id, err = s.startUpload(r)
	default:
		id, err = s.startAgain(r)
	}
	if err != nil {
		return site.Again(r, err, func(status int, f page.Form) error { return s.importsPage(w, r, status, f) })
	}
	to := site.Where(r).Base + "/imports/" + id.String()
	return s.Redirect(w, r, to, "") // which leads on to the columns of a draft
}

// startUpload takes a new archive: the files and the job are stored together or not at all.
func (s area) startUpload(r *http.Request) (id uuid.UUID, err error) {
	file, head, err := r.FormFile("file")
	if err != nil {
		return id, fault.On("file", "Choose a CSV file, or a zip of CSV files.")
	}
	defer file.Close()
	request, err := typedImport(r, head)
	if err != nil {
		return id, err
	}
	if request.Format == mapped || request.Format == importjob.Salesforce && !zipped(request.Origin) {
		return s.startDraft(r, request.Origin, file, head.Size)
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if id, err = importjob.Start(ctx, tx, request); err != nil {
			return err
		}
		if err := source.StoreZip(ctx, tx, id, file, head.Size); err != nil {
			return err
		}
		return s.Jobs.EnqueueImport(ctx, tx, id)
	})
	return id, err
}

// mapped is the format of an upload whose columns are mapped on the next page.
const mapped importjob.Format = "columns"

// zipped tells by its name whether a file is a zip. A single file has no names of objects, so its columns are mapped.
func zipped(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

// startDraft stores an upload whose columns are mapped next, if its files can be read.
func (s area) startDraft(r *http.Request, origin string, file io.ReaderAt, size int64) (id uuid.UUID, err error) {
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		if id, err = importjob.Keep(ctx, tx, origin); err != nil {
			return err
		}
		if err := source.StoreUpload(ctx, tx, id, origin, file, size); err != nil {
			return err
		}
		_, err = loadDraft(ctx, tx, id, 0)
		return err
	})
	return id, err
}

// againForm is an import that is done once more, and the choices of how its files are read.
type againForm struct {
	Again  uuid.UUID `form:"again"`
	Choose bool      `form:"choose"`
	DryRun bool      `form:"dry_run"`
	Words  []string  `form:"word"` // their meanings, in the order of wordsOf
	Files  []struct {
		Delimiter site.Verbatim `form:"delimiter"`
		Decimal   string        `form:"decimal"`
		Order     string        `form:"order"`
		Percent   string        `form:"percent"`
	} `form:"files"` // in the order of the findings
}

// startAgain does an import once more: one that failed as it was, a dry run in earnest, or one with other choices of
// how its files are read.
func (s area) startAgain(r *http.Request) (id uuid.UUID, err error) {
	f, err := site.Decode[againForm](r)
	if err != nil {
		return id, err
	}
	if f.Again == uuid.Nil {
		return id, fault.On("file", "Choose a CSV file, or a zip of CSV files.")
	}
	err = s.Update(r, func(ctx context.Context, tx *tenant.Tx) error {
		i, err := importjob.Get(ctx, tx, f.Again)
		if err != nil {
			return err
		}
		dry, choices := i.DryRun && i.State != importjob.Done, (*mapping.Choices)(nil)
		if f.Choose {
			chosen := f.chosen(i)
			dry, choices = f.DryRun, &chosen
		}
		if id, err = importjob.Again(ctx, tx, f.Again, dry, choices); err != nil {
			return err
		}
		return s.Jobs.EnqueueImport(ctx, tx, id)
	})
	return id, err
}

// uploadForm is what a new archive is, beside its files.
type uploadForm struct {
	Format importjob.Format `form:"format"`
	DryRun bool             `form:"dry_run"`
}

func typedImport(r *http.Request, head *multipart.FileHeader) (importjob.Request, error) {
	f, err := site.Decode[uploadForm](r)
	if err != nil {
		return importjob.Request{}, err
	}
	request := importjob.Request{Format: f.Format, Origin: path.Base(strings.ReplaceAll(head.Filename, `\`, "/")),
		DryRun: f.DryRun}
	if !site.IsText(request.Origin) {
		return request, fault.On("file", "The file name is not valid text. Rename the file.")
	}
	mapping, info, err := r.FormFile("mapping")
	if err != nil || info.Size == 0 {
		return request, nil
	}
	defer mapping.Close()
	request.Mapping, err = io.ReadAll(mapping)
	return request, err
}
