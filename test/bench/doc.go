// Command bench measures a built guthega, on one machine and in one go, against two peers that do the same job: a
// consumer written by hand for Node (one process, and two beside it for honesty) and a bare net/http handler with
// encoding/json and no JavaScript. It prints every figure that guthega has to reach, with what was measured.
//
//	go run ./test/bench -guthega ./bin/guthega
//	go run ./test/bench -guthega ./bin/guthega -only http,start
//	go run ./test/bench -guthega ./bin/guthega -soak 10m
//	go run ./test/bench -guthega ./bin/guthega -sources
//	go run ./test/bench -guthega ./bin/guthega -sources -only kafka -pairs 3
//
// Every server is a process of its own on loopback, in its default configuration, and writes its log to a file. All
// get the same 300-byte order messages over the same number of kept-alive connections. The peers take turns, in pairs
// of samples close to each other in time, and what is reported is the median of the pairs' ratios: what else the
// machine does then weighs on both sides of a ratio. After every sample the timing lines in the log are counted; one
// too few fails the run.
//
// The load generator shares the machine with the server. It keeps to one thread, builds its requests beforehand and
// parses no more of a reply than it must to know that it is right.
//
// With -sources it compares consumers of Redis, Kafka and AMQP with those in peer/, written by hand for Node with the
// libraries most people use, against servers that it starts (test/services). Each sample has a topic or queue of its own
// that is full before the consumer starts; a Redis subscriber is stopped while its messages are published. The rate is
// that of the timing lines, without the first fifth of them; afterwards nothing may be left unsettled. The brokers need a
// good part of the CPUs, so that on a small machine a consumer that could use all of them gets less of its due.
//
// It never decides what is good enough beyond the printed targets, changes no setting of the machine, and ends only
// the processes it started.
package main
