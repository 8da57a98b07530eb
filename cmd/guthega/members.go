package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/guthega/guthega/conf"
)

// membersText lists the members of Node's modules that are not here, and those that throw whatever the permissions: a line each, with
// what is thrown behind a tab. TestMembers compares it with Node and with a VM, and renews it with UPDATE_GOLDEN=1.
//
//go:embed members.txt
var membersText string

var unusable = sync.OnceValue(func() map[string]string {
	list := map[string]string{}
	for line := range strings.Lines(membersText) {
		name, why, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		list[name] = why
	}
	return list
})

// unusableMember is a member of a Node module that a receiver cannot use.
type unusableMember struct {
	text string
	// note: it may never be reached, or not matter.
	note bool
}

func (e *unusableMember) Error() string { return e.text }

// memberCheck is loader.Options.Member for a receiver with these permissions.
func memberCheck(p conf.Permissions) func(module, name string) error {
	return func(module, name string) error {
		full := strings.ReplaceAll(module, "/", ".") + "." + name
		variable, environment := strings.CutPrefix(name, "env.")
		why, listed := unusable()[module+"."+name]
		switch {
		case module == "process" && environment:
			if !slices.Contains(p.Env, variable) {
				return &unusableMember{full + fmt.Sprintf(" is undefined: add %q to the receiver's permissions.env if it is to be seen", variable), true}
			}
		case listed && why == "":
			return &unusableMember{full + " does not exist in guthega", false}
		case listed:
			return &unusableMember{why, false}
		case len(p.Write) == 0 && (module == "fs" || module == "fs/promises") && writes(name):
			return &unusableMember{full + "() is denied: permissions.write is empty, and would have to list the folder", false}
		case !p.Net.All && len(p.Net.Patterns) == 0 && connects[module] != "" && slices.Contains(strings.Fields(connects[module]), name):
			return &unusableMember{full + "() is denied: permissions.net is empty, and would have to list the host and port", false}
		}
		return nil
	}
}

// writes reports whether a function of fs needs permissions.write.
func writes(name string) bool {
	return slices.Contains(strings.Fields(`appendFile chmod chown copyFile cp createWriteStream lchown link mkdir mkdtemp rename rm rmdir symlink
		truncate unlink utimes writeFile`), strings.TrimSuffix(name, "Sync"))
}

// connects are the functions that need permissions.net.
var connects = map[string]string{
	"net": "connect createConnection", "tls": "connect", "http": "get request", "https": "get request",
}
