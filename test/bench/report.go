package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
)

// printMachine says what the figures were measured on.
func printMachine(ctx context.Context, out output, o *options) {
	out.printf("%s/%s, %d CPUs, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if o.node != "" {
		if version, err := exec.CommandContext(ctx, o.node, "--version").Output(); err == nil {
			out.printf(", Node %s", strings.TrimSpace(string(version)))
		}
	}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			out.printf("; load average before: %s", fields[0])
		}
	}
	out.printf("\n")
	if o.node == "" {
		out.printf("SKIPPED: there is no Node here (-node names one); its rows and the ratio against it are left out\n")
	}
}

func (b *bench) print() {
	b.out.printf("\nHTTP: %d-byte orders, %d connections, medians of %d samples of %s\n",
		orderSize, b.concurrency, b.pairs, b.duration)
	if others := median(b.others); others > quiet {
		b.out.printf("NOTE: other processes took %.2f of %d CPUs meanwhile (median; at most %.2f). On a machine that is not\n"+
			"left alone a server that could use every CPU falls behind one that uses one.\n",
			others, runtime.NumCPU(), slices.Max(b.others))
	}
	w := b.out.table(tabwriter.AlignRight)
	w.row("\tmessages/s\tp50 ms\tp99 ms\tCPU µs/message\tidle MB\tpeak MB\t")
	for _, p := range b.list {
		r := b.results[p.name]
		memory := fmt.Sprintf("%.1f\t%.1f", megabytes(r.idle), megabytes(r.peak))
		if p.name == nameBare { // this very program, with all that is in it
			memory = "-\t-"
		}
		w.row("  %s\t%.0f\t%.2f\t%.2f\t%.1f\t%s\t",
			p.name, median(r.rates), median(r.p50), median(r.p99), median(r.cpu), memory)
	}
	w.flush()
	b.out.printf("\nRatios of guthega's throughput, pair by pair\n")
	w = b.out.table(0)
	for _, p := range b.list {
		if p.name == nameGuthega || p.name == nameGuthegaLog {
			continue
		}
		r := ratios(b.results[nameGuthega].rates, b.results[p.name].rates)
		w.row("  against %s\tmedian %.2f\t%s", p.name, median(r), spread(r))
	}
	w.flush()
}

// spread says between which figures all are.
func spread(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f to %.2f", slices.Min(values), slices.Max(values))
}

func printStarts(out output, list []peer, results map[string]startResult) {
	out.printf("\nFrom the start of the process to the first reply, ms\n")
	w := out.table(0)
	for _, p := range list {
		r := results[p.name]
		w.row("  %s\tmedian %.1f\t%s\tthe very first %.1f",
			p.name, median(r.warm), spread(r.warm), r.cold.Seconds()*1000)
	}
	w.flush()
}

func printCosts(out output, costs []cost) {
	out.printf("\nWhat a message costs in process, µs of wall time each\n")
	w := out.table(0)
	for _, c := range costs {
		w.row("  %s\t%.2f", c.name, c.us)
	}
	w.flush()
}
