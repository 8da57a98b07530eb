package main

import (
	"encoding/json"
	"fmt"
)

// poison says how a message fails.
type poison string

const (
	healthy   poison = ""
	permanent poison = "permanent" // at once
	exhausted poison = "attempts"  // by using its attempts up
)

const (
	// poisonPeriod: of so many messages one is poison of each kind.
	poisonPeriod = 200
	// attempts is how often a message is tried.
	attempts = 2
)

// poisonOf is the poison in number n.
func poisonOf(n int) poison {
	switch n % poisonPeriod {
	case poisonPeriod / 4:
		return permanent
	case poisonPeriod * 3 / 4:
		return exhausted
	}
	return healthy
}

// attemptsOf is how many attempts number n gets until its dead letter.
func attemptsOf(n int) int {
	if poisonOf(n) == permanent {
		return 1
	}
	return attempts
}

// body is number n's message.
func body(n int) []byte {
	if p := poisonOf(n); p != healthy {
		return fmt.Appendf(nil, `{"n":%d,"poison":%q}`, n, p)
	}
	return fmt.Appendf(nil, `{"n":%d}`, n)
}

// numberIn is the number in a message's body.
func numberIn(body []byte) (int, error) {
	var m struct {
		N *int `json:"n"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return 0, fmt.Errorf("a body that is not ours: %w", err)
	}
	if m.N == nil {
		return 0, fmt.Errorf("a body without a number: %s", body)
	}
	return *m.N, nil
}

// numberHeader is a header, or field, of the original that its dead letter must keep.
const numberHeader = "number"
