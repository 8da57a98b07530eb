package dns_test

import (
	"encoding/binary"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/dns"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/socket"
)

func newVM(t *testing.T, p *jsapi.Permissions) *jsapitest.VM {
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"buffer": buffer.Module, "dns": dns.Module, "dns/promises": dns.Promises, socket.Name: socket.Module,
	})
	vm.Host.Permissions = p
	t.Cleanup(vm.Loop.Close)
	return vm
}

var everything = &jsapi.Permissions{Net: jsapi.NetPermission{All: true}}

func TestAsNode(t *testing.T) {
	jsapitest.Golden(t, newVM(t, everything), "testdata/dns.js")
}

// server answers every question with what records has for it, truncated over UDP for names that begin with "big".
func server(t *testing.T) (port string) {
	t.Helper()
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port = strconv.Itoa(udp.LocalAddr().(*net.UDPAddr).Port)
	tcp, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = udp.Close(), tcp.Close() })
	go func() {
		b := make([]byte, 1500)
		for {
			n, from, err := udp.ReadFrom(b)
			if err != nil {
				return
			}
			for _, answer := range [][]byte{[]byte("rubbish"), answer(b[:n], true)} {
				_, _ = udp.WriteTo(answer, from)
			}
		}
	}()
	go func() {
		for {
			c, err := tcp.Accept()
			if err != nil {
				return
			}
			var size [2]byte
			_, _ = io.ReadFull(c, size[:])
			query := make([]byte, binary.BigEndian.Uint16(size[:]))
			_, _ = io.ReadFull(c, query)
			a := answer(query, false)
			_, _ = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(a))), a...))
			_ = c.Close()
		}
	}()
	return port
}

func answer(query []byte, udp bool) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		return nil
	}
	q := m.Questions[0]
	name := q.Name.String()
	m.Response = true
	n := dnsmessage.MustNewName
	add := func(t dnsmessage.Type, b dnsmessage.ResourceBody) {
		if q.Type == t || q.Type == dnsmessage.TypeALL {
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: t, Class: dnsmessage.ClassINET, TTL: 60}, Body: b})
		}
	}
	switch {
	case strings.HasPrefix(name, "none"):
		m.RCode = dnsmessage.RCodeNameError
	case strings.HasPrefix(name, "broken"):
		m.RCode = dnsmessage.RCodeServerFailure
	case strings.HasPrefix(name, "empty"):
	case strings.HasPrefix(name, "big") && udp:
		m.Truncated = true
	default:
		add(dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{10, 0, 0, 1}})
		add(dnsmessage.TypeAAAA, &dnsmessage.AAAAResource{AAAA: [16]byte{0xfd, 15: 1}})
		add(dnsmessage.TypeMX, &dnsmessage.MXResource{Pref: 10, MX: n("mx.a.b.")})
		add(dnsmessage.TypeTXT, &dnsmessage.TXTResource{TXT: []string{"one", "two"}})
		add(dnsmessage.TypeSRV, &dnsmessage.SRVResource{Priority: 1, Weight: 2, Port: 3, Target: n("t.a.b.")})
		add(dnsmessage.TypeNS, &dnsmessage.NSResource{NS: n("ns.a.b.")})
		add(dnsmessage.TypeCNAME, &dnsmessage.CNAMEResource{CNAME: n("c.a.b.")})
		add(dnsmessage.TypePTR, &dnsmessage.PTRResource{PTR: n("p.a.b.")})
		add(dnsmessage.TypeSOA, &dnsmessage.SOAResource{NS: n("ns.a.b."), MBox: n("me.a.b."), Serial: 1, Refresh: 2, Retry: 3, Expire: 4, MinTTL: 5})
		add(35, &dnsmessage.UnknownResource{Type: 35, Data: []byte("\x00\x01\x00\x02\x01S\x03SIP\x02!!\x01a\x01b\x00")})
		add(257, &dnsmessage.UnknownResource{Type: 257, Data: []byte("\x80\x05issueca.org")})
	}
	b, err := m.Pack()
	if err != nil {
		return nil
	}
	return b
}

