package node

import "github.com/guthega/guthega/jsapi"

// Modules are the modules that p makes, by Node's names for them, and the internal ones. What they require beside each
// other is "buffer", "events", "process", "string_decoder", "util", "internal/events" and "internal/encoding", and "zlib"
// for compression streams.
func (p *Ports) Modules() map[string]jsapi.Module {
	return map[string]jsapi.Module{
		"_stream_duplex":       p.class("Duplex"),
		"_stream_passthrough":  p.class("PassThrough"),
		"_stream_readable":     p.class("Readable"),
		"_stream_transform":    p.class("Transform"),
		"_stream_writable":     p.class("Writable"),
		"assert":               p.Assert,
		"assert/strict":        p.AssertStrict,
		"constants":            p.Constants,
		"punycode":             p.Punycode,
		"stream":               p.Stream,
		"stream/consumers":     p.StreamConsumers,
		"stream/promises":      p.StreamPromises,
		"stream/web":           p.StreamWeb,
		"internal/webadapters": p.WebAdapters,
	}
}

// WebStreams are the exports of "stream/web" that are globals.
func WebStreams() []string {
	return []string{
		"ByteLengthQueuingStrategy", "CompressionStream", "CountQueuingStrategy", "DecompressionStream", "ReadableByteStreamController",
		"ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest", "ReadableStreamDefaultController",
		"ReadableStreamDefaultReader", "TextDecoderStream", "TextEncoderStream", "TransformStream", "TransformStreamDefaultController",
		"WritableStream", "WritableStreamDefaultController", "WritableStreamDefaultWriter",
	}
}
