package mapping

// What tests hold against tables of examples.
var (
	ParseInstant = parseInstant
	Layout       = layout
)
