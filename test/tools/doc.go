// Package tools pins the tools of `make check` in a module of their own, so that guthega depends on none of theirs.
package tools
