package opportunity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/account"
	"quarterdeck/internal/record/command"
	"quarterdeck/internal/record/customfield"
	"quarterdeck/internal/record/member"
	"quarterdeck/internal/record/stage"
)

// The letters that a field may have.
const (
	longestStep = 500
	longestWord = 200
)

// most bounds the letters of the fields that somebody types; the other fields of settable are no text.
var most = map[string]int{"name": longestWord, "type": longestWord, "source": longestWord, "competitor": longestWord,
	"loss_reason": longestStep, "next_step": longestStep}

// settable are the fields that somebody sets by themselves; a stage, an owner and a category have acts of their own.
var settable = map[string]bool{"name": true, "account": true, "amount": true, "currency": true, "close_on": true,
	"type": true, "source": true, "competitor": true, "budget_confirmed": true, "next_step": true, "loss_reason": true}

// Wish is a value that somebody wants a field of an opportunity to have.
type Wish = command.Wish

// Set gives fields of an opportunity other values. A field that somebody else changed since it was seen is a Clash; one
// that is not among the wishes may have changed. It answers with the command.
func Set(ctx context.Context, tx *tenant.Tx, id uuid.UUID, wishes []Wish) (uuid.UUID, error) {
	act := Act{Kind: command.Edit, Saw: map[string]*string{}}
	for _, w := range wishes {
		if w.Field == "currency" { // its amount is in it
			return uuid.Nil, fault.On(w.Field, "The currency of an opportunity cannot be changed.")
		}
		act.Saw[w.Field] = w.Saw
		if _, custom := customfield.IDOf(w.Field); custom && w.Saw != nil && *w.Saw == "" {
			act.Saw[w.Field] = nil // nothing is not known
		}
	}
	act.To = func(s State) (State, error) { return s.wished(ctx, tx, wishes) }
	return Do(ctx, tx, id, act)
}

// wished is a state with what somebody wants of it.
func (s State) wished(ctx context.Context, tx *tenant.Tx, wishes []Wish) (State, error) {
	for _, w := range wishes {
		if _, custom := customfield.IDOf(w.Field); !custom && !settable[w.Field] {
			return s, fault.On(w.Field, "This field cannot be edited here.")
		}
		if limit := most[w.Field]; limit > 0 && w.Want != nil {
			text := strings.TrimSpace(*w.Want)
			if err := fault.Within(w.Field, text, limit); err != nil {
				return s, err
			}
			w.Want = &text
		}
		if err := s.with(w.Field, w.Want); err != nil {
			return s, fault.On(w.Field, "This value cannot be read.")
		}
	}
	return s, s.refers(ctx, tx)
}

// refers refuses an account that is not there.
func (s State) refers(ctx context.Context, tx *tenant.Tx) error {
	if s.AccountID == nil {
		return nil
	}
	if _, err := account.Get(ctx, tx, *s.AccountID); fault.KindOf(err) == fault.NotFound {
		return fault.On("account", "There is no such account.")
	} else if err != nil {
		return err
	}
	return nil
}

// SetNextStep says what is to be done next about an opportunity, for somebody who saw a revision of it, as Edit does.
func SetNextStep(ctx context.Context, tx *tenant.Tx, id uuid.UUID, revision int64, step string) error {
	if fault.Within("next_step", step, longestStep) != nil {
		return fault.On("next_step", fmt.Sprintf("A next step can have at most %d characters.", longestStep))
	}
	return Edit(ctx, tx, id, revision, func(s State) (State, error) {
		s.NextStep = step
		return s, nil
	})
}

// Transition moves an opportunity to another stage. One that is lost says why; a competitor is named where it is known.
type Transition struct {
	Stage      string
	Saw        *string // the stage that the person saw; nil: whichever
	LossReason string
	Competitor string
	Override   string // why it goes on although the exit criteria of its stage are not met
}

// Move makes a transition. It answers with the command.
func Move(ctx context.Context, tx *tenant.Tx, id uuid.UUID, t Transition) (uuid.UUID, error) {
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return uuid.Nil, err
	}
	to, ok := stages.Find(t.Stage)
	if !ok {
		return uuid.Nil, fault.On("stage", fmt.Sprintf("There is no stage %q.", t.Stage))
	}
	t.LossReason = strings.TrimSpace(t.LossReason)
	if err := fault.Within("loss_reason", t.LossReason, longestStep); err != nil {
		return uuid.Nil, err
	}
	act := Act{Kind: command.Move, Override: t.Override, To: func(s State) (State, error) {
		s = s.Enter(to, tx.Today())
		if s.Status == Lost {
			s.LossReason = t.LossReason
		}
		if named := strings.TrimSpace(t.Competitor); named != "" {
			s.Competitor = named
		}
		return s, fault.Within("competitor", s.Competitor, longestWord)
	}}
	if t.Saw != nil {
		act.Saw = map[string]*string{"stage": t.Saw}
	}
	return Do(ctx, tx, id, act)
}

