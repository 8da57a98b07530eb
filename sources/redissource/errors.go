package redissource

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
)

// The codes of error replies that are answered and not waited out. The first word of an error reply is its code (RESP
// specification, "Simple errors").
const (
	codeNoGroup   = "NOGROUP"   // the stream or the group is not there
	codeUnblocked = "UNBLOCKED" // the stream went away while we waited for it
	codeBusyGroup = "BUSYGROUP" // the group is there already
)

// code returns the code of the error reply in err's tree, "" where there is none.
func code(err error) string {
	reply, ok := errors.AsType[redis.Error](err)
	if !ok {
		return ""
	}
	word, _, _ := strings.Cut(reply.Error(), " ")
	return word
}

// advice says what a person has to do about err; "" where it may pass by itself: a server that is down, loads its data,
// fails over, or has too many clients.
func advice(err error) string {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the server's certificate is not trusted: see connection.tls, ca and serverName"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "the server does not speak TLS on this port: use another one, or leave tls out (redis://, not rediss://)"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "remote error" { // how crypto/tls reports an alert
		return "the server refuses our side of TLS: see connection.tls, cert and key"
	}
	switch code(err) {
	case "NOAUTH", "WRONGPASS":
		return "check username and password in connection"
	case "NOPERM":
		return "allow the user this command and this key (ACL SETUSER)"
	case "WRONGTYPE":
		return "the key holds something else: choose another name, or remove it"
	case "CROSSSLOT":
		return "give connection.nodes for a cluster"
	case "ERR":
		if redis.IsMaxClientsError(err) {
			return ""
		}
		return "the server does not take this; Redis 6.2 or newer, a password only where it has one, and an existing db are needed"
	}
	return ""
}
