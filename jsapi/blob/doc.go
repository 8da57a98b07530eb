// Package blob is the classes Blob and File (W3C File API) as Node 20 has them, and the object URLs of Blobs.
//
// A Blob's bytes are copied once, when it is made; its slices share them, and its stream reads them piece by piece. What is
// not covered: structuredClone of a Blob, and files of the file system as Blobs.
package blob
