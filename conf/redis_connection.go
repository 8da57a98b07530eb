package conf

import (
	"fmt"
	"math"
	"strings"
)

// RedisConnection says which server, and who is asking.
type RedisConnection struct {
	// URL is redis:// or rediss:// (TLS); where it is not empty the fields from Host to MasterName do not count.
	URL string
	// Host and Port of the server, by default localhost and 6379.
	Host string
	Port int
	// Username and Password, empty where the server asks for none.
	Username, Password string
	// DB is the number of the database, by default 0.
	DB int
	// Nodes are some of a cluster's nodes, host:port; Host and Port do not count then.
	Nodes []string
	// Sentinels, host:port, know where the master called MasterName is; Host and Port do not count then.
	Sentinels                          []string
	MasterName                         string
	SentinelUsername, SentinelPassword string
	// TLS, where not nil, is TLS to all of them.
	TLS *RedisTLS
}

// RedisTLS is TLS to the servers. The files are in PEM, their paths relative to the working directory.
type RedisTLS struct {
	// CA has the certificates that the servers' must come from; "" takes the system's.
	CA string
	// Cert and Key are the client's certificate chain and private key; both or neither.
	Cert, Key string
	// ServerName is the name in the servers' certificates, where that is not their host's.
	ServerName string
}

const (
	redisPath = "properties.connection."
	redisPort = 6379
)

func newRedisConnection() RedisConnection { return RedisConnection{Host: "localhost", Port: redisPort} }

func (r *RedisConnection) fields(at places) fields {
	return fields{
		"url":              once(at, "url", into(&r.URL, nonEmpty)),
		"host":             once(at, "host", into(&r.Host, text)),
		"port":             once(at, "port", into(&r.Port, integer)),
		"username":         once(at, "username", into(&r.Username, text)),
		"password":         once(at, "password", into(&r.Password, text)),
		"db":               once(at, "db", into(&r.DB, integer)),
		"nodes":            once(at, "nodes", into(&r.Nodes, addresses)),
		"sentinels":        once(at, "sentinels", into(&r.Sentinels, addresses)),
		"masterName":       once(at, "masterName", into(&r.MasterName, nonEmpty)),
		"sentinelUsername": into(&r.SentinelUsername, text),
		"sentinelPassword": into(&r.SentinelPassword, text),
		"tls":              r.tls,
	}
}

// tls reads true, false, or an object.
func (r *RedisConnection) tls(n node) {
	if n.kind == boolKind {
		if on, _ := boolean(n); on {
			r.TLS = new(RedisTLS)
		}
		return
	}
	r.TLS = new(RedisTLS)
	object(fields{
		"ca":         into(&r.TLS.CA, nonEmpty),
		"cert":       into(&r.TLS.Cert, nonEmpty),
		"key":        into(&r.TLS.Key, nonEmpty),
		"servername": into(&r.TLS.ServerName, nonEmpty),
	}, nil)(n)
}

func (r *RedisConnection) check(c *checks, at places) {
	r.checkTLS(c)
	if r.URL != "" {
		c.url(r.URL, "redis", "rediss")
		c.alone(at, "url", "host", "port", "username", "password", "db", "nodes", "sentinels", "masterName")
		return
	}
	c.that(r.Host != "", redisPath+"host", "is empty", "")
	c.between(redisPath+"port", r.Port, 1, maxPort)
	c.between(redisPath+"db", r.DB, 0, math.MaxInt)
	if _, given := at["nodes"]; given || len(r.Nodes) > 0 {
		c.addresses(at.of("nodes", redisPath+"nodes"), r.Nodes, `some of the cluster's, such as ["redis-1:6379"]`)
		c.alone(at, "nodes", "host", "port", "sentinels", "masterName")
		c.that(r.DB == 0, redisPath+"db", "does not go with nodes", "a cluster has only database 0")
	}
	if _, given := at["sentinels"]; given || len(r.Sentinels) > 0 {
		c.addresses(at.of("sentinels", redisPath+"sentinels"), r.Sentinels, `such as ["sentinel-1:26379"]`)
		c.alone(at, "sentinels", "host", "port")
		c.that(r.MasterName != "", redisPath+"masterName", "is required beside sentinels", "the name that they know the master by")
	} else {
		c.that(r.MasterName == "", redisPath+"sentinels", "is required beside masterName", `such as ["sentinel-1:26379"]`)
	}
}

func (r *RedisConnection) checkTLS(c *checks) {
	if r.TLS == nil {
		return
	}
	const path = redisPath + "tls"
	c.that(!strings.HasPrefix(r.URL, "redis:"), path, "does not go with a url that begins with redis:", "begin it with rediss:")
	c.that(r.TLS.Cert != "" || r.TLS.Key == "", path+".cert", "is required beside key", "the certificate's file, in PEM")
	c.that(r.TLS.Key != "" || r.TLS.Cert == "", path+".key", "is required beside cert", "the private key's file, in PEM")
}

// addresses records a problem for a list that is empty or has something else than host:port, without quoting it.
func (c *checks) addresses(path string, list []string, what string) {
	c.that(len(list) > 0, path, "is empty", what)
	for i, address := range list {
		c.that(brokerAddress(address) && strings.Contains(address, ":"), path,
			fmt.Sprintf("number %d of %d is not an address", i+1, len(list)), "write host:port")
	}
}
