package kafkasource

import "time"

// SetTopicRefresh makes the search for topics that match a pattern faster than a person would need it.
func (s *Source) SetTopicRefresh(d time.Duration) { s.topicRefresh = d }

// SetMaxMetadata makes what a committed offset can say shorter.
func (s *Source) SetMaxMetadata(n int) { s.maxMetadata = n }
