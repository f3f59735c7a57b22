package evidence

import (
	"errors"
	"testing"
)

func TestABundleOfAnEarlierReleaseIsReadAndLeftToIt(t *testing.T) {
	t.Parallel()
	raw, err := Bundle{FiscalFrom: 1}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Compute(); errors.Is(err, ErrRelease) {
		t.Error("this release's own bundle is refused")
	}
	b.Format = formats[0]
	if _, err := b.Compute(); !errors.Is(err, ErrRelease) {
		t.Errorf("an earlier release's bundle: %v", err)
	}
}
