package lookup

import "quarterdeck/internal/base/value"

// Keys maps the different forms of a key to the known one.
type Keys struct {
	// stems are the first 15 characters of ids whose last three do not fit, each with the id; empty where there are
	// two.
	stems map[string]string
}

// Add adds a known key.
func (k *Keys) Add(key string) {
	stem := value.Stem(key)
	if stem == "" {
		return
	}
	if k.stems == nil {
		k.stems = map[string]string{}
	}
	if other, taken := k.stems[stem]; taken && other != key {
		key = ""
	}
	k.stems[stem] = key
}

// Find is the known key of which a text is a form; otherwise the text itself.
func (k *Keys) Find(text string, there func(string) bool) string {
	if there(text) {
		return text
	}
	for _, form := range value.Forms(text) {
		if there(form) {
			return form
		}
	}
	if key := k.stems[text]; key != "" {
		return key
	}
	if stem := value.Stem(text); stem != "" && there(stem) {
		return stem
	}
	return text
}

// Key is the key of an object's record that is known or was read, of which a text is a form; otherwise the text itself.
func (d *Directory) Key(object, text string) string {
	return d.keys(object).Find(text, func(key string) bool {
		if _, known := d.ids[object][key]; known {
			return true
		}
		_, read := d.rows[object][key]
		return read
	})
}

func (d *Directory) keys(object string) *Keys {
	if d.forms[object] == nil {
		d.forms[object] = &Keys{}
	}
	return d.forms[object]
}
