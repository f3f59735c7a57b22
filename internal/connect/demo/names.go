package demo

import (
	"fmt"
	"strings"
)

// market is where a company sells: what its people and its accounts are called. All of it is made up.
type market struct {
	first, last []string
	heads       []string
	industries  []industry
	joint       string // between the words of an account's name
}

// industry is a branch and what its companies are called.
type industry struct {
	name  string
	tails []string
}

// names hands out the names of accounts, none twice.
type names struct {
	dice   dice
	market market
	taken  map[string]bool
}

func newNames(d dice, m market) *names { return &names{dice: d, market: m, taken: map[string]bool{}} }

// company is a new account's industry and name.
func (n *names) company() (string, string) {
	for try := 0; ; try++ {
		ind := pick(n.dice, n.market.industries)
		name := pick(n.dice, n.market.heads) + n.market.joint + pick(n.dice, ind.tails)
		if try > 40 { // the combinations are nearly used up
			name = fmt.Sprintf("%s %d", name, try-39)
		}
		if !n.taken[name] {
			n.taken[name] = true
			return ind.name, name
		}
	}
}

// site is the account's domain, under a top-level domain that nobody can own.
func (n *names) site(name string) string {
	return ascii(strings.TrimSuffix(name, " GmbH")) + ".example"
}

// words reads a list that is written as a text.
func words(text string) []string { return strings.Fields(text) }

var american = market{
	first: words(`Aaliyah Adriana Amara Amir Anika Anthony Arjun Audrey Beatriz Brandon Caleb Camila Carmen Cedric Chen Chloe Connor Daniela
		Darius David Deborah Diego Dominic Elena Elijah Emeka Emily Esther Farah Felix Fiona Gabriel Grace Hannah Haruto Hassan Imani Ines
		Isaac Ivy Jamal Jasmine Javier Joanna Jonah Jorge Julia Kareem Katherine Keisha Kenji Lauren Leila Leo Lucia Malik Marcus Mariana
		Maya Mei Miguel Minh Monique Nadia Naomi Nathan Nia Nikhil Noah Olivia Omar Oscar Paige Patrick Priya Rachel Rafael Ravi Rebecca Rohan
		Rosa Ruth Samir Samuel Sanjay Sara Sean Selena Simone Sofia Tamika Teresa Thomas Tiana Tyler Vanessa Victor Wei Yasmin Yuki Zachary Zara`),
	last: words(`Abara Acosta Adeyemi Aldridge Alvarado Amin Ansari Baptiste Barlow Becker Bhatt Blackwood Bosch Brennan Calderon Carver Castillo
		Chandra Chang Cho Coleman Cortez Dalton Delgado Desai Diaz Dolan Drummond Duarte Eastman Edwards Ellis Espinoza Farouk Ferraro Fletcher
		Foster Fujimoto Gallagher Ganesan Gibbs Goldberg Grant Gupta Haddad Harlow Hashimoto Hendricks Herrera Hoang Holloway Hussain Ibarra
		Ingram Iyer Jablonski Jensen Kapoor Katz Kaur Keller Khalil Kowalski Lafayette Langford Larsen Lindqvist Mbeki Maddox Malhotra Marchetti
		Mensah Mercado Moreau Morrow Nakagawa Navarro Nguyen Nwosu Obi Oconnor Ortega Osei Palmer Park Patel Pereira Petrov Quintero Rahman
		Ramsey Reyes Rhodes Romano Sandoval Sato Schroeder Sharma Sinclair Soto Stavros Sullivan Tran Ueda Valdez Vasquez Voss Wallace Whitaker
		Xiong Yamada Yoon Zamora Ziegler`),
	heads: words(`Alderway Ambercroft Anchorbay Applemoor Arborline Ashgrove Aspenmark Atlasvale Bayhollow Beaconridge Birchstone Bluefern
		Boldwater Brackenhill Brightmoor Brookmarch Cairnwell Calderbrook Casterfield Cedarpoint Cinderpeak Claymont Cloverhurst Coastmark Cobaltway
		Copperline Coralbay Crestwell Crossmere Dawnfield Deepspring Driftwood Dunmore Eastwick Ebonridge Elmstead Emberlane Evermark Fairhollow
		Falconer Ferncliff Firthwood Flintrock Foxglen Frostvale Gladebrook Goldenrod Granitehill Greywater Harborlight Hartwell Hawksmoor
		Hazelgrove Highmeadow Hollybrook Indigovale Ironbridge Ivorygate Jadeport Junipergate Keystead Kingsferry Lakemoor Larkspur Laurelton
		Lighthollow Lindenway Lonepine Lumenford Mapleton Marblecove Meadowlark Merrivale Millbrook Mistralway Moonrise Mosswood Northolme Oakmarch
		Opalridge Orchardway Ospreyridge Palemoor Pebblecreek Pinecrest Polarstone Quarrystone Quillmark Rainmoor Ravenswood Redfern Ridgeline
		Riverbend Rosewater Rowanfield Saltmarsh Sandpiper Seabright Silverbrook Skylarkfield Sparrowhill Springmoor Starlinghurst Stonebridge Summerton
		Sunridge Sycamorefield Tallgrass Thornbury Tidewater Timberlane Umberfield Valewood Verdantmoor Violetta Walnutgrove Westhaven Whitecap
		Wildrose Willowmere Windmarch Wintergreen Wrenfield Yarrow Zephyrhill`),
	industries: []industry{
		{"Software", words("Software Labs Systems Data Cloud Digital Networks Technologies")},
		{"Healthcare", words("Health Clinics Medical Biosciences Care Diagnostics Pharma Therapeutics")},
		{"Financial Services", words("Bank Capital Insurance Credit Advisors Payments Trust Lending")},
		{"Manufacturing", words("Industries Manufacturing Robotics Components Tooling Plastics Motors Metals")},
		{"Retail", words("Stores Market Outfitters Home Foods Apparel Goods Commerce")},
		{"Logistics", words("Logistics Freight Shipping Transport Warehousing Couriers Distribution Airlines")},
		{"Education", words("Learning Academy College Schools Institute Publishing Tutoring Studios")},
	},
	joint: " ",
}