// Transfer gives an opportunity to another owner whose records the actor sees. Reps hand nothing on by themselves.
func Transfer(ctx context.Context, tx *tenant.Tx, id, owner uuid.UUID, saw *string) (uuid.UUID, error) {
	if err := MayOwn(ctx, tx, owner); err != nil {
		return uuid.Nil, err
	}
	act := Act{Kind: command.Transfer, Saw: map[string]*string{"owner": saw}, To: func(s State) (State, error) {
		s.OwnerID = &owner
		return s, nil
	}}
	return Do(ctx, tx, id, act)
}

// MayOwn refuses an owner who is nobody that the actor gives records to.
func MayOwn(ctx context.Context, tx *tenant.Tx, owner uuid.UUID) error {
	if tx.Is(owner) {
		return nil
	}
	members, all := tx.Visible()
	if tx.Actor().Role.Reach() == tenant.Own {
		return fault.On("owner", "Your manager can give this to somebody else.")
	}
	found := all
	for _, m := range members {
		found = found || m == owner
	}
	roster, err := member.Load(ctx, tx, tx.Today(), tx.Now())
	if err != nil {
		return err
	}
	if _, here := roster.Find(owner); !found || !here {
		return fault.On("owner", "Choose somebody from your organisation whose records you see.")
	}
	return nil
}

// Archive takes an opportunity out of every list and figure from now on; its history stays.
func Archive(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	return Do(ctx, tx, id, Act{Kind: command.Archive, To: func(s State) (State, error) {
		if s.Status == Won && tx.Actor().Role.Reach() == tenant.Own {
			return s, fault.New(fault.Conflict,
				"A won opportunity counts in bookings and pay. Ask your manager to archive it.")
		}
		s.Deleted = true
		return s, nil
	}})
}

// Restore brings an opportunity that was archived here back.
func Restore(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	return Do(ctx, tx, id, Act{Kind: command.Restore, To: func(s State) (State, error) {
		s.Deleted = false
		return s, nil
	}})
}

// New is an opportunity that somebody enters.
type New struct {
	Owner  uuid.UUID
	Stage  string // empty: the first
	Wishes []Wish
	passed bool // the exit criteria of the stages before its own are met, for it is a copy
}

// Enter takes a new opportunity in, in an open stage and its category.
func Enter(ctx context.Context, tx *tenant.Tx, n New) (uuid.UUID, error) {
	if tx.Settings().KeptInCRM {
		return uuid.Nil, fault.New(fault.Conflict,
			"Your organisation keeps opportunities in its CRM. Create it there; it comes with the next import.")
	}
	if err := MayOwn(ctx, tx, n.Owner); err != nil {
		return uuid.Nil, err
	}
	stages, err := stage.At(ctx, tx, tx.Now())
	if err != nil {
		return uuid.Nil, err
	}
	first, err := State{OwnerID: &n.Owner, Currency: tx.Base(), Status: Open}.wished(ctx, tx, n.Wishes)
	if err != nil {
		return uuid.Nil, err
	}
	for _, st := range stages {
		if Status(st.Status) == Open && (n.Stage == "" || n.Stage == st.Name) {
			first = first.Enter(st, tx.Today())
			if !n.passed {
				if first, err = first.listed(ctx, tx, State{}); err == nil {
					first, err = first.fielded(ctx, tx, State{})
				}
				if err != nil {
					return uuid.Nil, err
				}
			}
			if err := first.begun(ctx, tx, stages, n.passed); err != nil {
				return uuid.Nil, err
			}
			return Create(ctx, tx, first)
		}
	}
	return uuid.Nil, fault.On("stage", "A new opportunity begins in an open stage.")
}

// Clone enters a copy of an opportunity, open and in its stage if that is open, else in the first. A close date that
// has passed is left out.
func Clone(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (uuid.UUID, error) {
	o, err := Get(ctx, tx, id, time.Time{})
	if err != nil {
		return uuid.Nil, err
	}
	n := New{Owner: tx.Actor().MemberID, passed: true}
	if o.OwnerID != nil {
		n.Owner = *o.OwnerID
	}
	if o.Status == Open {
		n.Stage = o.Stage
	}
	s := o.State
	s.Name, s.NextStep, s.LossReason = "Copy of "+s.Name, "", ""
	if s.CloseOn < tx.Today() {
		s.CloseOn = 0
	}
	for field := range settable {
		n.Wishes = append(n.Wishes, Wish{Field: field, Want: s.Value(field)})
	}
	for _, field := range customs(s, State{}) {
		n.Wishes = append(n.Wishes, Wish{Field: field, Want: s.Value(field)})
	}
	return Enter(ctx, tx, n)
}
