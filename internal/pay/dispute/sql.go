package dispute

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/adjustment"
	"quarterdeck/internal/pay/commission"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/audit"
	"quarterdeck/internal/platform/tenant"
)

const columns = `SELECT d.id, d.statement_id, d.member_id, s.period, s.currency, d.line, d.opportunity_id, d.claimed,
	d.due_on, d.opened_at, d.opened_by, e.state, e.number AS entries, e.written_by AS said_by,
	coalesce((SELECT sum(g.amount) FROM app.dispute_entries g WHERE g.tenant_id = @tenant AND g.dispute_id = d.id),
		0)::bigint AS granted
	FROM app.commission_disputes d JOIN app.commission_statements s ON s.tenant_id = @tenant AND s.id = d.statement_id
	JOIN LATERAL (SELECT e.state, e.number, e.written_by FROM app.dispute_entries e
		WHERE e.tenant_id = @tenant AND e.dispute_id = d.id ORDER BY e.number DESC LIMIT 1) e ON true
	WHERE d.tenant_id = @tenant `

// Filter chooses disputes; its zero value means all that the actor may see.
type Filter struct {
	Member    *uuid.UUID
	Statement *uuid.UUID
	Open      bool // those that are not closed
}

// List lists the disputes of a filter: unanswered ones first, by due date.
func List(ctx context.Context, tx *tenant.Tx, f Filter) ([]Dispute, error) {
	all, err := tenant.List[Dispute](ctx, tx, columns+`AND (@member::uuid IS NULL OR d.member_id = @member)
		AND (@statement::uuid IS NULL OR d.statement_id = @statement)
		AND (NOT @open OR e.state <> 'closed') ORDER BY e.state IN ('approved', 'partly', 'denied', 'closed'),
		d.due_on, d.id`,
		tenant.Args{"member": f.Member, "statement": f.Statement, "open": f.Open})
	if err != nil {
		return nil, fmt.Errorf("dispute: list: %w", err)
	}
	return all, nil
}

// Get is a dispute that the actor may see, or NotFound.
func Get(ctx context.Context, tx *tenant.Tx, id uuid.UUID) (Dispute, error) {
	return tenant.One[Dispute](ctx, tx, columns+`AND d.id = @id`, tenant.Args{"id": id})
}

// Thread is the entries of a dispute in their order.
func Thread(ctx context.Context, tx *tenant.Tx, id uuid.UUID) ([]Entry, error) {
	all, err := tenant.List[Entry](ctx, tx, `SELECT e.id, e.number, e.state, e.note, e.amount, e.file_name,
		e.written_at, e.written_by FROM app.dispute_entries e
		WHERE e.tenant_id = @tenant AND e.dispute_id = @id ORDER BY e.number`, tenant.Args{"id": id})
	if err != nil {
		return nil, fmt.Errorf("dispute: thread: %w", err)
	}
	return all, nil
}

// Evidence is the file of an entry, or NotFound.
func Evidence(ctx context.Context, tx *tenant.Tx, dispute uuid.UUID, number int) (File, error) {
	type row struct {
		FileName string
		File     []byte
	}
	r, err := tenant.One[row](ctx, tx, `SELECT e.file_name, e.file FROM app.dispute_entries e
		WHERE e.tenant_id = @tenant AND e.dispute_id = @id AND e.number = @number AND e.file IS NOT NULL`,
		tenant.Args{"id": dispute, "number": number})
	return File{r.FileName, r.File}, err
}

// Claim is the content of a new dispute.
type Claim struct {
	StatementID uuid.UUID
	Line        *int
	Claimed     *int64 // minor units of the statement's currency
	Note        string
	Evidence    *File
}

