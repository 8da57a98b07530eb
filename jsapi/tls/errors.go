package tls

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

// errTimeout ends a handshake that took a server's client too long.
var errTimeout = errors.New("the TLS handshake timed out")

// alerts are OpenSSL's names of those that a handshake meets (RFC 8446 §6), by number.
var alerts = map[tls.AlertError]string{
	10: "ssl/tls alert unexpected message", 20: "ssl/tls alert bad record mac", 40: "ssl/tls alert handshake failure",
	42: "ssl/tls alert bad certificate", 43: "ssl/tls alert unsupported certificate", 44: "ssl/tls alert certificate revoked",
	45: "ssl/tls alert certificate expired", 46: "ssl/tls alert certificate unknown", 47: "ssl/tls alert illegal parameter",
	48: "tlsv1 alert unknown ca", 49: "tlsv1 alert access denied", 50: "tlsv1 alert decode error", 51: "tlsv1 alert decrypt error",
	70: "tlsv1 alert protocol version", 71: "tlsv1 alert insufficient security", 80: "tlsv1 alert internal error",
	112: "tlsv1 unrecognized name", 116: "tlsv13 alert certificate required", 120: "tlsv1 alert no application protocol",
}

// handshakeError is a failed handshake as Node reports it.
func (m *module) handshakeError(err error) *goja.Object {
	rt := m.h.Runtime
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var operation *net.OpError
	switch {
	case errors.Is(err, errTimeout):
		return jsapi.NewError(rt, "Error", "ERR_TLS_HANDSHAKE_TIMEOUT", "TLS handshake timeout")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.Canceled):
		return disconnected(rt)
	case errors.As(err, &record):
		return opensslFailure(rt, "wrong version number")
	case errors.As(err, &operation) && errors.As(operation.Err, &alert):
		return opensslFailure(rt, alertName(alert))
	case errors.As(err, &alert):
		return opensslFailure(rt, alertName(alert))
	case errors.As(err, &operation):
		return socket.NewError(rt, "read", err)
	case strings.Contains(err.Error(), "unsupported protocol version"), strings.Contains(err.Error(), "unsupported versions"):
		return opensslFailure(rt, "unsupported protocol") // crypto/tls has no errors of its own for these
	}
	return jsapi.NewError(rt, "Error", "ERR_SSL_TLS_ERROR", err.Error())
}

func alertName(a tls.AlertError) string {
	if name, ok := alerts[a]; ok {
		return name
	}
	return "reason(" + strings.TrimPrefix(a.Error(), "tls: ") + ")"
}

// opensslFailure is an error of OpenSSL's, whose code Node makes of its reason.
func opensslFailure(rt *goja.Runtime, reason string) *goja.Object {
	code := "ERR_SSL_" + strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		}
		return '_'
	}, reason)
	e := jsapi.NewError(rt, "Error", code, "SSL routines:"+reason)
	must(e.Set("library", "SSL routines"))
	must(e.Set("reason", reason))
	return e
}

// disconnected is for a peer that closes before the handshake is over.
func disconnected(rt *goja.Runtime) *goja.Object {
	return jsapi.NewError(rt, "Error", "ECONNRESET", "Client network socket disconnected before secure TLS connection was established")
}
