package decode

import (
	"math"
	"strconv"

	"github.com/dop251/goja"
)

// exactDigits is how many decimal digits always fit a float64 (and a JavaScript safe integer) without rounding: 10¹⁵ < 2⁵³.
const exactDigits = 15

// number decodes the number that starts at pos (RFC 8259 §6). The grammar is checked here, since ParseFloat would also take
// 0x10, 1_000 and Inf.
func (d *Decoder) number() (goja.Value, error) {
	start, i := d.pos, d.pos
	negative := d.body[i] == '-'
	if negative {
		i++
	}
	whole := i
	mantissa, i := digits(d.body, i, 0) // wraps around when there are too many digits; then it is not used
	switch {
	case i == whole:
		return nil, d.fail(i, errNoDigits)
	case d.body[whole] == '0' && i > whole+1:
		return nil, d.fail(whole+1, errNumber)
	}
	count, decimals, exponent := i-whole, 0, false
	if i < len(d.body) && d.body[i] == '.' {
		first := i + 1
		if mantissa, i = digits(d.body, first, mantissa); i == first {
			return nil, d.fail(i, errFraction)
		}
		decimals = i - first
		count += decimals
	}
	if i < len(d.body) && d.body[i]|0x20 == 'e' {
		exponent = true
		i++
		if i < len(d.body) && (d.body[i] == '+' || d.body[i] == '-') {
			i++
		}
		first := i
		if _, i = digits(d.body, first, 0); i == first {
			return nil, d.fail(i, errExponent)
		}
	}
	d.pos = i

	if exponent || count > exactDigits {
		// The only error left is ErrRange, and then f is what JavaScript wants: ±Infinity (and too small is ±0, no error).
		f, _ := strconv.ParseFloat(string(d.body[start:i]), 64)
		return d.rt.ToValue(f), nil
	}
	if decimals > 0 {
		// Both operands are exact, so one division rounds once, correctly (Clinger's fast path).
		f := float64(mantissa) / math.Pow10(decimals)
		if negative {
			f = -f
		}
		return d.rt.ToValue(f), nil
	}
	n := int64(mantissa)
	if negative {
		if n == 0 {
			return d.negZero, nil
		}
		n = -n
	}
	return d.rt.ToValue(n), nil
}

// digits reads decimal digits from b[i:], appends them to n and returns it with the offset after the last one.
func digits(b []byte, i int, n uint64) (uint64, int) {
	for i < len(b) && b[i]-'0' <= 9 {
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	return n, i
}
