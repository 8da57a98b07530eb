package main

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"net"
	"net/textproto"
	"strings"

	"github.com/guthega/guthega/test/services"
)

// smtpSession is a connection (RFC 5321, 3207 and 4954).
type smtpSession struct {
	server         *smtpServer
	conn           net.Conn
	text           *textproto.Conn
	secure, authed bool
}

var errQuit = errors.New("the client is done")

func (s *smtpSession) serve() {
	err := s.text.PrintfLine("220 localhost ESMTP")
	for err == nil {
		var line string
		if line, err = s.text.ReadLine(); err == nil {
			verb, rest, _ := strings.Cut(line, " ")
			err = s.command(strings.ToUpper(verb), rest)
		}
	}
}

func (s *smtpSession) command(verb, rest string) error {
	switch {
	case verb == "EHLO" && s.secure:
		return s.text.PrintfLine("250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN")
	case verb == "EHLO":
		return s.text.PrintfLine("250-localhost\r\n250-8BITMIME\r\n250 STARTTLS")
	case verb == "STARTTLS" && !s.secure:
		return s.upgrade()
	case verb == "AUTH" && s.secure:
		return s.auth(rest)
	case verb == "QUIT":
		return errors.Join(s.text.PrintfLine("221 2.0.0 bye"), errQuit)
	case verb == "RSET", verb == "NOOP":
		return s.text.PrintfLine("250 2.0.0 ok")
	case !s.authed:
		return s.text.PrintfLine("530 5.7.0 say who you are, after STARTTLS")
	case verb == "MAIL", verb == "RCPT":
		return s.text.PrintfLine("250 2.1.0 ok")
	case verb == "DATA":
		if err := s.text.PrintfLine("354 go on"); err != nil {
			return err
		}
		return s.text.PrintfLine("%s", received(s.text.DotReader()))
	}
	return s.text.PrintfLine("502 5.5.1 what is %s?", verb)
}

// upgrade makes the connection one with TLS.
func (s *smtpSession) upgrade() error {
	if err := s.text.PrintfLine("220 2.0.0 go on"); err != nil {
		return err
	}
	s.conn = tls.Server(s.conn, &tls.Config{Certificates: []tls.Certificate{s.server.certificate.pair}, MinVersion: tls.VersionTLS12})
	s.text, s.secure = textproto.NewConn(s.conn), true
	return nil
}

// auth takes PLAIN with its initial response.
func (s *smtpSession) auth(rest string) error {
	mechanism, response, _ := strings.Cut(rest, " ")
	text, err := base64.StdEncoding.DecodeString(response)
	if !strings.EqualFold(mechanism, "PLAIN") || err != nil || string(text) != "\x00"+services.User+"\x00"+services.Password {
		return s.text.PrintfLine("535 5.7.8 no")
	}
	s.authed = true
	return s.text.PrintfLine("235 2.7.0 welcome")
}
