// Package dns is Node's "dns" and "dns/promises". lookup asks the system's resolver as every connection does (/etc/hosts
// included); resolve and its kin send DNS queries of their own (RFC 1035; UDP, then TCP for what does not fit) to the
// servers of /etc/resolv.conf or of setServers, and look at no hosts file, as in Node.
//
// Which names may be asked for is package dial's to say, and what the system's servers answer is remembered there, so
// that JavaScript may connect to the addresses of a permitted name. Answers of servers that JavaScript chose are not
// believed that far, and such a server has to be permitted itself.
//
// Not covered: DNSSEC, search domains, internationalized names other than in ASCII.
package dns
