package ledger

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"quarterdeck/internal/base/fault"
	"quarterdeck/internal/pay/commission/evidence"
	"quarterdeck/internal/pay/fact"
	"quarterdeck/internal/pay/statement"
	"quarterdeck/internal/platform/tenant"
)

// The files of a proof bundle. The manifest has the hash of each other file.
const (
	inputsFile   = "inputs.json"
	resultFile   = "result.json"
	manifestFile = "manifest.json"
	readmeFile   = "README.txt"
)

// Manifest is the description of a proof bundle, with the SHA-256 of each file in hexadecimal.
type Manifest struct {
	Format      string            `json:"format"`
	Statement   string            `json:"statement"`
	Period      string            `json:"period"`
	Currency    string            `json:"currency"`
	Payable     int64             `json:"payable"`     // minor units, adjustments included
	Adjustments int64             `json:"adjustments"` // decided by people, apart from the plan
	LockedAt    time.Time         `json:"locked_at"`
	Plans       []string          `json:"plans"` // hashes of the plan versions
	Files       map[string]string `json:"files"`
}

const (
	proofFormat = "quarterdeck/proof/1"
	readme      = "This is the proof of a locked commission statement.\n\n" +
		"inputs.json is everything that it rests on: the plan versions, quotas, events and where the " +
		"statement before " +
		"left off.\nresult.json is what they come to. manifest.json has the SHA-256 of both.\n\n" +
		"quarterdeck commission verify FILE computes the result again and compares it byte for byte; it needs no " +
		"database.\n"
)

// Proof is the bundle of a locked statement, a zip with inputs, plan versions, result and hashes. Its bytes are the
// same each time.
func Proof(ctx context.Context, tx *tenant.Tx, s statement.Statement) ([]byte, error) {
	if !s.State.Closed() {
		return nil, fault.New(fault.Invalid, "The proof is available once the statement is locked.")
	}
	type row struct {
		Inputs, InputsHash, Result, ResultHash string
		SetAt                                  time.Time
	}
	r, err := tenant.One[row](ctx, tx, `SELECT c.inputs, c.inputs_hash, c.result, c.result_hash, t.set_at
		FROM app.statement_states t
		JOIN app.statement_calculations c ON c.tenant_id = @tenant AND c.id = t.calculation_id
		WHERE t.tenant_id = @tenant AND t.statement_id = @id AND t.state = 'locked'`, tenant.Args{"id": s.ID})
	if err != nil {
		return nil, err
	}
	bundle, err := evidence.Decode([]byte(r.Inputs))
	if err != nil {
		return nil, err
	}
	m := Manifest{proofFormat, s.ID.String(), s.Period, string(s.Currency), s.Payable, s.Adjustments, r.SetAt.UTC(),
		nil, map[string]string{inputsFile: r.InputsHash, resultFile: r.ResultHash}}
	for _, t := range bundle.Terms {
		m.Plans = append(m.Plans, t.Plan.Hash())
	}
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("ledger: proof: %w", err)
	}
	out, err := packed(
		r.SetAt,
		[]file{{readmeFile, []byte(readme)}, {manifestFile, manifest}, {inputsFile, []byte(r.Inputs)},
			{resultFile, []byte(r.Result)}},
	)
	if err != nil {
		return nil, fmt.Errorf("ledger: proof: %w", err)
	}
	return out, nil
}

type file struct {
	name string
	body []byte
}

func packed(at time.Time, files []file) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.CreateHeader(
			&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at.UTC().Truncate(2 * time.Second)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// most is what a file of a bundle may unpack to.
const most = 256 << 20

// Verify computes a proof bundle's result again from its inputs and compares every byte. What does not hold is Invalid.
func Verify(raw []byte) (Manifest, evidence.Result, error) {
	var m Manifest
	var result evidence.Result
	refuse := func(format string, args ...any) (Manifest, evidence.Result, error) {
		return m, result, fault.New(fault.Invalid, fmt.Sprintf(format, args...))
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return refuse("This is not a proof bundle: the zip file is damaged or incomplete.")
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		body, err := unpacked(f)
		if err != nil || files[f.Name] != nil {
			return refuse("Cannot read the file %.60q in the bundle.", f.Name)
		}
		files[f.Name] = body
	}
	if err := json.Unmarshal(files[manifestFile], &m); err != nil || m.Format != proofFormat {
		return refuse("This is not a proof bundle: its manifest is missing or has another format.")
	}
	for _, name := range []string{inputsFile, resultFile} {
		if files[name] == nil || evidence.Hash(files[name]) != m.Files[name] {
			return refuse("%s was changed: its hash does not match the manifest.", name)
		}
	}
	bundle, err := evidence.Decode(files[inputsFile])
	if err != nil {
		return refuse("The inputs cannot be read: %v.", err)
	}
	if result, err = bundle.Compute(); err != nil {
		return refuse("The inputs cannot be calculated: %s", fact.Problem(err))
	}
	text, err := json.Marshal(result)
	if err != nil || !bytes.Equal(text, files[resultFile]) {
		return refuse("The result does not match the inputs: a recalculation gives a different result.")
	}
	if result.Payable+m.Adjustments != m.Payable || m.Period != bundle.Period {
		return refuse("The amount or period in the manifest differs from the inputs.")
	}
	return m, result, nil
}

func unpacked(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && len(body) > most {
		err = fmt.Errorf("%s is too large", f.Name)
	}
	return body, err
}
