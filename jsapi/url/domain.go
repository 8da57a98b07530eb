package url

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// domains is the URL Standard's profile of UTS #46 with beStrict false (section 3.3). A *idna.Profile is immutable.
var domains = idna.New(
	idna.MapForLookup(),
	idna.Transitional(false),
	idna.BidiRule(),
	idna.CheckJoiners(true),
	idna.CheckHyphens(false),
	idna.StrictDomainName(false),
	idna.VerifyDNSLength(false),
)

// domainToASCII is what a URL makes of a domain as its host, and "" where it makes nothing of it.
func domainToASCII(domain string) string {
	// As the hostname setter of a URL reads it: up to a delimiter, and without a port or user.
	if i := strings.IndexAny(domain, `/?#\`); i >= 0 {
		domain = domain[:i]
	}
	if strings.Contains(domain, "@") || strings.Contains(domain, ":") && !strings.HasPrefix(domain, "[") {
		return ""
	}
	href, ok := parse("ws://"+domain, nil)
	if !ok {
		return ""
	}
	return component(href, "hostname")
}

// domainToUnicode shows the punycode labels of a domain as what they stand for, as far as they are valid.
func domainToUnicode(domain string) string {
	ascii := domainToASCII(domain)
	if !strings.Contains(ascii, "xn--") {
		return ascii
	}
	labels := strings.Split(ascii, ".")
	for i, label := range labels {
		if unicode, err := domains.ToUnicode(label); err == nil {
			labels[i] = unicode
		}
	}
	return strings.Join(labels, ".")
}

// legacyToASCII is the conversion inside url.parse, which lets through whatever is ASCII but punycode that is not
// valid; ok is false for that, and for what UTS #46 forbids.
func legacyToASCII(hostname string) (ascii string, ok bool) {
	if isASCII(hostname) && !strings.Contains(hostname, "xn--") {
		return hostname, true
	}
	ascii, err := domains.ToASCII(hostname)
	return ascii, err == nil && ascii != ""
}

// lower is JavaScript's toLowerCase, which, unlike strings.ToLower, knows of final sigma and the dotted capital I.
func lower(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return cases.Lower(language.Und).String(s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
