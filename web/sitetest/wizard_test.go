package sitetest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"quarterdeck/internal/platform/tenant"
)

func TestAFileOfAnySystemIsMappedAndImportedInABrowser(t *testing.T) {
	t.Parallel()
	s, org, user := worksite(t)
	axe := Axe(t)
	file := filepath.Join(t.TempDir(), "Kunden.csv")
	text := "Firma;Webseite;Mitarbeiter\nAcme;acme.example;1.250\nGlobex;globex.example;12\nGlobex;globex.example;12\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w := s.Window(1440, 900).As(user)
	w.Get("/o/" + org.Slug + "/imports")
	w.Do(chromedp.WaitVisible(`[name=file]`), chromedp.SetUploadFiles(`[name=file]`, []string{file}),
		chromedp.Click(`form[action$="/imports"] button`))
	w.Until("the columns have a page", `location.pathname.endsWith("/columns")`)
	w.Until("they are suggested",
		`[...document.querySelectorAll("[name=field]")].map(f => f.value).join() === "name,website,employees"`)
	path := Evaluate[string](w, `location.pathname`)
	for _, width := range []int64{1440, 390} {
		phone := s.Window(width, 844)
		phone.Cookie("theme", "light")
		phone.As(user).Get(path)
		phone.Inspect(Look{Name: "import-columns", Path: path, Who: tenant.Admin}, width, axe)
	}
	w.Do(chromedp.Click(`button[value=preview]`))
	w.Until("the preview has a page", `/imports\/[0-9a-f-]{36}$/.test(location.pathname)`)
	w.Until("it comes to its end", `document.querySelector("#import")?.innerText.includes("Nothing was stored.")`)
	w.Until("it counts", `document.querySelector("#import").innerText.includes("2 added, 0 changed")`)
	w.Until("it says what is wrong", `document.querySelector("#import").innerText.includes("already used in line 3")`)
	w.Do(chromedp.Click(`form button.btn-primary`))
	w.Until("the import is done",
		`document.querySelector("#import")?.innerText.includes("The import is done.")`)
}
