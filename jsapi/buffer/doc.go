// Package buffer is Node's buffer module: the class Buffer, a real subclass of Uint8Array, with every encoding and every
// method of Node 20's, and the functions that module exports beside it (atob, btoa, transcode, isUtf8, …).
//
// Everything that moves bytes is Go, on the very memory the JavaScript object has. The package never copies that memory
// to read it, and never pools: each Buffer has an ArrayBuffer of its own, where Node cuts small ones out of a shared one.
// Blob and File belong to package blob.
package buffer
