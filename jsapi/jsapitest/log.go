package jsapitest

import "github.com/guthega/guthega/jsapi"

// Log records lines; every level is enabled.
type Log struct{ Lines []Line }

// Line is one logged line, as jsapi.Logger was given it.
type Line struct {
	Level   jsapi.Level
	Message string
	Fields  string
}

// Enabled implements jsapi.Logger.
func (*Log) Enabled(jsapi.Level) bool { return true }

// Log implements jsapi.Logger.
func (l *Log) Log(level jsapi.Level, message string, fields []byte) {
	l.Lines = append(l.Lines, Line{level, message, string(fields)})
}
