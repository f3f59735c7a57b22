package column

import "strings"

// Object is one that the rows of a file can be.
type Object struct {
	Name, Label string
	words       []string // of file names
	targets     []Target
}

// Target is what a column can fill. One that names another record does so by name, or with the ending .key by ID.
type Target struct {
	Field    string
	Label    string
	Required bool     // of new records
	words    []string // headers of the usual systems, in English and German
}

// Objects lists what the rows of a file can be, the most usual first.
var Objects = []Object{
	{"account", "Accounts", []string{"account", "compan", "customer", "kunde", "firm", "organi"}, accountTargets},
	{"contact", "Contacts", []string{"contact", "person", "people", "kontakt", "ansprech"}, contactTargets},
	{"opportunity", "Opportunities", []string{"opportunit", "deal", "pipeline", "verkaufschance"}, opportunityTargets},
	{"activity", "Activities", []string{"activit", "task", "call", "meeting", "event", "aktivit"}, activityTargets},
	{"product", "Products", []string{"product", "produkt", "artikel"}, productTargets},
	{"line_item", "Line items", []string{"lineitem", "position"}, itemTargets},
	{"contact_role", "Contact roles", []string{"role", "rolle"}, roleTargets},
	{"quota", "Quotas", []string{"quota", "target", "ziel"}, quotaTargets},
	{"member", "People of your team", []string{"user", "member", "rep", "benutzer", "mitarbeiter", "team"},
		memberTargets},
}

// Targets lists what the columns of an object's file can fill.
func Targets(object string) []Target {
	for _, o := range Objects {
		if o.Name == object {
			return o.targets
		}
	}
	return nil
}

func say(field, label, words string) Target {
	t := Target{Field: strings.TrimSuffix(field, "*"), Label: label, Required: strings.HasSuffix(field, "*")}
	t.words = append(strings.Split(words, ";"), label, t.Field)
	return t
}

// refers tells whether a field names another record.
func refers(field string) bool {
	switch field {
	case "owner", "member", "manager", "account", "parent", "contact", "product", "opportunity":
		return true
	}
	return false
}

var (
	created  = say("created_at", "Created", "created date;create date;createddate;erstellt am;erstelldatum;angelegt am")
	modified = say("modified_at", "Last modified", "last modified date;lastmodifieddate;modified;updated;updated at;"+
		"last updated;geändert am;letzte änderung;zuletzt geändert")
	deleted  = say("deleted", "Deleted", "isdeleted;is deleted;gelöscht")
	currency = say("currency", "Currency", "currencyisocode;currency code;deal currency code;währung;devise")
	owner    = say("owner", "Owner (name or e-mail)", "owner;owner name;account owner;opportunity owner;deal owner;"+
		"company owner;contact owner;hubspot owner;sales rep;rep;besitzer;inhaber;verantwortlich;betreuer;verkäufer;"+
		"kundenbetreuer;owner email;owner e-mail")
	ownerID = say("owner.key", "Owner (ID)", "ownerid;owner id;hubspot_owner_id")
	account = say("account", "Account (name)", "account;account name;company;company name;associated company;"+
		"firma;kunde;unternehmen")
	accountID = say("account.key", "Account (ID)", "accountid;account id;company id;associated company id;"+
		"associated company ids;kundennummer;kundennr")
	opportunity = say("opportunity*", "Opportunity (name)", "opportunity;opportunity name;deal;deal name;"+
		"associated deal;verkaufschance")
	deal = say("opportunity", "Opportunity (name)", "opportunity;opportunity name;deal;deal name;"+
		"associated deal;verkaufschance")
	dealID = say("opportunity.key", "Opportunity (ID)", "opportunityid;opportunity id;deal id;"+
		"associated deal id;associated deal ids")
	contact   = say("contact", "Contact (name)", "contact;contact name;associated contact;kontakt;ansprechpartner")
	contactID = say("contact.key", "Contact (ID)", "contactid;contact id;whoid;associated contact id;"+
		"associated contact ids")
)

