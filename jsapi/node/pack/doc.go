// Package pack makes the archive of ports that the binary holds out of the packages that npm has: each port one program,
// in syntax that goja runs, without comments. It reads folders and nothing else; where these come from is its caller's.
package pack
