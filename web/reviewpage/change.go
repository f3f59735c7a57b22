package reviewpage

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/period"
	"quarterdeck/internal/pipeline/movement"
	"quarterdeck/internal/pipeline/review"
	"quarterdeck/internal/record/opportunity"
	"quarterdeck/web/page"
	"quarterdeck/web/ui"
)

// reviewRows is how many changed opportunities a page of a review shows.
const reviewRows = 50

// rows are those that the page's choices leave, and of them those that it shows.
func (p reviewView) rows() (all, shown []review.Row, next string) {
	all = slices.DeleteFunc(p.sheet().Of(p.Rep, p.Kind, p.Gross), func(r review.Row) bool { return !p.touches(r) })
	from := slices.IndexFunc(all, func(r review.Row) bool { return r.ID.String() == p.After }) + 1
	shown = all[from:]
	if len(shown) > reviewRows {
		shown = shown[:reviewRows]
		next = p.to("", "cursor", shown[reviewRows-1].ID.String())
	}
	return all, shown, next
}

// touches tells that an opportunity was in the category that is chosen when the week began, or is in it now.
func (p reviewView) touches(r review.Row) bool {
	return p.Category == "" || r.Before != nil && r.Before.Category == p.Category || r.After != nil &&
		r.After.Category == p.Category
}

// categories are what the list of changes can be narrowed to.
func (p reviewView) categories() []ui.Option {
	options := []ui.Option{{Label: "Any category"}}
	for _, c := range opportunity.Categories {
		if c != opportunity.MostLikely || p.Names.MostLikely {
			options = append(options, ui.Option{Value: string(c), Label: p.Names.Name(c)})
		}
	}
	return options
}

// chosen are the other choices of the page, for the form that narrows its list.
func (p reviewView) chosen() []ui.Pair {
	var pairs []ui.Pair
	query, _ := url.ParseQuery(strings.TrimPrefix(p.to("", "cat", ""), p.Where.Base+"/review/"+p.Review.Week.Key+"?"))
	for _, name := range slices.Sorted(maps.Keys(query)) {
		pairs = append(pairs, ui.Pair{Key: name, Value: query.Get(name)})
	}
	return pairs
}

// byPerson cuts rows where the person changes.
func (p reviewView) byPerson(rows []review.Row) [][]review.Row {
	var all [][]review.Row
	for i, r := range rows {
		if i == 0 || r.OwnerID != rows[i-1].OwnerID {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], r)
	}
	return all
}

func (p reviewView) owner(id uuid.UUID) string {
	for _, one := range p.sheet().People {
		if one.ID == id {
			return one.Name
		}
	}
	return "No owner"
}

// split tells what was won or lost from what was not.
func split(rows []review.Row) (open, closed []review.Row) {
	for _, r := range rows {
		if r.Closed() {
			closed = append(closed, r)
		} else {
			open = append(open, r)
		}
	}
	return open, closed
}

// asks tells that the viewer can say whether they count on a row.
func (p reviewView) asks(r review.Row) bool {
	return p.runs() && r.After != nil && r.After.Status == opportunity.Open
}

func (p reviewView) edits(r review.Row) bool {
	return p.Review.Edits && !p.Review.Frozen() && p.Where.Scope.AsOf == "" && r.After != nil &&
		r.After.Status == opportunity.Open && r.Revision > 0
}

// delta is a fact before and after; the same on both sides where it did not change.
type delta struct {
	Label, Old, New string
	Changed         bool
	Tone            ui.Tone
}

// deltas are the facts of a row that a review talks about.
func (p reviewView) deltas(r review.Row) []delta {
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
	return append([]delta{
		one("Stage", before.Stage, after.Stage, page.StatusTone(after.Status)),
		one("Amount", factAmount(*before), factAmount(*after), upDown(before.Worth, after.Worth)),
		one("Close date", page.Day(before.CloseOn), page.Day(after.CloseOn), lateTone(before.CloseOn, after.CloseOn)),
		one("Category", p.Names.Name(before.Category), p.Names.Name(after.Category), ui.Neutral),
	}, p.openFacts(r)...)
}

func factAmount(f movement.Facts) string {
	if f.Amount == nil {
		return ui.None
	}
	return page.Cash(f.Currency).Exact(*f.Amount)
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
func (p reviewView) chips(r review.Row) []ui.Item {
	var chips []ui.Item
	for _, part := range r.Parts(p.Gross) {
		chips = append(chips, ui.Item{Badge: part.Kind.Label() + " " + p.moved(part.Kind, part.Amount),
			BadgeTone: page.KindTone(part)})
	}
	chips = append(chips, riskChips(r)...)
	if r.Pushes > 0 && (r.Open == nil || r.Pushes < 3) {
		chips = append(chips, ui.Item{Badge: pushed(r.Pushes), BadgeTone: pushTone(r.Pushes)})
	}
	return chips
}

func pushed(n int64) string {
	if n == 1 {
		return "Pushed once"
	}
	return "Pushed " + strconv.FormatInt(n, 10) + " times"
}

// pushTone warns from the third push on, when a close date says little (definitions §4).
func pushTone(pushes int64) ui.Tone {
	if pushes >= 3 {
		return ui.Bad
	}
	return ui.Neutral
}

// mine is the viewer's own opinion on a row, and said those of others.
func (p reviewView) mine(r review.Row) (mine review.Opinion, said []review.Opinion) {
	for _, j := range r.Opinions {
		if j.AuthorID == p.Me {
			mine = j
		} else {
			said = append(said, j)
		}
	}
	return mine, said
}

// record is where a row leads: to the opportunity, or to how it was while it was in the scope.
func (p reviewView) record(r review.Row) string {
	asOf := p.Where.Scope.AsOf
	if r.After == nil {
		if r.Before == nil {
			return ""
		}
		asOf = p.Calendar.Today(p.sheet().Since).String()
	}
	return p.Where.To("/opportunities/"+r.ID.String(), "period", "", "team", "", "owner", "", "as_of", asOf)
}

func (p reviewView) changesTitle() string {
	if p.Rep != uuid.Nil {
		return "What changed for " + p.name()
	}
	return "What changed"
}

// changesNote counts what is listed, with what it comes to.
func (p reviewView) changesNote(all, shown int) string {
	text := ui.Plural(all, "opportunity", "opportunities")
	if shown < all {
		text = ui.Count(shown) + " of " + text
	}
	if p.Rep != uuid.Nil && p.Kind == "" && p.Category == "" {
		i, _ := p.person()
		l := p.lineOf(p.sheet().People[i], p.sheet().Of(p.Rep, "", p.Gross))
		// a minus stays with its figure
		text += " changed, open pipeline " + strings.Replace(ui.Signed(p.cash().Exact(l.Net)), "−", "−\ufeff", 1)
	}
	return text
}

func (p reviewView) firstPage() string {
	if p.After == "" {
		return ""
	}
	return p.to("")
}
