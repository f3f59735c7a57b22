package auth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// Acceptance is what somebody sends from the page of an invitation.
type Acceptance struct {
	Token     string
	Name      string // of a new account; empty: the member's
	Password  string // of the account that the address has, or else a new one
	Address   string // where the request comes from
	RequestID string
}

// candidate is who accepts: a user who has proved to be it, or what an account will be made of.
type candidate struct {
	proven     bool
	user       User
	name, hash string
}

// errOvertaken means that somebody else made the account, or accepted, since it was looked up.
var errOvertaken = errors.New("auth: accept: overtaken")

// Accept lets who was invited sign in as the member, and answers with the user to Begin a session with. An address that
// has an account keeps its password, which must be given; otherwise the token proves whose address it is and makes the
// account. Accepting twice, as a double click does, answers the same twice.
func Accept(ctx context.Context, db *tenant.DB, org tenant.Organisation, a Acceptance) (User, error) {
	user, err := accept(ctx, db, org, a)
	if errors.Is(err, errOvertaken) { // which happens once: from then on the account has a password
		user, err = accept(ctx, db, org, a)
	}
	return user, err
}

func accept(ctx context.Context, db *tenant.DB, org tenant.Organisation, a Acceptance) (User, error) {
	inv, err := lookUp(ctx, db, org, a.Token)
	if err != nil {
		return User{}, err
	}
	if err := inv.refusal(db.Now()); err != nil && !errors.Is(err, errUsed) {
		return User{}, err
	}
	who, err := identify(ctx, db, inv, a)
	if err != nil {
		return User{}, err
	}
	return settle(ctx, db, org, inv, a, who)
}

// identify asks who has an account for its password, throttled like any sign-in, and others for a new one.
func identify(ctx context.Context, db *tenant.DB, inv Invitation, a Acceptance) (candidate, error) {
	if !inv.HasAccount {
		name, err := parseName(cmp.Or(strings.TrimSpace(a.Name), inv.MemberName))
		if err != nil {
			return candidate{}, err
		}
		phc, err := choose(ctx, a.Password, inv.Email)
		return candidate{name: name, hash: phc}, err
	}
	user, err := SignIn(ctx, db, inv.Email, a.Password, a.Address)
	if errors.Is(err, errWrong) {
		return candidate{}, fault.On("password",
			fmt.Sprintf("There is already an account for %s, and the password is wrong.", inv.Email))
	}
	return candidate{proven: true, user: user}, err
}

// settle accepts in one transaction, as the member: the account, the membership, the invitation, the audit log.
func settle(ctx context.Context, db *tenant.DB, org tenant.Organisation, inv Invitation, a Acceptance,
	who candidate) (user User, err error) {
	actor := tenant.Actor{TenantID: org.TenantID, MemberID: inv.MemberID, Role: tenant.System, RequestID: a.RequestID}
	err = db.Update(ctx, actor, func(tx *tenant.Tx) error {
		// whoever makes more of the seat is done before or comes after
		if err := lockMember(ctx, tx, inv.MemberID); err != nil {
			return err
		}
		if err := lockInvitation(ctx, tx, inv.ID); err != nil {
			return err
		}
		now, err := invitationByDigest(ctx, tx, digestOf(a.Token))
		if err != nil {
			return err
		}
		if refusal := now.refusal(tx.Now()); errors.Is(refusal, errUsed) {
			user, err = again(ctx, tx, inv, who)
			return err
		} else if refusal != nil {
			return refusal
		}
		if user, err = open(ctx, tx, inv.Email, who); err != nil {
			return err
		}
		if err := join(ctx, tx, user.ID, inv.MemberID); err != nil {
			return err
		}
		return markAccepted(ctx, tx, inv.ID)
	})
	if err != nil {
		return User{}, err
	}
	return user, nil
}

// again answers the second acceptance of an invitation: the same for who has proved to be the one that accepted it.
func again(ctx context.Context, tx *tenant.Tx, inv Invitation, who candidate) (User, error) {
	if !who.proven {
		return User{}, errOvertaken
	}
	joined, err := isMember(ctx, tx, who.user.ID, inv.MemberID)
	if err == nil && !joined {
		err = errUsed
	}
	return who.user, err
}

// open makes the candidate's account, or gives one that has no password its first; one who is proven has theirs.
func open(ctx context.Context, tx *tenant.Tx, email string, who candidate) (User, error) {
	if who.proven {
		return who.user, nil
	}
	user, err := insertUser(ctx, tx.Raw(), email, who.name, who.hash, tx.Now())
	if errors.Is(err, pgx.ErrNoRows) {
		user, err = firstPassword(ctx, tx.Raw(), email, who.hash)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return User{}, overtakenBy(ctx, tx, email)
	}
	return user, err
}

// overtakenBy tells an account that got its password just now from one that is shut.
func overtakenBy(ctx context.Context, tx *tenant.Tx, email string) error {
	found, err := accountByEmail(ctx, tx.Raw(), email)
	switch {
	case err != nil:
		return err
	case found.Disabled:
		return fault.New(fault.Invalid, fmt.Sprintf("The account for %s is disabled. Ask your Quarterdeck "+
			"administrator.",
			email))
	}
	return errOvertaken
}