var accountTargets = []Target{
	say("name*", "Name", "account name;company name;company;customer;firma;firmenname;unternehmen;unternehmensname;"+
		"kunde;kundenname;account;organisation;organization"),
	say("key", "ID in the source", "id;account id;company id;record id;external id;hs_object_id;kundennummer;"+
		"kundennr;accountnumber;account number;customer id;customer number"),
	say("website", "Website", "domain;company domain name;website url;url;web;webseite;homepage;internetseite"),
	say("industry", "Industry", "branche;sector;vertical"),
	say("employees", "Employees", "number of employees;numberofemployees;mitarbeiter;mitarbeiterzahl;"+
		"anzahl mitarbeiter;headcount;company size"),
	say("state", "State", "billing state;billingstate;billing state/province;state/region;province;bundesland"),
	say("country", "Country", "billing country;billingcountry;country/region;land;staat"),
	say("type", "Type", "account type;company type;typ;kundentyp;kundenart"),
	say("territory", "Territory", "gebiet;vertriebsgebiet"), say("region", "Region", "sales region;vertriebsregion"),
	owner, ownerID,
	say("parent", "Parent account (name)", "parent account;parent company;konzern;muttergesellschaft"),
	say("parent.key", "Parent account (ID)", "parentid;parent account id;parent company id"), created,
	modified, deleted,
}

var contactTargets = []Target{
	say("last_name*", "Last name", "lastname;surname;name;full name;contact name;nachname;familienname"),
	say("first_name", "First name", "firstname;given name;vorname"),
	say("key", "ID in the source", "id;contact id;record id;external id;hs_object_id;kontaktnummer"),
	say("email", "E-mail", "email;email address;mail;e-mail-adresse;emailadresse"),
	say("phone", "Phone", "phone number;mobile;mobile phone;telephone;telefon;telefonnummer;handy;mobil"),
	say("title", "Job title", "title;jobtitle;position;funktion;titel;berufsbezeichnung"),
	account, accountID, created, modified, deleted,
}

var opportunityTargets = []Target{
	say("name*", "Name", "opportunity name;deal name;dealname;deal;opportunity;bezeichnung;titel;verkaufschance"),
	say("stage*", "Stage", "stage name;stagename;deal stage;dealstage;sales stage;phase;vertriebsphase;stufe"),
	say("key", "ID in the source", "id;opportunity id;deal id;record id;external id;hs_object_id"),
	account, accountID, owner, ownerID,
	say("amount", "Amount", "value;deal value;deal amount;deal size;betrag;summe;wert;umsatz;volumen"), currency,
	say("close_on", "Close date", "closedate;close on;expected close date;closing date;abschlussdatum;abschluss;"+
		"schlusstermin"),
	say("probability", "Probability", "probability (%);deal probability;win probability;wahrscheinlichkeit;"+
		"wahrscheinlichkeit (%)"),
	say("category", "Forecast category", "forecastcategoryname;forecastcategory;forecast category name;"+
		"prognosekategorie"),
	say("status", "Status", "deal status"), say("closed", "Closed", "isclosed;is closed;is deal closed?;geschlossen"),
	say("won", "Won", "iswon;is won;is closed won;gewonnen"),
	say("type", "Type", "opportunity type;deal type;dealtype;typ"),
	say("source", "Lead source", "leadsource;source;original source;quelle;leadquelle;herkunft"),
	say("competitor", "Competitor", "main competitor;main competitors;maincompetitors;wettbewerber;konkurrent"),
	say("loss_reason", "Loss reason", "lossreason;lost reason;closed lost reason;verlustgrund;ablehnungsgrund"),
	say("next_step", "Next step", "nextstep;next steps;nächster schritt;nächste schritte"),
	say("budget_confirmed", "Budget confirmed", "budget bestätigt"), created, modified, deleted,
}

