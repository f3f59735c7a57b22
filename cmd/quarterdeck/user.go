package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
	"quarterdeck/internal/record/member"
)

type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Give a person access to an organisation."`
	Disable userDisableCommand `cmd:"" help:"Disable an account immediately, in every organisation. To end access to one organisation, use Settings, Members."`
	Enable  userEnableCommand  `cmd:"" help:"Enable a disabled account again."`
}

type userAddCommand struct {
	Org           string `required:"" help:"The organisation's short name, as in its web address /o/NAME."`
	Email         string `required:"" help:"E-mail address for signing in."`
	Role          string `required:"" enum:"admin,ops,finance,executive,manager,rep" help:"Role: admin, ops, finance, executive, manager or rep."`
	Member        string `help:"CRM ID of the person's member record. Default: the member with this e-mail address, or a new one."`
	Name          string `help:"Name, if a new member is created."`
	PasswordStdin bool   `help:"Read the password from standard input. Without it the person sets one through the forgotten-password page."`
	JSON          bool   `help:"Print the result as JSON."`
}

// Run adds the sign-in. A person who has one keeps their password.
func (c *userAddCommand) Run(ctx context.Context, sh *shell) error {
	password := ""
	if c.PasswordStdin {
		line, err := bufio.NewReader(sh.in).ReadString('\n')
		if err != nil && line == "" {
			return fault.New(fault.Invalid, "No password was given on standard input.")
		}
		password = strings.TrimRight(line, "\r\n")
	}
	return with(ctx, sh, func(h *house) error {
		org, err := tenant.BySlug(ctx, h.db, c.Org)
		if err != nil {
			return err
		}
		p := person{email: c.Email, name: c.Name, externalID: c.Member, role: tenant.Role(c.Role), password: password}
		memberID, had, err := p.seat(ctx, h.db, org)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(sh.out).Encode(map[string]string{"email": c.Email, "org": org.Slug, "role": c.Role,
				"member": memberID.String()})
		}
		note := ""
		if had && password != "" {
			note = " They already had an account. Its password is unchanged."
		}
		fmt.Fprintf(sh.out, "%s can sign in to %s as %s.%s\n", c.Email, org.Name, c.Role, note)
		return nil
	})
}

// person is somebody to be seated in an organisation.
type person struct {
	email, name, externalID, password string
	role                              tenant.Role
}

// seat finds or adds the user and the member, and joins them; had tells that the user was there before.
func (p person) seat(ctx context.Context, db *tenant.DB,
	org tenant.Organisation) (memberID uuid.UUID, had bool, err error) {
	name := p.name
	if name == "" {
		name, _, _ = strings.Cut(p.email, "@")
	}
	var user auth.User
	if err := db.View(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		if p.externalID == "" {
			return nil
		}
		_, err := member.ByExternalID(ctx, tx, p.externalID)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, fmt.Sprintf("%[2]s has no member %[1]q.", p.externalID, org.Name))
		}
		return err
	}); err != nil {
		return memberID, false, err
	}
	user, err = auth.FindUser(ctx, db, p.email)
	if had = err == nil; fault.KindOf(err) == fault.NotFound && err != nil {
		user, err = auth.AddUser(ctx, db, p.email, name, p.password)
	}
	if err != nil {
		return memberID, had, err
	}
	err = db.Update(ctx, tenant.AsSystem(org.TenantID), func(tx *tenant.Tx) error {
		if memberID, err = p.member(ctx, tx, name); err != nil {
			return err
		}
		return auth.Join(ctx, tx, user.ID, memberID)
	})
	return memberID, had, err
}

// member finds or adds the member, with the role as of today.
func (p person) member(ctx context.Context, tx *tenant.Tx, name string) (id uuid.UUID, err error) {
	if p.externalID != "" {
		id, err = member.ByExternalID(ctx, tx, p.externalID)
	} else {
		id, err = member.ByEmail(ctx, tx, p.email)
	}
	if fault.KindOf(err) == fault.NotFound && err != nil {
		id, err = member.Add(ctx, tx, member.Person{Name: name, Email: p.email})
	}
	if err != nil {
		return id, err
	}
	assignments, err := member.Assignments(ctx, tx, id)
	if err != nil {
		return id, err
	}
	next := member.Assignment{MemberID: id, Role: p.role, ValidFrom: tx.Today()}
	if n := len(assignments); n > 0 {
		last := assignments[n-1]
		if last.Role == p.role && last.ValidTo.IsZero() {
			return id, nil
		}
		next.ManagerID, next.Team, next.Region = last.ManagerID, last.Team, last.Region
	}
	return id, member.Assign(ctx, tx, next)
}
