package services

import (
	"fmt"
	"strconv"
	"strings"
)

// verdaccioConfig is Verdaccio's config.yaml: no web pages and no plugins that call out, tokens that are signed and not
// looked up (else every request of a logged-in user costs a password hash), and as many requests as one likes.
func verdaccioConfig(url string, o RegistryOptions) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `listen: %s
storage: ./storage
auth: {htpasswd: {file: ./htpasswd, algorithm: sha1}}
security: {api: {legacy: false, jwt: {sign: {expiresIn: 30d}}}}
web: {enable: false}
server: {keepAliveTimeout: 60, rateLimit: {windowMs: 1000, max: 1000000}}
userRateLimit: {windowMs: 1000, max: 1000000}
max_body_size: 200mb
log: {type: stdout, format: pretty, level: http, colors: false}
`, strings.TrimPrefix(url, "http://"))
	proxy := ""
	if o.Uplink != "" {
		// What came from the uplink is not asked for again, so that a registry once filled can be measured.
		fmt.Fprintf(&b, "uplinks: {above: {url: %s, maxage: 1d, timeout: 60s, max_fails: 20}}\n", strconv.Quote(o.Uplink))
		proxy = ", proxy: above"
	}
	b.WriteString("packages:\n")        // the first that matches counts
	for _, pattern := range o.Private { // nobody else is asked for those: publishing would wait for the answer
		fmt.Fprintf(&b, "  %s: {access: $authenticated, publish: $authenticated}\n", strconv.Quote(pattern))
	}
	fmt.Fprintf(&b, "  '**': {access: $all, publish: $authenticated%s}\n", proxy)
	return []byte(b.String())
}
