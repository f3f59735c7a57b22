package plan

import "bytes"

// Entry is one term of a component, as the document writes it. Versions of a plan are compared by entries.
type Entry struct {
	Key     string   // by the keys of the document, such as cap.per_period
	Written string   // on one line; two are the same if they are written the same
	Text    string   // of a text or a number
	Names   []string // of a list of names
}

// Entries lists the terms of a component in the order of the format, with all defaults. It is derived from the encoded
// document, so that no key can be missed; conditions and caps are separate entries.
func (d Document) Entries(c Component) []Entry {
	var all []Entry
	for _, f := range c.tree(&sapling{node: node{shape: aGroup}, currency: d.Currency}).fields {
		switch f.key {
		case "qualifies", "cap":
			for _, g := range f.node.fields {
				all = append(all, g.node.entry(f.key+"."+g.key))
			}
		default:
			all = append(all, f.node.entry(f.key))
		}
	}
	return all
}

func (n node) entry(key string) Entry {
	var b bytes.Buffer
	n.write(&b, "")
	e := Entry{Key: key, Written: b.String(), Text: n.text}
	for _, m := range n.items {
		e.Names = append(e.Names, m.text)
	}
	return e
}
