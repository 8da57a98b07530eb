package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// pollInterval is the pause between two looks at something that tells nobody when it changes.
const pollInterval = 5 * time.Millisecond

// tail gives every whole line of file to f, with its number, until ended is closed and all of it has been read.
func tail(file string, ended <-chan struct{}, f func(number int, line []byte) error) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("reading a log: %w", err)
	}
	defer in.Close() //nolint:errcheck // it was only read
	reader := bufio.NewReaderSize(in, 1<<20)
	var line []byte
	for number, last := 1, false; ; {
		part, err := reader.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			if err := f(number, line); err != nil {
				return err
			}
			number++
			line = line[:0]
		case errors.Is(err, bufio.ErrBufferFull):
		case !errors.Is(err, io.EOF):
			return fmt.Errorf("reading a log: %w", err)
		case last:
			return nil // what has no end was not written to the end
		default:
			select {
			case <-ended:
				last = true // but read once more what came before its end
			case <-time.After(pollInterval):
			}
		}
	}
}
