package contactpage_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/process"
	"quarterdeck/web/sitetest"
)

func TestAContactHasCustomFields(t *testing.T) {
	t.Parallel()
	f := sitetest.New(t).Firm("fields")
	var lang customfield.Field
	if err := f.Site.DB.Update(t.Context(), tenant.AsSystem(f.TenantID), func(tx *tenant.Tx) (err error) {
		lang, err = process.SaveField(t.Context(), tx, customfield.Field{Object: customfield.Contact, Name: "Language",
			Kind: customfield.Choice, Options: []string{"English", "Italian & <b>"}}, uuid.Nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	rep, holding := f.As("rep"), sitetest.Mark("fields", "rep")+" Holding"
	rep.Get(f.Path("/contacts/new")).Is(t, http.StatusOK).Says(t, "Language", "Italian &amp; &lt;b&gt;")
	form := []string{"last_name", "Lindqvist", "account", holding, "key_0", lang.Key(), "custom_0"}
	rep.Post(f.Path("/contacts"), append(form, "Latin")...).Is(t, http.StatusUnprocessableEntity).Says(t,
		"is not one of the choices of Language")
	path := rep.Post(f.Path("/contacts"), append(form, "English")...).Is(t,
		http.StatusSeeOther).Header.Get("Location")
	rep.Get(path).Is(t, http.StatusOK).Says(t, "Edit Language: English")
	rep.Post(path+"/fields", "field", lang.Key(), "saw", "English", "value", "italian & <B>").Leads(t, path)
	rep.Get(path).Says(t, "Edit Language: Italian &amp; &lt;b&gt;", "English → Italian &amp; &lt;b&gt;",
		"You changed language")
	rep.Post(f.Path(undo(rep.Get(path).Body))).Leads(t, path)
	rep.Get(path).Says(t, "Edit Language: English")
	rep.Get(f.Path("/contacts.csv")).Is(t, http.StatusOK).Says(t, ",Language\n", ",English\n")
	f.As("far").Post(path+"/fields", "field", lang.Key(), "saw", "English", "value", "").Is(t, http.StatusNotFound)
}
