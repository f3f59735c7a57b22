package market

// American is a market of the United States.
var American = Market{
	First: words(`Aaliyah Adriana Amara Amir Anika Anthony Arjun Audrey Beatriz Brandon Caleb Camila Carmen Cedric Chen
		Chloe Connor Daniela Darius David Deborah Diego Dominic Elena Elijah Emeka Emily Esther Farah Felix
		Fiona Gabriel Grace Hannah Haruto Hassan Imani Ines Isaac Ivy Jamal Jasmine Javier Joanna Jonah Jorge
		Julia Kareem Katherine Keisha Kenji Lauren Leila Leo Lucia Malik Marcus Mariana Maya Mei Miguel Minh
		Monique Nadia Naomi Nathan Nia Nikhil Noah Olivia Omar Oscar Paige Patrick Priya Rachel Rafael Ravi
		Rebecca Rohan Rosa Ruth Samir Samuel Sanjay Sara Sean Selena Simone Sofia Tamika Teresa Thomas Tiana
		Tyler Vanessa Victor Wei Yasmin Yuki Zachary Zara`),
	Last: words(`Abara Acosta Adeyemi Aldridge Alvarado Amin Ansari Baptiste Barlow Becker Bhatt Blackwood Bosch Brennan
		Calderon Carver Castillo Chandra Chang Cho Coleman Cortez Dalton Delgado Desai Diaz Dolan Drummond
		Duarte Eastman Edwards Ellis Espinoza Farouk Ferraro Fletcher Foster Fujimoto Gallagher Ganesan Gibbs
		Goldberg Grant Gupta Haddad Harlow Hashimoto Hendricks Herrera Hoang Holloway Hussain Ibarra Ingram Iyer
		Jablonski Jensen Kapoor Katz Kaur Keller Khalil Kowalski Lafayette Langford Larsen Lindqvist Mbeki
		Maddox Malhotra Marchetti Mensah Mercado Moreau Morrow Nakagawa Navarro Nguyen Nwosu Obi Oconnor Ortega
		Osei Palmer Park Patel Pereira Petrov Quintero Rahman Ramsey Reyes Rhodes Romano Sandoval Sato Schroeder
		Sharma Sinclair Soto Stavros Sullivan Tran Ueda Valdez Vasquez Voss Wallace Whitaker Xiong Yamada Yoon
		Zamora Ziegler`),
	heads: words(`Alderway Ambercroft Anchorbay Applemoor Arborline Ashgrove Aspenmark Atlasvale Bayhollow Beaconridge
		Birchstone Bluefern Boldwater Brackenhill Brightmoor Brookmarch Cairnwell Calderbrook Casterfield
		Cedarpoint Cinderpeak Claymont Cloverhurst Coastmark Cobaltway Copperline Coralbay Crestwell Crossmere
		Dawnfield Deepspring Driftwood Dunmore Eastwick Ebonridge Elmstead Emberlane Evermark Fairhollow
		Falconer Ferncliff Firthwood Flintrock Foxglen Frostvale Gladebrook Goldenrod Granitehill Greywater
		Harborlight Hartwell Hawksmoor Hazelgrove Highmeadow Hollybrook Indigovale Ironbridge Ivorygate Jadeport
		Junipergate Keystead Kingsferry Lakemoor Larkspur Laurelton Lighthollow Lindenway Lonepine Lumenford
		Mapleton Marblecove Meadowlark Merrivale Millbrook Mistralway Moonrise Mosswood Northolme Oakmarch
		Opalridge Orchardway Ospreyridge Palemoor Pebblecreek Pinecrest Polarstone Quarrystone Quillmark
		Rainmoor Ravenswood Redfern Ridgeline Riverbend Rosewater Rowanfield Saltmarsh Sandpiper Seabright
		Silverbrook Skylarkfield Sparrowhill Springmoor Starlinghurst Stonebridge Summerton Sunridge
		Sycamorefield Tallgrass Thornbury Tidewater Timberlane Umberfield Valewood Verdantmoor Violetta
		Walnutgrove Westhaven Whitecap Wildrose Willowmere Windmarch Wintergreen Wrenfield Yarrow Zephyrhill`),
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
