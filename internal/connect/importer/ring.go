package importer

import "quarterdeck/internal/base/value"

// ring tells keys apart that can be written in more than one form: it knows which of those that are there another one is.
type ring struct {
	stems map[string]string // first 15 characters of an id whose last three do not fit: the id; empty where there are two
}

// add makes a key known.
func (k *ring) add(key string) {
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

// find is the key that is there of which a text is a form; otherwise the text itself.
func (k *ring) find(text string, there func(string) bool) string {
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

// key is the key of an object's record that is known or was met, of which a text is a form; otherwise the text itself.
func (f *refs) key(object, text string) string {
	return f.ring(object).find(text, func(key string) bool {
		if _, known := f.ids[object][key]; known {
			return true
		}
		_, met := f.met[object][key]
		return met
	})
}

func (f *refs) ring(object string) *ring {
	if f.rings[object] == nil {
		f.rings[object] = &ring{}
	}
	return f.rings[object]
}
