// Package fs is the reading half of Node's "fs" and "fs/promises": files, folders, what is known of them, under
// permissions.read. A receiver may always read what require could read for it: its own folder, and the node_modules
// folders that its files see. Symbolic links are resolved before the check, and so a package that node_modules only
// links to from elsewhere cannot read its own folder unless permissions.read lists it. A link that somebody with write
// access to a permitted folder exchanges between the check and the opening is not noticed. The folder of a receiver that
// is a single file is the one that it lies in.
//
// Whatever writes throws ERR_ACCESS_DENIED, permissions.write or not, and so does what needs a descriptor (open, read,
// fstat) and watch. createReadStream holds the file in memory while it is read.
package fs
