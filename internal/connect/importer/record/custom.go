package record

import (
	"encoding/json"
	"hash/fnv"
)

// Hash is of all that a record holds, what it refers to included, so that it differs whenever the record would.
func Hash(record any) int64 {
	h := fnv.New64a()
	if err := json.NewEncoder(h).Encode(record); err != nil {
		panic(err) // records are plain data
	}
	return int64(h.Sum64())
}

// CustomFields is a JSON object of custom fields as a map.
func CustomFields(object string) map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal([]byte(object), &all); err != nil {
		return map[string]string{}
	}
	return all
}

// CustomText is custom fields as a JSON object.
func CustomText(fields map[string]string) string {
	if len(fields) == 0 {
		return "{}"
	}
	body, err := json.Marshal(fields)
	if err != nil {
		panic(err) // texts always have a JSON form
	}
	return string(body)
}
