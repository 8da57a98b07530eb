package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/dial"
	"github.com/guthega/guthega/jsapi/socket"
	jstls "github.com/guthega/guthega/jsapi/tls"
)

// decoded is a response's body without its content codings (RFC 9110, 8.4.1), one that is unknown and all before it left.
func decoded(resp *http.Response) io.Reader {
	body := io.Reader(resp.Body)
	codings := strings.Split(strings.Join(resp.Header["Content-Encoding"], ","), ",")
	for _, coding := range slices.Backward(codings) {
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			body = &lazily{from: body, open: func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }}
		case "deflate":
			body = &lazily{from: body, open: inflater}
		case "br":
			body = &lazily{from: body, open: func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }}
		default:
			return body
		}
	}
	return body
}

// inflater reads zlib's format or, as some servers understood the word, bare deflate.
func inflater(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if head, err := b.Peek(1); err == nil && head[0]&0x0f == 8 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// lazily opens a decoder when it is first read from: headers come before the first byte. An empty body has no coding.
type lazily struct {
	from io.Reader
	open func(io.Reader) (io.Reader, error)
	in   io.Reader
}

func (l *lazily) Read(p []byte) (int, error) {
	if l.in == nil {
		b := bufio.NewReader(l.from)
		if _, err := b.Peek(1); err != nil {
			return 0, err
		}
		in, err := l.open(b)
		if err != nil {
			return 0, err
		}
		l.in = in
	}
	return l.in.Read(p)
}

// prototype has the methods of exchanges.
func (m *module) prototype() *goja.Object {
	if m.proto != nil {
		return m.proto
	}
	rt := m.h.Runtime
	m.proto = rt.NewObject()
	method := func(name string, fn func(x *exchange, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(rt, m.proto, name, func(call goja.FunctionCall) goja.Value {
			if o, ok := call.This.(*goja.Object); ok {
				if x, ok := jsapi.State[*exchange](o.GetSymbol(exchangeKey)); ok {
					return fn(x, call)
				}
			}
			panic(jsapi.InvalidThis(rt, "Exchange"))
		})
	}
	method("read", func(x *exchange, call goja.FunctionCall) goja.Value { return x.take(false, call.Argument(0)) })
	method("collect", func(x *exchange, call goja.FunctionCall) goja.Value { return x.take(true, call.Argument(0)) })
	method("stop", func(x *exchange, _ goja.FunctionCall) goja.Value {
		x.unclose()
		x.stop()
		return goja.Undefined()
	})
	method("write", func(x *exchange, call goja.FunctionCall) goja.Value { return x.write(call) })
	method("finish", func(x *exchange, _ goja.FunctionCall) goja.Value {
		if x.upload != nil {
			go x.upload.Close() //nolint:errcheck // a pipe has no errors
		}
		return goja.Undefined()
	})
	return m.proto
}

// take returns what there is of the body: bytes, null at its end, an Error; or undefined, and calls done with that later.
func (x *exchange) take(all bool, done goja.Value) goja.Value {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = x.all || all
	x.changed.Broadcast()
	if v := x.ready(all); v != nil {
		return v
	}
	fn, ok := goja.AssertFunction(done)
	if !ok {
		return goja.Undefined()
	}
	turn := x.m.h.Loop.Reserve()
	x.waiter = func() {
		turn.Resume(func() error {
			x.mu.Lock()
			v := x.ready(all)
			x.mu.Unlock()
			if v == nil {
				v = goja.Null() // stopped meanwhile
			}
			_, err := fn(goja.Undefined(), v)
			return err
		})
	}
	return goja.Undefined()
}

// ready is what can be told now, nil for nothing.
func (x *exchange) ready(all bool) goja.Value {
	switch {
	case x.end != nil && x.end != io.EOF && (all || len(x.pending) == 0): //nolint:errorlint // it is passed on as it came
		return x.m.broken(x.end)
	case len(x.pending) > 0 && (!all || x.end != nil):
		b := x.pending
		x.pending = nil
		x.changed.Broadcast()
		return jsapi.NewBuffer(x.m.h, b)
	case x.end != nil || x.gone:
		return goja.Null()
	}
	return nil
}

// write is write(bytes, done): more of the request's body. done(error) is called when it is taken.
func (x *exchange) write(call goja.FunctionCall) goja.Value {
	rt := x.m.h.Runtime
	b, ok := jsapi.Bytes(rt, call.Argument(0))
	fn, isFunction := goja.AssertFunction(call.Argument(1))
	if !ok || !isFunction || x.upload == nil {
		panic(rt.NewTypeError("write(bytes, done) of a body that is written"))
	}
	b = slices.Clone(b)
	turn := x.m.h.Loop.Reserve()
	go func() {
		_, err := x.upload.Write(b)
		turn.Resume(func() error {
			v := goja.Null()
			if err != nil {
				v = rt.ToValue(err.Error())
			}
			_, err := fn(goja.Undefined(), v)
			return err
		})
	}()
	return goja.Undefined()
}

// failure is the cause of a request that got no response.
func (m *module) failure(err error) goja.Value {
	rt := m.h.Runtime
	switch {
	case errors.Is(err, errConnectTimeout):
		return m.named("ConnectTimeoutError", "UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error")
	case errors.Is(err, errHeadersTimeout):
		return m.named("HeadersTimeoutError", "UND_ERR_HEADERS_TIMEOUT", "Headers Timeout Error")
	case errors.Is(err, context.Canceled):
		return m.named("AbortError", "UND_ERR_ABORTED", "Request aborted")
	}
	if denied, ok := errors.AsType[*dial.Denied](err); ok {
		return socket.AccessDenied(rt, denied)
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return m.unknownHost(dns)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		if to, ok := op.Addr.(*net.TCPAddr); ok {
			return socket.NewAddressError(rt, "connect", err, to.IP.String(), to.Port, false)
		}
		if to, ok := op.Addr.(*net.UnixAddr); ok {
			return socket.NewAddressError(rt, "connect", err, to.Name, -1, false)
		}
	}
	if e := jstls.Untrusted(rt, err); e != nil {
		return e
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "server closed idle connection") {
		return m.named("SocketError", "UND_ERR_SOCKET", "other side closed")
	}
	if e := m.unparsable(err); e != nil {
		return e
	}
	if _, code, _ := socket.Code(err); code != "ECONNRESET" || strings.Contains(err.Error(), "reset") {
		return socket.NewError(rt, "read", err)
	}
	return rt.NewGoError(err).Get("value")
}

// broken is what ends a body before its end.
func (m *module) broken(err error) goja.Value {
	switch {
	case errors.Is(err, errBodyTimeout):
		return m.named("BodyTimeoutError", "UND_ERR_BODY_TIMEOUT", "Body Timeout Error")
	case errors.Is(err, context.Canceled):
		return m.named("AbortError", "UND_ERR_ABORTED", "Request aborted")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return m.named("SocketError", "UND_ERR_SOCKET", "other side closed")
	}
	if e := m.unparsable(err); e != nil {
		return e
	}
	e, newErr := m.h.Runtime.New(m.h.Runtime.Get("Error"), m.h.Runtime.ToValue(err.Error()))
	must(newErr)
	return e
}

// unparsable is the error for what net/http could not read, with llhttp's code; nil for other errors. net/http's are texts only.
func (m *module) unparsable(err error) goja.Value {
	text := err.Error()
	for _, kind := range [...]struct{ contains, code string }{
		{"multiple Content-Length", "HPE_UNEXPECTED_CONTENT_LENGTH"},
		{"bad Content-Length", "HPE_INVALID_CONTENT_LENGTH"},
		{"malformed MIME header", "HPE_INVALID_HEADER_TOKEN"},
		{"unsupported transfer encoding", "HPE_INVALID_TRANSFER_ENCODING"},
		{"malformed HTTP", "HPE_INVALID_CONSTANT"},
		{"headers exceeded", "HPE_HEADER_OVERFLOW"},
		{"trailer after chunked body", "HPE_HEADER_OVERFLOW"},
		{"header line too long", "HPE_CHUNK_EXTENSIONS_OVERFLOW"},
		{"chunk", "HPE_INVALID_CHUNK_SIZE"},
	} {
		if strings.Contains(text, kind.contains) {
			return m.named("HTTPParserError", kind.code, "Response does not match the HTTP/1.1 protocol ("+text+")")
		}
	}
	return nil
}

// named is an Error of undici's kind.
func (m *module) named(name, code, message string) *goja.Object {
	rt := m.h.Runtime
	e, err := rt.New(rt.Get("Error"), rt.ToValue(message))
	must(err)
	for key, value := range map[string]string{"name": name, "code": code} {
		must(e.DefineDataProperty(key, rt.ToValue(value), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.ToFlag(key == "code")))
	}
	return e
}

// unknownHost is the error of a name that leads nowhere.
func (m *module) unknownHost(dns *net.DNSError) *goja.Object {
	rt := m.h.Runtime
	code, number := "ENOTFOUND", -3008
	if !dns.IsNotFound {
		code, number = "EAI_AGAIN", -3001
	}
	e, err := rt.New(rt.Get("Error"), rt.ToValue("getaddrinfo "+code+" "+dns.Name))
	must(err)
	for _, p := range []struct {
		name  string
		value any
	}{{"errno", number}, {"code", code}, {"syscall", "getaddrinfo"}, {"hostname", dns.Name}} {
		must(e.Set(p.name, p.value))
	}
	return e
}
