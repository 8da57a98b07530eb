package conf

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Kafka is the properties of type kafka.
type Kafka struct {
	// Brokers are the bootstrap brokers, host:port or host alone for port 9092. Required.
	Brokers []string
	// GroupID is the consumer group; by default "guthega".
	GroupID string
	// SessionTimeout is after how long without a heartbeat the group gives a member's partitions away; by default
	// 30s. The file has it in milliseconds.
	SessionTimeout time.Duration
	// RebalanceTimeout is how long the group waits for a member that is to give partitions up; 0, the default, is what
	// RebalanceFor says. The file has it in milliseconds.
	RebalanceTimeout time.Duration
	// Protocol are the ways to share partitions out, the preferred first: "roundrobin" (the default), "range",
	// "sticky".
	Protocol []string
	// FromOffset is where a group that has committed nothing starts; by default FromLatest.
	FromOffset FromOffset
	// ClientID names the client to the brokers, by default "guthega"; RackID lets it read from a replica nearby, and
	// InstanceID makes it a static member of the group. Both are empty by default.
	ClientID, RackID, InstanceID string
	// Version is the oldest Kafka among the brokers, such as "2.8.0", the default.
	Version string
	// TLS and SASL, where not nil, say how to show who is who.
	TLS  *KafkaTLS
	SASL *KafkaSASL
	// Topics are what is read; or else those are whose whole name matches TopicPattern. One of them is required.
	Topics       []string
	TopicPattern string
	// Order is which messages wait for one another; by default OrderPartition.
	Order Order
}

// Order says which messages of a topic are handled one at a time.
type Order string

// The orders.
const (
	OrderPartition Order = "partition" // those of a partition
	OrderKey       Order = "key"       // those with the same key
	OrderNone      Order = "none"
)

// FromOffset is an end of a partition.
type FromOffset string

// The ends.
const (
	FromLatest   FromOffset = "latest"   // what is written from now on
	FromEarliest FromOffset = "earliest" // all that is still there
)

// defaultGroup is shared by everybody who names no group, so Warnings speaks of it.
const defaultGroup = "guthega"

const maxPort = 1<<16 - 1

func newKafka() *Kafka {
	return &Kafka{
		GroupID:        defaultGroup,
		SessionTimeout: 30 * time.Second,
		Protocol:       []string{"roundrobin"},
		FromOffset:     FromLatest,
		ClientID:       defaultGroup,
		Version:        "2.8.0",
		Order:          OrderPartition,
	}
}

func (k *Kafka) fields(at places) (options, inside, connection fields) {
	brokers := once(at, "brokers", into(&k.Brokers, addresses))
	options = fields{"order": once(at, "order", into(&k.Order, oneOf(OrderPartition, OrderKey, OrderNone)))}
	inside = fields{
		"topics":       once(at, "topics", into(&k.Topics, oneOrMore(text))),
		"topicPattern": once(at, "topicPattern", into(&k.TopicPattern, nonEmpty)),
	}
	return options, inside, fields{
		"brokers":          brokers,
		"kafkaHost":        brokers,
		"host":             zookeeper,
		"groupId":          into(&k.GroupID, text),
		"sessionTimeout":   into(&k.SessionTimeout, count(time.Millisecond, "milliseconds")),
		"rebalanceTimeout": once(at, "rebalanceTimeout", into(&k.RebalanceTimeout, count(time.Millisecond, "milliseconds"))),
		"protocol":         into(&k.Protocol, oneOrMore(oneOf("roundrobin", "range", "sticky"))),
		"fromOffset":       into(&k.FromOffset, oneOf(FromLatest, FromEarliest)),
		"clientId":         into(&k.ClientID, nonEmpty),
		"version":          into(&k.Version, text),
		"rackId":           into(&k.RackID, text),
		"instanceId":       into(&k.InstanceID, text),
		"tls":              k.tls,
		"sasl":             k.sasl,
	}
}

// zookeeper refuses what the NodeJS guthega connected to: Kafka has had no ZooKeeper since version 4.
func zookeeper(n node) {
	n.fail("this was the address of ZooKeeper; brokers are now connected to directly",
		`name them instead, as in "brokers": ["localhost:9092"] or "kafkaHost": "localhost:9092"`)
	n.doc.settle("properties.connection.brokers")
}

// addresses reads "h1:9092,h2:9092", or a list of such.
func addresses(n node) ([]string, bool) {
	given, ok := oneOrMore(text)(n)
	var all []string
	for _, one := range given {
		for address := range strings.SplitSeq(one, ",") {
			all = append(all, strings.TrimSpace(address))
		}
	}
	return all, ok
}

func (k *Kafka) check(c *checks, at places) {
	brokers := at.of("brokers", "properties.connection.brokers")
	c.that(len(k.Brokers) > 0, brokers, "is required", `such as ["localhost:9092"]`)
	for i, broker := range k.Brokers {
		c.that(brokerAddress(broker), brokers,
			fmt.Sprintf("number %d of %d is not an address", i+1, len(k.Brokers)), "write host:port")
	}
	c.that(k.GroupID != "", "properties.connection.groupId", "is empty", "")
	c.positive("properties.connection.sessionTimeout", k.SessionTimeout)
	if path, given := at["rebalanceTimeout"]; given {
		c.positive(path, k.RebalanceTimeout)
	} else {
		c.notNegative("properties.connection.rebalanceTimeout", k.RebalanceTimeout)
	}
	c.filled("properties.connection.protocol", k.Protocol, "one of roundrobin, range, sticky")
	c.that(versionForm.MatchString(k.Version), "properties.connection.version", fmt.Sprintf("%q is not a version", k.Version),
		`the oldest Kafka among the brokers, such as "2.8.0"`)
	k.checkTopics(c, at)
	k.TLS.check(c)
	k.SASL.check(c)
}

var versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+(\.\d+)?$`)

func (k *Kafka) checkTopics(c *checks, at places) {
	if k.TopicPattern == "" {
		c.filled("properties.topics", k.Topics, `the topics to read, such as ["orders"]`)
		return
	}
	path := at.of("topicPattern", "properties.topicPattern")
	c.that(len(k.Topics) == 0, path, "is given beside "+at.of("topics", "properties.topics"), "keep one")
	_, err := regexp.Compile(k.TopicPattern)
	c.that(err == nil, path, fmt.Sprintf("%q is not a regular expression", k.TopicPattern), "RE2's syntax, for the whole name of a topic")
}

// brokerAddress reports whether s is host:port, or a host alone.
func brokerAddress(s string) bool {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return hostName(s)
	}
	n, err := strconv.Atoi(port)
	return err == nil && 0 < n && n <= maxPort && (hostName(host) || ipAddress(host))
}

func hostName(s string) bool { return s != "" && !strings.ContainsAny(s, ":/@[] ") }

func ipAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}
