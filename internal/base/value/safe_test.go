package value_test

import (
	"testing"

	"quarterdeck/internal/base/value"
)

func TestAFormulaIsMadeSafe(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "Acme": "Acme", "-5": "-5", "+3.25": "+3.25", "a=b": "a=b", "50%": "50%",
		"=1+1": "'=1+1", "+A1": "'+A1", "-A1": "'-A1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", " =1": "' =1",
		"＝1": "'＝1", "\rx": "'\rx", "|cmd": "'|cmd",
	} {
		if got := value.SafeCell(cell); got != want {
			t.Errorf("%q becomes %q, not %q", cell, got, want)
		}
	}
}
