package services

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"
)

// StartMariaDB starts a MariaDB that answers when StartMariaDB returns. Close ends it. An *Unavailable says that this
// machine has none.
func StartMariaDB(ctx context.Context) (*Server, error) {
	const needs = "MariaDB (Debian: mariadb-server)"
	server, err := find("mariadb", needs, "mariadbd", "/usr/sbin", "/usr/libexec")
	if err != nil {
		return nil, err
	}
	install, err := find("mariadb", needs, "mariadb-install-db")
	if err != nil {
		return nil, err
	}
	return newServer(ctx, "mariadb", func(ctx context.Context, s *Server) error {
		data := s.in("data")
		var root []string
		if os.Getuid() == 0 { // which it refuses unless told
			root = []string{"--user=root"}
		}
		err := s.run(ctx, append([]string{install, "--no-defaults", "--datadir=" + data, "--skip-test-db", "--auth-root-authentication-method=normal"}, root...)...)
		if err != nil {
			return err
		}
		statements := fmt.Sprintf("CREATE DATABASE IF NOT EXISTS %s;\nCREATE USER IF NOT EXISTS %s@'%%' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO %[2]s@'%%';\n",
			Database, User, Password)
		if err := os.WriteFile(s.in("init.sql"), []byte(statements), 0o600); err != nil {
			return err
		}
		s.command.argv = append([]string{
			server, "--no-defaults", "--datadir=" + data, "--bind-address=127.0.0.1", "--port=" + strconv.Itoa(s.Port),
			"--socket=" + s.in("socket"), "--pid-file=" + s.in("pid"), "--init-file=" + s.in("init.sql"), "--skip-name-resolve",
			"--innodb-flush-log-at-trx-commit=0",
		}, root...)
		s.ready = func(ctx context.Context) error { return greets(ctx, s.Address) }
		return nil
	})
}

// greets reports whether a server at that address speaks first, as those of MySQL's protocol do.
func greets(ctx context.Context, address string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // its greeting is all we want
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	_, err = io.ReadFull(conn, make([]byte, 5)) // the length of the greeting, its number and the protocol's
	return err
}
