package kafkasource

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/IBM/sarama"
)

// topicRefresh is how often topics are looked for that match the pattern.
const topicRefresh = 30 * time.Second

// topics are what is read now. That none matches the pattern is an error, to be waited out.
func (r *run) topics(client sarama.Client) ([]string, error) {
	if r.pattern == nil {
		return r.config.Topics, nil
	}
	if err := client.RefreshMetadata(); err != nil {
		return nil, fmt.Errorf("looking for topics: %w", err)
	}
	all, err := client.Topics()
	if err != nil {
		return nil, fmt.Errorf("looking for topics: %w", err)
	}
	topics := r.matching(all)
	if len(topics) == 0 {
		return nil, noTopics(r.config.TopicPattern)
	}
	return topics, nil
}

type noTopics string

func (p noTopics) Error() string { return fmt.Sprintf("no topic matches %q", string(p)) }

// matching leaves out Kafka's own topics and dead letters: a pattern such as ".*" would read the latter as soon as they
// are written, and write them again.
func (s *Source) matching(all []string) []string {
	topics := slices.DeleteFunc(slices.Clone(all), func(topic string) bool {
		return strings.HasPrefix(topic, "__") || strings.HasSuffix(topic, deadSuffix) || topic == s.config.DeadLetterTopic ||
			!s.pattern.MatchString(topic)
	})
	slices.Sort(topics)
	return topics
}

// watchTopics calls changed when others match the pattern than these.
func (r *run) watchTopics(ctx context.Context, client sarama.Client, these []string, changed func()) {
	for sleep(ctx, r.topicRefresh) {
		now, err := r.topics(client)
		if _, none := errors.AsType[noTopics](err); (err == nil || none) && !slices.Equal(now, these) {
			changed()
			return
		}
	}
}
