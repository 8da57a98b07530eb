package tls

import "crypto/tls"

// protocolNames are Node's names of the versions.
var protocolNames = [...]struct {
	name    string
	version uint16
}{
	{"TLSv1", tls.VersionTLS10}, {"TLSv1.1", tls.VersionTLS11}, {"TLSv1.2", tls.VersionTLS12}, {"TLSv1.3", tls.VersionTLS13},
}

// versionOf is 0, crypto/tls's default, for no name of these.
func versionOf(name string) uint16 {
	for _, p := range protocolNames {
		if p.name == name {
			return p.version
		}
	}
	return 0
}

func protocolName(version uint16) string {
	for _, p := range protocolNames {
		if p.version == version {
			return p.name
		}
	}
	return ""
}

// suites are OpenSSL's names of those that crypto/tls has, strongest first. Those that are not forward secret come last:
// Node offers them too, and old servers know nothing else.
var suites = [...]struct {
	name string
	id   uint16
}{
	{"TLS_AES_256_GCM_SHA384", tls.TLS_AES_256_GCM_SHA384},
	{"TLS_CHACHA20_POLY1305_SHA256", tls.TLS_CHACHA20_POLY1305_SHA256},
	{"TLS_AES_128_GCM_SHA256", tls.TLS_AES_128_GCM_SHA256},
	{"ECDHE-ECDSA-AES256-GCM-SHA384", tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384},
	{"ECDHE-RSA-AES256-GCM-SHA384", tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384},
	{"ECDHE-ECDSA-CHACHA20-POLY1305", tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256},
	{"ECDHE-RSA-CHACHA20-POLY1305", tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256},
	{"ECDHE-ECDSA-AES128-GCM-SHA256", tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
	{"ECDHE-RSA-AES128-GCM-SHA256", tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
	{"ECDHE-ECDSA-AES256-SHA", tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA},
	{"ECDHE-RSA-AES256-SHA", tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA},
	{"ECDHE-ECDSA-AES128-SHA", tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA},
	{"ECDHE-RSA-AES128-SHA", tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA},
	{"AES256-GCM-SHA384", tls.TLS_RSA_WITH_AES_256_GCM_SHA384},
	{"AES128-GCM-SHA256", tls.TLS_RSA_WITH_AES_128_GCM_SHA256},
	{"AES256-SHA", tls.TLS_RSA_WITH_AES_256_CBC_SHA},
	{"AES128-SHA", tls.TLS_RSA_WITH_AES_128_CBC_SHA},
}

// firstOld is the index of the first suite that is not of TLS 1.3, whose suites are not configurable.
const firstOld = 3

// chosenSuites are the suites of TLS 1.2 that list, in OpenSSL's format, names; all of them where it names none, as when
// it only has words like HIGH.
func chosenSuites(list []string) []uint16 {
	var ids []uint16
	for _, name := range list {
		for _, s := range suites[firstOld:] {
			if s.name == name {
				ids = append(ids, s.id)
			}
		}
	}
	if len(ids) == 0 {
		for _, s := range suites[firstOld:] {
			ids = append(ids, s.id)
		}
	}
	return ids
}

func suiteName(id uint16) string {
	for _, s := range suites {
		if s.id == id {
			return s.name
		}
	}
	return tls.CipherSuiteName(id)
}

// cipherNames are what getCiphers gives: lower case, as there.
func cipherNames() []string {
	names := make([]string, len(suites))
	for i, s := range suites {
		names[i] = lower(s.name)
	}
	return names
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
