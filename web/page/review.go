package page

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/movement"
	"quarterdeck/internal/opportunity"
	"quarterdeck/internal/period"
	"quarterdeck/internal/review"
	"quarterdeck/web/ui"
)

// reviewRows is how many changed opportunities a page of a review shows.
const reviewRows = 50

// Review is the weekly pipeline review: all of it, or at one person of the stepper.
type Review struct {
	Where    Where
	Calendar period.Calendar
	Today    period.Date
	Me       uuid.UUID
	Review   review.Review
	Kind     movement.Kind // only what moved so
	Gross    bool
	Rep      uuid.UUID // the stepper stands at them; zero: at everybody
	After    string    // the key of the last row of the page before
	Form     Form
}

func (p Review) sheet() review.Sheet { return p.Review.Sheet }

func (p Review) cash() cash { return cash(p.sheet().Base) }

func (p Review) zone() *time.Location { return p.Calendar.Location() }

// to is the review with some parameters changed and the others kept, from the first page of its list.
func (p Review) to(path string, pairs ...string) string {
	view, rep := "", ""
	if p.Gross {
		view = "gross"
	}
	if p.Rep != uuid.Nil {
		rep = p.Rep.String()
	}
	return p.Where.To("/review/"+p.Review.Week.Key+path, append([]string{"view", view, "rep", rep, "kind", string(p.Kind)}, pairs...)...)
}

// Here is the address of the page.
func (p Review) Here() string { return p.to("", "cursor", p.After) }

// week is the same page of another week.
func (p Review) week(w review.Week) string {
	return p.Where.To("/review/"+w.Key, "as_of", "")
}

// Subtitle says whose week it is, and as of when.
func (p Review) Subtitle() string {
	parts := []string{p.Review.Week.Label(), p.sheet().PeriodLabel, AsOf(p.sheet().Until, p.zone())}
	if p.sheet().LeadName != "" {
		parts = slices.Insert(parts, 1, p.sheet().LeadName)
	}
	return strings.Join(parts, " · ")
}

// Stands tells that the person of the address has a place in the review.
func (p Review) Stands() bool { _, ok := p.person(); return ok }

func (p Review) person() (int, bool) {
	i := slices.IndexFunc(p.sheet().People, func(one review.Person) bool { return one.ID == p.Rep })
	return i, i >= 0 && p.Rep != uuid.Nil
}

// step is a place of the stepper: everybody first, then each person.
type step struct{ label, href string }

// steps are the places before, at and after which the stepper stands.
func (p Review) steps() (before, after *step, here string) {
	all := []step{{"Everybody", p.to("", "rep", "")}}
	at := 0
	for _, one := range p.sheet().People {
		if one.ID == uuid.Nil {
			continue
		}
		if one.ID == p.Rep {
			at = len(all)
		}
		all = append(all, step{one.Name, p.to("", "rep", one.ID.String())})
	}
	if at > 0 {
		before = &all[at-1]
		here = itoa(int64(at)) + " of " + itoa(int64(len(all)-1))
	}
	if at+1 < len(all) {
		after = &all[at+1]
	}
	return before, after, here
}

func (p Review) name() string {
	if i, ok := p.person(); ok {
		return p.sheet().People[i].Name
	}
	return "Everybody"
}

// rows are those that the page's choices leave, and of them those that it shows.
func (p Review) rows() (all, shown []review.Row, next string) {
	all = p.sheet().Of(p.Rep, p.Kind, p.Gross)
	from := slices.IndexFunc(all, func(r review.Row) bool { return r.ID.String() == p.After }) + 1
	shown = all[from:]
	if len(shown) > reviewRows {
		shown = shown[:reviewRows]
		next = p.to("", "cursor", shown[reviewRows-1].ID.String())
	}
	return all, shown, next
}