// Open opens a dispute on a locked statement, one's own or that of somebody below. If the line has an open dispute, or
// an equal one without a line exists, it is Conflict, so that nothing is granted twice.
func Open(ctx context.Context, tx *tenant.Tx, c Claim) (uuid.UUID, error) {
	s, err := statement.Get(ctx, tx, c.StatementID)
	if err != nil {
		return uuid.Nil, err
	}
	if !s.State.Closed() {
		return uuid.Nil, fault.New(fault.Invalid,
			"This statement is still an estimate. You can open a dispute once it is locked. Until then, contact "+
				"your commissions team.")
	}
	if strings.TrimSpace(c.Note) == "" {
		return uuid.Nil, fault.On("note", "Describe what is wrong.")
	}
	if err := fault.Within("note", c.Note, mostLetters); err != nil {
		return uuid.Nil, err
	}
	if err := undisputed(ctx, tx, c); err != nil {
		return uuid.Nil, err
	}
	opportunity, err := lineOf(ctx, tx, s, c.Line)
	if err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	_, err = tx.Exec(ctx, `INSERT INTO app.commission_disputes (tenant_id, id, statement_id, member_id, line,
			opportunity_id, claimed, due_on, opened_at, opened_by)
		VALUES (@tenant, @id, @statement, @member, @line, @opportunity, @claimed, @due, @now, @by)`,
		tenant.Args{"id": id, "statement": s.ID, "member": s.MemberID, "line": c.Line, "opportunity": opportunity,
			"claimed": c.Claimed, "due": tx.Today() + answerDays,
			"now": tx.Now(), "by": tx.By()})
	if err != nil {
		return id, fmt.Errorf("dispute: open: %w", err)
	}
	d := Dispute{ID: id, MemberID: s.MemberID}
	if err := d.append(ctx, tx, Submitted, Word{Note: c.Note, Evidence: c.Evidence}); err != nil {
		return id, err
	}
	return id, audit.Record(ctx, tx, "opened", "commission dispute", id.String(), map[string]string{"period": s.Period})
}

// undisputed refuses what is doubted already. Those who open disputes on a statement follow each other.
func undisputed(ctx context.Context, tx *tenant.Tx, c Claim) error {
	if err := tx.Alone(ctx, tenant.OpenDispute, c.StatementID.String()); err != nil {
		return err
	}
	there, err := tenant.Value[bool](ctx, tx, `SELECT EXISTS (SELECT 1 FROM app.commission_disputes d
		JOIN app.dispute_entries f ON f.tenant_id = @tenant AND f.dispute_id = d.id AND f.number = 1
		WHERE d.tenant_id = @tenant AND d.statement_id = @id AND d.line IS NOT DISTINCT FROM @line::integer
		AND (d.line IS NOT NULL OR f.note = @note)
		  AND NOT EXISTS (SELECT 1 FROM app.dispute_entries e
			WHERE e.tenant_id = @tenant AND e.dispute_id = d.id AND e.state = 'closed'))`,
		tenant.Args{"id": c.StatementID, "line": c.Line, "note": c.Note})
	if err == nil && there {
		err = fault.New(fault.Conflict,
			"There is already a dispute about this. Add your comment there.")
	}
	return err
}

// lineOf is the opportunity of a statement's line; a line that is not there is NotFound.
func lineOf(ctx context.Context, tx *tenant.Tx, s statement.Statement, line *int) (*uuid.UUID, error) {
	if line == nil {
		return nil, nil
	}
	return tenant.Value[*uuid.UUID](ctx, tx, `SELECT e.opportunity_id FROM app.commission_earnings e
		WHERE e.tenant_id = @tenant AND e.statement_id = @statement AND e.line = @line`,
		tenant.Args{"statement": s.ID, "line": *line})
}

// Word is a new message of a thread.
type Word struct {
	Note     string
	Amount   *int64 // granted: of an approval in full or in part
	Evidence *File
}

