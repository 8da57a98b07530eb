package dns

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/guthega/guthega/jsapi/dial"
)

// answerError is a server's answer that holds no records, or none of the kind asked for.
type answerError struct{ code string }

func (e *answerError) Error() string { return e.code }

// errBadName is a name that no DNS message can hold.
var errBadName = errors.New("bad name")

// client asks servers. The zero value is not useful.
type client struct {
	servers []netip.AddrPort
	timeout time.Duration // for each server, each time
	tries   int
	rules   *dial.Rules // nil where the servers are the system's, which may always be asked
}

// ask asks the servers in turn until one gives an answer that is one.
func (c *client) ask(ctx context.Context, name string, kind dnsmessage.Type) ([]dnsmessage.Resource, error) {
	query, id, err := question(name, kind)
	if err != nil {
		return nil, err
	}
	err = errors.New("there is no server to ask")
	for range max(c.tries, 1) {
		for _, server := range c.servers {
			var m *dnsmessage.Message
			if m, err = c.exchange(ctx, server, query, id, name, kind); err == nil {
				return records(m, kind)
			}
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if final := (*dial.Denied)(nil); errors.As(err, &final) {
				return nil, err
			}
		}
	}
	return nil, err
}

func question(name string, kind dnsmessage.Type) (query []byte, id uint16, err error) {
	n, err := dnsmessage.NewName(strings.TrimSuffix(name, ".") + ".")
	if err != nil {
		return nil, 0, errBadName
	}
	var b [2]byte
	_, _ = rand.Read(b[:]) // never fails
	id = binary.BigEndian.Uint16(b[:])
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: id, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: n, Type: kind, Class: dnsmessage.ClassINET}},
	}
	if query, err = m.Pack(); err != nil {
		return nil, 0, errBadName
	}
	return query, id, nil
}

// exchange asks one server, over TCP where the answer does not fit.
func (c *client) exchange(ctx context.Context, server netip.AddrPort, query []byte, id uint16, name string, kind dnsmessage.Type) (*dnsmessage.Message, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	for _, network := range []string{"udp", "tcp"} {
		m, err := c.once(ctx, network, server, query, id, name, kind)
		if err != nil || !m.Truncated || network == "tcp" {
			return m, err
		}
	}
	return nil, io.ErrUnexpectedEOF
}

func (c *client) once(ctx context.Context, network string, server netip.AddrPort, query []byte, id uint16, name string, kind dnsmessage.Type) (*dnsmessage.Message, error) {
	if c.rules != nil {
		if err := c.rules.Address(server.Addr(), server.Port()); err != nil {
			return nil, err
		}
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, server.String())
	if err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })() // ends what blocks
	defer func() { _ = conn.Close() }()
	if network == "tcp" {
		query = append(binary.BigEndian.AppendUint16(nil, uint16(len(query))), query...)
	}
	if _, err := conn.Write(query); err != nil {
		return nil, err
	}
	for {
		answer, err := readAnswer(conn, network)
		if err != nil {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			return nil, err
		}
		var m dnsmessage.Message
		if err := m.Unpack(answer); err != nil || !answers(&m, id, name, kind) {
			if network == "tcp" {
				return nil, fmt.Errorf("the server's answer makes no sense: %w", io.ErrUnexpectedEOF)
			}
			continue // it may be another's attempt at an answer
		}
		return &m, nil
	}
}

func readAnswer(conn net.Conn, network string) ([]byte, error) {
	if network == "udp" {
		b := make([]byte, 4096)
		n, err := conn.Read(b)
		return b[:n], err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return nil, err
	}
	b := make([]byte, binary.BigEndian.Uint16(size[:]))
	_, err := io.ReadFull(conn, b)
	return b, err
}

// answers reports whether m is the answer to the question.
func answers(m *dnsmessage.Message, id uint16, name string, kind dnsmessage.Type) bool {
	return m.Response && m.ID == id && len(m.Questions) == 1 && m.Questions[0].Type == kind &&
		strings.EqualFold(trimDot(m.Questions[0].Name.String()), trimDot(name))
}

// typeAny asks for whatever there is.
const typeAny = dnsmessage.TypeALL

// records are the answer's records of the kind.
func records(m *dnsmessage.Message, kind dnsmessage.Type) ([]dnsmessage.Resource, error) {
	if m.RCode != dnsmessage.RCodeSuccess {
		code := map[dnsmessage.RCode]string{
			dnsmessage.RCodeFormatError: "EFORMERR", dnsmessage.RCodeServerFailure: "ESERVFAIL",
			dnsmessage.RCodeNameError: "ENOTFOUND", dnsmessage.RCodeNotImplemented: "ENOTIMP", dnsmessage.RCodeRefused: "EREFUSED",
		}[m.RCode]
		if code == "" {
			code = "ESERVFAIL"
		}
		return nil, &answerError{code}
	}
	var found []dnsmessage.Resource
	for _, r := range m.Answers {
		if kind == typeAny || r.Header.Type == kind {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, &answerError{"ENODATA"}
	}
	return found, nil
}
