package kafkasource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/IBM/sarama"
)

// session is the library's handler for one generation of the group: Setup once, ConsumeClaim for every partition at the
// same time, Cleanup when all of those have returned, after which the library commits what is marked.
type session struct {
	*run
	client     sarama.Client
	waiting    *waiting
	committing sync.WaitGroup
	// before is what was committed when the session began, where that is more than a prefix.
	before map[string]map[int32]ranges

	mu     sync.Mutex
	claims []*claim
	ended  chan struct{} // closed by Cleanup
}

// Setup makes sure that the group has a position in every partition and begins to commit.
func (s *session) Setup(member sarama.ConsumerGroupSession) error {
	if err := s.begin(member); err != nil {
		return err
	}
	s.waiting.over()
	s.setConnected(true, "")
	s.log.Info("Kafka source reads", slog.String("brokers", s.where), slog.String("group", s.config.GroupID),
		slog.Any("partitions", member.Claims()))
	s.ended = make(chan struct{})
	s.committing.Go(func() { s.commit(member) })
	return nil
}

// Cleanup marks what is finished for the last time.
func (s *session) Cleanup(member sarama.ConsumerGroupSession) error {
	if s.ended == nil { // Setup failed
		return nil
	}
	close(s.ended)
	if lost(member) == nil {
		s.mark(member)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.claims {
		c.shutDown() // what finishes from now on belongs to somebody else
	}
	return nil
}

// ConsumeClaim reads one partition until it is taken away.
func (s *session) ConsumeClaim(member sarama.ConsumerGroupSession, from sarama.ConsumerGroupClaim) error {
	c := s.newClaim(from.Topic(), from.Partition())
	if from.InitialOffset() < 0 {
		s.log.Warn("The committed offset is not there any more; reading goes on with the oldest record that is",
			slog.String("topic", c.topic), slog.Int("partition", int(c.partition)))
	} else if before := s.before[c.topic][c.partition]; before.next == from.InitialOffset() {
		c.before = before
	}
	s.mu.Lock()
	s.claims = append(s.claims, c)
	s.mu.Unlock()
	s.add(c)
	c.read(member.Context(), from.Messages())
	s.noteWhy(member)
	limit := s.config.drainLimit()
	if s.soft.Err() != nil {
		limit = never // the engine's deadline is the hard stop
	}
	clean := c.stop(limit)
	why := lost(member)
	if why != nil {
		c.shutDown()
	}
	if !clean || why != nil {
		s.log.Warn("A partition went before what it had in flight was finished or committed; that comes again",
			slog.String("topic", c.topic), slog.Int("partition", int(c.partition)), slog.Int("inFlight", c.running()), slog.Any("reason", why))
	}
	return nil
}

// noteWhy notes that the group is not heard of any more, if that is why the session ended.
func (s *session) noteWhy(member sarama.ConsumerGroupSession) {
	cause := context.Cause(member.Context())
	for _, usual := range []error{
		context.Canceled, sarama.ErrRebalanceInProgress, sarama.ErrSessionPartitionCountChanged, sarama.ErrSessionConsumeClaimExited,
	} {
		if cause == nil || errors.Is(cause, usual) {
			return
		}
	}
	s.setConnected(false, fmt.Sprintf("out of the group %q at %s: %s", s.config.GroupID, s.where, flat(cause)))
}

// lost returns why the group has given this member's partitions away already, and nil if it has not.
func lost(member sarama.ConsumerGroupSession) error {
	cause := context.Cause(member.Context())
	for _, err := range []error{sarama.ErrUnknownMemberId, sarama.ErrIllegalGeneration, sarama.ErrFencedInstancedId} {
		if errors.Is(cause, err) {
			return cause
		}
	}
	return nil
}

// commit commits on an interval until the session ends. What it cannot commit it tries again the next time.
func (s *session) commit(member sarama.ConsumerGroupSession) {
	tick := time.NewTicker(s.config.CommitInterval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.mark(member)
			member.Commit()
		case <-s.ended:
			return
		}
	}
}

// mark gives the library the finished prefixes.
func (s *session) mark(member sarama.ConsumerGroupSession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.claims {
		if p, ok := c.position(); ok {
			// Resetting never goes on, and marking only does: a position may keep its offset, and go back where the
			// one that was committed is not there any more.
			member.ResetOffset(c.topic, c.partition, p.offset, p.metadata)
			member.MarkOffset(c.topic, c.partition, p.offset, p.metadata)
		}
	}
}

// begin looks up what is committed. Where that is nothing it commits where the group starts: without that a crash before
// the first commit would start it at the newest record once more, past all that came between.
func (s *session) begin(member sarama.ConsumerGroupSession) error {
	claims := member.Claims()
	if len(claims) == 0 {
		return nil
	}
	admin, err := sarama.NewClusterAdminFromClient(s.client) // not closed: that would close the client
	if err != nil {
		return fmt.Errorf("looking up committed offsets: %w", err)
	}
	committed, err := admin.ListConsumerGroupOffsets(s.config.GroupID, claims)
	if err != nil {
		return fmt.Errorf("looking up committed offsets: %w", err)
	}
	from := sarama.OffsetNewest
	if s.config.FromEarliest {
		from = sarama.OffsetOldest
	}
	began := false
	for topic, partitions := range claims {
		for _, partition := range partitions {
			block := committed.GetBlock(topic, partition)
			if block == nil || block.Err != sarama.ErrNoError {
				continue // the library will say what is wrong
			}
			if block.Offset >= 0 {
				s.found(topic, partition, parseRanges(block.Metadata, block.Offset))
				continue
			}
			offset, err := s.client.GetOffset(topic, partition, from)
			if err != nil {
				return fmt.Errorf("looking up where %s[%d] starts: %w", topic, partition, err)
			}
			member.MarkOffset(topic, partition, offset, "")
			began = true
		}
	}
	if began {
		member.Commit()
	}
	return nil
}

func (s *session) found(topic string, partition int32, before ranges) {
	if len(before.more) == 0 {
		return
	}
	if s.before == nil {
		s.before = make(map[string]map[int32]ranges)
	}
	if s.before[topic] == nil {
		s.before[topic] = make(map[int32]ranges)
	}
	s.before[topic][partition] = before
}
