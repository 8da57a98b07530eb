package dns

import "golang.org/x/net/dns/dnsmessage"

// ReadAnswer returns the kinds of the records in a message.
func ReadAnswer(b []byte) (kinds []string) {
	var m dnsmessage.Message
	if err := m.Unpack(b); err != nil {
		return nil
	}
	for i := range m.Answers {
		if r, ok := read(&m.Answers[i]); ok {
			kinds = append(kinds, r.kind)
		}
	}
	return kinds
}
