package delivery

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

func failed(kind sources.Kind) vm.Verdict {
	return vm.Verdict{Err: &sources.Error{Kind: kind, Name: "Error", Message: kind.String()}}
}

var (
	resolves  = vm.Verdict{Result: sources.Result{JSON: []byte(`1`)}}
	bystander = vm.Verdict{Bystander: true, Err: &sources.Error{Kind: sources.Unavailable, Message: "shared"}}
	culprit   = vm.Verdict{Culprit: true, Err: &sources.Error{Kind: sources.Timeout, Message: "loop"}}
)

// box is a DeadLetterer that refuses the first few letters.
type box struct {
	refuse  int
	letters []map[string]string
}

func (b *box) DeadLetter(_ context.Context, _ *sources.Message, headers []sources.Header) error {
	if b.refuse > 0 {
		b.refuse--
		return errors.New("box is full")
	}
	h := map[string]string{}
	for _, x := range headers {
		h[x.Name] = x.Value
	}
	b.letters = append(b.letters, h)
	return nil
}

func TestDeliver(t *testing.T) {
	retryAfter := failed(sources.Rejected)
	retryAfter.Err.RetryAfter = time.Minute
	tests := map[string]struct {
		verdicts      []vm.Verdict // what the attempts come to; the last one repeats
		callerRetries bool
		noLetters     bool
		refuse        int
		want          Final
		attempts      int   // counted
		tried         []int // attempt numbers, negative when alone
		kind          sources.Kind
		letters       int
		took          time.Duration
	}{
		"resolves":              {verdicts: []vm.Verdict{resolves}, want: Resolved, attempts: 1, tried: []int{1}},
		"fails once":            {verdicts: []vm.Verdict{failed(sources.Rejected), resolves}, want: Resolved, attempts: 2, tried: []int{1, 2}, took: 100 * time.Millisecond},
		"fails for good":        {verdicts: []vm.Verdict{failed(sources.Rejected)}, want: DeadLettered, attempts: 3, tried: []int{1, 2, 3}, letters: 1, took: 300 * time.Millisecond},
		"times out for good":    {verdicts: []vm.Verdict{failed(sources.Timeout)}, want: DeadLettered, kind: sources.Timeout, attempts: 3, tried: []int{1, 2, 3}, letters: 1, took: 300 * time.Millisecond},
		"permanent":             {verdicts: []vm.Verdict{failed(sources.Permanent)}, want: DeadLettered, kind: sources.Permanent, attempts: 1, tried: []int{1}, letters: 1},
		"malformed":             {verdicts: []vm.Verdict{failed(sources.Malformed)}, want: DeadLettered, kind: sources.Malformed, attempts: 1, tried: []int{1}, letters: 1},
		"no dead letters":       {verdicts: []vm.Verdict{failed(sources.Permanent)}, noLetters: true, want: Dropped, kind: sources.Permanent, attempts: 1, tried: []int{1}},
		"retryAfter":            {verdicts: []vm.Verdict{retryAfter, resolves}, want: Resolved, attempts: 2, tried: []int{1, 2}, took: time.Minute},
		"bystander":             {verdicts: []vm.Verdict{bystander, bystander, resolves}, want: Resolved, attempts: 1, tried: []int{1, 1, 1}},
		"bystander, five times": {verdicts: []vm.Verdict{bystander, bystander, bystander, bystander, bystander, resolves}, want: Resolved, attempts: 1, tried: []int{1, 1, 1, 1, 1, -1}},
		"bystander too often":   {verdicts: []vm.Verdict{bystander}, want: DeadLettered, attempts: 3, tried: []int{1, 1, 1, 1, 1, -1, 2, 3}, letters: 1, took: 300 * time.Millisecond},
		"culprit runs alone":    {verdicts: []vm.Verdict{culprit, resolves}, want: Resolved, attempts: 2, tried: []int{1, -2}, took: 100 * time.Millisecond},
		"letter refused twice":  {verdicts: []vm.Verdict{failed(sources.Permanent)}, refuse: 2, want: DeadLettered, kind: sources.Permanent, attempts: 1, tried: []int{1}, letters: 1, took: 300 * time.Millisecond},
		"letter never written":  {verdicts: []vm.Verdict{failed(sources.Permanent)}, refuse: 1000, want: Unsettled, kind: sources.Fatal, attempts: 1, tried: []int{1}, took: time.Minute},
		"stopped":               {verdicts: []vm.Verdict{failed(sources.Stopped)}, want: Returned, kind: sources.Stopped, attempts: 1, tried: []int{1}},
		"no room":               {verdicts: []vm.Verdict{failed(sources.Unavailable)}, want: Refused, kind: sources.Unavailable, attempts: 1, tried: []int{1}},

		"caller retries: resolves":  {callerRetries: true, verdicts: []vm.Verdict{resolves}, want: Resolved, attempts: 1, tried: []int{1}},
		"caller retries: rejects":   {callerRetries: true, verdicts: []vm.Verdict{failed(sources.Rejected)}, want: Rejected, attempts: 1, tried: []int{1}},
		"caller retries: times out": {callerRetries: true, verdicts: []vm.Verdict{failed(sources.Timeout)}, want: TimedOut, kind: sources.Timeout, attempts: 1, tried: []int{1}},
		"caller retries: malformed": {callerRetries: true, verdicts: []vm.Verdict{failed(sources.Malformed)}, want: Malformed, kind: sources.Malformed, attempts: 1, tried: []int{1}},
		"caller retries: bystander": {callerRetries: true, verdicts: []vm.Verdict{bystander}, want: Refused, kind: sources.Unavailable, attempts: 1, tried: []int{1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tried []int
				failures := 0
				post := &box{refuse: tt.refuse}
				d := Deliverer{
					Policy:   Policy{Attempts: 3, InitialBackoff: 100 * time.Millisecond, MaxBackoff: time.Second},
					Features: sources.Features{CallerRetries: tt.callerRetries},
					Try: func(_ *sources.Message, a vm.Attempt) vm.Verdict {
						v := tt.verdicts[min(len(tried), len(tt.verdicts)-1)]
						n := a.Number
						if a.Alone {
							n = -n
						}
						tried = append(tried, n)
						v.Stats = vm.Stats{Duration: time.Second, Busy: time.Millisecond}
						return v
					},
					Failed: func(*sources.Message, int, *sources.Error, time.Duration) { failures++ },
				}
				if !tt.noLetters {
					d.Letters = &Letters{To: post, Timeout: time.Minute, Receiver: "r", Version: "1.2.3",
						Retrying: func(*sources.Message, error, time.Duration) {}}
				}
				start := time.Now()
				ctx := context.Background()
				o := d.Deliver(ctx, ctx, sources.NewMessage("test", []byte(`{}`)))
				if o.Verdict != tt.want || o.Attempts != tt.attempts {
					t.Errorf("%s after %d attempts, want %s after %d", o.Verdict, o.Attempts, tt.want, tt.attempts)
				}
				if (o.Err == nil) != (tt.want == Resolved) || o.Err != nil && o.Err.Kind != tt.kind {
					t.Errorf("error %v, want kind %s", o.Err, tt.kind)
				}
				if diff := cmp.Diff(tt.tried, tried); diff != "" {
					t.Error(diff)
				}
				if len(post.letters) != tt.letters {
					t.Errorf("%d letters, want %d", len(post.letters), tt.letters)
				}
				if took := time.Since(start); took != tt.took {
					t.Errorf("took %s, want %s", took, tt.took)
				}
				if want := time.Duration(len(tried)) * time.Second; o.Duration != want {
					t.Errorf("duration %s, want the sum of the attempts, %s", o.Duration, want)
				}
			})
		})
	}
}

func TestSoftStopEndsBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		soft, stop := context.WithCancel(context.Background())
		d := Deliverer{
			Policy: Policy{Attempts: 3, InitialBackoff: time.Hour, MaxBackoff: time.Hour},
			Try:    func(*sources.Message, vm.Attempt) vm.Verdict { return failed(sources.Rejected) },
			Failed: func(*sources.Message, int, *sources.Error, time.Duration) { stop() },
		}
		o := d.Deliver(soft, context.Background(), sources.NewMessage("test", nil))
		if o.Verdict != Returned || o.Err.Kind != sources.Unavailable || o.Attempts != 1 {
			t.Errorf("%s %v after %d attempts", o.Verdict, o.Err, o.Attempts)
		}
	})
}

func TestHardStopEndsLetters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hard, stop := context.WithCancel(context.Background())
		l := Letters{To: &box{refuse: 1000}, Timeout: time.Hour,
			Retrying: func(*sources.Message, error, time.Duration) { stop() }}
		err := l.write(hard, sources.NewMessage("test", nil), Outcome{Err: failed(sources.Permanent).Err})
		if err == nil || err.Kind != sources.Stopped {
			t.Errorf("got %v", err)
		}
	})
}

func TestHeaders(t *testing.T) {
	post := &box{}
	l := Letters{To: post, Timeout: time.Second, Receiver: "orders", Version: "1.2.3"}
	m := sources.NewMessage("test", nil)
	e := &sources.Error{Name: "TypeError", Message: strings.Repeat("é", 1000), Stack: strings.Repeat("x", 20_000)}
	if err := l.write(context.Background(), m, Outcome{Err: e, Attempts: 3}); err != nil {
		t.Fatal(err)
	}
	h := post.letters[0]
	for name, want := range map[string]string{
		"guthega-error-name": "TypeError", "guthega-attempts": "3", "guthega-request-id": m.ID, "guthega-source": "test",
		"guthega-receiver": "orders", "guthega-receiver-version": "1.2.3",
	} {
		if h[name] != want {
			t.Errorf("%s is %q, want %q", name, h[name], want)
		}
	}
	if n := len(h["guthega-error-message"]); n > maxHeader || !strings.HasSuffix(h["guthega-error-message"], "é… (cut)") {
		t.Errorf("message of %d bytes: …%q", n, h["guthega-error-message"][n-20:])
	}
	if n := len(h["guthega-error-stack"]); n > maxStack {
		t.Errorf("stack of %d bytes", n)
	}
	if _, err := time.Parse(time.RFC3339Nano, h["guthega-failed-at"]); err != nil {
		t.Error(err)
	}
}

func TestBackoff(t *testing.T) {
	p := Policy{InitialBackoff: 200 * time.Millisecond, MaxBackoff: time.Second}
	var got []time.Duration
	for n := 1; n <= 5; n++ {
		got = append(got, p.backoff(n))
	}
	ms := time.Millisecond
	if diff := cmp.Diff([]time.Duration{200 * ms, 400 * ms, 800 * ms, 1000 * ms, 1000 * ms}, got); diff != "" {
		t.Error(diff)
	}
	p.Jitter = true
	for n := range 100 {
		if d := p.backoff(n%5 + 1); d < 100*ms || d > time.Second {
			t.Errorf("with jitter: %s", d)
		}
	}
}
