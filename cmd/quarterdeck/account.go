package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/platform/auth"
	"quarterdeck/internal/platform/tenant"
)

type userDisableCommand struct {
	Email string `arg:"" help:"The person's e-mail address."`
	JSON  bool   `help:"Print the result as JSON."`
}

// Run disables the account of a person; doing it twice ends their sessions twice.
func (c *userDisableCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		a, err := change(ctx, h.db, c.Email, auth.Disable)
		if err != nil || c.JSON {
			return a.encode(sh, err)
		}
		fmt.Fprintf(sh.out, "The account %s is disabled and signed out everywhere. %s\n", a.Email, a.where())
		return nil
	})
}

type userEnableCommand struct {
	Email string `arg:"" help:"The person's e-mail address."`
	JSON  bool   `help:"Print the result as JSON."`
}

// Run enables the account of a person again; their password is the one that they had.
func (c *userEnableCommand) Run(ctx context.Context, sh *shell) error {
	return with(ctx, sh, func(h *house) error {
		a, err := change(ctx, h.db, c.Email, auth.Enable)
		if err != nil || c.JSON {
			return a.encode(sh, err)
		}
		fmt.Fprintf(sh.out, "The account %s is enabled and can sign in again. %s\n", a.Email, a.where())
		return nil
	})
}

// changed is an account that was disabled or enabled, and the organisations that gave it access.
type changed struct {
	Email    string   `json:"email"`
	Disabled bool     `json:"disabled"`
	Orgs     []string `json:"orgs"`
	names    []string
}

// change disables or enables the account of an address.
func change(ctx context.Context, db *tenant.DB, email string,
	to func(context.Context, *tenant.DB, uuid.UUID) error) (changed, error) {
	user, err := auth.FindUser(ctx, db, email)
	if err != nil {
		return changed{}, err
	}
	if err := to(ctx, db, user.ID); err != nil {
		return changed{}, err
	}
	if user, err = auth.GetUser(ctx, db, user.ID); err != nil {
		return changed{}, err
	}
	places, err := auth.Memberships(ctx, db, user.ID)
	a := changed{Email: user.Email, Disabled: user.Disabled, Orgs: []string{}}
	for _, p := range places {
		a.Orgs, a.names = append(a.Orgs, p.Slug), append(a.names, p.Name)
	}
	return a, err
}

// where names the organisations whose access the change is about.
func (a changed) where() string {
	if len(a.names) == 0 {
		return "It has no access to any organisation."
	}
	return "Its organisations: " + strings.Join(a.names, ", ") + "."
}

func (a changed) encode(sh *shell, err error) error {
	if err != nil {
		return err
	}
	return json.NewEncoder(sh.out).Encode(a)
}
