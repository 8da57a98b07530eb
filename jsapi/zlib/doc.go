// Package zlib is Node's zlib module: deflate, gzip and brotli, at once, aside or as streams.
//
// Decompression of DEFLATE is package inflate, compression is compress/flate, brotli is andybalholm/brotli. What they give
// can be read by zlib and the other way round, but compressed bytes are not those that zlib writes. memLevel and the
// strategies but Z_HUFFMAN_ONLY are accepted and change nothing; a window smaller than 32 KB makes compression worse than
// zlib's, since compress/flate knows one size only. Z_BLOCK and Z_PARTIAL_FLUSH do what Z_SYNC_FLUSH does.
//
// The work of callbacks and streams is done on goroutines, four at a time for a VM, each for one piece of output at most:
// nothing waits for input or for a reader, and nothing is left to stop when a stream is destroyed.
package zlib
