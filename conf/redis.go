package conf

import "math"

// Redis is the properties of type redis: Pub/Sub.
type Redis struct {
	RedisConnection
	// Channels are the patterns subscribed to (PSUBSCRIBE). Required.
	Channels []string
}

// RedisStreams is the properties of type redis-streams.
type RedisStreams struct {
	RedisConnection
	// Streams are the keys read. Required.
	Streams []string
	// Group is the consumer group; by default "guthega".
	Group string
}

// RedisConnection says which server, and who is asking.
type RedisConnection struct {
	// URL is redis:// or rediss:// (TLS); where it is not empty the other fields do not count.
	URL string
	// Host and Port of the server, by default localhost and 6379.
	Host string
	Port int
	// Username and Password, empty where the server asks for none.
	Username, Password string
	// DB is the number of the database, by default 0.
	DB int
}

func newRedisConnection() RedisConnection { return RedisConnection{Host: "localhost", Port: 6379} }

func (r *RedisConnection) fields(at places) fields {
	return fields{
		"url":      once(at, "url", into(&r.URL, nonEmpty)),
		"host":     once(at, "host", into(&r.Host, text)),
		"port":     once(at, "port", into(&r.Port, integer)),
		"username": once(at, "username", into(&r.Username, text)),
		"password": once(at, "password", into(&r.Password, text)),
		"db":       once(at, "db", into(&r.DB, integer)),
	}
}

func (r *RedisConnection) check(c *checks, at places) {
	if r.URL != "" {
		c.url(r.URL, "redis", "rediss")
		c.alone(at, "url", "host", "port", "username", "password", "db")
		return
	}
	c.that(r.Host != "", "properties.connection.host", "is empty", "")
	c.between("properties.connection.port", r.Port, 1, maxPort)
	c.between("properties.connection.db", r.DB, 0, math.MaxInt)
}

func (r *Redis) fields(at places) (options, inside, connection fields) {
	return nil, fields{"channel": into(&r.Channels, oneOrMore(text))}, r.RedisConnection.fields(at)
}

func (r *Redis) check(c *checks, at places) {
	r.RedisConnection.check(c, at)
	c.filled("properties.channel", r.Channels, `a channel or pattern, such as "orders.*"`)
}

func (r *RedisStreams) fields(at places) (options, inside, connection fields) {
	return nil, fields{
		"stream": into(&r.Streams, oneOrMore(text)),
		"group":  into(&r.Group, text),
	}, r.RedisConnection.fields(at)
}

func (r *RedisStreams) check(c *checks, at places) {
	r.RedisConnection.check(c, at)
	c.filled("properties.stream", r.Streams, "the stream's key")
	c.that(r.Group != "", "properties.group", "is empty", "")
}
