package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the release build (-ldflags "-X main.version=…").
var version = ""

func versionCommand(std stdio) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the versions of guthega, Go, goja and esbuild",
		Example: `  guthega version`,
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			own, deps := ownVersion(), map[string]string{}
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, d := range info.Deps {
					deps[d.Path] = d.Version
				}
			}
			_, err := fmt.Fprintf(std.out, "guthega %s\ngo %s\ngoja %s\nesbuild %s\n", own, runtime.Version(),
				deps["github.com/dop251/goja"], deps["github.com/evanw/esbuild"])
			return err
		},
	}
}

// ownVersion is that of the release, or the module's.
func ownVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
