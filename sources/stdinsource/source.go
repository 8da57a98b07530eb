package stdinsource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"

	"github.com/guthega/guthega/sources"
)

// Config says what to read and where results go. The zero value of every field is its default.
type Config struct {
	// In is the input, os.Stdin by default, and Out takes the results, os.Stdout by default. Neither is closed.
	In  io.Reader
	Out io.Writer
	// Format is how a line is read; with Binary the whole input is one message.
	Format sources.Format
	// Concurrency is how many lines are in flight, or finished and waiting for an earlier one's result to be
	// written. Default 64, the engine's own.
	Concurrency int
	// MaxBytes bounds a line, or with Binary the input. Default 16 MiB.
	MaxBytes int
	// DeadLetterFile is where failed lines are appended. Default "dead.ndjson" in the working directory.
	DeadLetterFile string
}

const (
	defaultConcurrency    = 64
	defaultMaxBytes       = 16 << 20
	defaultDeadLetterFile = "dead.ndjson"
)

// Source is a sources.Source over an input with an end. Make one with New.
type Source struct {
	config Config
	log    *slog.Logger
	dead   *deadLetters

	ended    chan struct{}
	endInput func() // closes ended, once
}

var (
	_ sources.Source       = (*Source)(nil)
	_ sources.Finite       = (*Source)(nil)
	_ sources.DeadLetterer = (*Source)(nil)
)

// New checks config, all problems at once. It opens no file.
func New(config Config, log *slog.Logger) (*Source, error) {
	if config.In == nil {
		config.In = os.Stdin
	}
	if config.Out == nil {
		config.Out = os.Stdout
	}
	if config.Concurrency == 0 {
		config.Concurrency = defaultConcurrency
	}
	if config.MaxBytes == 0 {
		config.MaxBytes = defaultMaxBytes
	}
	if config.DeadLetterFile == "" {
		config.DeadLetterFile = defaultDeadLetterFile
	}
	var problems []error
	if config.Concurrency < 0 {
		problems = append(problems, fmt.Errorf("concurrency %d is negative", config.Concurrency))
	}
	if config.MaxBytes < 0 {
		problems = append(problems, fmt.Errorf("maxBytes %d is negative", config.MaxBytes))
	}
	if config.Format > sources.Binary {
		problems = append(problems, fmt.Errorf("format %d does not exist", config.Format))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("stdin source: %w", err)
	}
	ended := make(chan struct{})
	return &Source{
		config: config, log: log, dead: &deadLetters{path: config.DeadLetterFile},
		ended: ended, endInput: sync.OnceFunc(func() { close(ended) }),
	}, nil
}

// Ended is closed when every line has been handed out, or no more will be.
func (s *Source) Ended() <-chan struct{} { return s.ended }

// DeadLetter appends m to the dead-letter file, which it creates where it is missing, as one line of JSON:
//
//	{"body": "the text", "headers": {"guthega-error-name": "…", …}}
//
// A body that is not UTF-8 is written in base64, with "encoding": "base64" after it. When DeadLetter returns, the line
// is with the operating system, which a crash of this process does not undo; it is forced to the disk when Run ends.
func (s *Source) DeadLetter(_ context.Context, m *sources.Message, headers []sources.Header) error {
	return s.dead.append(m.Body, headers)
}

// Run reads lines until the input or ctx ends, and returns when all that were handed out are settled and their results
// written. At the soft stop it reads nothing more, even while a Read of the input blocks; the goroutine in that Read is
// left behind where the input cannot be interrupted.
//
// The error is nil at the end of the input and after a soft stop. It is not nil when the input cannot be read or the
// output not written, when a line was given back without anybody having asked to stop, when the handler said Fatal,
// and when a hard stop left lines unfinished.
func (s *Source) Run(ctx context.Context, h sources.Handler) error {
	r := &run{
		source: s, ctx: ctx, handler: h,
		queue: make(chan *job, s.config.Concurrency-1), // one more is with the writer
		halt:  make(chan struct{}),
	}
	defer s.endInput()
	err := r.run()
	if closing := s.dead.close(); closing != nil {
		err = errors.Join(err, closing)
	}
	if err != nil {
		return fmt.Errorf("stdin source: %w", err)
	}
	return nil
}
