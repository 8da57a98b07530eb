package main

import "time"

// series is a measure over time, in megabytes.
type series struct {
	minutes, values []float64
}

func (s *series) add(at time.Duration, mb float64) {
	s.minutes = append(s.minutes, at.Minutes())
	s.values = append(s.values, mb)
}

// trend is what a series shows once it has settled.
type trend struct {
	samples     int
	first, last float64 // means of the first and the last quarter
	slope       float64 // megabytes a minute
}

// trend leaves out what was measured before skip.
func (s *series) trend(skip time.Duration) trend {
	from := 0
	for from < len(s.minutes) && s.minutes[from] < skip.Minutes() {
		from++
	}
	minutes, values := s.minutes[from:], s.values[from:]
	quarter := max(1, len(values)/4)
	if len(values) == 0 {
		return trend{}
	}
	return trend{
		samples: len(values),
		first:   mean(values[:quarter]),
		last:    mean(values[len(values)-quarter:]),
		slope:   slope(minutes, values),
	}
}

const (
	// A heap that is collected whenever it has grown fivefold is never twice the same size. Growth is what exceeds
	// both a tenth and this.
	growthShare = 1.1
	growthMB    = 1
)

// grew reports whether the last quarter is above the first by more than the noise.
func (t trend) grew() bool { return t.last > t.first*growthShare && t.last > t.first+growthMB }

func (t trend) verdict() string {
	switch {
	case t.samples == 0:
		return "not measured"
	case t.grew():
		return "GREW"
	default:
		return "no growth"
	}
}