// byPerson cuts rows where the person changes.
func (p Review) byPerson(rows []review.Row) [][]review.Row {
	var all [][]review.Row
	for i, r := range rows {
		if i == 0 || r.OwnerID != rows[i-1].OwnerID {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], r)
	}
	return all
}

func (p Review) owner(id uuid.UUID) string {
	for _, one := range p.sheet().People {
		if one.ID == id {
			return one.Name
		}
	}
	return "Nobody"
}

// runs tells that the page takes judgements, notes and actions.
func (p Review) runs() bool {
	return p.Review.Runs && !p.Review.Frozen() && p.Where.Scope.AsOf == ""
}

// judges tells that the viewer can say whether they count on a row.
func (p Review) judges(r review.Row) bool {
	return p.runs() && r.After != nil && r.After.Status == opportunity.Open
}

func (p Review) edits(r review.Row) bool {
	return p.Review.Edits && !p.Review.Frozen() && p.Where.Scope.AsOf == "" && r.After != nil && r.After.Status == opportunity.Open && r.Revision > 0
}

// seen is the record that the page knows, for the form that finishes it.
func (p Review) seen() string {
	if p.Review.Record == nil {
		return "0"
	}
	return itoa(p.Review.Record.Number)
}

// frozenAt says who froze the figures, and when.
func (p Review) frozenAt() string {
	r := p.Review.Record
	return "Finished by " + r.Author + " on " + ui.Stamp(r.At.In(p.zone())) + ". The figures and judgements are as they were then; what changes later does not alter them."
}

// behind is the list of opportunities that were open at a moment.
func (p Review) behind(at time.Time) string {
	day := ""
	if on := p.Calendar.Today(at); on < p.Today {
		day = on.String()
	}
	return p.Where.To("/pipeline", "in", "period", "as_of", day, "period", p.sheet().Period)
}

func (p Review) tiles() []ui.TileProps {
	v, m := p.sheet().View(p.Gross), p.cash()
	level := func(label string, s movement.Sum, href string) ui.TileProps {
		return ui.TileProps{Label: label, Value: m.short(s.Amount), Exact: m.exact(s.Amount), Sub: ui.Plural(int(s.Count), "opportunity", "opportunities"), Href: href}
	}
	tiles := []ui.TileProps{level("Open at start", v.Begin, p.behind(p.sheet().Since))}
	for _, k := range []movement.Kind{movement.New, movement.PulledIn, movement.Increased, movement.Decreased, movement.PushedOut, movement.Lost, movement.Won} {
		b := v.Bar(k)
		t := level(k.Label(), b.Sum, p.to("", "kind", string(k))+"#changes")
		t.Value, t.Exact = signed(b.Amount, t.Value), signed(b.Amount, t.Exact)
		if b.Count == 0 {
			t.Href = ""
		}
		tiles = append(tiles, t)
	}
	tiles[1].Define, tiles[5].Define = p.Where.Define("pipeline-change"), p.Where.Define("slipped")
	return append(tiles, level("Open now", v.End, p.behind(p.sheet().Until)))
}

// signed writes a plus before what came; what left has its minus.
func signed(amount int64, text string) string {
	if amount > 0 {
		return "+" + text
	}
	return text
}

func (p Review) views() []ui.Tab {
	return []ui.Tab{{Label: "Net", Href: p.to("", "view", ""), Active: !p.Gross}, {Label: "Gross", Href: p.to("", "view", "gross"), Active: p.Gross}}
}

func (p Review) viewNote() string {
	if p.Gross {
		return "Everything that happened on the way: what went and came back counts twice"
	}
	return "How each opportunity stands at the end against the start"
}

// delta is a fact before and after; the same on both sides where it did not change.
type delta struct {
	Label, Old, New string
	Changed         bool
	Tone            ui.Tone
}

