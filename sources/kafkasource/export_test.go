package kafkasource

import (
	"time"

	"github.com/IBM/sarama"
)

// SetTopicRefresh makes the search for topics that match a pattern faster than a person would need it.
func (s *Source) SetTopicRefresh(d time.Duration) { s.topicRefresh = d }

// SetMaxMetadata makes what a committed offset can say shorter.
func (s *Source) SetMaxMetadata(n int) { s.maxMetadata = n }

// Finished reports whether a commit says that a record is finished.
func Finished(commit *sarama.OffsetFetchResponseBlock, offset int64) bool {
	if commit.Offset < 0 {
		return false
	}
	r := parseRanges(commit.Metadata, commit.Offset)
	return r.has(offset)
}
