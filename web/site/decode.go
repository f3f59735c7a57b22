package site

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-playground/form/v4"
	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/base/money"
	"quarterdeck/internal/base/period"
)

// mostRows is how many numbered rows of a form are read.
const mostRows = 200

// Percent is a typed whole percentage, with or without a percent sign; empty is zero.
type Percent int

// Clock is a time of day in minutes after midnight.
type Clock int

// Verbatim is a text with its leading and trailing spaces, for passwords.
type Verbatim string

// Decode reads the form of a request into a struct whose fields say by their tag form:"name" which field of the page
// they are. Texts come without the spaces around them, a box that is ticked is true, and of several values of a field
// the first counts; a slice takes them all. A slice of structs takes the rows of a form: the fields whose names end in
// a number, such as share_0, share_1. What is missing, empty or unknown is left zero, or nil for a pointer.
//
// What cannot be read is zero as well, unless the field has a tag problem:"Choose a day.": then whoever left it out or
// typed something else is told so, in the order of the fields. A pointer with that tag may be left empty. Amounts and
// numbers are read once it is known what they are in: see Figure.
func Decode[T any](r *http.Request) (T, error) {
	var f T
	if r.PostForm == nil {
		_ = r.ParseForm() // as a value of the form is read that is asked for alone
	}
	err := decode(&f, r.PostForm, VisitOf(r).Seat.Numbers)
	return f, err
}

func decode(f any, sent url.Values, numbers money.Format) error {
	v := reflect.ValueOf(f).Elem()
	d := reading{sent: sent, numbers: numbers, given: url.Values{}}
	d.collect(v.Type(), "", "")
	unread := form.DecodeErrors{}
	if err := decoder.Decode(f, d.given); err != nil && !errors.As(err, &unread) {
		return err
	}
	d.tell(v, "")
	for _, field := range d.asked {
		if err := field.problem(d.given.Has(field.path), unread[field.path]); err != nil {
			return err
		}
	}
	return nil
}

// decoder reads values by their types. It is given known fields only, so that no name that somebody makes up is
// understood as a path.
var decoder = newDecoder()

func newDecoder() *form.Decoder {
	d := form.NewDecoder()
	d.SetMode(form.ModeExplicit)
	d.SetMaxArraySize(mostRows)
	reads(d, func(text string) (bool, error) { return text != "", nil })
	reads(d, strconv.Atoi)
	reads(d, func(text string) (int64, error) { return strconv.ParseInt(text, 10, 64) })
	reads(d, period.ParseDate)
	reads(d, uuid.Parse)
	reads(d, readPercent)
	reads(d, readClock)
	reads(d, func(text string) (Figure, error) { return Figure{text: text}, nil })
	return d
}

func reads[T any](d *form.Decoder, read func(string) (T, error)) {
	var of T
	d.RegisterCustomTypeFunc(func(all []string) (any, error) { return read(all[0]) }, of)
}

// reading is a form on its way into a struct.
type reading struct {
	sent    url.Values // by the names of the page
	given   url.Values // by the paths in the struct
	asked   []asked    // in the order of the struct
	numbers money.Format
}

// asked is a field that the form has, or should have.
type asked struct {
	reflect.StructField
	path string
}

// collect gives each field what was sent for it. A text may be empty; anything else that is empty was not given.
func (d *reading) collect(t reflect.Type, path, number string) {
	for i := range t.NumField() {
		of, name := t.Field(i), t.Field(i).Tag.Get("form")
		if rows(of.Type) {
			for at := range mostRows {
				n := strconv.Itoa(at)
				d.collect(of.Type.Elem(), name+"["+n+"].", "_"+n)
			}
			continue
		}
		all := trimmed(d.sent[name+number])
		given := len(all) > 0 && (all[0] != "" || isText(of.Type))
		if given {
			d.given[path+name] = all
		}
		if given || number == "" {
			d.asked = append(d.asked, asked{of, path + name})
		}
	}
}

func trimmed(all []string) []string {
	kept := make([]string, len(all))
	for i, text := range all {
		kept[i] = strings.TrimSpace(text)
	}
	return kept
}

func rows(t reflect.Type) bool { return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct }

func isText(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t.Kind() == reflect.String
}

// tell lets figures know how the organisation writes them and which field they are, and texts what was typed.
func (d *reading) tell(v reflect.Value, number string) {
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("form")
		if rows(v.Type().Field(i).Type) {
			for at := range v.Field(i).Len() {
				d.tell(v.Field(i).Index(at), "_"+strconv.Itoa(at))
			}
			continue
		}
		switch held := v.Field(i).Addr().Interface().(type) {
		case *Figure:
			held.field, held.numbers = name, d.numbers
		case *Verbatim:
			*held = Verbatim(d.sent.Get(name + number))
		}
	}
}

// problem is why the field was refused. A rule says so itself; else it is what the field says of whatever cannot be
// read.
func (a asked) problem(given bool, err error) error {
	name, sentence := a.Tag.Get("form"), a.Tag.Get("problem")
	if !given && sentence != "" && a.Type.Kind() != reflect.Pointer {
		return fault.On(name, sentence)
	}
	if err == nil {
		return nil
	}
	if said := cmp.Or(fault.Message(err), sentence); said != "" {
		return fault.On(name, said)
	}
	return nil
}