// deltas are the facts of a row that a review talks about.
func (p Review) deltas(r review.Row) []delta {
	before, after := r.Before, r.After
	if after == nil {
		after = before
	}
	if after == nil {
		return nil
	}
	if before == nil {
		before = after
	}
	one := func(label, old, now string, tone ui.Tone) delta {
		return delta{Label: label, Old: old, New: now, Changed: old != now, Tone: tone}
	}
	return []delta{
		one("Stage", before.Stage, after.Stage, statusTone(after.Status)),
		one("Amount", factAmount(*before), factAmount(*after), upDown(before.Worth, after.Worth)),
		one("Close date", day(before.CloseOn), day(after.CloseOn), lateTone(before.CloseOn, after.CloseOn)),
		one("Category", before.Category.Label(), after.Category.Label(), ui.Neutral),
	}
}

func factAmount(f movement.Facts) string {
	if f.Amount == nil {
		return ui.None
	}
	return cash(f.Currency).exact(*f.Amount)
}

func upDown(old, now *int64) ui.Tone {
	switch {
	case old == nil || now == nil || *old == *now:
		return ui.Neutral
	case *now < *old:
		return ui.Warn
	}
	return ui.Good
}

func lateTone(old, now period.Date) ui.Tone {
	if now > old {
		return ui.Warn
	}
	return ui.Neutral
}

// chips are why a row is in the review.
func (p Review) chips(r review.Row) []ui.Item {
	var chips []ui.Item
	for _, part := range r.Parts(p.Gross) {
		chips = append(chips, ui.Item{Badge: part.Kind.Label() + " " + signed(part.Amount, p.cash().short(part.Amount)), BadgeTone: kindTone(part)})
	}
	if r.Pushes > 0 {
		chips = append(chips, ui.Item{Badge: pushed(r.Pushes), BadgeTone: pushTone(r.Pushes)})
	}
	return chips
}

func pushed(n int64) string {
	if n == 1 {
		return "Pushed once"
	}
	return "Pushed " + itoa(n) + " times"
}

// pushTone warns from the third push on, when a close date says little (definitions §4).
func pushTone(pushes int64) ui.Tone {
	if pushes >= 3 {
		return ui.Bad
	}
	return ui.Neutral
}

func kindTone(part movement.Part) ui.Tone {
	switch {
	case part.Kind == movement.Won:
		return ui.Good
	case part.Kind == movement.Lost, part.Kind == movement.Omitted:
		return ui.Bad
	case part.Kind == movement.Exchange:
		return ui.Neutral
	case part.Kind.Comes(), part.Kind == movement.Increased:
		return ui.Info
	}
	return ui.Warn
}

// mine is the viewer's own judgement of a row, and said those of others.
func (p Review) mine(r review.Row) (mine review.Judgement, said []review.Judgement) {
	for _, j := range r.Judgements {
		if j.AuthorID == p.Me {
			mine = j
		} else {
			said = append(said, j)
		}
	}
	return mine, said
}

func verdictTone(v review.Verdict) ui.Tone {
	if v == review.In {
		return ui.Good
	}
	return ui.Warn
}

func verdictWord(v review.Verdict) string {
	if v == review.In {
		return "In"
	}
	return "Out"
}

func (p Review) notes() []ui.Event {
	var events []ui.Event
	for _, n := range slices.Backward(p.sheet().Notes) {
		if p.Rep == uuid.Nil || n.MemberID == p.Rep {
			e := ui.Event{When: ui.Stamp(n.At.In(p.zone())) + " · " + n.Author, At: n.At.Format(time.RFC3339), Title: n.Body, Tone: ui.Info}
			if p.Rep == uuid.Nil {
				e.When += " · about " + p.owner(n.MemberID)
			}
			if n.Opportunity != "" {
				e.Title, e.Detail = n.Opportunity, n.Body
			}
			events = append(events, e)
		}
	}
	return events
}

func (p Review) actions() []review.Action {
	var list []review.Action
	for _, a := range p.sheet().Actions {
		if p.Rep == uuid.Nil || a.OwnerID == p.Rep {
			list = append(list, a)
		}
	}
	return list
}

