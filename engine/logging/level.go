package logging

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/sirupsen/logrus"
)

// Level is one of winston's npm levels, the most severe first.
type Level uint8

// The levels.
const (
	Error Level = iota
	Warn
	Info
	HTTP
	Verbose
	Debug
	Silly
)

var levelNames = [...]string{"error", "warn", "info", "http", "verbose", "debug", "silly"}

func (l Level) String() string { return levelNames[l] }

// ParseLevel returns the level with that name, in any case.
func ParseLevel(name string) (Level, error) {
	for i, n := range levelNames {
		if strings.EqualFold(n, name) {
			return Level(i), nil
		}
	}
	return Info, fmt.Errorf("unknown log level %q: use one of %s", name, strings.Join(levelNames[:], ", "))
}

// logrus has no levels of those names below info. Its own are numbers that it only compares, so ours follow on from
// its ErrorLevel one by one.
func (l Level) logrus() logrus.Level { return logrus.ErrorLevel + logrus.Level(l) }

func fromLogrus(l logrus.Level) Level {
	switch {
	case l <= logrus.ErrorLevel:
		return Error
	case l >= Silly.logrus():
		return Silly
	default:
		return Level(l - logrus.ErrorLevel)
	}
}

// The slog levels that stand for winston's levels below info; the others are slog's own.
const (
	SlogHTTP    = slog.LevelInfo - 1
	SlogVerbose = slog.LevelInfo - 2
	SlogSilly   = slog.LevelDebug - 4
)

func fromSlog(l slog.Level) Level {
	switch {
	case l >= slog.LevelError:
		return Error
	case l >= slog.LevelWarn:
		return Warn
	case l >= slog.LevelInfo:
		return Info
	case l >= SlogHTTP:
		return HTTP
	case l >= SlogVerbose:
		return Verbose
	case l >= slog.LevelDebug:
		return Debug
	default:
		return Silly
	}
}
