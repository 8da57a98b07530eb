// Package perfhooks is Node's "perf_hooks", and the global performance: a clock that begins with the module in each VM, marks
// and measures, observers of them, timerify, histograms.
//
// Not covered: entries of type gc, http, http2, net, dns and resource are never made, and the event loop's utilization is
// always zero, since a VM's loop waits for the messages of a whole process. PerformanceNodeTiming's milestones are zero.
package perfhooks
