package kafkasource

import (
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/IBM/sarama"
)

const (
	dialTimeout = 10 * time.Second
	// A topic that gets more partitions is noticed within it.
	metadataRefresh = time.Minute
	// A partition whose reader has taken no record for as long is left out of the broker's next fetch, so that the
	// others there do not wait for it. The library's own default, 100 ms, holds them up longer.
	maxProcessingTime = 50 * time.Millisecond
	// Of one partition a fetch brings this much at most (more where one record is larger), of a broker maxFetch: what a
	// backlog may cost in memory.
	fetchPartition = 512 << 10
	maxFetch       = 16 << 20
	// maxWait is how long a broker holds a fetch when it has nothing. A partition is given up, and an offset committed,
	// only when the fetch that goes on is answered.
	maxWait = 250 * time.Millisecond
	// readAhead is how many records of a partition wait in front of its claim.
	readAhead = 512
	// The broker decides what is too large; the library's own limit is only not to be in its way.
	noLimit = 1 << 30
	// adminTimeout bounds one attempt to create a topic.
	adminTimeout = 10 * time.Second
	// never is an interval that does not come.
	never = 365 * 24 * time.Hour
)

// heartbeat is the interval of the signs of life: a third of the session, so that two may be lost, and 3 s at most, so that
// a rebalance is heard of in time.
func (c *Config) heartbeat() time.Duration { return min(c.SessionTimeout/3, 3*time.Second) }

// drainLimit is how long what is in flight may go on after a partition was revoked: the revoke was heard of up to a
// heartbeat late, and the commit needs its time.
func (c *Config) drainLimit() time.Duration {
	return max(0, c.RebalanceTimeout-c.heartbeat()-min(5*time.Second, c.RebalanceTimeout/10))
}

// client makes the library's config.
func (c *Config) client(conns *connections) (*sarama.Config, error) {
	k := sarama.NewConfig()
	version, err := sarama.ParseKafkaVersion(c.Version)
	if err != nil {
		return nil, fmt.Errorf("version %q is not known: write it as in %q", c.Version, sarama.DefaultVersion)
	}
	k.Version, k.ClientID, k.RackID = version, c.ClientID, c.RackID
	k.ChannelBufferSize = readAhead

	k.Net.DialTimeout = dialTimeout
	// A broker that does not answer for as long as a session lasts has forgotten us.
	k.Net.ReadTimeout, k.Net.WriteTimeout = c.SessionTimeout, c.SessionTimeout
	k.Net.Proxy.Enable, k.Net.Proxy.Dialer = true, conns
	k.Metadata.RefreshFrequency = metadataRefresh
	k.Admin.Timeout = adminTimeout

	k.Consumer.Return.Errors = true
	k.Consumer.MaxProcessingTime, k.Consumer.MaxWaitTime = maxProcessingTime, maxWait
	k.Consumer.Fetch.Default, k.Consumer.Fetch.MaxBytes = fetchPartition, maxFetch
	k.Consumer.IsolationLevel = sarama.ReadCommitted
	// Where a group starts that has committed nothing, the session says (offsets.go). This is for committed offsets that
	// are not there any more: from the oldest that is.
	k.Consumer.Offsets.Initial = sarama.OffsetOldest
	// The session commits; what this is for is that the last commit is repeated where it fails.
	k.Consumer.Offsets.AutoCommit.Enable, k.Consumer.Offsets.AutoCommit.Interval = true, never
	group := &k.Consumer.Group
	group.Session.Timeout, group.Heartbeat.Interval = c.SessionTimeout, c.heartbeat()
	group.Rebalance.Timeout, group.InstanceId = c.RebalanceTimeout, c.InstanceID
	group.Rebalance.Retry.Backoff = 500 * time.Millisecond
	if group.Rebalance.GroupStrategies, err = strategies(c.Protocol); err != nil {
		return nil, err
	}

	p := &k.Producer
	p.RequiredAcks, p.Return.Successes, p.Partitioner = sarama.WaitForAll, true, newPartitioner
	// Dead letters come one by one, and each may be as large as the topic allows, compressed as the original may have been.
	p.Flush.MaxMessages, p.MaxMessageBytes, p.Compression = 1, noLimit, sarama.CompressionGZIP

	if err := c.TLS.apply(k); err != nil {
		return nil, fmt.Errorf("tls: %w", err)
	}
	if err := c.SASL.apply(k); err != nil {
		return nil, fmt.Errorf("sasl: %w", err)
	}
	if err := k.Validate(); err != nil {
		return nil, fmt.Errorf("the settings do not fit together: %w", err)
	}
	return k, nil
}

func strategies(names []string) ([]sarama.BalanceStrategy, error) {
	all := make([]sarama.BalanceStrategy, 0, len(names))
	for _, name := range names {
		switch name {
		case "roundrobin":
			all = append(all, sarama.NewBalanceStrategyRoundRobin())
		case "range":
			all = append(all, sarama.NewBalanceStrategyRange())
		case "sticky":
			all = append(all, sarama.NewBalanceStrategySticky())
		default:
			return nil, fmt.Errorf("protocol %q is not known: roundrobin, range and sticky are", name)
		}
	}
	return all, nil
}

// connections dials for the library and can end all that it opened: after a hard stop nothing may wait for a broker.
type connections struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	closed bool
}

// Dial opens a connection that Close ends.
func (c *connections) Dial(network, address string) (net.Conn, error) {
	c.mu.Lock()
	closed := c.closed
	c.mu.Unlock()
	if closed {
		return nil, net.ErrClosed
	}
	d := net.Dialer{Timeout: dialTimeout}
	conn, err := d.Dial(network, address)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		_ = conn.Close() // it was not used
		return nil, net.ErrClosed
	}
	if c.open == nil {
		c.open = make(map[net.Conn]struct{})
	}
	tracked := &connection{Conn: conn, all: c}
	c.open[tracked] = struct{}{}
	return tracked, nil
}

// end closes every connection, and opens no more.
func (c *connections) end() {
	c.mu.Lock()
	all := c.open
	c.open, c.closed = nil, true
	c.mu.Unlock()
	for conn := range all {
		_ = conn.Close() // whatever it says, it is not used any more
	}
}

type connection struct {
	net.Conn
	all *connections
}

func (c *connection) Close() error {
	c.all.mu.Lock()
	delete(c.all.open, c)
	c.all.mu.Unlock()
	return c.Conn.Close()
}
