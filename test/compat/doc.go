// Command compat runs npm packages on Node and on guthega and compares what they print, byte for byte.
//
//	go run ./test/compat -guthega bin/guthega            # the scripts of specs.txt
//	go run ./test/compat -guthega bin/guthega -servers   # the receivers of servers/, each with a real server
//	go run ./test/compat -guthega bin/guthega -speed     # the receivers of speed/, how fast either side is
//	go run ./test/compat -update                         # record what differs now
//
// specs.txt, and drawn.txt, have a script for each package: a line `### name | how it is loaded`, then the body of an async function, in
// which M is the package and print writes strings as they are and the rest as JSON, each value on a line of its own. The
// second part is left out where it would be const M=require('name'). The scripts name an HTTP server that echoes, on
// 127.0.0.1:18080, and a Redis on 127.0.0.1:16399; here both have ports of their own.
//
// A receiver of servers/ is written as its package's documentation shows. It is handed a message {"step": "first"}, upon
// which it writes, reads back and moves a megabyte, and after its server was restarted {"step": "again"}. Its results are
// objects whose members are all true, or what was read, and are the same on both sides.
//
// known.txt lists the scripts that differ, and why: one more is a failure of the run, and so is one fewer. TABLE.md is
// made of it, and checked to be so. What npm installs as package-lock.json says is kept in the user's cache folder, and is
// one tree for both sides.
//
// It needs node and npm, redis-server, and with -servers the servers; it asserts nothing about time but that a script
// ends within its limit.
package main
