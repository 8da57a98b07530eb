package zlib

// mode is what a stream does, with the numbers of zlib.constants.
type mode int

const (
	deflateMode mode = 1 + iota
	inflateMode
	gzipMode
	gunzipMode
	deflateRawMode
	inflateRawMode
	unzipMode
	brotliDecodeMode
	brotliEncodeMode
)

// The flushes, as zlib.constants has them. Brotli's operations are other numbers; they become these.
const (
	noFlush      = 0
	partialFlush = 1
	syncFlush    = 2
	fullFlush    = 3
	finish       = 4
	blockFlush   = 5
)

// codec turns bytes into others. It is for one goroutine at a time, and touches nothing of JavaScript's.
type codec interface {
	// start hands over input, which the codec keeps until the next start, and says what is to be flushed after it.
	start(in []byte, flush int)
	// next writes output to dst and returns how much. Less than len(dst) means that all there is for the input has been
	// written. An error is a *failure.
	next(dst []byte) (int, error)
	// rest is how much of the input was not used, because the data had ended before.
	rest() int
	// reset makes it as new.
	reset()
}

// settings are a stream's options, checked.
type settings struct {
	mode       mode
	windowBits int
	level      int
	strategy   int
	dictionary []byte
	params     map[int]int // of brotli
}

// newCodec may use idle, which the caller must then forget.
func newCodec(s settings, idle spare) codec {
	switch s.mode {
	case deflateMode, gzipMode, deflateRawMode:
		return newDeflater(s, idle)
	case brotliEncodeMode:
		return newBrotliEncoder(s)
	case brotliDecodeMode:
		return newBrotliDecoder()
	default:
		return newInflater(s)
	}
}

// failure is an error as Node reports it.
type failure struct {
	message, code string
	errno         int
}

func (f *failure) Error() string { return f.message }

func dataError(message string) *failure { return &failure{message, "Z_DATA_ERROR", -3} }

func unexpectedEnd() *failure { return &failure{"unexpected end of file", "Z_BUF_ERROR", -5} }
