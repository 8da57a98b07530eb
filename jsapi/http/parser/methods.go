package parser

import (
	"slices"
	"strings"
)

// methods are those that requests may have: the HTTP method registry's of IANA that Node's parser knows, and those of UPnP
// and Subversion.
const methods = "ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY " +
	"OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE"

// Methods are the methods that requests may have, sorted.
func Methods() []string { return strings.Split(methods, " ") }

func isMethod(name string) bool {
	switch name {
	case "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH":
		return true
	}
	return slices.Contains(Methods(), name)
}
