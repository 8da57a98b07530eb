package os

import "encoding/binary"

// endianness is the machine's byte order.
var endianness = map[bool]string{true: "LE", false: "BE"}[binary.NativeEndian.Uint16([]byte{1, 0}) == 1]