// Say adds an entry that leads to a state. number is the last entry that the person saw. Who runs commissions asks and
// decides; the member answers, takes back or disagrees. What is granted is proposed as an adjustment for a second
// person.
func Say(ctx context.Context, tx *tenant.Tx, id uuid.UUID, number int, to State, w Word) error {
	d, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := d.allows(tx, number, to, w); err != nil {
		return err
	}
	if err := d.append(ctx, tx, to, w); err != nil {
		return err
	}
	if w.Amount != nil {
		reason := fmt.Sprintf("Dispute on %s: %s", d.Period, w.Note)
		if _, err := adjustment.Propose(ctx, tx, adjustment.Adjustment{MemberID: d.MemberID,
			OpportunityID: d.OpportunityID, Amount: *w.Amount, Currency: d.Currency, Reason: reason,
			DisputeID: &d.ID}); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, strings.ReplaceAll(string(to), "_", " "), "commission dispute", id.String(), nil)
}

// allows refuses what does not follow, who has no part in it, and what is not said.
func (d Dispute) allows(tx *tenant.Tx, number int, to State, w Word) error {
	own := tx.Is(d.MemberID) || tx.Is(d.OpenedBy)
	reviews := tx.Actor().Role.May(tenant.RunPay) && !tx.Is(d.MemberID)
	grants := to == Approved || to == Partly
	switch {
	case number != d.Entries:
		return fault.New(fault.Conflict, "Somebody answered since you opened this page. Read the answer first.")
	case !reviews && !own:
		return fault.New(fault.Forbidden, "Only the member and the commissions team can write here.")
	case !d.State.may(to) || !reviews && !d.State.byMember(to):
		return fault.New(fault.Invalid,
			fmt.Sprintf("You cannot change a dispute from “%s” to “%s”.", d.State.Label(), to.Label()))
	case strings.TrimSpace(w.Note) == "":
		return fault.On("note", "Enter a reason. The other person can read it.")
	case fault.Within("note", w.Note, mostLetters) != nil:
		return fault.Within("note", w.Note, mostLetters)
	case grants && (w.Amount == nil || *w.Amount == 0):
		return fault.On("amount", "Enter the approved amount.")
	case !grants && w.Amount != nil:
		return fault.On("amount", "Only an approval can have an amount.")
	}
	return nil
}

func (d Dispute) append(ctx context.Context, tx *tenant.Tx, to State, w Word) error {
	name, body := "", []byte(nil)
	if w.Evidence != nil {
		if len(w.Evidence.Body) > mostBytes {
			return &fault.Fault{Kind: fault.TooLarge, Field: "evidence",
				Message: "The limit is 5 MB. Attach a smaller file, or only the relevant page."}
		}
		name, body = w.Evidence.Name, w.Evidence.Body
	}
	_, err := tx.Exec(ctx, `INSERT INTO app.dispute_entries (tenant_id, id, dispute_id, member_id, number, state, note,
			amount, file_name, file, written_at, written_by)
		VALUES (@tenant, @id, @dispute, @member, @number, @state, @note, @amount, @name, @file, @now, @by)`,
		tenant.Args{"id": uuid.Must(uuid.NewV7()), "dispute": d.ID, "member": d.MemberID, "number": d.Entries + 1,
			"state": string(to), "note": w.Note, "amount": w.Amount, "name": name, "file": body, "now": tx.Now(),
			"by": tx.By()})
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "Somebody answered at the same time. Read the answer first.")
	}
	if err != nil {
		return fmt.Errorf("dispute: say: %w", err)
	}
	return nil
}

// Doubted is the disputed line; ok is false if something is missing from the statement instead.
func Doubted(ctx context.Context, tx *tenant.Tx, d Dispute) (line commission.Line, ok bool, err error) {
	s, err := statement.Get(ctx, tx, d.StatementID)
	if err != nil || d.Line == nil {
		return line, false, err
	}
	r, err := statement.Load(ctx, tx, s)
	if err != nil || *d.Line < 1 || *d.Line > len(r.Lines) {
		return line, false, err
	}
	return r.Lines[*d.Line-1], true, nil
}
