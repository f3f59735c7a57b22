package value

// Vocabulary is what the words of an enumeration mean, by the folded word.
type Vocabulary struct {
	Noun  string // what a word of it is: "a forecast category"
	Means []Meaning
	words map[string]string
}

// Meaning is one thing that a word can say: its name here, and what people call it.
type Meaning struct{ Name, Label string }

// Read is what a word means, in whatever case and with whatever spaces it is written.
func (v *Vocabulary) Read(word string) (meaning string, ok bool) {
	meaning, ok = v.words[Fold(word)]
	return meaning, ok
}

// Has tells whether a meaning is one of the vocabulary's.
func (v *Vocabulary) Has(meaning string) bool {
	for _, m := range v.Means {
		if m.Name == meaning {
			return true
		}
	}
	return false
}

// say makes a vocabulary: each meaning with its label and the words for it, of which its name is one.
func say(noun string, means []Meaning, words map[string][]string) *Vocabulary {
	v := &Vocabulary{noun, means, map[string]string{}}
	for _, m := range means {
		v.words[Fold(m.Name)], v.words[Fold(m.Label)] = m.Name, m.Name
		for _, word := range words[m.Name] {
			v.words[Fold(word)] = m.Name
		}
	}
	return v
}

// The vocabularies, with the words that systems have in the languages in which they are mostly run.
var (
	Status = say("a status (open, won or lost)", []Meaning{{"open", "Open"}, {"won", "Won"}, {"lost", "Lost"}},
		map[string][]string{
			"open": {"in progress", "active", "pending", "offen", "in Bearbeitung", "ouvert", "ouverte", "en cours",
				"abierto", "abierta", "aberto", "aperto", "aperta"},
			"won": {"closed won", "closedwon", "win", "gewonnen", "geschlossen und gewonnen", "gagné", "gagnée",
				"fermée gagnée", "ganado", "ganada", "cerrada ganada", "ganho", "vinto", "vinta", "gewonnen gesloten"},
			"lost": {"closed lost", "closedlost", "loss", "verloren", "geschlossen und verloren", "perdu", "perdue",
				"fermée perdue", "perdido", "perdida",
				"cerrada perdida", "perso", "persa"}})
	Category = say("a forecast category", []Meaning{{"commit", "Commit"}, {"most_likely", "Most likely"},
		{"best_case", "Best case"}, {"pipeline", "Pipeline"},
		{"omitted", "Omitted"}, {"closed", "Closed"}}, map[string][]string{
		"commit": {"forecast", "committed", "zugesagt", "Zusage", "prévision", "engagement", "engagé",
			"compromiso", "comprometido", "compromisso", "impegno"},
		"most_likely": {"probable"},
		"best_case": {"upside", "bester Fall", "Bestfall", "meilleur des cas", "meilleur cas", "meilleur scénario",
			"mejor caso", "mejor de los casos", "mejor escenario", "melhor caso", "melhor cenário", "caso migliore"},
		"pipeline": {"open", "pipe"},
		"omitted": {"omit", "excluded", "not forecasted", "lost", "closed lost", "ausgelassen", "ausgeschlossen",
			"omis", "omitido"},
		"closed": {"won", "closed won", "geschlossen", "abgeschlossen", "fermé", "clôturé", "cerrado"}})
	Counting = say("whether a forecast type counts", []Meaning{{"counts", "Counts"}, {"ignored", "Ignored"}},
		map[string][]string{})
	YesNo = say("a yes or a no", []Meaning{{"yes", "Yes"}, {"no", "No"}}, map[string][]string{
		"yes": {"true", "t", "y", "1", "1.0", "x", "✓", "✔", "checked", "on", "wahr", "ja", "j", "vrai", "oui", "o",
			"verdadero", "sí", "si", "s", "vero", "verdadeiro", "sim", "waar"},
		"no": {"false", "f", "n", "0", "0.0", "unchecked", "off", "falsch", "nein", "faux", "non", "falso", "não",
			"nao", "onwaar", "nee"}})
	Role = say("a role", []Meaning{{"rep", "Rep"}, {"manager", "Manager"}, {"executive", "Executive"},
		{"ops", "Operations"}, {"finance", "Finance"},
		{"admin", "Administrator"}}, map[string][]string{
		"rep": {"sales rep", "seller", "account executive", "ae"}, "manager": {"sales manager"}, "executive": {"exec"},
		"ops": {"sales ops", "sales operations", "rev ops", "revops"}, "admin": {"system administrator"}})
	Length = say("a length of a period", []Meaning{{"month", "Month"}, {"quarter", "Quarter"}, {"half", "Half-year"},
		{"year", "Year"}}, map[string][]string{
		"month":   {"monthly", "Monat", "monatlich", "mois", "mensuel", "mes", "mensual"},
		"quarter": {"quarterly", "Quartal", "trimestre", "trimestriel"},
		"half":    {"half", "semester", "half yearly", "Halbjahr"},
		"year":    {"yearly", "annual", "annually", "Jahr", "jährlich", "année", "annuel", "año", "anual"}})
	Done = say("a state of an activity", []Meaning{{"done", "Done"}, {"planned", "Not done yet"}}, map[string][]string{
		"done": {"completed", "complete", "closed", "held", "finished", "sent", "erledigt", "abgeschlossen", "terminé",
			"terminée", "completado", "completada"},
		"planned": {"not started", "in progress", "open", "waiting", "waiting on someone else", "deferred", "scheduled",
			"pending", "cancelled", "canceled", "not held", "no show", "offen", "geplant", "nicht begonnen",
			"in Bearbeitung", "en cours", "pendiente"}})
)
