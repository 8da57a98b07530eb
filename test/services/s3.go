package services

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// StartS3 starts a server that speaks S3's protocol and answers when StartS3 returns, and has the Go toolchain build it first where that is
// needed: versitygw, of test/s3, over a folder. One logs in as User with Password. Close ends it. An *Unavailable says that it could not be built.
func StartS3(ctx context.Context) (*Server, error) {
	program, err := installS3(ctx)
	if err != nil {
		return nil, &Unavailable{Service: "s3", Needs: "go build in test/s3 to succeed", Err: err}
	}
	return newServer(ctx, "s3", func(_ context.Context, s *Server) error {
		s.command.env = []string{"ROOT_ACCESS_KEY=" + User, "ROOT_SECRET_KEY=" + Password}
		s.command.argv = []string{program, "--port", s.Address, "--health", "/health", "posix", "--sidecar", s.in("about"), s.in("data")}
		s.ready = func(ctx context.Context) error { return answersOK(ctx, "http://"+s.Address+"/health") }
		return errors.Join(os.Mkdir(s.in("data"), 0o700), os.Mkdir(s.in("about"), 0o700))
	})
}

// installS3 returns the path of the program.
func installS3(ctx context.Context) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, "test", "s3")
	program := filepath.Join(dir, "bin", "versitygw")
	return program, buildGo(ctx, dir, program, "github.com/versity/versitygw/cmd/versitygw")
}

// answersOK asks for an URL once.
func answersOK(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close() //nolint:errcheck // its status is all that counts
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, resp.Status)
	}
	return nil
}
