package services

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
)

// User, Password and Database are those of the servers here that have users, and the user may do everything.
const (
	User     = "guthega"
	Password = "correct horse"
	Database = "guthega"
)

// PostgresOptions are what may differ between servers. The zero value is one without TLS.
type PostgresOptions struct {
	// Certificate and Key are PEM files; both or none.
	Certificate, Key string
}

// StartPostgres starts a PostgreSQL that answers when StartPostgres returns, and wants a password, by SCRAM. Close ends it.
// An *Unavailable says that this machine has none.
func StartPostgres(ctx context.Context, o PostgresOptions) (*Server, error) {
	var initdb, server, isready string
	for name, path := range map[string]*string{"initdb": &initdb, "postgres": &server, "pg_isready": &isready} {
		var err error
		if *path, err = find("postgres", "PostgreSQL (Debian: postgresql)", name, "/usr/lib/postgresql/*/bin"); err != nil {
			return nil, err
		}
	}
	return newServer(ctx, "postgres", func(ctx context.Context, s *Server) error {
		s.hurry = os.Interrupt // without, it waits until the last client has gone
		become, own, err := unprivileged(s.dir)
		if err != nil {
			return err
		}
		if err := own("password", []byte(Password+"\n")); err != nil {
			return err
		}
		data := s.in("data")
		err = s.run(ctx, slices.Concat(become, []string{initdb, "--pgdata", data, "--username", User, "--pwfile", s.in("password"), "--auth", "scram-sha-256",
			"--encoding", "UTF8", "--locale", "C", "--no-sync"})...)
		if err != nil {
			return err
		}
		s.command.argv = slices.Concat(become, []string{server, "-D", data, "-p", strconv.Itoa(s.Port), "-c", "listen_addresses=127.0.0.1",
			"-c", "unix_socket_directories=", "-c", "fsync=off"})
		if o.Certificate != "" {
			if err := adopt(own, map[string]string{"certificate.pem": o.Certificate, "key.pem": o.Key}); err != nil {
				return err
			}
			s.command.argv = append(s.command.argv, "-c", "ssl=on", "-c", "ssl_cert_file="+s.in("certificate.pem"), "-c", "ssl_key_file="+s.in("key.pem"))
		}
		if s.command.argv[0], err = exec.LookPath(s.command.argv[0]); err != nil {
			return err
		}
		s.ready = func(ctx context.Context) error {
			return s.run(ctx, isready, "-h", "127.0.0.1", "-p", strconv.Itoa(s.Port), "-d", "postgres")
		}
		return nil
	})
}

// unprivileged has a server run as the user postgres, to whom the folder is then given, where we are root, which it
// refuses. become is the command line in front of the server's, and own writes a file that the server owns.
func unprivileged(dir string) (become []string, own func(name string, text []byte) error, err error) {
	uid, gid := os.Getuid(), os.Getgid()
	if uid == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return nil, nil, err
		}
		if uid, err = strconv.Atoi(u.Uid); err != nil {
			return nil, nil, err
		}
		if gid, err = strconv.Atoi(u.Gid); err != nil {
			return nil, nil, err
		}
		// Another user's process would no longer be killed with us.
		become = []string{"setpriv", "--reuid", u.Uid, "--regid", u.Gid, "--clear-groups", "--pdeathsig", "KILL"}
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, nil, err
		}
	}
	return become, func(name string, text []byte) error {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, text, 0o600); err != nil {
			return err
		}
		return os.Chown(name, uid, gid)
	}, nil
}

// adopt copies files, by the names they get.
func adopt(own func(name string, text []byte) error, files map[string]string) error {
	for name, from := range files {
		text, err := os.ReadFile(from)
		if err != nil {
			return fmt.Errorf("reading what the server is to have: %w", err)
		}
		if err := own(name, text); err != nil {
			return err
		}
	}
	return nil
}
