// Package kafkasource reads messages from Kafka as a member of a consumer group, and commits what is done.
//
// A record is a message; its verdict is its offset. Of every partition only the contiguous prefix of finished records is
// committed: on an interval, when the partition goes to another member, and at the end. What is finished beyond that prefix
// is kept in the metadata of the same commit (ranges.go), and the member that reads there next leaves it out. So a crash
// brings back at most what was in flight and what was finished since the last commit, and a clean stop only what was not
// finished; a consumer that knows nothing of that metadata would read on from the prefix, as always. How far a partition is
// read beyond its oldest unfinished record is bounded.
//
// Which records wait for one another is Config.Order's: those of a partition, those of a key, or none. They stand in
// lanes (lanes.go) in front of as many workers as there may be messages in flight.
//
// When the group is rebalanced every partition is given up (the protocols are the eager ones): nothing of it is started
// any more, sources.Message.Revoked is closed, what runs may finish within the rebalance timeout, the prefix is
// committed, and only then the partition goes. After a partition was lost (the group did not hear of this member in time)
// nothing of it is committed.
//
// A group that has committed nothing commits at once where it starts, so that a crash before the first message was
// finished skips nothing.
//
// A broker that cannot be reached is waited for. Refused credentials, a forbidden operation and a certificate that does not
// verify end Run. Dead letters go to a topic, which is created where it is missing; see DeadLetter and Replay.
//
// It never parses a body, never retries what failed, and never commits past a record that is not settled.
package kafkasource
