package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
)

// output is where the report goes. Errors are left to its watchedWriter.
type output struct{ w io.Writer }

func (o output) printf(format string, args ...any) { _, _ = fmt.Fprintf(o.w, format, args...) }

// watchedWriter ends the run when nobody reads its report any more.
type watchedWriter struct {
	w      io.Writer
	cancel context.CancelCauseFunc
}

func (w *watchedWriter) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		w.cancel(fmt.Errorf("writing the report: %w", err))
	}
	return n, err
}

// table is rows of cells with aligned columns. Rows are given as text with tabs between the cells.
type table struct {
	out  output
	tabs *tabwriter.Writer
}

// table starts a table; call flush when it is complete. flags are tabwriter's.
func (o output) table(flags uint) table {
	tabs := tabwriter.NewWriter(o.w, 0, 0, 2, ' ', flags)
	return table{output{tabs}, tabs}
}

func (t table) row(format string, args ...any) { t.out.printf(format+"\n", args...) }

func (t table) flush() { _ = t.tabs.Flush() }
