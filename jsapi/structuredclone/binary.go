package structuredclone

import (
	"bytes"

	"github.com/dop251/goja"
)

// arrayBuffer copies an ArrayBuffer that is not transferred.
func (c *cloner) arrayBuffer(o *goja.Object) goja.Value {
	b := o.Export().(goja.ArrayBuffer)
	if b.Detached() {
		panic(c.dataCloneError("An ArrayBuffer is detached and could not be cloned."))
	}
	to := c.rt.ToValue(c.rt.NewArrayBuffer(bytes.Clone(b.Bytes())))
	c.made[o] = to
	return to
}

// view clones a typed array or DataView on the clone of its buffer, so that views that shared memory still do. A Buffer
// becomes a Uint8Array, as in Node.
func (c *cloner) view(o *goja.Object, class, length string) goja.Value {
	buffer := c.clone(o.Get("buffer"), 0)
	return c.keep(o, c.construct(c.rt.Get(class), buffer, o.Get("byteOffset"), o.Get(length)))
}
