package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	jshttp "github.com/guthega/guthega/jsapi/http"
	jstls "github.com/guthega/guthega/jsapi/tls"
)

// keepAlive is how long a connection is kept that nobody uses (undici's keepAliveTimeout).
const keepAlive = 4 * time.Second

// maxHeaderBytes is undici's maxHeaderSize.
const maxHeaderBytes = 16 << 10

// transport is a pool of connections.
type transport struct {
	*http.Transport
	// headers bounds the wait for a response's headers, and body that for more of its body; 0 does not.
	headers, body time.Duration
}

// newTransport is transport({context, rejectUnauthorized, servername, socketPath, proxy, timeout, headersTimeout, bodyTimeout, connections});
// times are in milliseconds. It returns a state.
func (m *module) newTransport(call goja.FunctionCall) goja.Value {
	rt := m.h.Runtime
	o := call.Argument(0).ToObject(rt)
	get := func(name string) goja.Value {
		if v := o.Get(name); v != nil {
			return v
		}
		return goja.Undefined()
	}
	ms := func(name string, otherwise time.Duration) time.Duration {
		if v := get(name); goja.IsNumber(v) {
			return time.Duration(v.ToFloat() * float64(time.Millisecond))
		}
		return otherwise
	}
	t := m.makeTransport(ms("timeout", 10*time.Second))
	t.headers, t.body = ms("headersTimeout", 300*time.Second), ms("bodyTimeout", 300*time.Second)
	if n := get("connections"); goja.IsNumber(n) && n.ToInteger() > 0 {
		t.MaxConnsPerHost = int(n.ToInteger())
	}
	t.TLSClientConfig = jstls.ClientConfig(get("context"))
	if v := get("rejectUnauthorized"); v.StrictEquals(rt.ToValue(false)) {
		t.TLSClientConfig.InsecureSkipVerify = true //nolint:gosec // the option says so
	}
	if name := get("servername"); goja.IsString(name) {
		t.TLSClientConfig.ServerName = name.String()
	}
	if path := get("socketPath"); goja.IsString(path) {
		file := path.String()
		t.Proxy = nil
		t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return m.h.Permissions.Dialer().ConnectUnix(ctx, file)
		}
	}
	switch proxy := get("proxy"); {
	case goja.IsString(proxy):
		u, err := url.Parse(proxy.String())
		if err != nil || u.Host == "" {
			panic(jsapi.NewError(rt, "TypeError", "ERR_INVALID_URL", "Invalid URL"))
		}
		t.Proxy = http.ProxyURL(u)
	case proxy.StrictEquals(rt.ToValue(false)):
		t.Proxy = nil
	}
	return jsapi.NewState(rt, t)
}

// makeTransport makes a pool that is closed with the VM.
func (m *module) makeTransport(connectTimeout time.Duration) *transport {
	t := &transport{Transport: &http.Transport{
		Proxy:                  envProxy,
		DisableCompression:     true, // fetch decodes, and shows the headers as they came
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        keepAlive,
		MaxResponseHeaderBytes: maxHeaderBytes,
		TLSClientConfig:        jstls.ClientConfig(goja.Undefined()),
		TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{}, // no HTTP/2
		TLSHandshakeTimeout:    connectTimeout,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if connectTimeout > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeoutCause(ctx, connectTimeout, errConnectTimeout)
				defer cancel()
			}
			conn, err := m.h.Permissions.Dialer().DialContext(ctx, network, address)
			if err != nil && context.Cause(ctx) == errConnectTimeout { //nolint:errorlint // it is that very one
				return nil, errConnectTimeout
			}
			return conn, err
		},
	}}
	m.h.Loop.OnClose(t.CloseIdleConnections)
	return t
}

// envProxy is http.Transport's Proxy.
func envProxy(r *http.Request) (*url.URL, error) {
	return jshttp.EnvProxy(os.LookupEnv, r.URL.Scheme, r.URL.Hostname(), portOf(r.URL)), nil
}

func portOf(u *url.URL) string {
	switch port := u.Port(); {
	case port != "":
		return port
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// mayReach is an error where the permissions deny the target of a request that a proxy would make for us: addresses are
// the proxy's to look up, so that only the name can be checked.
func (m *module) mayReach(t *transport, r *http.Request) error {
	if t.Proxy == nil {
		return nil
	}
	proxy, err := t.Proxy(r)
	if proxy == nil || err != nil {
		return err
	}
	port, err := strconv.ParseUint(portOf(r.URL), 10, 16)
	if err != nil {
		return err
	}
	return m.h.Permissions.Dialer().Name(r.URL.Hostname(), uint16(port))
}
