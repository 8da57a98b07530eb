package vm

import (
	"errors"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/sources"
)

// logError writes a failure that no verdict carries.
func (v *VM) logError(message string, c *call, e *sources.Error) {
	v.opts.Log.Log(logging.Error, message, withRequestID(ErrorFields(nil, e), c))
}

// logLost writes why a VM ends before its time, and whose doing it was: the message may have its verdict already.
func (v *VM) logLost(c *call, err error) {
	if v.dead.Load() { // stopped from outside, by whoever says why
		return
	}
	e := causeOf(err).verdict(nil)
	if p, ok := errors.AsType[*loop.PanicError](err); ok {
		e.Stack = string(p.Stack)
	}
	v.logError("A VM had to be stopped", c, e)
}

// ErrorFields appends e as the members errorName, errorMessage and stack of a log line.
func ErrorFields(b []byte, e *sources.Error) []byte {
	if len(b) > 0 {
		b = append(b, ',')
	}
	b = append(b, `"errorName":`...)
	b = logging.AppendString(b, e.Name)
	b = append(b, `,"errorMessage":`...)
	b = logging.AppendString(b, e.Message)
	if e.Stack != "" {
		b = append(b, `,"stack":`...)
		b = logging.AppendString(b, e.Name+": "+e.Message+"\n"+e.Stack)
	}
	return b
}
