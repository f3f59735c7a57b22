package demo

import (
	"quarterdeck/internal/connect/demo/crm"
	"quarterdeck/internal/connect/demo/pay"
	"quarterdeck/internal/connect/demo/submission"
)

// What callers know by these names has moved to the packages beneath. These names go once no caller is left.
type (
	Export = crm.Export
	Table  = crm.Table
)

// The functions that have moved, by their former names.
var (
	Speak = submission.Fill
	Pay   = pay.Fill
)
