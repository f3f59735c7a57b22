package pgembed

import "testing"

func TestPostgresEndsWithAKilledApplication(t *testing.T) {
	t.Parallel()
	dir := prepared(t)
	h, err := openHome(dir)
	if err != nil {
		t.Fatal(err)
	}
	a := startApp(t, dir)
	postgres := postmasterOf(t, dir)
	if !serves(postgres, h.data()) {
		t.Fatal("it is not known for what it is")
	}
	kill(t, a.cmd.Process.Pid)
	a.cmd.Wait()
	eventually(t, "Postgres is gone", func() bool { return !serves(postgres, h.data()) })
	recalled(t, start(t, dir).URL())
}
