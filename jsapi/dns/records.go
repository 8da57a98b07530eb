package dns

import (
	"encoding/binary"
	"net/netip"

	"github.com/dop251/goja"
	"golang.org/x/net/dns/dnsmessage"
)

// What dnsmessage has no type for: RFC 3403, RFC 8659.
const (
	typeNAPTR dnsmessage.Type = 35
	typeCAA   dnsmessage.Type = 257
)

// kinds are Node's names of the record types.
var kinds = map[string]dnsmessage.Type{
	"A": dnsmessage.TypeA, "AAAA": dnsmessage.TypeAAAA, "ANY": typeAny, "CAA": typeCAA, "CNAME": dnsmessage.TypeCNAME,
	"MX": dnsmessage.TypeMX, "NAPTR": typeNAPTR, "NS": dnsmessage.TypeNS, "PTR": dnsmessage.TypePTR,
	"SOA": dnsmessage.TypeSOA, "SRV": dnsmessage.TypeSRV, "TXT": dnsmessage.TypeTXT,
}

// field is one property of a record, in Node's order.
type field struct {
	name  string
	value any
}

// record is a record as Node shows it: type, the value where it is a plain one, else its fields.
type record struct {
	kind   string
	plain  any
	fields []field
	ttl    uint32
}

// read reads a resource; false is one that Node does not show.
func read(r *dnsmessage.Resource) (record, bool) {
	rec := record{ttl: r.Header.TTL}
	name := func(n dnsmessage.Name) string { return trimDot(n.String()) }
	switch b := r.Body.(type) {
	case *dnsmessage.AResource:
		rec.kind, rec.plain = "A", netip.AddrFrom4(b.A).String()
	case *dnsmessage.AAAAResource:
		rec.kind, rec.plain = "AAAA", netip.AddrFrom16(b.AAAA).String()
	case *dnsmessage.CNAMEResource:
		rec.kind, rec.plain = "CNAME", name(b.CNAME)
	case *dnsmessage.NSResource:
		rec.kind, rec.plain = "NS", name(b.NS)
	case *dnsmessage.PTRResource:
		rec.kind, rec.plain = "PTR", name(b.PTR)
	case *dnsmessage.TXTResource:
		rec.kind, rec.plain = "TXT", b.TXT
	case *dnsmessage.MXResource:
		rec.kind, rec.fields = "MX", []field{{"exchange", name(b.MX)}, {"priority", int(b.Pref)}}
	case *dnsmessage.SRVResource:
		rec.kind, rec.fields = "SRV", []field{{"name", name(b.Target)}, {"port", int(b.Port)},
			{"priority", int(b.Priority)}, {"weight", int(b.Weight)}}
	case *dnsmessage.SOAResource:
		rec.kind, rec.fields = "SOA", []field{{"nsname", name(b.NS)}, {"hostmaster", name(b.MBox)}, {"serial", int64(b.Serial)},
			{"refresh", int64(b.Refresh)}, {"retry", int64(b.Retry)}, {"expire", int64(b.Expire)}, {"minttl", int64(b.MinTTL)}}
	case *dnsmessage.UnknownResource:
		return readUnknown(rec, b)
	}
	return rec, rec.kind != ""
}

func readUnknown(rec record, b *dnsmessage.UnknownResource) (record, bool) {
	switch b.Type {
	case typeCAA: // flags, tag's length, tag, value
		if len(b.Data) < 2 || len(b.Data) < 2+int(b.Data[1]) {
			return rec, false
		}
		end := 2 + int(b.Data[1])
		rec.kind, rec.fields = "CAA", []field{{"critical", int(b.Data[0])}, {string(b.Data[2:end]), string(b.Data[end:])}}
		return rec, true
	case typeNAPTR: // order, preference, three strings, a name that is not compressed
		if len(b.Data) < 4 {
			return rec, false
		}
		rest, texts := b.Data[4:], [3]string{}
		for i := range texts {
			var ok bool
			if texts[i], rest, ok = cutString(rest); !ok {
				return rec, false
			}
		}
		replacement := ""
		for {
			label, after, ok := cutString(rest)
			if !ok {
				return rec, false
			}
			if label == "" {
				break
			}
			if replacement != "" {
				replacement += "."
			}
			replacement, rest = replacement+label, after
		}
		rec.kind, rec.fields = "NAPTR", []field{{"flags", texts[0]}, {"service", texts[1]}, {"regexp", texts[2]},
			{"replacement", replacement}, {"order", int(binary.BigEndian.Uint16(b.Data))},
			{"preference", int(binary.BigEndian.Uint16(b.Data[2:]))}}
		return rec, true
	}
	return rec, false
}

// cutString takes one string with its length in front off b.
func cutString(b []byte) (s string, rest []byte, ok bool) {
	if len(b) == 0 || len(b) < 1+int(b[0]) {
		return "", nil, false
	}
	n := 1 + int(b[0])
	return string(b[1:n]), b[n:], true
}

// value is the record in a list of its kind.
func (m *module) value(r record, ttl bool) goja.Value {
	switch plain := r.plain.(type) {
	case string:
		if !ttl {
			return m.rt.ToValue(plain)
		}
		o := m.rt.NewObject()
		set(o, "address", m.rt.ToValue(plain))
		set(o, "ttl", m.rt.ToValue(int64(r.ttl)))
		return o
	case []string:
		return m.strings(plain)
	}
	return m.fields(r)
}

// tagged is the record in the list that resolveAny gives.
func (m *module) tagged(r record) goja.Value {
	o := m.fields(r)
	switch plain := r.plain.(type) {
	case string:
		if r.kind == "A" || r.kind == "AAAA" {
			set(o, "address", m.rt.ToValue(plain))
			set(o, "ttl", m.rt.ToValue(int64(r.ttl)))
		} else {
			set(o, "value", m.rt.ToValue(plain))
		}
	case []string:
		set(o, "entries", m.strings(plain))
	}
	set(o, "type", m.rt.ToValue(r.kind))
	return o
}

func (m *module) fields(r record) *goja.Object {
	o := m.rt.NewObject()
	for _, f := range r.fields {
		set(o, f.name, m.rt.ToValue(f.value))
	}
	return o
}

func (m *module) strings(list []string) goja.Value {
	values := make([]any, len(list))
	for i, s := range list {
		values[i] = s
	}
	return m.rt.NewArray(values...)
}
