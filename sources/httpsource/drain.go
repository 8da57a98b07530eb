package httpsource

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

const (
	// lameDuck is how long, after the stop, the port stays open and a silent connection is left open. A client on
	// a kept-alive connection cannot know that we are leaving: http.Server.Shutdown would close the connection
	// under a request that is already on its way, which the client sees as a reset. Within this time the request
	// arrives, is told 503 with Connection: close, and goes elsewhere. A quarter of a second is more than a round
	// trip round the world and less than anybody notices at a deploy.
	lameDuck = 250 * time.Millisecond

	// hardGrace is how long, after the hard stop, the engine has to return the messages it interrupted, so that
	// their clients get a 503 and not a reset.
	hardGrace = 500 * time.Millisecond
)

// drain ends server without cutting off a request. The endpoint refuses new requests and says Connection: close on
// every reply by now. It goes on in three steps:
//
//  1. The port stays open for lameDuck and until every message handed out is answered, however long that takes, so
//     that whoever comes is told 503. (Where nobody is connected this takes no time.)
//  2. The port closes. What is still open is waited for until no connection has a request on it, and none has
//     changed for lameDuck.
//  3. What is left are silent connections, which are closed.
//
// The end of hard cuts all of it short; the error then says what was left unanswered. served is closed when the
// server has stopped accepting.
func drain(hard context.Context, server *http.Server, l *listener, t *traffic, served <-chan struct{}) error {
	err := t.settle(hard, l, served)

	// Shutdown looks once more for requests that have just arrived. It would wait five seconds for connections
	// that never had a request, hence the limit and Close.
	last, cancel := context.WithTimeout(context.WithoutCancel(hard), lameDuck)
	defer cancel()
	if err != nil || server.Shutdown(last) != nil {
		_ = server.Close() // its only errors are the sockets', which are gone either way
	}
	return err
}

// settle waits until nothing is in flight and nothing is likely to arrive.
func (t *traffic) settle(hard context.Context, l *listener, served <-chan struct{}) error {
	t.draining.Store(true)
	var (
		began    = time.Now()
		quiet    = began // since when nothing has changed
		deserted = true  // nobody has been connected since the stop
		stopping = false // the port is closing
		closed   = false
		hardEnds = hard.Done()
		giveUp   <-chan time.Time
	)
	for {
		handed, busy, open := t.count()
		deserted = deserted && open == 0
		var wake <-chan time.Time
		if handed == 0 {
			now := time.Now()
			grace := began.Add(lameDuck).Sub(now)
			silence := quiet.Add(lameDuck).Sub(now)
			if (deserted || grace <= 0) && !stopping {
				stopping = true
				l.stop()
			}
			if closed && (open == 0 || busy == 0 && silence <= 0) {
				return nil
			}
			if next := max(grace, silence); next > 0 {
				wake = time.After(next)
			}
		}
		select {
		case <-t.changed:
			quiet = time.Now()
		case <-wake:
		case <-served:
			closed, served = true, nil
		case <-hardEnds:
			hardEnds, giveUp = nil, time.After(hardGrace)
		case <-giveUp:
			return fmt.Errorf("http source: hard stop: %d messages unanswered, %d connections with a request on them: %w",
				handed, busy, context.Cause(hard))
		}
	}
}
