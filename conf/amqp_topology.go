package conf

import "strconv"

// AMQPExchange is an exchange to declare.
type AMQPExchange struct {
	// Name is required. Type is "direct" (the default), "fanout", "topic", "headers" or what a plugin adds.
	Name, Type string
	// Transient is "durable": false. With Passive it is taken as it is.
	Transient, AutoDelete, Internal, Passive bool
	Arguments                                map[string]any
}

// topology are the keys of what is declared.
func (a *AMQP) topology() fields {
	return fields{
		"queue":     into(&a.Queue, text),
		"durable":   unless(&a.Transient),
		"passive":   into(&a.Passive, boolean),
		"arguments": into(&a.Arguments, arguments),
		"bindings":  into(&a.Bindings, oneOrMore(text)),
		"exchange": func(n node) {
			a.Exchange = &AMQPExchange{Type: "direct"}
			e := a.Exchange
			object(fields{
				"name": into(&e.Name, text), "type": into(&e.Type, nonEmpty), "durable": unless(&e.Transient),
				"autoDelete": into(&e.AutoDelete, boolean), "internal": into(&e.Internal, boolean),
				"passive": into(&e.Passive, boolean), "arguments": into(&e.Arguments, arguments),
			}, nil)(n)
		},
	}
}

// unless sets *dst to what the value is not.
func unless(dst *bool) setter {
	return func(n node) {
		if v, ok := boolean(n); ok {
			*dst = !v
		}
	}
}

// amqpName is the most bytes that a name can have (AMQP 0-9-1, §4.2.5.3: short strings).
const amqpName = 255

func (a *AMQP) checkTopology(c *checks) {
	c.that(len(a.Queue) <= amqpName, "properties.queue", "is too long", "at most 255 bytes")
	c.that(!a.Transient || a.Arguments["x-queue-type"] != "quorum", "properties.durable", "is false",
		"a quorum queue is always durable: leave it out")
	c.that(len(a.Bindings) == 0 || a.Exchange != nil, "properties.bindings", "needs an exchange",
		`"exchange": {"name": …, "type": …}; every queue is bound to the default one already`)
	if a.Exchange != nil {
		c.that(a.Exchange.Name != "", "properties.exchange.name", "is required",
			"every queue is bound to the default exchange already, which has no name")
	}
}

// arguments reads an object as AMQP's tables take it.
func arguments(n node) (map[string]any, bool) {
	if n.kind != objectKind {
		n.mismatch("an object", "")
		return nil, false
	}
	all, good := make(map[string]any, len(n.members)), true
	for _, m := range n.members {
		if m.duplicate || m.value.broken { // which has been reported
			good = false
			continue
		}
		v, ok := argument(node{m.value, below(n.path, m.key), n.doc})
		all[m.key], good = v, good && ok
	}
	return all, good
}

func argument(n node) (any, bool) {
	switch n.kind {
	case objectKind:
		return arguments(n)
	case listKind:
		return list(argument)(n)
	case stringKind:
		return n.text, true
	case boolKind:
		return n.text == "true", true
	case numberKind:
		if i, err := strconv.ParseInt(n.text, 10, 64); err == nil {
			return i, true
		}
		f, err := strconv.ParseFloat(n.text, 64)
		if err != nil {
			n.fail(n.text+" is too large", "")
		}
		return f, err == nil
	}
	return nil, true
}
