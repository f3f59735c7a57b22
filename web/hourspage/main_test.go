package hourspage_test

import (
	"testing"

	"quarterdeck/web/sitetest"
)

func TestMain(m *testing.M) { sitetest.Main(m) }
