package kafkasource

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/IBM/sarama"
)

// refusals are the broker's answers that another try does not change, and what can be done.
var refusals = []struct {
	code sarama.KError
	hint string
}{
	{sarama.ErrSASLAuthenticationFailed, "the credentials were refused: look at sasl"},
	{sarama.ErrUnsupportedSASLMechanism, "the brokers do not offer this SASL mechanism: choose another"},
	{sarama.ErrTopicAuthorizationFailed, "this user may not do that with the topic: it needs Read and Describe on what is read, Write on the dead letter (and Create to make that)"},
	{sarama.ErrGroupAuthorizationFailed, "this user may not use the group: it needs Read on it, or another groupId"},
	{sarama.ErrClusterAuthorizationFailed, "this user may not do that in the cluster: an operator has to allow it"},
	{sarama.ErrFencedInstancedId, "another member has the same instanceId: give each its own"},
	{sarama.ErrInvalidSessionTimeout, "sessionTimeout is outside what the brokers allow (group.min.session.timeout.ms and group.max.session.timeout.ms)"},
	{sarama.ErrInconsistentGroupProtocol, "the other members of the group share partitions out in another way: choose the same protocol, or another groupId"},
	{sarama.ErrInvalidGroupId, "the groupId is not one that Kafka takes"},
	{sarama.ErrInvalidTopic, "the name is not one that Kafka takes for a topic"},
	{sarama.ErrUnsupportedVersion, "the brokers do not understand the version that is configured: set version to theirs"},
}

// refusal is an error that waiting does not mend.
type refusal struct {
	what, hint string
	err        error
}

func (r *refusal) Error() string { return fmt.Sprintf("%s: %v (%s)", r.what, r.err, r.hint) }

func (r *refusal) Unwrap() error { return r.err }

// refused returns err as a refusal, nil if it may be over by the next try.
func (s *Source) refused(doing string, err error) error {
	what := fmt.Sprintf("%s at %s", doing, s.where)
	if known, ok := errors.AsType[*refusal](err); ok {
		return known
	}
	for _, r := range refusals {
		if errors.Is(err, r.code) {
			return &refusal{what, r.hint, err}
		}
	}
	if hint := tlsHint(err); hint != "" {
		return &refusal{what, hint, err}
	}
	return nil
}

func tlsHint(err error) string {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		if _, ok := errors.AsType[x509.HostnameError](err); ok {
			return "the broker's certificate is for another host: set tls.serverName, or the broker's name as in the certificate"
		}
		return "the broker's certificate cannot be verified: name its CA in tls.ca"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "this port does not speak TLS: choose the TLS port, or leave tls out"
	}
	if alert, ok := errors.AsType[*net.OpError](err); ok && alert.Op == "remote error" { // as crypto/tls has it
		return "the broker refused the TLS connection: it may ask for a client certificate, tls.cert and tls.key"
	}
	return ""
}

// waitingHint is what may be meant by an error that is waited out.
func waitingHint(err error) string {
	if errors.Is(err, io.EOF) {
		return " (the broker closed the connection: does this port want tls or sasl, or not want it?)"
	}
	if errors.Is(err, sarama.ErrUnknownTopicOrPartition) {
		return " (the topic does not exist)"
	}
	return ""
}

// flat is err in one line.
func flat(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
