package logging

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// sink keeps each write apart.
type sink struct {
	mu     sync.Mutex
	writes []string
	err    error
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes = append(s.writes, string(p))
	return len(p), s.err
}

func (s *sink) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.writes, "")
}

func (s *sink) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.writes)
}

func TestLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &sink{}
		g := New(out, Options{Level: Silly, Processor: `p"1`})
		g.Log(HTTP, "hello", []byte(`"a":1`))
		g.Log(Error, "plain", nil)
		g.Slog().With("k", "v").WithGroup("g").Warn("from Go", "d", 1500*time.Microsecond, "err", errors.New("x"), "n", 7)
		g.lr.WithField("b", true).WithField("a", "x").Info("straight to logrus")
		if err := g.Close(); err != nil {
			t.Fatal(err)
		}
		// synctest's clock starts at midnight, 1 January 2000.
		head := func(message, level string) string {
			return `{"message":"` + message + `","level":"` + level + `","timestamp":"2000-01-01T00:00:00.000Z","processor":"p\"1"`
		}
		want := head("hello", "http") + `,"a":1}` + "\n" + head("plain", "error") + "}\n" +
			head("from Go", "warn") + `,"k":"v","g.d":1.5,"g.err":"x","g.n":7}` + "\n" +
			head("straight to logrus", "info") + `,"a":"x","b":true}` + "\n"
		if diff := cmp.Diff(want, out.text()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLevels(t *testing.T) {
	for level := Error; level <= Silly; level++ {
		parsed, err := ParseLevel(strings.ToUpper(level.String()))
		if err != nil || parsed != level {
			t.Errorf("%s parses to %v, %v", level, parsed, err)
		}
		out := &sink{}
		g := New(out, Options{Level: level})
		for l := Error; l <= Silly; l++ {
			if g.Enabled(l) != (l <= level) {
				t.Errorf("at %s, %s is enabled: %t", level, l, g.Enabled(l))
			}
			g.Log(l, l.String(), nil)
		}
		_ = g.Close()
		if got := strings.Count(out.text(), "\n"); got != int(level)+1 {
			t.Errorf("at %s, %d lines of seven", level, got)
		}
	}
	if _, err := ParseLevel("loud"); err == nil || !strings.Contains(err.Error(), "silly") {
		t.Errorf("got %v", err)
	}
	for s, want := range map[slog.Level]Level{slog.LevelError: Error, slog.LevelWarn: Warn, slog.LevelInfo: Info,
		SlogHTTP: HTTP, SlogVerbose: Verbose, slog.LevelDebug: Debug, SlogSilly: Silly} {
		if got := fromSlog(s); got != want {
			t.Errorf("%v is %s, want %s", s, got, want)
		}
	}
}

func TestBuffering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &sink{}
		g := New(out, Options{Level: Info})
		g.Log(Info, "one", nil)
		if out.text() != "" {
			t.Error("an info line was written at once")
		}
		time.Sleep(2*idle + time.Millisecond)
		synctest.Wait()
		if !strings.Contains(out.text(), "one") {
			t.Error("a silent log was not written")
		}
		before := out.count()
		for start := time.Now(); time.Since(start) < 2*maxAge; time.Sleep(idle / 2) {
			g.Log(Info, "busy", nil)
		}
		if n := out.count() - before; n < 1 || n > 3 {
			t.Errorf("%d writes in %s of steady logging, want about one each %s", n, 2*maxAge, maxAge)
		}
		g.Log(Warn, "urgent", nil)
		if !strings.Contains(out.text(), "urgent") {
			t.Error("a warning waited")
		}
		if err := g.Close(); err != nil {
			t.Error(err)
		}
		g.Log(Info, "after", nil)
		if !strings.Contains(out.text(), "after") {
			t.Error("a line after Close was lost")
		}
	})
}

func TestNothingIsDropped(t *testing.T) {
	out := &sink{}
	g := New(out, Options{Level: Info})
	const lines, workers = 2000, 8
	big := []byte(`"x":"` + strings.Repeat("y", 300) + `"`)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range lines {
				g.Log(Info, "line", big)
			}
		})
	}
	all.Wait()
	g.Log(Info, "huge", []byte(`"x":"`+strings.Repeat("z", 2*bufferSize)+`"`))
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(out.text()) {
		n++
		if !json.Valid([]byte(line)) {
			t.Fatalf("not JSON: %.80q", line)
		}
	}
	if n != lines*workers+1 {
		t.Errorf("%d lines of %d", n, lines*workers+1)
	}
}

func TestOutputErrorIsReported(t *testing.T) {
	g := New(&sink{err: errors.New("disk full")}, Options{Level: Info})
	g.Log(Info, "x", nil)
	if err := g.Close(); err == nil || err.Error() != "disk full" {
		t.Errorf("got %v", err)
	}
}

func TestAppendTime(t *testing.T) {
	for _, at := range []time.Time{
		time.UnixMilli(0), time.UnixMilli(1700000000123), time.Date(1, 2, 3, 4, 5, 6, 789e6, time.UTC),
		time.Date(2026, 11, 23, 23, 59, 59, 999999999, time.FixedZone("", 3600)), time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		if got, want := string(AppendTime(nil, at)), at.UTC().Format("2006-01-02T15:04:05.000Z"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", "a\"b\\c\n\r\t\x00\x1f", "é\u2028\u2029", "\xff\xc3", "\U0001f600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := AppendString(nil, s)
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%q: %v", b, err)
		}
		if want := strings.ToValidUTF8(s, ""); utf8.ValidString(s) && got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		if strings.ContainsAny(string(b), "\n\u2028\u2029") {
			t.Fatalf("%q would break the line", b)
		}
	})
}

func BenchmarkTimingLine(b *testing.B) {
	g := New(&discard{}, Options{Level: Info, Processor: "host"})
	fields := []byte(`"name":"messageReceived","requestId":"307d1bb4-b340-48fe-b057-beb6890f625d","gts":"2026-11-23T15:17:32.746Z",` +
		`"source":"http","method":"POST","path":"/","outcome":"resolved","attempt":1,"startTime":"2026-11-23T15:17:32.746Z",` +
		`"duration":0.037,"queueDuration":0.002,"vmDuration":0.037,"billedDuration":1`)
	b.ReportAllocs()
	for b.Loop() {
		g.Log(Info, "Message handler performance", fields)
	}
}

type discard struct{}

func (*discard) Write(p []byte) (int, error) { return len(p), nil }
