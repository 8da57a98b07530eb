package services

import (
	"bytes"
	"fmt"
	"os"
)

// tailSize is as much of a log as is read when something has failed.
const tailSize = 4 << 10

// tail is the end of a log, for error messages.
func tail(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Sprintf("(its log cannot be read: %v)", err)
	}
	if len(text) > tailSize {
		text = text[len(text)-tailSize:]
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return string(text)
}
