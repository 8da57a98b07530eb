package loader

import (
	"path"
	"strings"
)

// alternatives are what does in plain JavaScript what a native add-on is used for: those that handlers meet, where the field agrees on
// one, and that was seen to work here.
var alternatives = map[string]string{
	"@confluentinc/kafka-javascript": "kafkajs",
	"argon2":                         "@noble/hashes",
	"bcrypt":                         "bcryptjs",
	"better-sqlite3":                 "sql.js/dist/sql-asm.js, in memory",
	"blake3":                         "@noble/hashes",
	"canvas":                         "pureimage",
	"ed25519":                        "node:crypto",
	"hiredis":                        "redis-parser",
	"iconv":                          "iconv-lite",
	"keccak":                         "@noble/hashes",
	"libxmljs":                       "fast-xml-parser",
	"libxmljs2":                      "fast-xml-parser",
	"microtime":                      "node:perf_hooks",
	"msgpack":                        "@msgpack/msgpack",
	"node-expat":                     "sax",
	"node-rdkafka":                   "kafkajs",
	"pg-native":                      "pg",
	"scrypt":                         "node:crypto",
	"secp256k1":                      "@noble/curves",
	"sha3":                           "@noble/hashes",
	"sharp":                          "jimp",
	"snappy":                         "snappyjs",
	"sodium-native":                  "tweetnacl",
	"sqlite3":                        "sql.js/dist/sql-asm.js, in memory",
	"xxhash":                         "xxhashjs",
	"zlib-sync":                      "node:zlib",
}

// Alternative is a package, or a module of Node's, to use in place of the package name, a native add-on; "" where none is known.
func Alternative(name string) string {
	if a := alternatives[name]; a != "" {
		return a
	}
	if strings.HasPrefix(name, "@img/sharp-") {
		return alternatives["sharp"]
	}
	return alternatives[strings.TrimPrefix(name, "@node-rs/")]
}

// addon is the error for a file that is a native add-on, or would be if it had been built.
func addon(p string) *Error {
	e := newError(codeAddon, "%s is a native add-on, which guthega cannot load: use %s", p, instead(p))
	e.Path = p
	return e
}

// instead is what to use in place of the package that the file p is in.
func instead(p string) string {
	if a := Alternative(packageAt(p)); a != "" {
		return a + ", which is plain JavaScript"
	}
	return "a package, or a version of it, in plain JavaScript"
}

// packageAt is the name of the installed package that the file p belongs to, "" for none.
func packageAt(p string) string {
	const folder = "/node_modules/"
	at := strings.LastIndex(p, folder)
	if at < 0 {
		return ""
	}
	name, rest, _ := strings.Cut(p[at+len(folder):], "/")
	if strings.HasPrefix(name, "@") {
		second, _, _ := strings.Cut(rest, "/")
		name = path.Join(name, second)
	}
	return name
}
