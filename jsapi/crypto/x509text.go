package crypto

import (
	"crypto/sha1" //nolint:gosec // a fingerprint, not a signature
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"strings"
)

// certificateTime is how OpenSSL writes times.
const certificateTime = "Jan _2 15:04:05 2006 GMT"

// attributeNames are OpenSSL's short names of what distinguished names are made of.
func attributeNames() map[string]string {
	return map[string]string{
		"2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
		"2.5.4.9": "street", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "title", "2.5.4.13": "description",
		"2.5.4.15": "businessCategory", "2.5.4.17": "postalCode", "2.5.4.41": "name", "2.5.4.42": "GN", "2.5.4.43": "initials",
		"2.5.4.44": "generationQualifier", "2.5.4.46": "dnQualifier", "2.5.4.65": "pseudonym",
		"2.5.4.97": "organizationIdentifier", "1.2.840.113549.1.9.1": "emailAddress",
		"1.2.840.113549.1.9.2": "unstructuredName", "1.2.840.113549.1.9.8": "unstructuredAddress",
		"0.9.2342.19200300.100.1.25": "DC", "0.9.2342.19200300.100.1.1": "UID",
		"1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL", "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
		"1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
	}
}

// attribute is one part of a distinguished name.
type attribute struct {
	name, value string
	joined      bool // to the one before, in one RDN
}

func attributes(raw []byte) []attribute {
	var sequence pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &sequence); err != nil {
		return nil
	}
	names := attributeNames()
	var out []attribute
	for _, set := range sequence {
		for i, a := range set {
			name := a.Type.String()
			if short, ok := names[name]; ok {
				name = short
			}
			value, ok := a.Value.(string)
			if !ok {
				value = fmt.Sprint(a.Value)
			}
			out = append(out, attribute{name, value, i > 0})
		}
	}
	return out
}

// nameText is a distinguished name, a line for each part.
func nameText(raw []byte) string {
	var b strings.Builder
	for i, a := range attributes(raw) {
		switch {
		case a.joined:
			b.WriteString(" + ")
		case i > 0:
			b.WriteByte('\n')
		}
		b.WriteString(a.name + "=" + escapeName(a.value))
	}
	return b.String()
}

// escapeName escapes as RFC 2253 has it, and control characters.
func escapeName(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune(`,+"\<>;`, r), i == 0 && (r == '#' || r == ' '), r == ' ' && i == len(s)-1:
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\%02X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// alternativeNames is the subjectAltName extension as text.
func alternativeNames(c *x509.Certificate) string {
	for _, e := range c.Extensions {
		if e.Id.String() == "2.5.29.17" {
			var names []asn1.RawValue
			if _, err := asn1.Unmarshal(e.Value, &names); err != nil {
				return ""
			}
			out := make([]string, len(names))
			for i, n := range names {
				out[i] = generalName(n)
			}
			return strings.Join(out, ", ")
		}
	}
	return ""
}

// generalName is one GeneralName (RFC 5280, section 4.2.1.6).
func generalName(n asn1.RawValue) string {
	switch n.Tag {
	case 1:
		return "email:" + safeName(string(n.Bytes))
	case 2:
		return "DNS:" + safeName(string(n.Bytes))
	case 4:
		return "DirName:" + safeName(strings.ReplaceAll(nameText(n.Bytes), "\n", ","))
	case 6:
		return "URI:" + safeName(string(n.Bytes))
	case 7:
		return "IP Address:" + addressText(n.Bytes)
	case 8:
		var id asn1.ObjectIdentifier
		whole := append([]byte{0x06, byte(len(n.Bytes))}, n.Bytes...)
		if _, err := asn1.Unmarshal(whole, &id); err == nil {
			return "Registered ID:" + id.String()
		}
	}
	return "othername:<unsupported>"
}

// safeName quotes what could be taken for the next name in the list.
func safeName(s string) string {
	for _, b := range []byte(s) {
		if b < ' ' || b > '~' || strings.IndexByte(`",\'`, b) >= 0 {
			var out strings.Builder
			out.WriteByte('"')
			for _, b := range []byte(s) {
				switch {
				case b == '"' || b == '\\':
					out.WriteString(`\` + string(rune(b)))
				case b < ' ' || b > '~':
					fmt.Fprintf(&out, `\u%04x`, b)
				default:
					out.WriteByte(b)
				}
			}
			return out.String() + `"`
		}
	}
	return s
}

func addressText(b []byte) string {
	parts := make([]string, 0, 8)
	switch len(b) {
	case 4:
		for _, n := range b {
			parts = append(parts, fmt.Sprint(n))
		}
		return strings.Join(parts, ".")
	case 16:
		for i := 0; i < 16; i += 2 {
			parts = append(parts, fmt.Sprintf("%X", int(b[i])<<8|int(b[i+1])))
		}
		return strings.Join(parts, ":")
	}
	return "<invalid>"
}

type accessDescription struct {
	Method   asn1.ObjectIdentifier
	Location asn1.RawValue
}

// infoAccess is the authorityInfoAccess extension as text.
func infoAccess(c *x509.Certificate) string {
	var out []string
	for _, e := range c.Extensions {
		if e.Id.String() != "1.3.6.1.5.5.7.1.1" {
			continue
		}
		var list []accessDescription
		if _, err := asn1.Unmarshal(e.Value, &list); err != nil {
			return ""
		}
		for _, d := range list {
			method := d.Method.String()
			switch method {
			case "1.3.6.1.5.5.7.48.1":
				method = "OCSP"
			case "1.3.6.1.5.5.7.48.2":
				method = "CA Issuers"
			}
			out = append(out, method+" - "+generalName(d.Location))
		}
	}
	return strings.Join(out, "\n")
}

func fingerprint(c *x509.Certificate, name string) string {
	var sum []byte
	switch name {
	case "fingerprint256":
		s := sha256.Sum256(c.Raw)
		sum = s[:]
	case "fingerprint512":
		s := sha512.Sum512(c.Raw)
		sum = s[:]
	default:
		s := sha1.Sum(c.Raw) //nolint:gosec // see above
		sum = s[:]
	}
	parts := make([]string, len(sum))
	for i, b := range sum {
		parts[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(parts, ":")
}

func serialNumber(c *x509.Certificate) string {
	s := strings.ToUpper(hex.EncodeToString(c.SerialNumber.Bytes()))
	if s == "" {
		s = "00"
	}
	if c.SerialNumber.Sign() < 0 {
		return "-" + s
	}
	return s
}

// extendedUsages are the identifiers of the extKeyUsage extension, which Node calls keyUsage.
func extendedUsages(c *x509.Certificate) []string {
	for _, e := range c.Extensions {
		if e.Id.String() == "2.5.29.37" {
			var ids []asn1.ObjectIdentifier
			if _, err := asn1.Unmarshal(e.Value, &ids); err != nil {
				return nil
			}
			out := make([]string, len(ids))
			for i, id := range ids {
				out[i] = id.String()
			}
			return out
		}
	}
	return nil
}