// subjects are what a note can be about.
func (p Review) subjects() []ui.Option {
	options := []ui.Option{{Label: "The week as a whole"}}
	all, _, _ := p.rows()
	for _, r := range all {
		if r.After != nil {
			options = append(options, ui.Option{Value: r.ID.String(), Label: r.Name})
		}
	}
	return options
}

// owners are those who can be asked to do something.
func (p Review) owners() []ui.Option {
	var options []ui.Option
	for _, m := range p.Review.Scope.Choices {
		if m.Active {
			options = append(options, ui.Option{Value: m.ID.String(), Label: m.Name})
		}
	}
	return options
}

// asked is who is chosen at first: whom the stepper stands at, or the viewer.
func (p Review) asked() string {
	if p.Rep != uuid.Nil {
		return p.Rep.String()
	}
	return p.Me.String()
}

func (p Review) dueNote(a review.Action) string {
	parts := []string{a.Owner}
	if !a.DueOn.IsZero() {
		parts = append(parts, "due "+shortDay(a.DueOn, p.Today))
	}
	if a.Week != p.Review.Week.Key {
		parts = append(parts, "since "+a.Week)
	}
	return strings.Join(parts, " · ")
}

func (p Review) late(a review.Action) bool {
	return !a.Done && !a.DueOn.IsZero() && a.DueOn < p.Today
}

// NextStep is the field for an opportunity's next step, as it stands or as it was refused.
type NextStep struct {
	Action   string
	ID       uuid.UUID
	Name     string
	Revision int64
	Value    string
	Saved    bool
	Problem  string
	Theirs   *Theirs
}

// Theirs is what somebody else wrote meanwhile.
type Theirs struct {
	Value, By string
	At        time.Time
}

// Status is how the form is answered.
func (n NextStep) Status() int {
	switch {
	case n.Theirs != nil:
		return http.StatusConflict
	case n.Problem != "":
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (p Review) nextStep(r review.Row) NextStep {
	return NextStep{Action: p.to("/opportunities/" + r.ID.String() + "/next-step"), ID: r.ID, Name: r.Name, Revision: r.Revision, Value: r.NextStep}
}

// record is where a row leads: to the opportunity, or to how it was while it was in the scope.
func (p Review) record(r review.Row) string {
	asOf := p.Where.Scope.AsOf
	if r.After == nil {
		if r.Before == nil {
			return ""
		}
		asOf = p.Calendar.Today(p.sheet().Since).String()
	}
	return p.Where.To("/opportunities/"+r.ID.String(), "period", "", "team", "", "owner", "", "as_of", asOf)
}

// refused is why a next step was not taken, where nobody else was faster.
func (n NextStep) refused() string {
	if n.Theirs != nil {
		return ""
	}
	return n.Problem
}

func (p Review) changesTitle() string {
	if p.Rep != uuid.Nil {
		return p.name()
	}
	return "Changed opportunities"
}

// changesNote counts what is listed, with what it comes to.
func (p Review) changesNote(all, shown int) string {
	text := ui.Plural(all, "opportunity", "opportunities")
	if shown < all {
		text = ui.Count(shown) + " of " + text
	}
	if p.Rep != uuid.Nil && p.Kind == "" {
		i, _ := p.person()
		l := p.lineOf(p.sheet().People[i], p.sheet().Of(p.Rep, "", p.Gross))
		text += " changed, all moves come to " + strings.Replace(signed(l.Net, p.cash().exact(l.Net)), "−", "−\u2060", 1) // a minus stays with its figure
	}
	return text
}

func (p Review) firstPage() string {
	if p.After == "" {
		return ""
	}
	return p.to("")
}

func (p Review) noNotes() string {
	if p.Rep == uuid.Nil && p.runs() {
		return "Step to a person to write one."
	}
	return "Nothing was noted in this week."
}
