package auth

import (
	"context"
	"crypto/sha256"
	"net"
	"net/netip"
	"time"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/platform/tenant"
)

// gate lets a number of attempts through in a window, for each account and for each address they come from.
type gate struct {
	prefix     string
	perAccount int
	perAddress int
	window     time.Duration
}

var (
	signInGate = gate{prefix: "", perAccount: 10, perAddress: 50, window: 15 * time.Minute}
	resetGate  = gate{prefix: "reset-", perAccount: 5, perAddress: 30, window: time.Hour}
)

// errThrottled is the same for an account that exists and one that does not.
var errThrottled = fault.New(fault.TooMany, "Too many attempts. Wait 15 minutes, then try again.")

// errResetThrottled is errThrottled for resets, whose window is longer.
var errResetThrottled = fault.New(fault.TooMany,
	"Too many requests. Check your mailbox, or try again in an hour.")

// attempt is one that was let through and counts as failed until it is forgiven.
type attempt struct {
	ids        []uuid.UUID
	accountKey []byte
}

// admit counts an attempt as failed before it is made, so that many at once cannot slip through together. It returns
// false for one too many, which does not count.
func (g gate) admit(ctx context.Context, db *tenant.DB, email, address string) (attempt, bool, error) {
	try := attempt{accountKey: key(g.prefix + "account:" + email)}
	keys, most := [][]byte{try.accountKey}, []int{g.perAccount}
	if address != "" {
		keys, most = append(keys, key(g.prefix+"address:"+network(address))), append(most, g.perAddress)
	}
	for range keys {
		try.ids = append(try.ids, uuid.Must(uuid.NewV7()))
	}
	admitted, err := addFailures(ctx, db.Pool(), try.ids, keys, most, db.Now(), db.Now().Add(-g.window))
	return try, admitted, err
}

// forgive takes the attempt back, and with it the failures of the account: its owner is there. Those of the address
// stay, or one account of one's own would buy guesses at all others.
func (try attempt) forgive(ctx context.Context, q querier) error {
	return deleteFailures(ctx, q, try.ids, try.accountKey)
}

func key(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	return sum[:]
}

// network is whom an address belongs to: a line with IPv6 has 2⁶⁴ of them.
func network(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	prefix, _ := ip.Prefix(64)
	return prefix.String()
}
