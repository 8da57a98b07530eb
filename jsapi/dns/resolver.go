package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/dop251/goja"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

// resolver is one Resolver; the module's functions have one too.
type resolver struct {
	m       *module
	servers []netip.AddrPort // nil: the system's
	timeout time.Duration
	tries   int
	cancel  context.CancelFunc // ends what is under way
	ctx     context.Context
}

const (
	// defaultTimeout and defaultTries are those of the resolver that Node is built with.
	defaultTimeout = 5 * time.Second
	defaultTries   = 4
)

// newResolver is newResolver(timeout, tries); what is not above zero is the default.
func (m *module) newResolver(call goja.FunctionCall) goja.Value {
	r := &resolver{m: m, timeout: defaultTimeout, tries: defaultTries}
	if ms := call.Argument(0).ToInteger(); ms > 0 {
		r.timeout = time.Duration(ms) * time.Millisecond
	}
	if n := call.Argument(1).ToInteger(); n > 0 {
		r.tries = int(n)
	}
	r.renew()
	o := m.rt.NewObject()
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(m.rt, o, name, fn) }
	method("query", r.query)
	method("cancel", func(goja.FunctionCall) goja.Value {
		r.cancel()
		r.renew()
		return goja.Undefined()
	})
	method("getServers", func(goja.FunctionCall) goja.Value {
		servers := r.servers
		if servers == nil {
			servers = systemServers()
		}
		list := make([]string, len(servers))
		for i, s := range servers {
			list[i] = showServer(s)
		}
		return m.strings(list)
	})
	method("setServers", func(call goja.FunctionCall) goja.Value {
		var servers []netip.AddrPort
		for i := 0; ; i++ {
			v := call.Argument(0).ToObject(m.rt).Get(strconv.Itoa(i))
			if v == nil {
				break
			}
			s, ok := parseServer(v.String())
			if !ok {
				return v
			}
			if !slices.Contains(servers, s) {
				servers = append(servers, s)
			}
		}
		r.servers = servers
		return goja.Undefined()
	})
	return o
}

func (r *resolver) renew() { r.ctx, r.cancel = context.WithCancel(r.m.sockets.Context()) }

// query is query(type, name, ttl, done); done gets an error or null, then the records.
func (r *resolver) query(call goja.FunctionCall) goja.Value {
	kind, name := call.Argument(0).String(), call.Argument(1).String()
	ttl, done := call.Argument(2).ToBoolean(), r.m.function(call.Argument(3))
	rules := r.m.h.Permissions.Dialer()
	c := client{servers: r.servers, timeout: r.timeout, tries: r.tries}
	if c.servers != nil {
		c.rules = rules
	}
	r.m.work(r.ctx, func(ctx context.Context) func() error {
		err := rules.Name(name, 0)
		var found []dnsmessage.Resource
		if err == nil {
			if c.servers == nil {
				c.servers = systemServers()
			}
			found, err = c.ask(ctx, name, kinds[kind])
		}
		if err == nil && c.rules == nil {
			rules.Answered(name, addresses(found))
		}
		return func() error {
			if err != nil {
				return r.m.call(done, r.m.queryError(err, "query"+node(kind), name))
			}
			return r.m.call(done, goja.Null(), r.m.list(found, kind, ttl))
		}
	})
	return goja.Undefined()
}

func addresses(found []dnsmessage.Resource) (all []netip.Addr) {
	for _, r := range found {
		switch b := r.Body.(type) {
		case *dnsmessage.AResource:
			all = append(all, netip.AddrFrom4(b.A))
		case *dnsmessage.AAAAResource:
			all = append(all, netip.AddrFrom16(b.AAAA))
		}
	}
	return all
}

// list makes the answer of one kind.
func (m *module) list(found []dnsmessage.Resource, kind string, ttl bool) goja.Value {
	var all []any
	for i := range found {
		r, ok := read(&found[i])
		switch {
		case !ok:
		case kind == "ANY":
			all = append(all, m.tagged(r))
		case kind == "SOA": // there is one
			return m.fields(r)
		default:
			all = append(all, m.value(r, ttl))
		}
	}
	return m.rt.NewArray(all...)
}

// node is a kind as Node's syscall names have it: queryA, queryAaaa, queryMx.
func node(kind string) string { return kind[:1] + strings.ToLower(kind[1:]) }

// queryError is the error of a DNS query, which has a code of the resolver's and no number.
func (m *module) queryError(err error, call, host string) goja.Value {
	code := "ESERVFAIL"
	var answer *answerError
	var system *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &answer):
		code = answer.code
	case errors.Is(err, errBadName):
		code = "EBADNAME"
	case errors.Is(err, context.Canceled):
		code = "ECANCELLED"
	case errors.As(err, &system) && system.IsNotFound:
		code = "ENOTFOUND"
	case errors.Is(err, syscall.ECONNREFUSED):
		code = "ECONNREFUSED"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		code = "ETIMEOUT"
	default:
		if denied := socket.AccessDenied(m.rt, err); denied != nil {
			return denied
		}
	}
	return m.failure(goja.Undefined(), code, call, host)
}
