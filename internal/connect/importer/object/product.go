package object

import (
	"quarterdeck/internal/connect/importer/mapping"
	"quarterdeck/internal/connect/importer/record"
	"quarterdeck/internal/connect/importjob"
	"quarterdeck/internal/record/product"
)

// openProducts loads what is sold.
func openProducts(w *Import, f *importjob.File) record.Loader {
	l := record.Table(w.Run, f, record.Kind[product.Imported]{Object: "product", Parse: readProduct,
		Known: product.Known, Put: product.Import,
		Over: func(r *mapping.Row, p *product.Imported, was product.Imported) {
			record.HoldName(r, "name", &p.Name, was.Name)
			record.Hold(r, "family", &p.Family, was.Family)
			record.Hold(r, "price", &p.Price, was.Price)
			record.Keep(r, "currency", &p.Currency, was.Currency)
		},
		Stamp: func(p *product.Imported) record.Stamp {
			return record.Stamp{ID: &p.ID, ExternalID: p.ExternalID, Custom: &p.Custom, CreatedAt: &p.CreatedAt,
				ModifiedAt: &p.ModifiedAt, DeletedAt: &p.DeletedAt, Hash: &p.Hash}
		}})
	l.Prepare = w.Knows("product")
	return l
}

func readProduct(r *mapping.Row, was *product.Imported) product.Imported {
	p := product.Imported{ExternalID: r.Key, Name: r.Text("name"), Family: r.Text("family"),
		Currency: r.Currency("currency"), Custom: record.CustomText(r.Custom()), CreatedAt: r.Instant("created_at")}
	if was != nil {
		record.Keep(r, "currency", &p.Currency, was.Currency)
	}
	p.Price = r.Amount("price", p.Currency)
	if p.Name == "" {
		if p.Name = p.ExternalID; was == nil {
			r.Flag("The product has no name; its key is used instead.")
		}
	}
	return p
}

// openItems loads the lines of opportunities.
func openItems(w *Import, f *importjob.File) record.Loader {
	l := record.Table(w.Run, f, record.Kind[product.ImportedItem]{Object: "line_item", Parse: w.item,
		Known: product.KnownItems, Put: product.ImportItems,
		Over: func(r *mapping.Row, i *product.ImportedItem, was product.ImportedItem) {
			record.Keep(r, "opportunity", &i.OpportunityID, was.OpportunityID)
			record.Keep(r, "product", &i.ProductID, was.ProductID)
			record.Keep(r, "quantity", &i.Quantity, was.Quantity)
			record.Keep(r, "currency", &i.Currency, was.Currency)
			record.Hold(r, "amount", &i.Amount, was.Amount)
		},
		Stamp: func(i *product.ImportedItem) record.Stamp {
			return record.Stamp{ID: &i.ID, ExternalID: i.ExternalID, Custom: &i.Custom, ModifiedAt: &i.ModifiedAt,
				DeletedAt: &i.DeletedAt, Hash: &i.Hash}
		}})
	l.Prepare = w.Knows("opportunity", "product")
	return l
}

func (w *Import) item(r *mapping.Row, was *product.ImportedItem) product.ImportedItem {
	i := product.ImportedItem{ExternalID: r.Key, OpportunityID: w.Needs(r, "opportunity", "opportunity", was == nil),
		ProductID: w.Needs(r, "product", "product", was == nil), Quantity: r.Quantity("quantity"),
		Currency: r.Currency("currency"), Custom: record.CustomText(r.Custom())}
	if was != nil {
		record.Keep(r, "currency", &i.Currency, was.Currency)
	}
	i.Amount = r.Amount("amount", i.Currency)
	return i
}
