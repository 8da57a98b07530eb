// Package inflate decompresses DEFLATE data (RFC 1951), bare or in the wrapping of zlib (RFC 1950) or gzip (RFC 1952), as a
// push decoder: it takes the input that there is, gives every byte of output that this input decides, and returns. It
// never blocks, so a stream that waits for its next bytes costs no goroutine; compress/flate reads its input by itself and
// needs one.
//
// Errors carry the messages of zlib in C, which programs match. Memory is the window of 32 KB and two small tables,
// whatever the input claims.
package inflate
