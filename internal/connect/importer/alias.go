package importer

import (
	"quarterdeck/internal/base/value"
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/platform/source"
)

// What callers know by these names has moved to the packages beneath: what an import is and reports to importjob, files to
// source, cells to value. These names go once no caller is left.
type (
	Format    = importjob.Format
	State     = importjob.State
	Import    = importjob.Import
	Object    = importjob.Object
	Progress  = importjob.Progress
	Request   = importjob.Request
	Row       = importjob.Row
	RowCursor = importjob.RowCursor
)

// The formats and states of importjob, by their former names.
const (
	Salesforce = importjob.Salesforce
	CSV        = importjob.CSV
	Waiting    = importjob.Waiting
	Running    = importjob.Running
	Done       = importjob.Done
	Failed     = importjob.Failed
	Refused    = importjob.Refused
)

// The functions that have moved, by their former names.
var (
	Start      = importjob.Start
	Again      = importjob.Again
	Get        = importjob.Get
	List       = importjob.List
	Objects    = importjob.Objects
	First      = importjob.First
	Rows       = importjob.Rows
	WriteRows  = importjob.WriteRows
	MavenCRM   = mapping.MavenCRM
	FromStored = source.FromStored
	Kept       = source.Kept
	StoreZip   = source.StoreZip
	SafeCell   = value.SafeCell
)
