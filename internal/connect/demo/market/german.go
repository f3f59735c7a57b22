package market

// German is a market of Germany and its neighbours.
var German = Market{
	First: words(`Aleksandra Anke Annika Ayşe Bastian Birgit Björn Carsten Cem Daan Dagmar Deniz Elif Emre Fatma Finn
		Florian Friederike Greta Hakan Hanna Heike Henrik Ingrid Jakub Jannik Jana Jens Jürgen Katarzyna Katrin
		Kirsten Lars Lena Leyla Lukas Maarten Magdalena Maren Matthias Merle Mette Milan Mira Nele Nico Nils
		Okan Ole Paweł Petra Rasmus Rieke Sabine Sanne Selin Silke Sören Stefan Svenja Tarek Thies Tomasz Ulrike
		Uwe Verena Wiebke Yasemin Zeynep`),
	Last: words(`Ahlers Albrecht Aydın Bakker Behrens Bergmann Boysen Brandt Carstensen Çelik Claasen Dekker Demir
		Dietrich Ehlers Engel Fiedler Friedrich Gerdes Graf Grabowski Hansen Harms Heinrich Hinrichs Hoffmann
		Iversen Jacobsen Janssen Jürgens Kaczmarek Karlsen Kaya Keller Kessler Kowalczyk Krüger Lorenzen Lüders
		Martens Meinhardt Mertens Möller Nissen Nowak Öztürk Oltmanns Paulsen Petersen Pohl Reimers Richter
		Rohde Schröder Schwarz Seidel Sievers Steinbach Stoltenberg Szymański Thomsen Tietjen Ulrich Vogt
		Wegener Wiśniewski Yılmaz Zander`),
	heads: words(`Alster Altona Arktis Boreas Brücken Deich Dünen Eider Elbtal Falken Fjord Föhn Förde Geest Hafen Heide
		Hohen Holm Inseln Kaiser Koggen Kranich Küsten Leucht Linden Mariner Marsch Möwen Neckar Nixen Oster
		Pegel Reet Ritter Salz Schlei Seefahrer Speicher Spree Stern Strand Sund Tide Ufer Wald Wacht Warft
		Weser Wind Ziegel`),
	industries: []industry{
		{"Logistik", []string{"logistik GmbH", "fracht GmbH", "spedition GmbH", "lager GmbH"}},
		{"Maschinenbau", []string{"werk Maschinenbau GmbH", "technik GmbH", "antriebe GmbH", "metall GmbH"}},
		{"Handel", []string{"handel GmbH", "kontor GmbH", "import GmbH", "markt GmbH"}},
		{"Lebensmittel", []string{"mühle GmbH", "kost GmbH", "brauerei GmbH", "feinkost GmbH"}},
		{"Software", []string{"data GmbH", "soft GmbH", "netz GmbH", "systeme GmbH"}},
	},
}
