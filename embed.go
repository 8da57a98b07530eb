// Package guthega holds the files of this repository that are part of the binary. It lives here, and not beside the
// files, because Go embeds no path that begins with "@".
package guthega

import (
	"embed"
	"io/fs"
)

//go:embed scripts/simple.js all:scripts/@guthega
var files embed.FS

// Scripts returns the receivers that come with guthega, as the scripts directory was when the binary was built.
func Scripts() fs.FS {
	sub, err := fs.Sub(files, "scripts")
	if err != nil {
		panic(err) // only for a path that is not valid
	}
	return sub
}