var german = market{
	first: words(`Aleksandra Anke Annika Ayşe Bastian Birgit Björn Carsten Cem Daan Dagmar Deniz Elif Emre Fatma Finn Florian Friederike Greta Hakan
		Hanna Heike Henrik Ingrid Jakub Jannik Jana Jens Jürgen Katarzyna Katrin Kirsten Lars Lena Leyla Lukas Maarten Magdalena Maren Matthias
		Merle Mette Milan Mira Nele Nico Nils Okan Ole Paweł Petra Rasmus Rieke Sabine Sanne Selin Silke Sören Stefan Svenja Tarek Thies Tomasz
		Ulrike Uwe Verena Wiebke Yasemin Zeynep`),
	last: words(`Ahlers Albrecht Aydın Bakker Behrens Bergmann Boysen Brandt Carstensen Çelik Claasen Dekker Demir Dietrich Ehlers Engel Fiedler
		Friedrich Gerdes Graf Grabowski Hansen Harms Heinrich Hinrichs Hoffmann Iversen Jacobsen Janssen Jürgens Kaczmarek Karlsen Kaya Keller
		Kessler Kowalczyk Krüger Lorenzen Lüders Martens Meinhardt Mertens Möller Nissen Nowak Öztürk Oltmanns Paulsen Petersen Pohl Reimers
		Richter Rohde Schröder Schwarz Seidel Sievers Steinbach Stoltenberg Szymański Thomsen Tietjen Ulrich Vogt Wegener Wiśniewski Yılmaz Zander`),
	heads: words(`Alster Altona Arktis Boreas Brücken Deich Dünen Eider Elbtal Falken Fjord Föhn Förde Geest Hafen Heide Hohen Holm Inseln Kaiser
		Koggen Kranich Küsten Leucht Linden Mariner Marsch Möwen Neckar Nixen Oster Pegel Reet Ritter Salz Schlei Seefahrer Speicher Spree Stern
		Strand Sund Tide Ufer Wald Wacht Warft Weser Wind Ziegel`),
	industries: []industry{
		{"Logistik", []string{"logistik GmbH", "fracht GmbH", "spedition GmbH", "lager GmbH"}},
		{"Maschinenbau", []string{"werk Maschinenbau GmbH", "technik GmbH", "antriebe GmbH", "metall GmbH"}},
		{"Handel", []string{"handel GmbH", "kontor GmbH", "import GmbH", "markt GmbH"}},
		{"Lebensmittel", []string{"mühle GmbH", "kost GmbH", "brauerei GmbH", "feinkost GmbH"}},
		{"Software", []string{"data GmbH", "soft GmbH", "netz GmbH", "systeme GmbH"}},
	},
}