var activityTargets = []Target{
	say("occurs_on*", "Date", "activitydate;activity date;due date;start;start date;startdatetime;datum;fällig am;"+
		"fälligkeitsdatum;timestamp"),
	say("subject", "Subject", "title;betreff;thema;name"),
	say("kind", "Type", "activity type;tasksubtype;task type;art;aktivitätstyp;typ"),
	say("key", "ID in the source", "id;activity id;task id;record id;external id"),
	deal, dealID, account, accountID, contact, contactID,
	say("about", "Related record (ID)", "whatid;related to id"),
	say("member", "Assigned to (name or e-mail)", "owner;assigned to;assignee;activity assigned to;zugewiesen;"+
		"zugewiesen an;besitzer;verantwortlich"),
	say("member.key", "Assigned to (ID)", "ownerid;owner id;assigned to id"), say("status", "Status", "task status"),
	say("done", "Done", "isclosed;completed;is closed;erledigt"), created, modified, deleted,
}

var productTargets = []Target{
	say("name*", "Name", "product name;product;produkt;produktname;artikel;bezeichnung"),
	say("key", "ID in the source", "id;product id;product code;productcode;sku;artikelnummer;record id"),
	say("family", "Family", "product family;produktfamilie;warengruppe;category"),
	say("price", "Price", "unit price;unitprice;list price;preis;listenpreis;stückpreis"), currency, created, modified,
	deleted,
}

var itemTargets = []Target{
	opportunity, dealID, say("product*", "Product (name)", "product;product name;produkt;artikel"),
	say("product.key", "Product (ID)", "product2id;product id;sku;artikelnummer"),
	say("quantity", "Quantity", "menge;anzahl"),
	say("amount", "Amount", "total price;totalprice;total;gesamtpreis;betrag"), currency,
	say("key", "ID in the source", "id;line item id;record id"), modified, deleted,
}

var roleTargets = []Target{
	opportunity, dealID, say("contact*", "Contact (name)", "contact;contact name;kontakt"), contactID,
	say("role", "Role", "contact role;rolle"), say("primary", "Primary", "isprimary;is primary;hauptkontakt"),
	say("key", "ID in the source", "id;record id"), created, modified, deleted,
}

var quotaTargets = []Target{
	say("member*", "Member (name or e-mail)", "member;owner;rep;sales rep;name;email;quota owner;user;mitarbeiter;"+
		"verkäufer"),
	say("member.key", "Member (ID)", "quotaownerid;ownerid;user id;userid"),
	say("amount*", "Amount", "quota;quotaamount;quota amount;target;ziel;betrag;zielwert"), currency,
	say("starts_on*", "First day", "startdate;start date;start;period start;from;beginn;von"),
	say("ends_on", "Last day", "enddate;end date;end;period end;to;ende;bis"),
	say("period", "Period length", "period type;periodtype;zeitraum"),
	say("family", "Product family", "productfamily;produktfamilie"),
	say("key", "ID in the source", "id;quota id;record id"), created, modified, deleted,
}

var memberTargets = []Target{
	say("name*", "Name", "full name;user;user name;mitarbeiter"),
	say("email*", "E-mail", "email;email address;mail;username;e-mail-adresse"),
	say("key", "ID in the source", "id;user id;userid;employee id;personalnummer;record id"),
	say("title", "Job title", "title;titel;position;funktion"),
	say("manager", "Manager (name or e-mail)", "manager;manager name;reports to;vorgesetzter;vorgesetzte"),
	say("manager.key", "Manager (ID)", "managerid;manager id"),
	say("team", "Team", "division;department;abteilung"), say("region", "Region", "vertriebsregion"),
	say("role", "Role", "rolle"), say("active", "Active", "isactive;is active;aktiv"),
	say("created_at", "Hired on", "createddate;created date;hire date;start date;eintritt;eintrittsdatum"), modified,
	deleted,
}
