// Package amqpsource reads messages from one queue of an AMQP 0-9-1 broker (RabbitMQ) and acknowledges each after its
// verdict.
//
// The queue, and the exchange and bindings where the config names them, are declared first, as the broker's own tools
// and amqplib's assertQueue do; with Passive the queue is taken as it is. The prefetch (basic.qos) is the number of
// messages in flight. A message is acknowledged when it is done or in the dead letter, and not before; acks go out in
// batches, as one multiple ack wherever everything before it is settled too. What never ran, or was interrupted by the
// hard stop, is put back by basic.nack with requeue. Nothing is ever rejected without requeue: a queue's dead-letter
// exchange sees none of our failures.
//
// A dead letter is a persistent copy in the queue "<queue>.dead", published on a connection of its own, mandatory and
// with a publisher confirm: it is safe when the broker has confirmed it and has not returned it. Source.DeadLetter says
// what it holds.
//
// The promise is at-least-once. When the connection or channel is lost, the broker gives the messages in flight to
// somebody else, or to us once we are back: verdicts on deliveries of an old channel are dropped, since a delivery tag
// means nothing on another channel. Those messages' Revoked is closed, as that of all is at the soft stop.
//
// A broker that is away is waited for, with a growing pause; credentials or permissions that are refused, and a queue
// that exists with other properties, end Run, because waiting would not help.
//
// It never parses a body and never retries a handler.
package amqpsource
