package amqpsource

import (
	"errors"
	"fmt"
	"net"
	"strconv"

	amqp "github.com/rabbitmq/amqp091-go"
)

// permanentError is one that waiting does not mend: it ends Run.
type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

func permanent(format string, args ...any) error {
	return permanentError{fmt.Errorf(format, args...)}
}

func isPermanent(err error) bool {
	_, ok := errors.AsType[permanentError](err)
	return ok
}

// errLost is the cause where a message cannot be settled any more because its channel is gone.
var errLost = errors.New("the channel it came on is closed, and the broker delivers it again")

// codeOf is the reply code of a broker's refusal (AMQP 0-9-1, §1.2: constants), 0 where err is none.
func codeOf(err error) int {
	if e, ok := errors.AsType[*amqp.Error](err); ok {
		return e.Code
	}
	return 0
}

// server names the broker and who asks, for people; never the password.
type server struct{ address, user, vhost string }

func serverOf(uri amqp.URI) server {
	return server{net.JoinHostPort(uri.Host, strconv.Itoa(uri.Port)), uri.Username, uri.Vhost}
}

// suspicions is how often a connection may end in the middle of the handshake until that is taken for wrong
// credentials: RabbitMQ closes the connection then without a word, and so does one that is being shut down.
const suspicions = 3

// refused translates an error of connecting. before says whether a connection has succeeded before, and suspicion how
// often in a row this one has been seen.
func (s server) refused(err error, before bool, suspicion int) error {
	switch {
	case errors.Is(err, amqp.ErrCredentials) && suspicion < suspicions:
		return fmt.Errorf("%s ended the connection while user %q logged in: %w", s.address, s.user, err)
	case errors.Is(err, amqp.ErrCredentials), errors.Is(err, amqp.ErrSASL):
		return permanent("%s does not let user %q in: %w (check connection.username and connection.password, or the url; guest "+
			"may log in from the broker's own machine only)", s.address, s.user, err)
	case errors.Is(err, amqp.ErrVhost) && before: // the library says so too where a broker that restarts ends the connection there
		return fmt.Errorf("%s ended the connection while the vhost %q was opened: %w", s.address, s.vhost, err)
	case codeOf(err) == amqp.AccessRefused:
		return permanent("%s refuses user %q: %w (check the username, password and vhost of the connection)", s.address, s.user, err)
	case codeOf(err) == amqp.NotAllowed && !before:
		return permanent("%s does not let user %q into the vhost %q: %w (check connection.vhost, and the user's permissions and "+
			"limits there)", s.address, s.user, s.vhost, err)
	}
	return err
}

// undeclared translates an error of declaring what ("queue "orders""). passive says that it was only looked up.
func (s server) undeclared(err error, what string, passive, before bool) error {
	switch code := codeOf(err); {
	case code == amqp.AccessRefused:
		return permanent("%s forbids user %q to declare or use the %s: %w (grant it, or declare it otherwise and set passive: true)",
			s.address, s.user, what, err)
	case code == amqp.PreconditionFailed && !passive:
		return permanent("%s has the %s with other properties: %w (make durable and arguments agree, set passive: true to take it "+
			"as it is, or delete it)", s.address, what, err)
	case code == amqp.NotFound && !before:
		return permanent("%s does not have the %s: %w (create it, correct the name, or have it declared: passive: false)",
			s.address, what, err)
	case (code == amqp.NotAllowed || code == amqp.CommandInvalid || code == amqp.NotImplemented) && !before:
		return permanent("%s cannot give us the %s: %w", s.address, what, err)
	}
	return fmt.Errorf("declaring the %s on %s: %w", what, s.address, err)
}