func TestRecords(t *testing.T) {
	vm := newVM(t, everything)
	vm.Run(`const { Resolver } = require('dns'); const r = new Resolver({ timeout: 2000, tries: 1 }); r.setServers(['127.0.0.1:` + server(t) + `']); var out = {};
		const ask = (key, method, ...a) => r[method](...a, (e, v) => { out[key] = e ? e.message : JSON.stringify(v); });`)
	for name, tt := range map[string]struct{ call, want string }{
		"A":         {`'resolve4', 'a.b'`, `["10.0.0.1"]`},
		"A, ttl":    {`'resolve4', 'a.b', { ttl: true }`, `[{"address":"10.0.0.1","ttl":60}]`},
		"AAAA":      {`'resolve6', 'a.b'`, `["fd00::1"]`},
		"MX":        {`'resolveMx', 'a.b'`, `[{"exchange":"mx.a.b","priority":10}]`},
		"TXT":       {`'resolveTxt', 'a.b'`, `[["one","two"]]`},
		"SRV":       {`'resolveSrv', '_mongodb._tcp.a.b'`, `[{"name":"t.a.b","port":3,"priority":1,"weight":2}]`},
		"NS":        {`'resolveNs', 'a.b'`, `["ns.a.b"]`},
		"CNAME":     {`'resolveCname', 'a.b'`, `["c.a.b"]`},
		"PTR":       {`'resolvePtr', 'a.b'`, `["p.a.b"]`},
		"SOA":       {`'resolveSoa', 'a.b'`, `{"nsname":"ns.a.b","hostmaster":"me.a.b","serial":1,"refresh":2,"retry":3,"expire":4,"minttl":5}`},
		"NAPTR":     {`'resolveNaptr', 'a.b'`, `[{"flags":"S","service":"SIP","regexp":"!!","replacement":"a.b","order":1,"preference":2}]`},
		"CAA":       {`'resolveCaa', 'a.b'`, `[{"critical":128,"issue":"ca.org"}]`},
		"by type":   {`'resolve', 'a.b', 'txt'`, `[["one","two"]]`},
		"over TCP":  {`'resolve4', 'big.b'`, `["10.0.0.1"]`},
		"no name":   {`'resolve4', 'none.b'`, "queryA ENOTFOUND none.b"},
		"no data":   {`'resolveMx', 'empty.b'`, "queryMx ENODATA empty.b"},
		"a failure": {`'resolve6', 'broken.b'`, "queryAaaa ESERVFAIL broken.b"},
		"bad name":  {`'resolve4', 'a..b'`, "queryA EBADNAME a..b"},
	} {
		t.Run(name, func(t *testing.T) {
			vm.Run(`ask('` + name + `', ` + tt.call + `)`)
			if got := vm.Run(`out['` + name + `']`).String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	vm.Run(`ask('any', 'resolveAny', 'a.b')`)
	if got := vm.Run(`JSON.parse(out.any).map((r) => r.type).join()`).String(); got != "A,AAAA,MX,TXT,SRV,NS,CNAME,PTR,SOA,NAPTR,CAA" {
		t.Error(got)
	}
}

func TestCancel(t *testing.T) {
	udp, err := net.ListenPacket("udp", "127.0.0.1:0") // it never answers
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = udp.Close() }()
	vm := newVM(t, everything)
	vm.Run(`const r = new (require('dns').Resolver)(); r.setServers(['` + udp.LocalAddr().String() + `']); var got;
		r.resolve4('a.b', (e) => { got = e.code; }); r.cancel();`)
	if got := vm.Run(`got`); got.String() != "ECANCELLED" {
		t.Error(got)
	}
}

func TestPermissions(t *testing.T) {
	vm := newVM(t, &jsapi.Permissions{Net: jsapi.NetPermission{Patterns: []string{"localhost:*"}}})
	vm.Run(`const dns = require('dns'); var out = [];
		dns.lookup('localhost', { family: 4 }, (e, a) => out.push('localhost ' + a));
		dns.lookup('secret.example.com', (e) => out.push(e.code));
		dns.resolve4('secret.example.com', (e) => out.push(e.code));
		const r = new dns.Resolver(); r.setServers(['127.0.0.2:5']); r.resolve4('localhost', (e) => out.push(e.code));`)
	got := vm.Run(`out.sort().join()`).String()
	if want := "ERR_ACCESS_DENIED,ERR_ACCESS_DENIED,ERR_ACCESS_DENIED,localhost 127.0.0.1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzAnswer(f *testing.F) {
	m := dnsmessage.Message{Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName("a.b."), Type: dnsmessage.TypeALL, Class: dnsmessage.ClassINET}}}
	query, err := m.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(answer(query, false))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, r := range dns.ReadAnswer(b) {
			if r == "" {
				t.Error("a record of no kind")
			}
		}

	})
}
