package customfield

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

const columns = `id, field_id, at, member_id, object, name, kind, help, options, needed, source, place, retired`

// List is the fields of an object as they were defined at a moment, retired ones too, in the order of forms.
func List(ctx context.Context, tx *tenant.Tx, object string, at time.Time) (Set, error) {
	all, err := tenant.List[Field](ctx, tx, `SELECT `+columns+` FROM (SELECT DISTINCT ON (f.field_id) f.*
			FROM app.custom_fields f WHERE f.tenant_id = @tenant AND f.object = @object AND f.at <= @at
			ORDER BY f.field_id, f.at DESC, f.id DESC) n
		WHERE n.tenant_id = @tenant ORDER BY n.place, n.at DESC, n.field_id`, tenant.Args{"object": object, "at": at})
	if err != nil {
		return nil, fmt.Errorf("customfield: list: %w", err)
	}
	return all, nil
}

// Versions lists the versions of a field, newest first. One that nobody defined is NotFound.
func Versions(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Field, error) {
	all, err := tenant.List[Field](ctx, tx, `SELECT `+columns+` FROM app.custom_fields
		WHERE tenant_id = @tenant AND field_id = @id ORDER BY at DESC, id DESC`, tenant.Args{"id": id})
	if err != nil {
		return nil, fmt.Errorf("customfield: versions: %w", err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "")
	}
	return all, nil
}

// Append writes a version of a field.
func Append(ctx context.Context, tx *tenant.Tx, f Field) error {
	options, err := json.Marshal(f.Options)
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO app.custom_fields (tenant_id, `+columns+`) VALUES (@tenant, @id, @field, @at,
			@member, @object, @name, @kind, @help, @options::jsonb, @needed, @source, @place, @retired)`,
			tenant.Args{"id": f.ID, "field": f.FieldID, "at": tx.Now(), "member": tx.By(), "object": f.Object,
				"name": f.Name, "kind": string(f.Kind), "help": f.Help, "options": string(options), "needed": f.Needed,
				"source": f.Source, "place": f.Place, "retired": f.Retired})
	}
	if err != nil {
		return fmt.Errorf("customfield: append: %w", err)
	}
	return nil
}

// mostFields is how many fields an object can have.
const mostFields = 200

// Settled is the field as it can be kept among the others, for somebody who saw a version of it; uuid.Nil: there was
// none. What means nothing is refused at its field.
func (f Field) Settled(all Set, saw uuid.UUID) (Field, error) {
	f.Name, f.Help, f.Source = strings.TrimSpace(f.Name), strings.TrimSpace(f.Help), strings.TrimSpace(f.Source)
	was, known := all.Find(f.Key())
	if was.ID != saw || f.FieldID != uuid.Nil && !known {
		return f, fault.New(fault.Conflict,
			"Somebody changed this field since you opened the page. Check it again before you save.")
	}
	if !known {
		f.FieldID, f.Place = uuid.Must(uuid.NewV7()), len(all)
	} else if was.Kind != f.Kind {
		return f, fault.On("kind", "The type of a field cannot change, because records have values of it. "+
			"Add a new field and retire this one.")
	}
	if !known && len(all) >= mostFields {
		return f, fault.On("name", fmt.Sprintf("There can be at most %d fields, retired ones included.", mostFields))
	}
	f.Options = options(f.Kind, f.Options)
	return f, f.valid(all)
}

func (f Field) valid(all Set) error {
	if f.Name == "" {
		return fault.On("name", "A field needs a name.")
	}
	for field, text := range map[string]string{"name": f.Name, "source": f.Source} {
		if err := fault.Within(field, text, 80); err != nil {
			return err
		}
	}
	if err := fault.Within("help", f.Help, 200); err != nil {
		return err
	}
	if !f.Kind.Valid() {
		return fault.On("kind", "Choose a type.")
	}
	if f.Kind == Choice && len(f.Options) == 0 {
		return fault.On("options", "Write the choices, one a line.")
	}
	if len(f.Options) > 200 {
		return fault.On("options", "A field can have at most 200 choices.")
	}
	for _, o := range f.Options {
		if err := fault.Within("options", o, 120); err != nil {
			return err
		}
	}
	for _, other := range all {
		if other.FieldID != f.FieldID && strings.EqualFold(other.Name, f.Name) {
			return fault.On("name", fmt.Sprintf("There is already a field %q.", other.Name))
		}
	}
	return nil
}

// options are the choices of a field, each once.
func options(k Kind, typed []string) []string {
	all := []string{}
	for _, o := range typed {
		o = strings.TrimSpace(o)
		same := func(other string) bool { return strings.EqualFold(other, o) }
		if o != "" && k == Choice && !slices.ContainsFunc(all, same) {
			all = append(all, o)
		}
	}
	return all
}
