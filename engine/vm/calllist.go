package vm

// callList is an intrusive list: calls come and go with every message.
type callList struct{ head *call }

func (l *callList) add(c *call) {
	c.next = l.head
	if c.next != nil {
		c.next.prev = c
	}
	l.head = c
}

func (l *callList) remove(c *call) {
	if c.prev != nil {
		c.prev.next = c.next
	} else {
		l.head = c.next
	}
	if c.next != nil {
		c.next.prev = c.prev
	}
	c.prev, c.next = nil, nil
}

func (l *callList) all() []*call {
	var all []*call
	for c := l.head; c != nil; c = c.next {
		all = append(all, c)
	}
	return all
}
