// Command write writes the definitions page of the documentation:
//
//	go run ./internal/base/definition/write docs/definitions.md
package main

import (
	"log"
	"os"

	"quarterdeck/internal/base/definition"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: write FILE")
	}
	if err := os.WriteFile(os.Args[1], []byte(definition.Markdown()), 0o644); err != nil {
		log.Fatal(err)
	}
}
