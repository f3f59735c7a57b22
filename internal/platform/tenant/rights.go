package tenant

// Role is what a member is in an organisation; each may do what the table in this file says.
type Role string

// The roles of the field, and System, which is no person: jobs and commands act as it.
const (
	Admin     Role = "admin"
	Ops       Role = "ops"
	Finance   Role = "finance"
	Executive Role = "executive"
	Manager   Role = "manager"
	Rep       Role = "rep"
	System    Role = "system"
)

// Roles lists the roles that a member can have.
var Roles = []Role{Admin, Ops, Finance, Executive, Manager, Rep}

// Reach is whose records a role sees.
type Reach int

// A rep sees their own records, a manager those of everyone below as well, the others all.
const (
	Own Reach = iota
	Tree
	All
)

// Right is something that a role may do beyond reading what it reaches.
type Right string

// The rights that pages and commands ask for.
const (
	ManageMembers  Right = "manage members"
	ManageSettings Right = "manage settings"
	RunImports     Right = "run imports"
	ReadAudit      Right = "read the audit log"
	EditRecords    Right = "edit records"
	ManageRecords  Right = "merge records"      // and say which are no duplicates
	ShapePipeline  Right = "shape the pipeline" // stages, exit criteria, validation rules, lists
	OverrideGates  Right = "override exit criteria"
	RunReviews     Right = "run reviews"       // of those whom they reach
	SubmitForecast Right = "submit a forecast" // a call of one's own
	AdjustForecast Right = "adjust a forecast" // of those below
	ManageForecast Right = "manage forecasts"  // due times, names, closing a period
	PlanScenarios  Right = "save scenarios"
	ManagePlans    Right = "manage compensation plans"
	EditCredit     Right = "assign credit"
	RunPay         Right = "run commissions"       // calculate
	ApprovePay     Right = "approve pay"           // of those below, or of all for who manages pay
	ManagePay      Right = "manage pay"            // approve for finance, lock, mark as paid, decide on adjustments
	ReadLiability  Right = "read liability totals" // totals, of nobody in particular
	ReadAllPay     Right = "read pay"              // everybody's
)

// rights is the one table of who may do what. A right that is not listed is not had.
var rights = map[Role]struct {
	Reach Reach
	May   []Right
}{
	Admin: {All, []Right{ManageMembers, ManageSettings, RunImports, ReadAudit, EditRecords, ManageRecords,
		ManageForecast, RunReviews, PlanScenarios, ShapePipeline, OverrideGates}},
	Ops: {All, []Right{ManageMembers, RunImports, EditRecords, ManageRecords, ManageForecast, RunReviews,
		PlanScenarios, ShapePipeline, OverrideGates, ManagePlans, EditCredit, RunPay, ReadLiability, ReadAllPay}},
	Finance:   {All, []Right{ManagePlans, EditCredit, RunPay, ApprovePay, ManagePay, ReadLiability, ReadAllPay}},
	Executive: {All, []Right{SubmitForecast, AdjustForecast, RunReviews, PlanScenarios, ReadLiability}},
	Manager: {Tree, []Right{EditRecords, OverrideGates, SubmitForecast, AdjustForecast, RunReviews, PlanScenarios,
		ApprovePay}},
	Rep: {Own, []Right{EditRecords, SubmitForecast}},
	System: {All, []Right{ManageMembers, ManageSettings, RunImports, EditRecords, ManageRecords, ShapePipeline,
		OverrideGates, SubmitForecast, AdjustForecast, ManageForecast, ManagePlans, EditCredit, RunPay,
		ApprovePay, ManagePay, ReadLiability, ReadAllPay}},
}

// Reach tells whose records the role sees; an unknown role sees its own.
func (r Role) Reach() Reach { return rights[r].Reach }

// May tells whether the role has a right.
func (r Role) May(right Right) bool {
	for _, have := range rights[r].May {
		if have == right {
			return true
		}
	}
	return false
}

// Valid tells whether a member can have the role.
func (r Role) Valid() bool {
	for _, known := range Roles {
		if r == known {
			return true
		}
	}
	return false
}
