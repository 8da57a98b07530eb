// What there is
Object.keys(require('zlib')).sort()
require('zlib').constants
require('zlib').codes
Object.isFrozen(require('zlib').codes)
const z = require('zlib'); [z.Z_SYNC_FLUSH, z.Z_BEST_COMPRESSION, z.Z_DEFAULT_CHUNK, z.BROTLI_PARAM_MODE]
const z = require('zlib'); ['deflate', 'gzip', 'deflateRaw', 'unzip', 'inflate', 'gunzip', 'inflateRaw', 'brotliCompress', 'brotliDecompress'].map((n) => z[n].length + z[n + 'Sync'].length)
const z = require('zlib'); ['Deflate', 'Inflate', 'Gzip', 'Gunzip', 'DeflateRaw', 'InflateRaw', 'Unzip', 'BrotliCompress', 'BrotliDecompress'].map((n) => z[n].name + z['create' + n]().constructor.name + (z[n]() instanceof z[n]) + (new z[n]() instanceof require('stream').Transform))
const z = require('zlib'); 'use strict'; z.createGzip = 5; typeof z.createGzip
const z = require('zlib'); Object.getPrototypeOf(z.Deflate.prototype) === Object.getPrototypeOf(z.Unzip.prototype)
const z = require('zlib'); const g = z.createGzip(); ['bytesWritten', 'bytesRead', '_chunkSize', '_defaultFlushFlag', '_finishFlushFlag', '_defaultFullFlushFlag', '_maxOutputLength', '_level', '_strategy', '_closed'].map((k) => g[k])
const z = require('zlib'); const g = z.createBrotliCompress(); ['bytesWritten', '_chunkSize', '_defaultFlushFlag', '_finishFlushFlag', '_defaultFullFlushFlag', '_maxOutputLength', '_level'].map((k) => g[k])
// crc32
[require('zlib').crc32('hello'), require('zlib').crc32('lo', require('zlib').crc32('hel')), require('zlib').crc32(Buffer.from('hello')), require('zlib').crc32(new Uint16Array([1, 2])), require('zlib').crc32('')]
require('zlib').crc32(5)
require('zlib').crc32('a', 'b')
require('zlib').crc32('a', -1)
require('zlib').crc32('a', 2 ** 32)
require('zlib').crc32('a', 1.5)
// options
require('zlib').gzipSync('a', { level: 10 })
require('zlib').gzipSync('a', { level: 'x' })
require('zlib').gzipSync('a', { level: null })
require('zlib').gzipSync('a', { level: Infinity })
require('zlib').gzipSync('a', { windowBits: 8 })
require('zlib').deflateSync('a', { windowBits: 7 })
require('zlib').deflateSync('a', { windowBits: 0 })
require('zlib').createInflate({ windowBits: 0 }).bytesWritten
require('zlib').createInflateRaw({ windowBits: 0 })
require('zlib').deflateSync('a', { memLevel: 0 })
require('zlib').deflateSync('a', { strategy: 9 })
require('zlib').deflateSync('a', { dictionary: 'x' })
require('zlib').deflateSync('a', { flush: 9 })
require('zlib').deflateSync('a', { finishFlush: -1 })
require('zlib').deflateSync('a', { chunkSize: 1 })
require('zlib').deflateSync('a', { chunkSize: Infinity })
require('zlib').deflateSync('a', { chunkSize: 'x' })
require('zlib').deflateSync('a', { chunkSize: NaN }).length > 5
require('zlib').deflateSync('a', { maxOutputLength: 0 })
require('zlib').brotliCompressSync('a', { flush: 4 })
require('zlib').brotliCompressSync('a', { params: { x: 1 } })
require('zlib').brotliCompressSync('a', { params: { 99: 1 } })
require('zlib').brotliCompressSync('a', { params: { 1: 'x' } })
require('zlib').brotliDecompressSync(require('zlib').brotliCompressSync('a', { params: { 1: 99, 2: 16, 0: true } })).toString()
require('zlib').createGzip({ level: 77 })
require('zlib').createGzip().params(99, 1)
require('zlib').createGzip().params(1, 77)
require('zlib').deflateSync(5)
require('zlib').deflateSync()
require('zlib').deflateSync(null)
require('zlib').deflate('a')
require('zlib').deflate('a', {})
require('zlib').deflate('a', { level: 99 }, () => {})
require('zlib').deflate(5, () => {})
