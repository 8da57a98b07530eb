package tls

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

// handshake is one that is under way.
type handshake struct {
	m       *module
	config  *tls.Config
	context *secureContext
	server  bool
	verify  bool // the peer is to have a certificate
	sni     goja.Callable
	sniTurn jsapi.Reservation
	done    goja.Callable
}

// secure is secure(source, options, done, write). source is a net.Socket that is connected, or any other Duplex, which
// write(Buffer) then writes to. It returns false when source is not done with writing: the caller tries again. Else it
// returns an object with cancel(), and for a Duplex push(Buffer), end() and drained(). done(error, handle, info) comes
// once, in a later turn.
func (m *module) secure(call goja.FunctionCall) goja.Value {
	rt := m.h.Runtime
	o := call.Argument(1).ToObject(rt)
	hs := &handshake{m: m, server: o.Get("isServer").ToBoolean(), verify: o.Get("requestCert").ToBoolean()}
	hs.context, _ = jsapi.State[*secureContext](o.Get("context"))
	hs.done, _ = goja.AssertFunction(call.Argument(2))
	if hs.context == nil || hs.done == nil {
		panic(rt.NewTypeError("tls: secure needs a context and a callback"))
	}
	hs.configure(o)

	result := rt.NewObject()
	conn, leftover, err := socket.Detach(m.h, call.Argument(0))
	switch {
	case errors.Is(err, socket.ErrWriting):
		return rt.ToValue(false)
	case err == nil:
		conn = socket.Prefixed(conn, leftover)
	default:
		write, ok := goja.AssertFunction(call.Argument(3))
		if !ok {
			panic(rt.NewTypeError("tls: secure needs a socket that is connected, or a stream"))
		}
		stream := newStreamConn(m.h, write)
		conn, result = stream, stream.object()
	}
	ctx, cancel := context.WithCancel(m.sockets.Context())
	jsapi.SetMethod(rt, result, "cancel", func(goja.FunctionCall) goja.Value {
		cancel()
		return goja.Undefined()
	})
	limit := time.Duration(o.Get("timeout").ToInteger()) * time.Millisecond
	turn := m.h.Loop.Reserve()
	if hs.sni != nil {
		hs.sniTurn = m.h.Loop.Reserve()
	}
	go func() {
		defer cancel()
		hs.run(ctx, conn, limit, turn)
	}()
	return result
}

// configure makes crypto/tls's configuration of the context and the connection's own options.
func (hs *handshake) configure(o *goja.Object) {
	c := hs.context
	hs.config = &tls.Config{
		MinVersion: c.min, MaxVersion: c.max, CipherSuites: c.suites, Certificates: c.certificates,
		ServerName:         o.Get("servername").String(),
		InsecureSkipVerify: true, // verify does it, and says what OpenSSL would say
	}
	if protocols := list(hs.m.h.Runtime, o.Get("alpn")); len(protocols) > 0 {
		hs.config.NextProtos = protocols
	}
	if !hs.server {
		if len(c.certificates) > 0 {
			// Whatever authorities the server names, as OpenSSL does: it is the server that decides.
			hs.config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &c.certificates[0], nil }
		}
		return
	}
	if hs.verify {
		hs.config.ClientAuth = tls.RequestClientCert
	}
	if sni, ok := goja.AssertFunction(o.Get("sni")); ok {
		hs.sni = sni
	}
}

// run makes the handshake, and hands its outcome over.
func (hs *handshake) run(ctx context.Context, raw net.Conn, limit time.Duration, turn jsapi.Reservation) {
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, errTimeout)
		defer cancel()
	}
	var conn *tls.Conn
	if hs.server {
		if hs.sni != nil {
			hs.config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) { return hs.chosen(ctx, hello) }
		}
		conn = tls.Server(raw, hs.config)
	} else {
		conn = tls.Client(raw, hs.config)
	}
	err := conn.HandshakeContext(ctx)
	if err != nil && context.Cause(ctx) != nil {
		err = context.Cause(ctx)
	}
	var state tls.ConnectionState
	var distrust *verifyError
	if err == nil {
		state = conn.ConnectionState()
		distrust = hs.judge(&state)
	} else {
		_ = raw.Close() // it is of no use any more
	}
	if hs.sniTurn != nil {
		hs.sniTurn.Release()
	}
	if !turn.Resume(func() error { return hs.over(conn, &state, distrust, err) }) && err == nil {
		_ = raw.Close() // the VM is gone
	}
}

// judge checks the peer's certificates where the peer has to have some.
func (hs *handshake) judge(state *tls.ConnectionState) *verifyError {
	usage := x509.ExtKeyUsageServerAuth
	if hs.server {
		if !hs.verify {
			return nil
		}
		usage = x509.ExtKeyUsageClientAuth
	}
	return verify(state.PeerCertificates, hs.context.roots, usage)
}

// over calls done.
func (hs *handshake) over(conn *tls.Conn, state *tls.ConnectionState, distrust *verifyError, err error) error {
	rt := hs.m.h.Runtime
	if err != nil {
		_, thrown := hs.done(goja.Undefined(), hs.m.handshakeError(err), goja.Null(), goja.Null())
		return thrown
	}
	info := hs.m.info(state, hs)
	if distrust != nil {
		e := jsapi.NewError(rt, "Error", distrust.code, distrust.text)
		must(info.Set("verifyError", e))
	}
	_, thrown := hs.done(goja.Undefined(), goja.Null(), hs.m.sockets.Wrap(conn), info)
	return thrown
}

// chosen asks JavaScript which context is for the name that a client asked for. It runs on the handshake's goroutine.
func (hs *handshake) chosen(ctx context.Context, hello *tls.ClientHelloInfo) (*tls.Config, error) {
	answer := make(chan error, 1)
	turn := hs.sniTurn
	hs.sniTurn = nil
	rt := hs.m.h.Runtime
	var found *secureContext
	ok := turn.Resume(func() error {
		_, thrown := hs.sni(goja.Undefined(), rt.ToValue(hello.ServerName), jsapi.NewFunction(rt, "callback", func(call goja.FunctionCall) goja.Value {
			found, _ = jsapi.State[*secureContext](call.Argument(1))
			var err error
			if problem := call.Argument(0); problem.ToBoolean() {
				err = errors.New(problem.String())
			}
			select {
			case answer <- err:
			default: // called twice
			}
			return goja.Undefined()
		}))
		return thrown
	})
	if !ok {
		return nil, context.Canceled
	}
	select {
	case err := <-answer:
		if err != nil || found == nil {
			return nil, err
		}
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	config := hs.config.Clone()
	config.GetConfigForClient = nil
	config.Certificates, config.MinVersion, config.MaxVersion, config.CipherSuites = found.certificates, found.min, found.max, found.suites
	return config, nil
}
