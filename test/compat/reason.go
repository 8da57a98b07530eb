package main

import (
	"encoding/json"
	"regexp"
	"strings"
)

// logged is a line of guthega's log that tells of an error.
type logged struct {
	ErrorName    string `json:"errorName"`
	ErrorMessage string `json:"errorMessage"`
}

// loading is what guthega says before the error of a receiver that cannot be loaded.
var loading = regexp.MustCompile(`^loading the receiver \S+: `)

// unprovided is what it says after the name of a module of Node's that it lacks.
var unprovided = regexp.MustCompile(`(: | \()a module of Node's.*$`)

// failure is the first line of the error that guthega ended with, as its stderr has it: what it says itself, else what
// its log tells of an error.
func failure(stderr string) string {
	var found string
	for line := range strings.Lines(stderr) {
		if text, ok := strings.CutPrefix(line, "guthega: "); ok {
			return tidy(loading.ReplaceAllString(text, ""))
		}
		var l logged
		if found == "" && json.Unmarshal([]byte(line), &l) == nil && l.ErrorName+l.ErrorMessage != "" {
			found = l.ErrorName + ": " + firstLine(l.ErrorMessage)
		}
	}
	if found == "" {
		found = firstLine(stderr)
	}
	if found == "" {
		return "it ends without a word"
	}
	return found
}

// tidy is the first line of an error, without what is the same for many.
func tidy(text string) string {
	return strings.TrimPrefix(unprovided.ReplaceAllString(firstLine(text), ""), "Error: ")
}

// nodeError is how Node shows the error that ends it.
var nodeError = regexp.MustCompile(`(?m)^(\w*Error|\w+)( \[[A-Z_0-9]+\])?: .*$`)

// firstError is the error that Node ended with, as its stderr has it.
func firstError(stderr string) string {
	if line := nodeError.FindString(stderr); line != "" {
		return line
	}
	return firstLine(stderr)
}
