// Package fs is Node's "fs" and "fs/promises": files, folders, descriptors and streams, with Node 20's arguments and errors, under
// permissions.read and permissions.write.
//
// A receiver may always read what require could read for it: its own folder, the node_modules folders that its files see, and
// the packages that those link to. The folder of a receiver that is a single file is the one that it lies in. It may write
// where permissions.write says, but never to its own code, the scripts or the package store.
//
// Symbolic links are resolved before the check, and what is opened is opened below the permitted folder that was found (os.Root), so
// that a link which is put in the way between the check and the use leads nowhere else. A link may be made that leads anywhere:
// whoever follows it is asked. Only regular files and folders are opened: a device or a pipe could keep the VM waiting for ever.
//
// Descriptors are numbers of the VM's own, and end with it. Not there: watch, watchFile, lchmod, lutimes, statfs, openAsBlob,
// which throw ERR_FEATURE_UNAVAILABLE_ON_PLATFORM; a rename or a link between two permitted folders neither of which holds the other
// is EXDEV. A write by permissions.write does not permit reading what was written: list the folder in both.
package fs
