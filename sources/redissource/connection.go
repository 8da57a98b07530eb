package redissource

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Connection says which Redis, and who is asking. The zero value is localhost:6379 without a password or TLS.
type Connection struct {
	// URL is redis://[user:password@]host[:port][/db], or rediss:// for TLS. Where it is not empty, the fields from
	// Host to DB must be.
	URL string
	// Host and Port of a single server, by default localhost and 6379.
	Host string
	Port int
	// Username and Password of an ACL user; a password alone is that of the user "default".
	Username, Password string
	// DB is the number of the database. A cluster has only 0.
	DB int
	// Nodes are some of a cluster's nodes, each host:port.
	Nodes []string
	// Sentinels, each host:port, know where the master called MasterName is. They may have credentials of their own.
	Sentinels                          []string
	MasterName                         string
	SentinelUsername, SentinelPassword string
	// TLS is used with every one of these servers; nil speaks in the clear, except to a rediss:// URL.
	TLS *TLS
	// Name is the connection's in CLIENT LIST; by default "guthega".
	Name string
}

const (
	defaultPort = 6379
	// dialTimeout and answerTimeout bound each try. A server across the world answers in a second; one that does not
	// within five is as good as down.
	dialTimeout   = 5 * time.Second
	answerTimeout = 5 * time.Second
)

// normalize takes the URL apart, fills in the defaults and returns every problem.
func (c *Connection) normalize() []error {
	var problems []error
	if c.URL != "" {
		if c.Host != "" || c.Port != 0 || c.Username != "" || c.Password != "" || c.DB != 0 || len(c.Nodes)+len(c.Sentinels) > 0 {
			problems = append(problems, errors.New("connection: url is given beside what it says already: keep one"))
		} else if err := c.parseURL(); err != nil {
			problems = append(problems, err)
		}
	}
	if c.Host == "" {
		c.Host = "localhost"
	}
	if c.Port == 0 {
		c.Port = defaultPort
	}
	if c.Name == "" {
		c.Name = "guthega"
	}
	c.Name = printable(c.Name)
	problem := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf("connection: "+format, args...))
		}
	}
	problem(c.Port < 0 || c.Port > 65535, "port %d is not between 1 and 65535", c.Port)
	problem(c.DB < 0, "db %d is negative", c.DB)
	problem(c.DB != 0 && len(c.Nodes) > 0, "db %d: a cluster has only database 0", c.DB)
	problem(len(c.Nodes) > 0 && len(c.Sentinels) > 0, "nodes are those of a cluster, which has no sentinels: keep one")
	problem(len(c.Sentinels) > 0 && c.MasterName == "", "sentinels need masterName, the name they know the master by")
	problem(len(c.Sentinels) == 0 && c.MasterName != "", "masterName needs sentinels to ask")
	return problems
}

// printable replaces what CLIENT SETNAME refuses.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return '_'
		}
		return r
	}, name)
}

// parseURL never quotes the URL, which may hold a password.
func (c *Connection) parseURL() error {
	u, err := url.Parse(c.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "redis" && u.Scheme != "rediss" {
		return errors.New("connection: url is not the URL of a server, such as redis://localhost:6379")
	}
	if u.RawQuery != "" {
		return errors.New("connection: url has options behind a question mark, which are not known: give them beside it")
	}
	c.Host = u.Hostname()
	if p := u.Port(); p != "" {
		if c.Port, err = strconv.Atoi(p); err != nil {
			return errors.New("connection: url has a port that is no number")
		}
	}
	c.Username = u.User.Username()
	c.Password, _ = u.User.Password()
	if db := strings.Trim(u.Path, "/"); db != "" {
		if c.DB, err = strconv.Atoi(db); err != nil {
			return errors.New("connection: url has a path that is not the number of a database")
		}
	}
	if u.Scheme == "rediss" && c.TLS == nil {
		c.TLS = new(TLS)
	}
	return nil
}

// server names what is connected to, for people.
func (c *Connection) server() string {
	switch {
	case len(c.Nodes) > 0:
		return "the cluster of " + strings.Join(c.Nodes, ", ")
	case len(c.Sentinels) > 0:
		return fmt.Sprintf("the master %s known to %s", c.MasterName, strings.Join(c.Sentinels, ", "))
	}
	return net.JoinHostPort(c.Host, strconv.Itoa(c.Port))
}

// options are go-redis's for a client with that many connections. It retries nothing by itself, so that every failure is
// seen, logged and waited for in one place.
func (c *Connection) options(connections int) (*redis.UniversalOptions, error) {
	o := &redis.UniversalOptions{
		Addrs:            []string{net.JoinHostPort(c.Host, strconv.Itoa(c.Port))},
		ClientName:       c.Name,
		DB:               c.DB,
		Username:         c.Username,
		Password:         c.Password,
		SentinelUsername: c.SentinelUsername,
		SentinelPassword: c.SentinelPassword,
		MasterName:       c.MasterName,
		Protocol:         2, // RESP3 has nothing for us, and not every server speaks it
		MaxRetries:       -1,
		DialerRetries:    1,
		DialTimeout:      dialTimeout,
		ReadTimeout:      answerTimeout,
		WriteTimeout:     answerTimeout,
		PoolSize:         connections,
		DisableIdentity:  true,

		ContextTimeoutEnabled:    true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	switch {
	case len(c.Nodes) > 0:
		o.Addrs, o.IsClusterMode = c.Nodes, true
	case len(c.Sentinels) > 0:
		o.Addrs = c.Sentinels
	}
	if c.TLS != nil {
		config, err := c.TLS.config()
		if err != nil {
			return nil, err
		}
		o.TLSConfig = config
	}
	return o, nil
}
