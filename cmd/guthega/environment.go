package main

import (
	"os"
	"path/filepath"
)

// processorID names this instance in the log.
func processorID(env func(string) (string, bool)) string {
	if id, ok := env("GUTHEGA_PROCESSOR_ID"); ok && id != "" {
		return id
	}
	name, err := os.Hostname()
	if err != nil {
		return "guthega"
	}
	return name
}

// defaultStore is the folder for what can be made again; "" (keep nothing) where the user has no cache folder, as in a
// container without HOME.
func defaultStore(env func(string) (string, bool)) string {
	if dir, ok := env("XDG_CACHE_HOME"); ok && filepath.IsAbs(dir) {
		return filepath.Join(dir, "guthega")
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "guthega")
}
