package fact

import (
	"runtime"
	"sync"

	"quarterdeck/internal/base/fault"
)

// Each calls a function for every payee, on all processors.
func Each[T any](payees []Payee, answer func(Payee) T) []T {
	all := make([]T, len(payees))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range payees {
		slots <- struct{}{}
		wait.Go(func() {
			all[i] = answer(p)
			<-slots
		})
	}
	wait.Wait()
	return all
}

// Problem is the message for a payee whose pay could not be calculated.
func Problem(err error) string {
	if m := fault.Message(err); m != "" {
		return m
	}
	return "The calculation failed. The reason is in the server log."
}
